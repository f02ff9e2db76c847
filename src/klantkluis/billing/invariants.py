"""Truths about invoices and payments that hold for all rows, always."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import batched
from typing import Any

from django.db.models import Count, F, Max, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Round

from klantkluis.billing.models import (
    Allocation,
    Invoice,
    InvoiceLine,
    InvoiceSnapshot,
    InvoiceVat,
    OpenInvoice,
    Payment,
)
from klantkluis.core.vat import PriceBasis, Priced, VatCategory, totals
from klantkluis.foundation.models import NumberSeries
from klantkluis.ledger.models import JournalEntry, JournalLine
from klantkluis.sales.models import DELIVERABLE, DeliveryLine, OpenOrder, Order, OrderLine
from klantkluis.sales.rules import QUANTITY_DECIMALS

SERIES = "invoice "
AT_ONCE = 500

type Booked = tuple[str, date, int, bytes]
"""Description, day, cents that the customer owes more, and commitment of an entry."""


def broken() -> Iterator[str]:
    """Give one sentence for each row that breaks a rule of this room."""
    yield from _gaps()
    yield from _outside_the_books()
    yield from _booked_otherwise()
    yield from _sums()
    yield from _open()
    yield from _credit()
    yield from _to_bill()


def _gaps() -> Iterator[str]:
    """A series runs from 1 to n without gaps, and n is the last number given."""
    sent = Invoice.objects.filter(number__isnull=False)
    found = {
        str(row["series"]): (row["n"], row["last"])
        for row in sent.values("series").annotate(n=Count("pk"), last=Max("number"))
    }
    given = {
        name.removeprefix(SERIES): (last, last)
        for name, last in NumberSeries.objects.filter(name__startswith=SERIES).values_list()
    }
    for series in sorted(found.keys() | given.keys()):
        if found.get(series, (0, 0)) != given.get(series, (0, 0)):
            yield f"series {series} of invoices has a gap"


def _outside_the_books() -> Iterator[str]:
    sent = Invoice.objects.filter(number__isnull=False)
    snapshots = InvoiceSnapshot.objects.values("invoice")
    for pk in sent.exclude(pk__in=snapshots).values_list("pk", flat=True)[:100]:
        yield f"invoice row {pk} has no snapshot"
    debtors = (
        JournalLine.objects.filter(account__use="debtors")
        .values_list("party")
        .annotate(n=Sum("amount_cents"))
    )
    in_books = {party: cents for party, cents in debtors if cents}
    billed = dict(sent.values_list("customer__uid").annotate(n=Sum("gross_cents")))
    paid = dict(Payment.objects.values_list("customer__uid").annotate(n=Sum("amount_cents")))
    for party in billed.keys() | paid.keys() | in_books.keys():
        if billed.get(party, 0) - paid.get(party, 0) != in_books.get(party, 0):
            yield f"the debtor account of {party} differs from invoices and payments"
    entries = JournalEntry.objects.filter(journal=JournalEntry.Journal.SALES).count()
    if entries != sent.count():
        yield "the number of sales entries differs from the number of sent invoices"


def _booked_otherwise() -> Iterator[str]:
    """Each sent invoice and each payment is in the books for its own day and amount."""
    invoices = Invoice.objects.filter(number__isnull=False).iterator(chunk_size=AT_ONCE)
    for some in batched(invoices, AT_ONCE, strict=False):
        booked = _booked([f"invoice:{each.uid}" for each in some])
        for each in some:
            expected = (each.label, each.sent_on, each.gross_cents, bytes(each.commitment or b""))
            if booked.get(f"invoice:{each.uid}") != expected:
                yield f"invoice row {each.pk} is booked otherwise than it was sent"
    payments = Payment.objects.iterator(chunk_size=AT_ONCE)
    for received in batched(payments, AT_ONCE, strict=False):
        booked = _booked([f"payment:{each.uid}" for each in received])
        for one in received:
            entry = booked.get(f"payment:{one.uid}")
            if entry is None or entry[1:3] != (one.received_on, -one.amount_cents):
                yield f"payment row {one.pk} is booked otherwise than it was received"


def _booked(sources: Sequence[str]) -> dict[str, Booked]:
    """Give what the books say by source."""
    owed = dict(
        JournalLine.objects.filter(entry__source__in=sources, account__use="debtors")
        .values_list("entry__source")
        .annotate(n=Sum("amount_cents"))
    )
    entries = JournalEntry.objects.filter(source__in=sources)
    return {
        source: (description, entry_date, owed.get(source, 0), bytes(commitment))
        for source, description, entry_date, commitment in entries.values_list(
            "source", "description", "entry_date", "commitment"
        )
    }


def _sums() -> Iterator[str]:
    """Each sent invoice adds up, anew, to what was booked and what its VAT rows say."""
    vat: dict[int, set[tuple[str, int, int, int]]] = {}
    for row in InvoiceVat.objects.values_list(
        "invoice", "vat_category", "rate_bp", "net_cents", "vat_cents"
    ).iterator(chunk_size=5000):
        vat.setdefault(row[0], set()).add(row[1:])
    lines: dict[int, list[Priced]] = {}
    for line in (
        InvoiceLine.objects.filter(invoice__number__isnull=False)
        .order_by("invoice", "position")
        .iterator(chunk_size=5000)
    ):
        lines.setdefault(line.invoice_id, []).append(
            Priced(
                line.quantity, line.unit_price, line.discount_bp,
                VatCategory(line.vat_category), line.rate_bp,
            )
        )  # fmt: skip
    for invoice in Invoice.objects.filter(number__isnull=False).iterator(chunk_size=5000):
        result = totals(
            lines.get(invoice.pk, []),
            basis=PriceBasis(invoice.basis),
            discount_bp=invoice.discount_bp,
        )
        expected = {(x.category.value, x.rate_bp, x.net_cents, x.vat_cents) for x in result.vat}
        if result.gross_cents != invoice.gross_cents or expected != vat.get(invoice.pk):
            yield f"invoice row {invoice.pk} does not add up"


def _open() -> Iterator[str]:
    """What is still to be paid is the invoice less what was allocated to it."""
    allocated = (
        Allocation.objects.filter(invoice=OuterRef("pk"))
        .values("invoice")
        .annotate(n=Sum("amount_cents"))
        .values("n")
    )
    kept = OpenInvoice.objects.filter(pk=OuterRef("pk")).values("open_cents")
    wrong = (
        Invoice.objects.filter(number__isnull=False)
        .annotate(
            left=F("gross_cents") - Coalesce(Subquery(allocated), 0),
            kept=Coalesce(Subquery(kept), 0),
        )
        .exclude(left=F("kept"))
    )
    for pk in wrong.values_list("pk", flat=True)[:100]:
        yield f"what is open of invoice row {pk} differs from what was paid"
    over = (
        Allocation.objects.values("payment")
        .annotate(n=Sum("amount_cents"))
        .filter(n__gt=F("payment__amount_cents"))
    )
    for row in over[:100]:
        yield f"more of payment {row['payment']} was allocated than came in"
    booked = JournalEntry.objects.filter(source__startswith="payment:").count()
    if Payment.objects.count() != booked:
        yield "the number of entries of payments differs from the number of payments"


def _credit() -> Iterator[str]:
    """Nobody got back more than was paid too much; customers that were merged share credit."""
    came_in = _per_customer(Payment.objects.all(), "customer")
    used = _per_customer(Allocation.objects.all(), "payment__customer")
    left = {pk: came_in.get(pk, 0) - used.get(pk, 0) for pk in came_in.keys() | used.keys()}
    for customer in sorted(pk for pk, cents in left.items() if cents < 0):
        yield f"customer row {customer} got back more than it had paid too much"


def _per_customer(rows: QuerySet[Any], link: str) -> dict[int, int]:
    """Add up cents per customer, under the one that it was merged into."""
    kept = rows.annotate(kept=Coalesce(f"{link}__merged_into", link))
    return dict(kept.values_list("kept").annotate(n=Sum("amount_cents")))


def _to_bill() -> Iterator[str]:
    """What went out and is on no invoice is marked to bill; nothing is billed that is not sold.

    A mark may stand on an order of which more is billed than delivered, until all of it is.
    """
    lines = OrderLine.objects.annotate(
        billed=_total(InvoiceLine.objects.all()), delivered=_total(DeliveryLine.objects.all())
    )
    for pk in lines.filter(billed__gt=F("quantity")).values_list("pk", flat=True)[:100]:
        yield f"more was billed than ordered of order line {pk}"
    unbilled = lines.filter(kind__in=DELIVERABLE, delivered__gt=F("billed")).values("order")
    marked = OpenOrder.objects.filter(to_bill=True).values("pk")
    forgotten = Order.objects.filter(pk__in=unbilled).exclude(pk__in=marked)
    for pk in forgotten.values_list("pk", flat=True)[:100]:
        yield f"order row {pk} has something to bill and is not marked so"
    part = lines.filter(billed__lt=F("quantity")).values("order")
    whole = OpenOrder.objects.filter(to_bill=True).exclude(pk__in=part)
    for pk in whole.values_list("pk", flat=True)[:100]:
        yield f"order row {pk} is marked to bill and all of it is on invoices"
    early = OpenOrder.objects.filter(billed=True, pk__in=part)
    for pk in early.values_list("pk", flat=True)[:100]:
        yield f"order row {pk} is marked as billed and part of it is not"


def _total(rows: QuerySet[Any]) -> Coalesce:
    """Add up quantities per order line; rounded, because SQLite adds up in binary."""
    total = (
        rows.filter(order_line=OuterRef("pk"))
        .values("order_line")
        .annotate(n=Round(Sum("quantity"), QUANTITY_DECIMALS))
        .values("n")
    )
    return Coalesce(Subquery(total), Decimal(0))
