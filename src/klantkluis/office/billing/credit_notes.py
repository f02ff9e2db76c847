"""Credit notes: crediting an invoice, the card, the list and the paper."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from klantkluis.billing.closed import is_closed, kept_until
from klantkluis.billing.commands import NewCredit, file_credit_paper, issue_credit_note
from klantkluis.billing.queries import InvoiceCard
from klantkluis.billing.queries.credits import (
    CreditNoteCard,
    credit_note_card,
    credit_note_rows,
    credit_paper_of,
    credited_quantities,
)
from klantkluis.billing.queries.returns import (
    PreparedCredit,
    prepared_credit,
    prepared_credits,
    prepared_quantities,
    return_of_credit,
)
from klantkluis.foundation.mail.commands import SENDERS
from klantkluis.foundation.mail.queries import mails_about
from klantkluis.foundation.mail.server import mail_is_on
from klantkluis.foundation.mail.wording import MailKind
from klantkluis.ledger.queries import entry_number
from klantkluis.office.access.permissions import allow
from klantkluis.office.billing import e_invoices
from klantkluis.office.billing.credit_form import REASONS, CreditForm
from klantkluis.office.billing.views import READERS, card_of
from klantkluis.office.customers.reading import names_of
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.staying import kept_words
from klantkluis.office.tables import Column, Listing, ListState, number_cursor
from klantkluis.vault.refusals import VaultLocked

PAGE = 50


@allow(*READERS)
@require_http_methods(["GET", "POST"])
def credit_invoice(request: OfficeRequest, invoice_id: int) -> HttpResponse:
    """Credit an invoice: all that is left of it, or less of each line."""
    card = _creditable(request, invoice_id)
    draft = _prepared(request, invoice_id)
    form = _form(request, card, draft)
    if form.is_valid():
        with form.refusals():
            pk = _issue(request, card, form, draft)
            messages.success(request, _("The credit note is in the books."))
            return redirect("billing:credit-note", pk)
    context = {"card": card, "form": form, "draft": draft}
    return render(request, "office/billing/credit_form.html", context)


def _form(request: OfficeRequest, card: InvoiceCard, draft: PreparedCredit | None) -> CreditForm:
    """Give the form, filled in with all that is left, or with what a return prepared."""
    initial: dict[str, Any] = {"uid": uuid4(), "reason": "wrong", "bills_again": True}
    if draft is not None:
        initial |= {"reason": "returned", "bills_again": False}
    return CreditForm(
        request.POST or None,
        initial=initial,
        lines=card.lines,
        credited=credited_quantities(invoice_id=card.id),
        prepared=prepared_quantities(draft_id=draft.id) if draft else None,
    )


def _prepared(request: OfficeRequest, invoice_id: int) -> PreparedCredit | None:
    """Give what a return prepared, when the address names it.

    Raises:
        Http404: it was issued or thrown away, or is about another invoice.
    """
    asked = request.GET.get("draft", "")
    if not asked:
        return None
    draft = prepared_credit(draft_id=int(asked)) if asked.isdecimal() and len(asked) < 19 else None
    if draft is None or draft.invoice_id != invoice_id:
        raise Http404
    return draft


def _creditable(request: OfficeRequest, invoice_id: int) -> InvoiceCard:
    card = card_of(request, invoice_id)
    if not card.label:
        raise Http404
    if not request.actor.vault.is_open:
        raise VaultLocked
    return card


def _issue(
    request: OfficeRequest, card: InvoiceCard, form: CreditForm, draft: PreparedCredit | None
) -> int:
    """Credit, and make the paper."""
    typed = form.cleaned_data
    what = NewCredit(typed["reason"], typed["bills_again"], form.quantities)
    pk = issue_credit_note(
        invoice_id=card.id,
        credit=what,
        actor=request.actor,
        today=timezone.localdate(),
        uid=typed["uid"],
        draft_id=draft.id if draft else None,
    )
    file_credit_paper(credit_note_id=pk, actor=request.actor, made_at=timezone.now())
    return pk


@allow(*READERS)
@require_safe
def credit_note(request: OfficeRequest, credit_note_id: int) -> HttpResponse:
    """Show one credit note."""
    card = _card(request, credit_note_id)
    return render(request, "office/billing/credit_note.html", _around(request, card))


def _around(request: OfficeRequest, card: CreditNoteCard) -> dict[str, Any]:
    note_id, closed = card.row.id, is_closed(card.row.customer_id)
    return {
        "card": card,
        "closed": closed,
        "words_gone": request.actor.vault.is_open and not (closed or card.says),
        "archive": reverse("billing:credit-archive", args=[note_id]),
        "kept": kept_words(kept_until(credit_note_id=note_id)),
        "reason": dict(REASONS)[card.row.reason],
        "entry": entry_number(source=f"credit:{card.uid}"),
        "names": names_of([card.row.customer_id], request.actor),
        "returned": return_of_credit(credit_note_id=note_id),
        "may_mail": request.actor.may(*SENDERS) and mail_is_on(),
        "mails": mails_about(kind=MailKind.CREDIT_NOTE, about_id=note_id, now=timezone.now()),
        "e_invoice": e_invoices.around(
            card.says,
            customer_id=card.row.customer_id,
            actor=request.actor,
            credit_note_id=note_id,
        ),
    }


def _card(request: OfficeRequest, credit_note_id: int) -> CreditNoteCard:
    card = credit_note_card(credit_note_id=credit_note_id, vault=request.actor.vault)
    if card is None:
        raise Http404
    return card


def _columns() -> list[Column]:
    return [
        Column(_("Credit note")),
        Column(_("Invoice")),
        Column(_("Customer")),
        Column(_("Date")),
        Column(_("Amount"), align="right"),
        Column(_("Credit left"), align="right"),
    ]


@allow(*READERS)
@require_safe
def credit_notes(request: OfficeRequest) -> HttpResponse:
    """List credit notes, the newest first."""
    state = ListState.of(request, columns=_columns(), filters=[], sort="")
    rows = credit_note_rows(below=number_cursor(state.after), limit=PAGE + 1)
    page = rows[:PAGE]
    listing = Listing(
        state=state,
        columns=_columns(),
        rows=page,
        filters=[],
        next=str(page[-1].id) if len(rows) > PAGE else "",
    )
    prepared = prepared_credits() if not state.after else []
    people = [row.customer_id for row in page] + [each.customer_id for each in prepared]
    names = names_of(people, request.actor)
    context = {"list": listing, "names": names, "prepared": prepared}
    return render(request, "office/billing/credit_notes.html", context)


@allow(*READERS)
@require_safe
def credit_paper(request: OfficeRequest, credit_note_id: int) -> HttpResponse:
    """Give the PDF as it was issued; it is made when nobody has done that yet."""
    label = _card(request, credit_note_id).row.label
    if not request.actor.vault.is_open:
        raise VaultLocked
    file_credit_paper(credit_note_id=credit_note_id, actor=request.actor, made_at=timezone.now())
    contents = credit_paper_of(credit_note_id=credit_note_id, vault=request.actor.vault)
    response = HttpResponse(contents, content_type="application/pdf")
    how = "attachment" if "download" in request.GET else "inline"
    response["Content-Disposition"] = f'{how}; filename="{label}.pdf"'
    return response
