"""Truths about the shop that hold for all rows, always."""

from collections.abc import Iterator

from klantkluis.shop.models import ShippingMethod, ShippingStep


def broken() -> Iterator[str]:
    """Give one sentence for each row that breaks a rule of this room."""
    priced = ShippingStep.objects.values("method")
    for pk in ShippingMethod.objects.exclude(pk__in=priced).values_list("pk", flat=True):
        yield f"shipping method {pk} has no price"
