"""Subscriptions and prepayments of the demo company: the ways to bill besides a delivery."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from klantkluis.billing.commands import (
    NewSubscription,
    draft_prepayment,
    file_paper,
    pause_subscription,
    send_invoice,
    write_subscription,
)
from klantkluis.billing.period_rules import PeriodUnit, months_later
from klantkluis.billing.periodic import make_due
from klantkluis.catalogue.queries import ProductRow
from klantkluis.core.treatment import Supply
from klantkluis.core.vat import PriceBasis, VatCategory
from klantkluis.foundation.actors import Actor
from klantkluis.office.demo.moments import noon
from klantkluis.sales.commands import LineKind, NewLine, NewOrder, take_order

SUBSCRIBED = (
    ("Onderhoud van de vergadertafels", "45.00", PeriodUnit.MONTH, 4),
    ("Huur van presentatiemeubels", "289.00", PeriodUnit.QUARTER, 8),
    ("Jaarlijkse controle en olie", "175.00", PeriodUnit.YEAR, 14),
)
"""What for, what it costs without VAT, how often, and how many months ago it began."""
PREPAID = (5000, 3000)


def bill_again(
    *, customers: Sequence[int], actor: Actor, chance: random.Random, until: date
) -> None:
    """Write subscriptions down and bill them up to today; the newest drafts wait to be sent."""
    first = 0
    for customer_id, (what, price, unit, months) in zip(customers, SUBSCRIBED, strict=False):
        line = NewLine(
            kind=LineKind.TEXT,
            text=what,
            quantity=Decimal(1),
            unit_price=Decimal(price),
            vat_category=VatCategory.STANDARD,
            supply=Supply.SERVICES,
        )
        starts_on = months_later(until, -months) + timedelta(days=chance.randrange(3))
        order = NewOrder(
            lines=[line],
            basis=PriceBasis.NET,
            ordered_on=starts_on,
            uid=UUID(int=chance.getrandbits(128), version=4),
        )
        new = NewSubscription(order=order, unit=unit)
        written = write_subscription(customer_id=customer_id, subscription=new, actor=actor)
        first = first or written
    pause_subscription(
        subscription_id=first,
        first_on=until + timedelta(days=60),
        last_on=until + timedelta(days=90),
        actor=actor,
        today=until,
    )
    drafts = make_due(today=until, actor=actor).drafts
    for invoice_id in drafts[:-2]:
        send_invoice(invoice_id=invoice_id, actor=actor, today=until)


def ask_ahead(
    *,
    customers: Sequence[int],
    products: Sequence[ProductRow],
    actor: Actor,
    chance: random.Random,
    until: date,
) -> None:
    """Take large orders of which a part is asked ahead: one was sent, one is a draft."""
    for customer_id, share_bp in zip(customers, PREPAID, strict=False):
        product = chance.choice(products)
        assert product.unit_price is not None
        line = NewLine(
            kind=LineKind.PRODUCT,
            product_id=product.id,
            unit=product.unit,
            quantity=Decimal(12),
            unit_price=product.unit_price,
            vat_category=product.vat_category,
        )
        order = NewOrder(
            lines=[line],
            basis=PriceBasis.GROSS,
            ordered_on=until,
            uid=UUID(int=chance.getrandbits(128), version=4),
        )
        order_id = take_order(customer_id=customer_id, order=order, actor=actor)
        invoice_id = draft_prepayment(
            order_id=order_id, share_bp=share_bp, actor=actor, today=until
        )
        if share_bp == PREPAID[0]:
            send_invoice(invoice_id=invoice_id, actor=actor, today=until)
            file_paper(invoice_id=invoice_id, actor=actor, made_at=noon(until))
