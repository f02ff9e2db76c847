"""Truths about invoices and payments that hold for all rows, always."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import batched
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from klantkluis.billing.credit_invariants import broken_credit_notes
from klantkluis.billing.e_delivery_invariants import broken_deliveries
from klantkluis.billing.models import (
    Allocation,
    CreditNote,
    CreditNoteLine,
    CreditUse,
    Invoice,
    InvoiceLine,
    InvoiceSnapshot,
    InvoiceVat,
    OpenInvoice,
    Payment,
)
from klantkluis.billing.prepaid_invariants import broken_prepayments
from klantkluis.billing.purchase_invariants import broken_purchases
from klantkluis.billing.subscription_invariants import broken_subscriptions
from klantkluis.core.vat import PriceBasis, Priced, VatCategory, VatTreatment, totals
from klantkluis.customers.models import Customer
from klantkluis.foundation.models import NumberSeries
from klantkluis.foundation.retained import first_year_kept
from klantkluis.foundation.streams import CHUNK, Groups
from klantkluis.ledger.models import JournalEntry, JournalLine
from klantkluis.sales.models import (
    DELIVERABLE,
    DeliveryLine,
    DistanceSales,
    OpenOrder,
    Order,
    OrderLine,
    ReturnReceiptLine,
)

SERIES = "invoice "
AT_ONCE = 500

type Booked = tuple[str, date, int, bytes]
"""Description, day, cents that the customer owes more, and commitment of an entry."""


def broken() -> Iterator[str]:
    """Give one sentence for each row that breaks a rule of this room."""
    yield from broken_credit_notes()
    yield from broken_prepayments()
    yield from broken_subscriptions()
    yield from broken_deliveries()
    yield from broken_purchases()
    yield from _gaps()
    yield from _outside_the_books()
    yield from _booked_otherwise()
    yield from _sums()
    yield from _distance()
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
    snapshot = InvoiceSnapshot.objects.filter(invoice=OuterRef("pk"))
    # What its year no longer keeps may be gone.
    kept = sent.filter(sent_on__year__gte=first_year_kept())
    for pk in kept.exclude(Exists(snapshot)).values_list("pk", flat=True)[:100]:
        yield f"invoice row {pk} has no snapshot"
    yield from _debtors()
    entries = JournalEntry.objects.filter(journal=JournalEntry.Journal.SALES).count()
    if entries != sent.count() + CreditNote.objects.count():
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


def _debtors() -> Iterator[str]:
    """What a customer owes by the books is what was billed less what was paid."""

    def total(rows: QuerySet[Any], by: str, what: str) -> Coalesce:
        sums = rows.values(by).annotate(n=Sum(what)).values("n")
        return Coalesce(Subquery(sums), 0)

    sent = Invoice.objects.filter(number__isnull=False, customer=OuterRef("pk"))
    debtors = JournalLine.objects.filter(account__use="debtors")
    wrong = Customer.objects.annotate(
        billed=total(sent, "customer", "gross_cents"),
        credited=total(
            CreditNote.objects.filter(invoice__customer=OuterRef("pk")),
            "invoice__customer",
            "gross_cents",
        ),
        paid=total(Payment.objects.filter(customer=OuterRef("pk")), "customer", "amount_cents"),
        booked=total(debtors.filter(party=OuterRef("uid")), "party", "amount_cents"),
    ).exclude(booked=F("billed") - F("credited") - F("paid"))
    for uid in wrong.values_list("uid", flat=True)[:100]:
        yield f"the debtor account of {uid} differs from invoices and payments"
    nobody = debtors.exclude(Exists(Customer.objects.filter(uid=OuterRef("party"))))
    for row in nobody.values_list("entry", "position")[:100]:
        yield f"line {row[1]} of entry {row[0]} is owed by nobody that we know"


def _sums() -> Iterator[str]:
    """Each sent invoice adds up, anew, to what was booked and what its VAT rows say.

    Invoices, their lines and their VAT pass by side by side, so that memory stays bounded.
    """
    vat = Groups(
        InvoiceVat.objects.order_by("invoice")
        .values_list(
            "invoice", "treatment", "country", "vat_category", "rate_bp", "net_cents", "vat_cents"
        )
        .iterator(CHUNK)
    )
    lines = Groups(
        InvoiceLine.objects.order_by("invoice", "position")
        .values_list(
            "invoice", "quantity", "unit_price", "discount_bp", "vat_category", "rate_bp",
            "treatment", "rate_country", "vat_cents", "amount_cents",
        )
        .iterator(CHUNK)
    )  # fmt: skip
    sent = Invoice.objects.filter(number__isnull=False).order_by("pk")
    for pk, basis, discount_bp, gross_cents in sent.values_list(
        "pk", "basis", "discount_bp", "gross_cents"
    ).iterator(CHUNK):
        of_invoice = lines.of(pk)
        result = totals(
            [
                Priced(
                    quantity, price, bp, VatCategory(category), rate, VatTreatment(how), where, vat
                )
                for quantity, price, bp, category, rate, how, where, vat, _cents in of_invoice
            ],
            basis=PriceBasis(basis),
            discount_bp=discount_bp,
        )
        expected = {
            (*(x.treatment.value, x.country, x.category.value, x.rate_bp), x.net_cents, x.vat_cents)
            for x in result.vat
        }
        if (
            result.gross_cents != gross_cents
            or expected != set(vat.of(pk))
            or result.line_cents != tuple(row[-1] for row in of_invoice)
        ):
            yield f"invoice row {pk} does not add up"
    if vat.finish():
        yield f"{vat.strays} drafts have rows of VAT"


def _distance() -> Iterator[str]:
    """What counts for the limit of distance sales is what the invoices of that year say."""
    kept = dict(DistanceSales.objects.values_list("year", "net_cents"))
    rows = Invoice.objects.filter(distance_on__isnull=False).values_list("distance_on__year")
    sold = dict(rows.annotate(n=Sum("distance_cents")).order_by("distance_on__year"))
    notes = CreditNote.objects.exclude(distance_cents=0).values_list("invoice__distance_on__year")
    back = dict(notes.annotate(n=Sum("distance_cents")).order_by("invoice__distance_on__year"))
    for year in sorted(kept.keys() | sold.keys()):
        if kept.get(year, 0) != sold.get(year, 0) - back.get(year, 0):
            yield f"the distance sales of {year} differ from the invoices"


def _open() -> Iterator[str]:
    """What is still to be paid is the invoice less what was allocated to it."""
    allocated = (
        Allocation.objects.filter(invoice=OuterRef("pk"))
        .values("invoice")
        .annotate(n=Sum("amount_cents"))
        .values("n")
    )
    taken = (
        CreditUse.objects.filter(invoice=OuterRef("pk"))
        .values("invoice")
        .annotate(n=Sum("amount_cents"))
        .values("n")
    )
    kept = OpenInvoice.objects.filter(pk=OuterRef("pk")).values("open_cents")
    days = OpenInvoice.objects.exclude(sent_on=F("invoice__sent_on"), due_on=F("invoice__due_on"))
    for pk in days.values_list("pk", flat=True)[:100]:
        yield f"the days of what is open of invoice row {pk} differ from the invoice"
    wrong = (
        Invoice.objects.filter(number__isnull=False)
        .annotate(
            left=F("gross_cents") - Coalesce(Subquery(allocated), 0) - Coalesce(Subquery(taken), 0),
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
    came_in = Groups(_per_customer(Payment.objects.all(), "customer"))
    used = Groups(_per_customer(Allocation.objects.all(), "payment__customer"))
    notes = Groups(_per_customer(CreditNote.objects.all(), "invoice__customer", "gross_cents"))
    taken = Groups(_per_customer(CreditUse.objects.all(), "credit_note__invoice__customer"))
    for customer in Customer.objects.order_by("pk").values_list("pk", flat=True).iterator(CHUNK):
        left = sum(cents for rows in (came_in, notes) for (cents,) in rows.of(customer))
        if left < sum(cents for rows in (used, taken) for (cents,) in rows.of(customer)):
            yield f"customer row {customer} got back more than it had paid too much"


def _per_customer(
    rows: QuerySet[Any], link: str, what: str = "amount_cents"
) -> Iterator[tuple[int, int]]:
    """Add up cents per customer, under the one that it was merged into."""
    kept = rows.annotate(kept=Coalesce(f"{link}__merged_into", link))
    sums: QuerySet[Any, tuple[int, int]] = (
        kept.order_by("kept").values_list("kept").annotate(n=Sum(what))
    )
    return sums.iterator(CHUNK)


def _to_bill() -> Iterator[str]:
    """What went out and is on no invoice is marked to bill; nothing is billed that is not sold.

    A mark may stand on an order of which more is billed than delivered, until all of it is.
    Quantities are compared here and not in SQL: SQLite adds them up in binary.
    """
    lines = Groups(_lines().iterator(CHUNK))
    marks = Groups(
        OpenOrder.objects.order_by("pk").values_list("pk", "to_bill", "billed").iterator(CHUNK)
    )
    for order_id in Order.objects.order_by("pk").values_list("pk", flat=True).iterator(CHUNK):
        unbilled = part = False
        for pk, kind, quantity, delivered, billed, taken_back, again, never in lines.of(order_id):
            on_invoices = (billed or 0) - (taken_back or 0)
            if on_invoices > quantity:
                yield f"more was billed than ordered of order line {pk}"
            out = (delivered or 0) - (again or 0) - (never or 0)
            unbilled |= kind in DELIVERABLE and out > on_invoices
            part |= on_invoices < quantity - (never or 0)
        to_bill, wholly = next(iter(marks.of(order_id)), (False, False))
        if unbilled and not to_bill:
            yield f"order row {order_id} has something to bill and is not marked so"
        if to_bill and not part:
            yield f"order row {order_id} is marked to bill and all of it is on invoices"
        if wholly and part:
            yield f"order row {order_id} is marked as billed and part of it is not"


def _lines() -> Any:
    back = (
        CreditNoteLine.objects.filter(
            invoice_line__order_line=OuterRef("pk"), credit_note__bills_again=True
        )
        .values("invoice_line__order_line")
        .annotate(n=Sum("quantity"))
        .values("n")
    )

    def total(model: type[InvoiceLine | DeliveryLine]) -> Subquery:
        rows = model._default_manager.filter(order_line=OuterRef("pk")).values("order_line")
        return Subquery(rows.annotate(n=Sum("quantity")).values("n"))

    def came_back(what: str) -> Subquery:
        of_line = "return_line__delivery_line__order_line"
        rows = ReturnReceiptLine.objects.filter(**{of_line: OuterRef("pk")}).values(of_line)
        return Subquery(rows.annotate(n=Sum(what)).values("n"))

    return OrderLine.objects.order_by("order", "position").values_list(
        "order", "pk", "kind", "quantity", total(DeliveryLine), total(InvoiceLine),
        Subquery(back), came_back("replaced"), came_back("unbilled"),
    )  # fmt: skip
