"""Writing a quote, changing it, and making a new version of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from klantkluis.core.roles import Role
from klantkluis.foundation.sealing import RowChanged
from klantkluis.office.access.permissions import allow
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.sales.draft import Before, OrderDraft, Typed, draft_after, new_draft
from klantkluis.office.sales.forms import new_uid
from klantkluis.office.sales.from_letter import begun_quote
from klantkluis.office.sales.lines import QUOTE_LINES
from klantkluis.office.sales.quote_forms import QuoteForm, first_days, quote_initial
from klantkluis.office.sales.quote_reading import quote_for
from klantkluis.office.sales.writing import (
    ARRANGING,
    REGISTERING,
    around,
    live_totals,
    register_on_the_way,
)
from klantkluis.sales.commands import NewQuote, change_quote, revise_quote, write_quote
from klantkluis.sales.quotes.queries import QuoteCard

QUOTE = Typed(QuoteForm, QUOTE_LINES)
FORM = "office/sales/quote_form.html"


def _shown(draft: OrderDraft) -> dict[str, object]:
    return {**around(draft), "quote_totals": reverse("sales:quote-totals")}


@allow(Role.SALES)
@require_http_methods(["GET", "POST"])
def new_quote(request: OfficeRequest) -> HttpResponse:
    """Write a quote; the customer is chosen, searched or registered on the same page."""
    draft = new_draft(request, QUOTE, first_days(), begun_quote(request))
    sent = set(request.POST)
    if sent & REGISTERING:
        register_on_the_way(request, draft)
    elif sent & ARRANGING:
        draft.hold_judgement()
    elif request.method == "POST":
        quote = _typed(draft)
        if quote is not None and (quote_id := _write(request, draft, quote)):
            messages.success(request, _("The quote is saved. Issue it when it is ready."))
            return redirect("sales:quote", quote_id)
    return render(request, FORM, _shown(draft))


def _typed(draft: OrderDraft) -> NewQuote | None:
    """Give the quote when everything typed can be used; else the forms say what cannot."""
    order = draft.order()
    assert isinstance(draft.form, QuoteForm)
    return draft.form.quote(order, draft.lines.optional) if order is not None else None


def _write(request: OfficeRequest, draft: OrderDraft, quote: NewQuote) -> int | None:
    if draft.customer_id is None:
        draft.form.refuse(_("Choose a customer for this quote."))
        return None
    with draft.form.refusals():
        return write_quote(customer_id=draft.customer_id, quote=quote, actor=request.actor)
    return None


@allow(Role.SALES)
@require_http_methods(["GET", "POST"])
def revise(request: OfficeRequest, quote_id: int) -> HttpResponse:
    """Change the version that nobody has seen, or make a new one after the one that was issued."""
    card = quote_for(request, quote_id)
    revises = card.newest.issued_on is not None
    draft = _draft_after(request, card, revises=revises)
    theirs, status = None, 200
    if set(request.POST) & ARRANGING:
        draft.hold_judgement()
    elif request.method == "POST" and (quote := _typed(draft)) is not None:
        if _is_old(draft, card):
            theirs, status = card.newest, 409
            _say_conflict(request, draft, card)
        elif _save(request, draft, quote, card):
            messages.success(request, _("The quote is saved. Issue it when it is ready."))
            return redirect("sales:quote", quote_id)
    shown = {**_shown(draft), "order": card, "revises": revises, "theirs": theirs}
    return render(request, FORM, shown, status=status)


def _draft_after(request: OfficeRequest, card: QuoteCard, *, revises: bool) -> OrderDraft:
    newest = card.newest
    days = {**first_days(), "uid": new_uid()} if revises else {}
    before = Before(
        card.customer_id,
        newest.lines,
        newest.cents,
        newest.totals,
        newest.contents.get("deliver_to"),
    )
    return draft_after(request, before, quote_initial(newest, **days), QUOTE)


def _is_old(draft: OrderDraft, card: QuoteCard) -> bool:
    """Tell whether a colleague saved the version that was changed here; a new one has a uid."""
    typed, newest = draft.form.cleaned_data, card.newest
    read = (typed["version"], typed["rev"])
    return typed["uid"] is None and read != (newest.version, newest.rev)


def _say_conflict(request: OfficeRequest, draft: OrderDraft, card: QuoteCard) -> None:
    """Let saving again be a choice, made with what the colleague saved in sight."""
    data = request.POST.copy()
    data["order-rev"], data["order-version"] = str(card.newest.rev), str(card.newest.version)
    draft.form.data = data
    draft.form.refuse(RowChanged.meanwhile().sentence)


def _save(request: OfficeRequest, draft: OrderDraft, quote: NewQuote, card: QuoteCard) -> bool:
    typed, actor = draft.form.cleaned_data, request.actor
    with draft.form.refusals():
        if typed["uid"] is not None:
            number = typed["version"] or 0
            revise_quote(quote_id=card.id, version=number, quote=quote, actor=actor)
        else:
            change_quote(quote_id=card.id, rev=typed["rev"] or 0, quote=quote, actor=actor)
        return True
    return False


@allow(Role.SALES)
@require_POST
def quote_totals(request: OfficeRequest) -> HttpResponse:
    """Add up what is typed so far, by the same rule as the order and its invoice will."""
    return live_totals(request, new_draft(request, QUOTE))
