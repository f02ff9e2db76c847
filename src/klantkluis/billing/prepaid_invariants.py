"""Truths about prepayments that hold for all rows, always."""

from collections.abc import Iterator

from django.db.models import Sum

from klantkluis.billing.models import CreditNoteVat, InvoiceLine, InvoiceVat
from klantkluis.billing.prepaying import settled, still_left, vat_sum
from klantkluis.ledger.models import JournalLine


def broken_prepayments() -> Iterator[str]:
    """Give one sentence for each row that breaks a rule of prepayments."""
    rows = list(
        InvoiceVat.objects.filter(
            invoice__in=InvoiceLine.objects.filter(prepays__isnull=False).values("invoice")
        ).order_by("invoice", "pk")
    )
    for each in still_left(rows):
        if each.left.gross_cents < 0:
            yield f"more of VAT row {each.row_id} went off invoices than was prepaid"
    yield from _strangers()
    yield from _booked(rows)


def _strangers() -> Iterator[str]:
    """What goes off an invoice was prepaid on an order that is on it."""
    lines = InvoiceLine.objects.filter(settles__isnull=False)
    for pk, invoice, prepayment in lines.values_list("pk", "invoice", "settles__invoice"):
        ahead = InvoiceLine.objects.filter(invoice=prepayment, prepays__isnull=False)
        sold = InvoiceLine.objects.filter(
            invoice=invoice, order_line__order__in=ahead.values("prepays")
        )
        if not sold.exists():
            yield f"invoice line {pk} takes off what was prepaid on another order"


def _booked(rows: list[InvoiceVat]) -> Iterator[str]:
    """The account of prepayments holds what was prepaid and not taken off or given back."""
    ahead = sum(row.net_cents for row in rows)
    notes = CreditNoteVat.objects.filter(credit_note__invoice__in={row.invoice_id for row in rows})
    ahead -= sum(vat_sum(note).net_cents for note in notes)
    ahead -= sum(each.net_cents for _pk, each in settled([row.pk for row in rows], sent_only=True))
    lines = JournalLine.objects.filter(account__use="prepaid")
    if (lines.aggregate(n=Sum("amount_cents"))["n"] or 0) != -ahead:
        yield "the account of prepayments differs from what customers paid ahead"
