"""Truths about customers that hold for all rows, always."""

from collections.abc import Iterator

from django.db.models import Count, Exists, Max, OuterRef

from klantkluis.customers.blocking import open_restrictions
from klantkluis.customers.models import (
    Consent,
    ContactNote,
    Customer,
    CustomerChange,
    DeliveryAddress,
    Letter,
)
from klantkluis.customers.restriction_rows import PermittedUse, Restriction
from klantkluis.customers.restriction_rules import Against
from klantkluis.foundation.models import NumberSeries

_Model = type[
    DeliveryAddress | ContactNote | Letter | Consent | CustomerChange | Restriction | PermittedUse
]
_MOVED: tuple[_Model, ...] = (DeliveryAddress, ContactNote, Consent, Restriction, PermittedUse)
MERGED, ERASED = Customer.State.MERGED, Customer.State.ERASED


def broken() -> Iterator[str]:
    """Give one sentence for each row that breaks a rule of this room."""
    twice = Customer.objects.filter(state=MERGED, merged_into__state=MERGED)
    for pk in twice.values_list("pk", flat=True):
        yield f"customer row {pk} is merged into a customer that was merged itself"
    for model in _MOVED:
        for name, pk in _behind(model, MERGED):
            yield f"{name} row {pk} stayed behind with a merged customer"
    for model in (*_MOVED, Letter, CustomerChange):
        for name, pk in _behind(model, ERASED):
            yield f"{name} row {pk} stayed behind with an erased customer"
    yield from _restrictions()
    change = CustomerChange.objects.filter(customer=OuterRef("pk"))
    without = Customer.objects.exclude(Exists(change)).exclude(state=ERASED)
    for pk in without.values_list("pk", flat=True)[:100]:
        yield f"customer row {pk} has no provenance (P2)"
    given = NumberSeries.objects.filter(name="customer").values_list("last", flat=True)
    found = Customer.objects.aggregate(n=Count("pk"), last=Max("number"))
    if {found["n"], found["last"] or 0} != {given[0] if given else 0}:
        yield "the number of customers differs from the numbers that were given"
    last = NumberSeries.objects.filter(name="customer change").values_list("last", flat=True)
    newest = Customer.objects.aggregate(newest=Max("change_seq"), n=Count("pk"))
    if newest["n"] and (not last or newest["newest"] > last[0]):
        yield "a customer has a change number that was never given"


def _behind(model: _Model, state: Customer.State) -> Iterator[tuple[str, int]]:
    left = model._default_manager.filter(customer__state=state)
    for pk in left.values_list("pk", flat=True)[:100]:
        yield str(model._meta.verbose_name), pk


def _restrictions() -> Iterator[str]:
    """Compare what is kept beside a customer with the facts of art. 18."""
    holds = open_restrictions().filter(customer=OuterRef("pk"), against=Against.ALL.value)
    for pk in Customer.objects.filter(Exists(holds), restricted=False).values_list("pk", flat=True):
        yield f"customer row {pk} is restricted and not marked so"
    free = Customer.objects.filter(restricted=True).exclude(Exists(holds))
    for pk in free.values_list("pk", flat=True):
        yield f"customer row {pk} is marked as restricted and is not"
