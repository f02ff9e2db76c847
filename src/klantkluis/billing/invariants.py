"""Truths about invoices and payments that hold for all rows, always."""

from collections.abc import Iterator

from django.db.models import Count, F, Max, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

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
from klantkluis.sales.models import OrderLine


def broken() -> Iterator[str]:
    """Give one sentence for each row that breaks a rule of this room."""
    yield from _gaps()
    yield from _outside_the_books()
    yield from _sums()
    yield from _open()
    yield from _billed_too_much()


def _gaps() -> Iterator[str]:
    """A series runs from 1 to n without gaps, and n is the last number given."""
    sent = Invoice.objects.filter(number__isnull=False)
    for row in sent.values("series").annotate(n=Count("pk"), last=Max("number")):
        given = NumberSeries.objects.filter(name=f"invoice {row['series']}").first()
        if row["n"] != row["last"] or given is None or given.last != row["last"]:
            yield f"series {row['series']} of invoices has a gap"


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


def _billed_too_much() -> Iterator[str]:
    billed = (
        InvoiceLine.objects.filter(order_line=OuterRef("pk"))
        .values("order_line")
        .annotate(n=Sum("quantity"))
        .values("n")
    )
    wrong = OrderLine.objects.annotate(billed=Subquery(billed)).filter(billed__gt=F("quantity"))
    for pk in wrong.values_list("pk", flat=True)[:100]:
        yield f"more was billed than ordered of order line {pk}"
