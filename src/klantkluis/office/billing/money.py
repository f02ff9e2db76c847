"""Payments: recorded on an invoice, looked back on per customer, and paid back."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from klantkluis.billing.commands import pay_back, receive_payment, settle_with_credit
from klantkluis.billing.queries import InvoiceCard, allocations, payment_rows
from klantkluis.core.money import from_cents
from klantkluis.core.roles import Role
from klantkluis.customers.queries import customer_card
from klantkluis.disclosures.rules import HandOver, What
from klantkluis.foundation.tables.writing import Cell
from klantkluis.office.access.permissions import allow
from klantkluis.office.billing.forms import MoneyForm, PaymentForm
from klantkluis.office.billing.reading import money_of
from klantkluis.office.billing.views import READERS, card_of
from klantkluis.office.handing_over import about, people_file, to_whom
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.templatetags.kit import money
from klantkluis.vault.client import LockedVault


def _now(cents: int) -> dict[str, Any]:
    """Give what a form about money says before anybody types."""
    today = timezone.localdate()
    return {"amount": cents, "paid_on": today, "method": "bank", "uid": uuid4()}


@allow(*READERS)
@require_http_methods(["GET", "POST"])
def payment(request: OfficeRequest, invoice_id: int) -> HttpResponse:
    """Record a payment: the form checks the shape, the command decides."""
    card = card_of(request, invoice_id)
    if not card.label:
        raise Http404
    initial = _now(card.open_cents)
    form = PaymentForm(request.POST or None, initial=initial, open_cents=card.open_cents)
    if form.is_valid():
        with form.refusals():
            row = form.row(day="received_on")
            receive_payment(invoice_id=invoice_id, actor=request.actor, **row)
            messages.success(request, _said(card, row["amount_cents"]))
            return redirect("billing:invoice", invoice_id)
    return render(request, "office/billing/payment.html", {"form": form, "card": card})


def _said(card: InvoiceCard, cents: int) -> str:
    """Say what a payment did: paid in part, whole, or more than that."""
    left = card.open_cents - cents
    if not card.open_cents:
        return _("This payment was in the books already.")
    if left > 0:
        return _("The payment is in the books. %(left)s is still open.") % {"left": money(left)}
    if left == 0:
        return _("The payment is in the books. The invoice is paid.")
    return _("The invoice is paid. %(over)s stays as credit of this customer.") % {
        "over": money(-left)
    }


@allow(*READERS)
@require_POST
def credit(request: OfficeRequest, invoice_id: int) -> HttpResponse:
    """Pay an invoice with what the customer paid too much."""
    used = settle_with_credit(
        invoice_id=invoice_id, actor=request.actor, today=timezone.localdate()
    )
    said = _("%(amount)s of the credit is used for this invoice.") % {"amount": money(used)}
    messages.success(request, said)
    return redirect("billing:invoice", invoice_id)


@allow(*READERS)
@require_safe
def payments_of(request: OfficeRequest, customer_id: int) -> HttpResponse:
    """List what a customer paid, on which invoices, and what is left over."""
    return render(request, "office/billing/payments.html", _money(request, customer_id))


def _money(request: OfficeRequest, customer_id: int) -> dict[str, Any]:
    found = money_of(customer_id, request.actor)
    if found is None:
        raise Http404
    return found


@allow(*READERS)
@require_http_methods(["GET", "POST"])
@to_whom(What.PAYMENTS)
def export_payments(
    request: OfficeRequest, customer_id: int, *, to: HandOver
) -> StreamingHttpResponse:
    """Give a file of what a customer paid; the customer stands in it by number."""
    card = customer_card(customer_id=customer_id, vault=LockedVault())
    if card is None:
        raise Http404
    header = [_("Customer number"), _("Day"), _("How"), _("For"), _("Amount")]
    cells = _payment_cells(card.number, card.all_ids)
    people = about(customer_id)
    return people_file(to, request, What.PAYMENTS, header=header, rows=cells, people=people)


def _payment_cells(number: int, customer_ids: Sequence[int]) -> Iterator[Sequence[Cell]]:
    rows = payment_rows(vault=LockedVault(), customer_ids=customer_ids, limit=None)
    parts = allocations(payment_ids=[row.id for row in rows])
    how = {"bank": _("Bank"), "cash": _("Cash"), "psp": _("Online")}
    for row in rows:
        labels = ", ".join(part.label for part in parts.get(row.id, []))
        paid_for = labels if row.amount_cents > 0 else _("Paid back")
        amount = from_cents(row.amount_cents)
        yield [number, row.received_on, how[row.method], paid_for, amount]


@allow(Role.BOOKKEEPER)
@require_http_methods(["GET", "POST"])
def refund(request: OfficeRequest, customer_id: int) -> HttpResponse:
    """Record that credit was paid back."""
    found = _money(request, customer_id)
    form = MoneyForm(request.POST or None, initial=_now(found["credit_cents"]))
    if form.is_valid():
        with form.refusals():
            pay_back(customer_id=customer_id, actor=request.actor, **form.row(day="paid_on"))
            messages.success(request, _("The refund is in the books."))
            return redirect("billing:customer-payments", customer_id)
    return render(request, "office/billing/refund.html", {**found, "form": form})
