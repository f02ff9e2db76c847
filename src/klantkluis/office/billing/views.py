"""Invoices: the list, the card, drafting, sending and the paper."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from klantkluis.billing.commands import (
    delete_draft,
    draft_invoice,
    file_paper,
    send_invoice,
    skip_period,
)
from klantkluis.billing.queries import (
    InvoiceCard,
    InvoiceState,
    MoneyOpen,
    invoice_card,
    money_open,
    paper_of,
)
from klantkluis.billing.rules import BillFrom
from klantkluis.core.roles import Role
from klantkluis.foundation.mail.server import mail_is_on
from klantkluis.office.access.permissions import allow
from klantkluis.office.billing.reading import Page, around, invoices_page, wanted
from klantkluis.office.customers.reading import names_of
from klantkluis.office.periods import period_filter
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.tables import Column, Filter, Listing, ListState
from klantkluis.vault.refusals import VaultLocked

READERS = (Role.SALES, Role.BOOKKEEPER)


def _columns(*, drafts: bool) -> list[Column]:
    """Give the columns; a draft has no day and no booked amount to be sorted by."""
    return [
        Column(_("Invoice")),
        Column(_("Customer")),
        Column(_("Sent"), "" if drafts else "sent_on"),
        Column(_("Due"), "" if drafts else "due_on"),
        Column(_("State")),
        Column(_("Amount"), "" if drafts else "gross_cents", align="right"),
        Column(_("Open"), align="right"),
    ]


def states() -> list[tuple[str, str]]:
    """Give the states of an invoice with their names."""
    return [
        (InvoiceState.DRAFT, _("Drafts")),
        (InvoiceState.OPEN, _("Open")),
        (InvoiceState.OVERDUE, _("Overdue")),
        (InvoiceState.PAID, _("Paid")),
    ]


def state_names() -> dict[str, str]:
    """Give what one invoice in each state is called."""
    return {**dict(states()), InvoiceState.DRAFT: _("Draft")}


def _filters() -> list[Filter]:
    return [Filter("state", _("State"), states()), period_filter()]


def asked(request: OfficeRequest) -> ListState:
    """Give what was asked of the list."""
    return ListState.of(
        request, columns=_columns(drafts=False), filters=_filters(), sort="-sent_on"
    )


def _tabs(state: ListState, due: MoneyOpen) -> list[tuple[str, str, int, bool]]:
    """Give the tabs above the list: value, name, how many (where that is known), chosen."""
    known = {"draft": due.drafts, "open": due.invoices, "overdue": due.overdue}
    chosen = state.filters.get("state", "")
    tabs = [("", _("All that were sent")), *states()]
    return [(value, name, known.get(value, 0), value == chosen) for value, name in tabs]


@allow(*READERS)
@require_http_methods(["GET", "POST"])
def invoices(request: OfficeRequest) -> HttpResponse:
    """List invoices. A search is a POST: what is typed may be a name."""
    today, state = timezone.localdate(), asked(request)
    what = wanted(state, request.actor, today)
    page = invoices_page(what, after=state.key, today=today)
    context = {
        "list": _listing(state, page, named=request.actor.vault.is_open),
        "names": names_of([row.customer_id for row in page.rows], request.actor),
        "tabs": _tabs(state, money_open(today=today)),
        "mail_is_on": mail_is_on(),
        "what": what,
    }
    return render(request, "office/billing/invoices.html", context)


def _listing(state: ListState, page: Page, *, named: bool) -> Listing:
    return Listing(
        state=state,
        columns=_columns(drafts=state.filters.get("state") == InvoiceState.DRAFT),
        rows=page.rows,
        filters=[period_filter()],
        next=page.next,
        method="post",
        search=_("Invoice number, #customer number or name") if named else _("Invoice number"),
        picks=True,
        export=reverse("billing:export"),
    )


@allow(*READERS)
@require_safe
def invoice(request: OfficeRequest, invoice_id: int) -> HttpResponse:
    """Show one invoice: its lines, its VAT, its payments and what can be done with it."""
    card = card_of(request, invoice_id)
    return render(request, "office/billing/invoice.html", around(card, request.actor))


def card_of(request: OfficeRequest, invoice_id: int) -> InvoiceCard:
    """Give an invoice with what this person may see of it now.

    Raises:
        Http404: there is none.
    """
    card = invoice_card(
        invoice_id=invoice_id, today=timezone.localdate(), vault=request.actor.vault
    )
    if card is None:
        raise Http404
    return card


@allow(*READERS)
@require_POST
def draft(request: OfficeRequest, order_id: int) -> HttpResponse:
    """Draft an invoice of what was delivered, or of the whole order."""
    what = request.POST.get("what")
    invoice_id = draft_invoice(
        order_id=order_id,
        what=BillFrom(what) if what in set(BillFrom) else BillFrom.DELIVERIES,
        actor=request.actor,
        today=timezone.localdate(),
    )
    return redirect("billing:invoice", invoice_id)


@allow(*READERS)
@require_POST
def send(request: OfficeRequest, invoice_id: int) -> HttpResponse:
    """Give the invoice its number, book it, and make its paper."""
    if not request.actor.vault.is_open:
        raise VaultLocked
    label = send_invoice(invoice_id=invoice_id, actor=request.actor, today=timezone.localdate())
    file_paper(invoice_id=invoice_id, actor=request.actor, made_at=timezone.now())
    messages.success(request, _("Invoice %(label)s is in the books.") % {"label": label})
    return redirect("billing:invoice", invoice_id)


@allow(*READERS)
@require_POST
def delete(request: OfficeRequest, invoice_id: int) -> HttpResponse:
    """Delete a draft. It had no number, so nothing is missing; a period is skipped so."""
    card, actor, today = card_of(request, invoice_id), request.actor, timezone.localdate()
    if card.period is not None:
        subscription_id = skip_period(invoice_id=invoice_id, actor=actor, today=today)
        messages.success(request, _("The draft is deleted, and its period skipped."))
        return redirect("billing:subscription", subscription_id)
    delete_draft(invoice_id=invoice_id, actor=actor, today=today)
    messages.success(request, _("The draft is deleted. What was on it can be billed again."))
    if card.order_id is None:
        return redirect("billing:invoices")
    return redirect("sales:order", card.order_id)


@allow(*READERS)
@require_safe
def paper(request: OfficeRequest, invoice_id: int) -> HttpResponse:
    """Give the PDF as it was issued; it is made when nobody has done that yet."""
    label = card_of(request, invoice_id).label
    if not label:
        raise Http404
    if not request.actor.vault.is_open:
        raise VaultLocked
    file_paper(invoice_id=invoice_id, actor=request.actor, made_at=timezone.now())
    contents = paper_of(invoice_id=invoice_id, vault=request.actor.vault)
    assert contents is not None, "it was filed just now"
    response = HttpResponse(contents, content_type="application/pdf")
    way = "attachment" if "download" in request.GET else "inline"
    response["Content-Disposition"] = f'{way}; filename="{label}.pdf"'
    return response
