"""Sending an e-invoice: over the access point, or as a file in a mail; and how it went."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from klantkluis.billing.commands import issue_credit_e_invoice, issue_e_invoice
from klantkluis.billing.commands.delivering import Decision, decide_delivery, queue_delivery
from klantkluis.billing.e_checking import UBL, Form
from klantkluis.billing.queries.deliveries import (
    DeliveryRow,
    delivery_answers,
    delivery_row,
    delivery_rows,
)
from klantkluis.billing.queries.e_invoices import e_invoice_document
from klantkluis.billing.sending_over import access_point_is_on
from klantkluis.core.roles import Role
from klantkluis.foundation.mail.wording import MailKind
from klantkluis.office.access.permissions import allow
from klantkluis.office.access.queries import staff_names
from klantkluis.office.billing.e_delivery_jobs import ASK, SEND
from klantkluis.office.e_delivery_names import EXPLAINED, OUTCOMES, PROBLEMS
from klantkluis.office.jobs.worker import begin
from klantkluis.office.mail.sending import mail_document
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.tables import Column, Listing, ListState, number_cursor
from klantkluis.vault.refusals import VaultLocked

SENDERS = (Role.SALES, Role.BOOKKEEPER)
PAGE = 50


@allow(*SENDERS)
@require_POST
def mail_it(request: OfficeRequest, of: str, pk: int, form: str) -> HttpResponse:
    """Mail the file of an e-invoice to the customer."""
    e_invoice_id = _issued(request, of, pk, form)
    if e_invoice_id is None:
        return _refused(request, of, pk)
    return mail_document(request, MailKind.E_INVOICE, e_invoice_id)


@allow(*SENDERS)
@require_POST
def send_it(request: OfficeRequest, of: str, pk: int) -> HttpResponse:
    """Send an e-invoice over the access point; a job does it, and the page does not wait."""
    if not access_point_is_on():
        raise Http404
    e_invoice_id = _issued(request, of, pk, Form.PEPPOL)
    if e_invoice_id is None:
        return _refused(request, of, pk)
    delivery_id = queue_delivery(e_invoice_id=e_invoice_id, actor=request.actor, at=timezone.now())
    begin(request, kind=SEND, about={"delivery_ids": [delivery_id]}, total=1)
    messages.success(request, _("The e-invoice goes out. Here you see what comes of it."))
    return redirect("billing:e-delivery", delivery_id)


def _issued(request: OfficeRequest, of: str, pk: int, form: str) -> int | None:
    """Give the e-invoice of a document, made and validated when nobody did that yet."""
    if form not in UBL:
        raise Http404
    if not request.actor.vault.is_open:
        raise VaultLocked
    wanted, actor = Form(form), request.actor
    if of == "invoice":
        return issue_e_invoice(invoice_id=pk, form=wanted, actor=actor)
    return issue_credit_e_invoice(credit_note_id=pk, form=wanted, actor=actor)


def _refused(request: OfficeRequest, of: str, pk: int) -> HttpResponse:
    messages.error(
        request, _("This e-invoice would be refused, so it is not sent. See what is missing.")
    )
    return redirect(f"billing:{of}", pk)


@allow(*SENDERS)
@require_safe
def document(request: OfficeRequest, e_invoice_id: int) -> HttpResponse:
    """Lead to the invoice or credit note of an e-invoice."""
    found = e_invoice_document(e_invoice_id=e_invoice_id)
    if found is None:
        raise Http404
    return redirect(*found)


@allow(*SENDERS)
@require_safe
def deliveries(request: OfficeRequest) -> HttpResponse:
    """List e-invoices that went over the access point, the newest first."""
    columns = [Column(_("E-invoice")), Column(_("Asked for")), Column(_("State"))]
    state = ListState.of(request, columns=columns, filters=[])
    rows = delivery_rows(now=timezone.now(), below=number_cursor(state.after), limit=PAGE + 1)
    after = str(rows[PAGE - 1].id) if len(rows) > PAGE else ""
    listing = Listing(state=state, columns=columns, rows=rows[:PAGE], next=after)
    context = {"list": listing, "on": access_point_is_on()}
    return render(request, "office/billing/e_deliveries.html", context)


@allow(*SENDERS)
@require_safe
def delivery(request: OfficeRequest, delivery_id: int) -> HttpResponse:
    """Show one delivery with every attempt and answer."""
    row = _row(delivery_id)
    answers = delivery_answers(delivery_id=delivery_id, vault=request.actor.vault)
    context: dict[str, Any] = {
        "row": row,
        "answers": [
            (each, OUTCOMES.get(each.outcome, ""), PROBLEMS.get(each.problem, ""))
            for each in answers
        ],
        "explained": EXPLAINED[row.state],
        "staff": staff_names(),
    }
    return render(request, "office/billing/e_delivery.html", context)


def _row(delivery_id: int) -> DeliveryRow:
    row = delivery_row(delivery_id=delivery_id, now=timezone.now())
    if row is None:
        raise Http404
    return row


@allow(*SENDERS)
@require_POST
def again(request: OfficeRequest, delivery_id: int) -> HttpResponse:
    """Let an e-invoice go out again, because this person says so."""
    if not request.actor.vault.is_open:
        raise VaultLocked
    _decide(request, delivery_id, Decision.AGAIN)
    begin(request, kind=SEND, about={"delivery_ids": [delivery_id]}, total=1)
    messages.success(request, _("The e-invoice goes out. You can leave this page."))
    return redirect("billing:e-delivery", delivery_id)


@allow(*SENDERS)
@require_POST
def settle(request: OfficeRequest, delivery_id: int) -> HttpResponse:
    """Say that this one needs nobody any more."""
    _decide(request, delivery_id, Decision.SETTLED)
    messages.success(request, _("Settled. This e-invoice does not go out any more."))
    return redirect("billing:e-delivery", delivery_id)


@allow(*SENDERS)
@require_POST
def ask(request: OfficeRequest, delivery_id: int) -> HttpResponse:
    """Ask the access point what became of an e-invoice, now."""
    _row(delivery_id)
    begin(request, kind=ASK, about={"delivery_ids": [delivery_id]}, total=1, at_once=True)
    return redirect("billing:e-delivery", delivery_id)


def _decide(request: OfficeRequest, delivery_id: int, what: Decision) -> None:
    seen = request.POST.get("attempts", "")
    decide_delivery(
        delivery_id=delivery_id,
        what=what,
        attempts=int(seen) if seen.isdecimal() and len(seen) < 6 else -1,
        actor=request.actor,
        at=timezone.now(),
    )
