"""Short ways to subscribe a customer to something."""

from datetime import date
from decimal import Decimal
from typing import Any

from klantkluis.billing.commands import NewSubscription, write_subscription
from klantkluis.billing.period_rules import PeriodUnit, months_later
from klantkluis.core.treatment import Supply
from klantkluis.core.vat import PriceBasis, VatCategory
from klantkluis.foundation.actors import Actor
from klantkluis.sales.commands import LineKind, NewLine, NewOrder
from rooms.story import TODAY, a_customer

__all__ = ["TODAY", "a_subscription", "said"]


def said(
    *lines: NewLine,
    price: str = "50",
    starts_on: date = TODAY,
    basis: PriceBasis = PriceBasis.NET,
    **more: Any,
) -> NewOrder:
    """Give what a subscription says: one line of own words, when none are given."""
    usual = NewLine(
        kind=LineKind.TEXT, text="Onderhoud", quantity=Decimal(1), unit_price=Decimal(price),
        vat_category=VatCategory.STANDARD, supply=Supply.SERVICES,
    )  # fmt: skip
    return NewOrder(lines=lines or (usual,), basis=basis, ordered_on=starts_on, **more)


def a_subscription(
    actor: Actor,
    customer_id: int | None = None,
    order: NewOrder | None = None,
    months_ago: int = 0,
    **how: Any,
) -> int:
    """Write a monthly subscription down, in advance, that began some months ago."""
    starts_on = months_later(TODAY, -months_ago)
    new = NewSubscription(
        order=order or said(starts_on=starts_on), **{"unit": PeriodUnit.MONTH, **how}
    )
    return write_subscription(
        customer_id=customer_id or a_customer(actor), subscription=new, actor=actor
    )
