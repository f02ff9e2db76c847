"""Quotes of the last weeks of the demo company, one of each kind that a clerk comes across."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from klantkluis.catalogue.queries import ProductRow
from klantkluis.core.vat import PriceBasis
from klantkluis.foundation.actors import Actor
from klantkluis.office.demo.moments import noon
from klantkluis.sales.commands import (
    AcceptedHow,
    LineKind,
    NewAcceptance,
    NewLine,
    NewOrder,
    NewQuote,
    accept_quote,
    file_quote,
    issue_quote,
    refuse_quote,
    write_quote,
)

VALID, ASK = timedelta(days=30), timedelta(days=10)
AGES = {"draft": 0, "open": 4, "to_follow_up": 14, "expired": 40, "refused": 25, "accepted": 8}
"""How many days ago each was written."""
INTRODUCTION = "Hartelijk dank voor uw aanvraag. Wij bieden u graag aan:"
CLOSING = "Levering binnen drie weken na uw akkoord."


def write_quotes(
    *,
    customers: Sequence[int],
    products: Sequence[ProductRow],
    actor: Actor,
    chance: random.Random,
    until: date,
) -> None:
    """Write a quote of each kind, for the customers who came last."""
    for customer_id, (fate, age) in zip(reversed(customers), AGES.items(), strict=False):
        day = until - timedelta(days=age)
        quote = _quote(chance.sample(list(products), 3), chance, day)
        quote_id = write_quote(customer_id=customer_id, quote=quote, actor=actor)
        if fate == "draft":
            continue
        version_id = issue_quote(quote_id=quote_id, rev=1, actor=actor, issued_on=day)
        file_quote(version_id=version_id, actor=actor, made_at=noon(day))
        _answer(quote_id, fate, actor, day + timedelta(days=5))


def _quote(products: Sequence[ProductRow], chance: random.Random, day: date) -> NewQuote:
    """Offer three products, of which the last is optional."""
    order = NewOrder(
        lines=[_line(product, chance) for product in products],
        basis=PriceBasis.GROSS,
        ordered_on=day,
        uid=UUID(int=chance.getrandbits(128), version=4),
    )
    return NewQuote(
        order=order,
        optional=frozenset({len(products)}),
        valid_until=day + VALID,
        follow_up_on=day + ASK,
        introduction=INTRODUCTION,
        closing=CLOSING,
    )


def _line(product: ProductRow, chance: random.Random) -> NewLine:
    assert product.unit_price is not None
    return NewLine(
        kind=LineKind.PRODUCT,
        product_id=product.id,
        unit=product.unit,
        quantity=Decimal(chance.choice((1, 2, 4, 6))),
        unit_price=product.unit_price,
        vat_category=product.vat_category,
    )


def _answer(quote_id: int, fate: str, actor: Actor, day: date) -> None:
    if fate == "refused":
        refuse_quote(quote_id=quote_id, refused_on=day, reason="Te lange levertijd", actor=actor)
    elif fate == "accepted":
        yes = NewAcceptance(version=1, accepted_on=day, how=AcceptedHow.EMAIL, name="Inkoop")
        accept_quote(quote_id=quote_id, acceptance=yes, actor=actor)
