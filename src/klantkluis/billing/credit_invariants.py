"""Truths about credit notes that hold for all rows, always."""

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Count, Exists, F, Max, OuterRef, Sum

from klantkluis.billing.crediting import credited
from klantkluis.billing.models import (
    CreditNote,
    CreditNoteLine,
    CreditNoteSnapshot,
    CreditNoteVat,
    CreditUse,
    InvoiceLine,
)
from klantkluis.billing.return_rows import CreditDraft, CreditDraftLine, CreditedReturn
from klantkluis.billing.working_out import priced_line
from klantkluis.core.vat import PriceBasis
from klantkluis.foundation.models import NumberSeries
from klantkluis.foundation.retained import first_year_kept
from klantkluis.foundation.streams import CHUNK
from klantkluis.ledger.models import JournalEntry

SERIES = "credit note "


def broken_credit_notes() -> Iterator[str]:
    """Give one sentence for each row that breaks a rule of credit notes."""
    yield from _gaps()
    yield from _outside_the_books()
    yield from _too_much()
    yield from _mirrors()
    yield from _prepared()


def _prepared() -> Iterator[str]:
    """What a return prepared is about a sent invoice and its own lines, of the order that the
    goods came back of; the credit note that answers it is about them as well."""
    unsent = CreditDraft.objects.filter(invoice__number=None)
    for pk in unsent.values_list("pk", flat=True)[:100]:
        yield f"credit draft row {pk} is about an invoice that was not sent"
    stray = CreditDraftLine.objects.exclude(invoice_line__invoice=F("draft__invoice"))
    for pk in stray.values_list("pk", flat=True)[:100]:
        yield f"credit draft line {pk} is about a line of another invoice"
    lines = CreditDraftLine.objects.values_list("pk", "quantity", "invoice_line__quantity")
    for pk, quantity, billed in lines.iterator(CHUNK):
        if quantity > billed:
            yield f"credit draft line {pk} asks more than was billed"
    of_order = InvoiceLine.objects.filter(
        invoice=OuterRef("credit_note__invoice"),
        order_line__order=OuterRef("receipt__returned__order"),
    )
    for pk in CreditedReturn.objects.exclude(Exists(of_order)).values_list("pk", flat=True)[:100]:
        yield f"credited return row {pk} names a credit note on another order"


def _gaps() -> Iterator[str]:
    """A series runs from 1 to n without gaps, and n is the last number given."""
    found = {
        str(row["series"]): (row["n"], row["last"])
        for row in CreditNote.objects.values("series").annotate(n=Count("pk"), last=Max("number"))
    }
    given = {
        name.removeprefix(SERIES): (last, last)
        for name, last in NumberSeries.objects.filter(name__startswith=SERIES).values_list()
    }
    for series in sorted(found.keys() | given.keys()):
        if found.get(series, (0, 0)) != given.get(series, (0, 0)):
            yield f"series {series} of credit notes has a gap"


def _outside_the_books() -> Iterator[str]:
    """Each credit note has its snapshot and its entry, for its own day."""
    snapshot = CreditNoteSnapshot.objects.filter(credit_note=OuterRef("pk"))
    kept = CreditNote.objects.filter(issued_on__year__gte=first_year_kept())
    for pk in kept.exclude(Exists(snapshot)).values_list("pk", flat=True)[:100]:
        yield f"credit note row {pk} stands without its snapshot"
    days = dict(
        JournalEntry.objects.filter(source__startswith="credit:").values_list(
            "source", "entry_date"
        )
    )
    for pk, uid, day in CreditNote.objects.values_list("pk", "uid", "issued_on").iterator(CHUNK):
        if days.get(f"credit:{uid}") != day:
            yield f"credit note row {pk} is booked otherwise than it was issued"


def _too_much() -> Iterator[str]:
    """No line is credited more than it was billed, and no credit note used more than its amount."""
    credited_of = (
        CreditNoteLine.objects.values("invoice_line", "invoice_line__quantity")
        .annotate(n=Sum("quantity"))
        .order_by("invoice_line")
    )
    for line in credited_of.iterator(CHUNK):
        if Decimal(line["n"]) > line["invoice_line__quantity"]:
            yield f"more of invoice line {line['invoice_line']} was credited than billed"
    used = (
        CreditUse.objects.values("credit_note")
        .annotate(n=Sum("amount_cents"))
        .filter(n__gt=F("credit_note__gross_cents"))
    )
    for row in used[:100]:
        yield f"more of credit note row {row['credit_note']} was used than it came to"


def _mirrors() -> Iterator[str]:
    """Each credit note adds up, anew, from its invoice and what was credited before it."""
    invoices = CreditNote.objects.order_by("invoice").values_list("invoice", flat=True).distinct()
    for invoice_id in invoices.iterator(CHUNK):
        lines = list(InvoiceLine.objects.filter(invoice=invoice_id).order_by("position"))
        before = {line.pk: Decimal(0) for line in lines}
        notes = CreditNote.objects.filter(invoice=invoice_id).select_related("invoice")
        for note in notes.order_by("pk"):
            now = dict(
                CreditNoteLine.objects.filter(credit_note=note).values_list(
                    "invoice_line", "quantity"
                )
            )
            if not _mirrors_its_invoice(note, lines, before, now):
                yield f"credit note row {note.pk} does not mirror its invoice"
            for pk, quantity in now.items():
                before[pk] += quantity


def _mirrors_its_invoice(
    note: CreditNote,
    lines: list[InvoiceLine],
    before: dict[int, Decimal],
    now: dict[int, Decimal],
) -> bool:
    result = credited(
        [priced_line(line) for line in lines],
        [before[line.pk] for line in lines],
        [now.get(line.pk, Decimal(0)) for line in lines],
        basis=PriceBasis(note.invoice.basis),
        discount_bp=note.invoice.discount_bp,
    )
    expected = {
        (*(x.treatment.value, x.country, x.category.value, x.rate_bp), x.net_cents, x.vat_cents)
        for x in result.vat
    }
    columns = ("treatment", "country", "vat_category", "rate_bp", "net_cents", "vat_cents")
    kept = set(CreditNoteVat.objects.filter(credit_note=note).values_list(*columns))
    return (result.net_cents, result.vat_cents) == (note.net_cents, note.vat_cents) and (
        expected == kept
    )
