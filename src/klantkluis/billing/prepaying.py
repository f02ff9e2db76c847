"""What customers paid ahead on an order, and what of it was taken off by now."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from django.db.models import Sum

from klantkluis.billing.models import (
    CreditNoteLine,
    CreditNoteVat,
    Invoice,
    InvoiceLine,
    InvoiceVat,
)
from klantkluis.billing.prepaid_rules import Prepaid, in_basis, less, taken_off
from klantkluis.core.money import from_cents, to_cents
from klantkluis.core.vat import PriceBasis, VatCategory, VatSum, VatTreatment
from klantkluis.foundation.prepared import Prepared

_SUMS_OF = Prepared(
    lambda order: InvoiceVat.objects.filter(
        invoice__in=InvoiceLine.objects.filter(prepays=order).values("invoice")
    ).order_by("invoice", "pk"),
    int,
)


def prepaid_of(order_id: int) -> list[Prepaid]:
    """Give what was prepaid on an order and can still be taken off, the oldest first.

    Only prepayments that were sent count; what drafts take off is taken off.
    """
    return still_left(_SUMS_OF.all(order_id))


def still_left(rows: Sequence[InvoiceVat]) -> list[Prepaid]:
    """Give what is left of sums of prepayments: less what was credited, and what went off."""
    if not rows:
        return []
    left = {row.pk: vat_sum(row) for row in rows}
    by_key = {(row.invoice_id, left[row.pk].key): row.pk for row in rows}
    credited = CreditNoteVat.objects.filter(credit_note__invoice__in={r.invoice_id for r in rows})
    for note in credited.select_related("credit_note"):
        each = vat_sum(note)
        pk = by_key[note.credit_note.invoice_id, each.key]
        left[pk] = less(left[pk], each)
    for pk, each in settled(left):
        left[pk] = less(left[pk], each)
    return [
        Prepaid(row.pk, row.invoice_id, left[row.pk]) for row in rows if left[row.pk].gross_cents
    ]


def settled(rows: Collection[int], *, sent_only: bool = False) -> Iterable[tuple[int, VatSum]]:
    """Give what invoices and drafts take off sums of prepayments, less what of that was credited.

    The sums come back above zero, each with the id of the row that it goes off.
    """
    found = InvoiceLine.objects.filter(settles__in=rows).select_related("invoice", "settles")
    lines = list(found.filter(invoice__number__isnull=False) if sent_only else found)
    back = dict(
        CreditNoteLine.objects.filter(invoice_line__in=lines)
        .values_list("invoice_line")
        .annotate(n=Sum("quantity"))
    )
    for line in lines:
        assert line.settles is not None
        yield line.settles.pk, _went_off(line, line.settles, back.get(line.pk, Decimal(0)))


def _went_off(line: InvoiceLine, row: InvoiceVat, back: Decimal) -> VatSum:
    """Give what a line takes off, as far as it was not credited; rounded as a credit note is."""
    vat = (line.vat_cents or 0) - to_cents(back * (line.vat_cents or 0) / 100)
    amount = line.amount_cents - to_cents(back * line.unit_price)
    net = amount if line.invoice.basis == PriceBasis.NET else amount - vat
    return replace(vat_sum(row), net_cents=-net, vat_cents=-vat)


def vat_sum(row: InvoiceVat | CreditNoteVat) -> VatSum:
    """Give a row of VAT as a sum."""
    return VatSum(
        category=VatCategory(row.vat_category),
        rate_bp=row.rate_bp,
        net_cents=row.net_cents,
        vat_cents=row.vat_cents,
        treatment=VatTreatment(row.treatment),
        country=row.country,
    )


def settlement_lines(
    invoice: Invoice,
    lines: Sequence[InvoiceLine],
    billed: Sequence[VatSum],
    prepaid: Sequence[Prepaid],
    *,
    last: bool,
) -> list[InvoiceLine]:
    """Give the lines that take off an invoice what was prepaid, behind its other lines.

    The VAT of each is the part of what was charged with the prepayment, so that all documents of
    an order together come to the VAT of the whole.
    """
    basis = PriceBasis(invoice.basis)
    day = max(line.supplied_on for line in lines)
    found = taken_off(prepaid, billed, last=last)
    return [
        InvoiceLine(
            invoice=invoice,
            position=position,
            settles_id=each.row_id,
            supplied_on=day,
            quantity=Decimal(1),
            unit_price=-from_cents(in_basis(part, basis)),
            vat_category=part.category.value,
            rate_bp=part.rate_bp,
            treatment=part.treatment.value,
            rate_country=part.country,
            amount_cents=-in_basis(part, basis),
            vat_cents=-part.vat_cents,
        )
        for position, (each, part) in enumerate(found, start=len(lines) + 1)
    ]


def with_prepayment(order_ids: Collection[int]) -> set[int]:
    """Give which of these orders were asked ahead, or have a draft for it."""
    ahead = InvoiceLine.objects.filter(prepays__in=order_ids).values_list("prepays", flat=True)
    return {order_id for order_id in ahead if order_id is not None}
