"""Truths about purchases that hold for all rows, always."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Sum

from klantkluis.billing.purchase_rows import (
    Purchase,
    PurchaseBooking,
    PurchaseFile,
    PurchaseRejection,
    PurchaseVat,
)
from klantkluis.ledger.purchases import credited_on, days_of_entries

MOST = 100


def broken_purchases() -> Iterator[str]:
    """Give one sentence for each row that breaks a rule of purchases."""
    file = PurchaseFile.objects.filter(purchase=OuterRef("pk"))
    for pk in Purchase.objects.exclude(Exists(file)).values_list("pk", flat=True)[:MOST]:
        yield f"purchase row {pk} stands without its file"
    both = PurchaseBooking.objects.filter(
        Exists(PurchaseRejection.objects.filter(purchase=OuterRef("pk")))
    )
    for pk in both.values_list("pk", flat=True)[:MOST]:
        yield f"purchase row {pk} was both booked and rejected"
    sums = {
        row["purchase"]: (row["net"], row["vat"])
        for row in PurchaseVat.objects.values("purchase").annotate(
            net=Sum("net_cents"), vat=Sum("vat_cents")
        )
    }
    for pk, net, vat in Purchase.objects.values_list("pk", "net_cents", "vat_cents"):
        if sums.get(pk) != (net, vat):
            yield f"the VAT of purchase row {pk} differs from its sums"
    yield from _in_the_books()


def _in_the_books() -> Iterator[str]:
    """Each booked purchase has its entry on its day, for what we owe; and no entry has none."""
    days = days_of_entries(prefix="purchase:")
    owed = credited_on(use="creditors", prefix="purchase:")
    seen = set()
    for booking in PurchaseBooking.objects.select_related("purchase").order_by("pk"):
        purchase, source = booking.purchase, f"purchase:{booking.purchase.uid}"
        seen.add(source)
        if days.get(source) != booking.booked_on:
            yield f"purchase row {purchase.pk} is booked on another day than its entry"
        sign = -1 if purchase.is_credit else 1
        if owed.get(source, 0) != sign * (purchase.gross_cents + purchase.rounding_cents):
            yield f"purchase row {purchase.pk} is owed otherwise than it was booked"
    if days.keys() - seen:
        yield "there are entries of purchases that were not booked"
