"""Truths about customers that hold for all rows, always."""

from collections.abc import Iterator

from django.db.models import Count, Max

from klantkluis.customers.models import Customer, CustomerChange
from klantkluis.foundation.models import NumberSeries


def broken() -> Iterator[str]:
    """Give one sentence for each row that breaks a rule of this room."""
    for pk in Customer.objects.filter(
        state=Customer.State.MERGED, merged_into__state=Customer.State.MERGED
    ).values_list("pk", flat=True):
        yield f"customer row {pk} is merged into a customer that was merged itself"
    without = Customer.objects.exclude(pk__in=CustomerChange.objects.values("customer"))
    for pk in without.values_list("pk", flat=True)[:100]:
        yield f"customer row {pk} has no provenance (P2)"
    last = NumberSeries.objects.filter(name="customer change").values_list("last", flat=True)
    newest = Customer.objects.aggregate(newest=Max("change_seq"), n=Count("pk"))
    if newest["n"] and (not last or newest["newest"] > last[0]):
        yield "a customer has a change number that was never given"
