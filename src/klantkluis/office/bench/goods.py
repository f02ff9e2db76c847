"""A few products and orders for the benches."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from random import Random

from klantkluis.catalogue.commands import add_products
from klantkluis.catalogue.queries import ProductRow, product_rows
from klantkluis.core.vat import PriceBasis
from klantkluis.foundation.actors import Actor
from klantkluis.office.demo import goods
from klantkluis.sales.commands import NewLine, NewOrder
from klantkluis.sales.models import OrderLine


def products(actor: Actor, today: date) -> list[ProductRow]:
    """Add the range of the demo company, and give it with its prices."""
    range_of_goods = list(goods.products(Random(1)))
    add_products(products=range_of_goods, actor=actor, today=today)
    return product_rows(today=today, limit=200)


def order_of_three(goods: Sequence[ProductRow], chance: Random, today: date) -> NewOrder:
    """Make up an order of three lines."""
    lines = []
    for product in chance.sample(goods, 3):
        assert product.unit_price is not None
        lines.append(
            NewLine(
                kind=OrderLine.Kind.PRODUCT,
                product_id=product.id,
                quantity=Decimal(chance.randrange(1, 5)),
                unit_price=product.unit_price,
                vat_category=product.vat_category,
            )
        )
    return NewOrder(lines=lines, basis=PriceBasis.GROSS, ordered_on=today)
