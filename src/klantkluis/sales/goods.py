"""Questions about goods: what is left to pick, and who bought a product."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from klantkluis.core.vat import PriceBasis
from klantkluis.sales.lines import SoldLine, sold_lines
from klantkluis.sales.models import OpenOrder, Order, OrderLine
from klantkluis.sales.stored import ORDER
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose


@dataclass(frozen=True, slots=True)
class PickList:
    """What is left to deliver of an order. `contents` is empty while the vault is locked."""

    order_id: int
    number: int
    customer_id: int
    ordered_on: date
    lines: tuple[SoldLine, ...]
    contents: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class SaleRow:
    """An order line that sold a product."""

    order_id: int
    order_number: int
    customer_id: int
    ordered_on: date
    basis: PriceBasis
    quantity: Decimal
    unit_price: Decimal
    discount_bp: int


def picking(*, order_ids: Collection[int], vault: VaultSession, purpose: Purpose) -> list[PickList]:
    """Give what is left to deliver of orders, by number, in a constant number of questions."""
    open_ids = OpenOrder.objects.filter(pk__in=order_ids, to_deliver=True).values("pk")
    orders = list(
        Order.objects.filter(pk__in=open_ids).select_related("customer").order_by("number")
    )
    opened = ORDER.open_all(vault, purpose, orders) if vault.is_open else [{} for _order in orders]
    lines = sold_lines([order.pk for order in orders], {})
    return [
        PickList(
            order_id=order.pk,
            number=order.number,
            customer_id=order.customer_id,
            ordered_on=order.ordered_on,
            lines=tuple(
                replace(line, text=contents.get("line_texts", {}).get(str(line.position), ""))
                for line in lines[order.pk]
                if line.undelivered_quantity > 0
            ),
            contents=contents,
        )
        for order, contents in zip(orders, opened, strict=True)
    ]


def sales_of_product(*, product_id: int, limit: int = 10) -> list[SaleRow]:
    """Give the order lines that sold a product, the newest order first."""
    rows = OrderLine.objects.filter(product=product_id).select_related("order")
    return [
        SaleRow(
            order_id=row.order_id,
            order_number=row.order.number,
            customer_id=row.order.customer_id,
            ordered_on=row.order.ordered_on,
            basis=PriceBasis(row.order.basis),
            quantity=row.quantity,
            unit_price=row.unit_price,
            discount_bp=row.discount_bp,
        )
        for row in rows.order_by("-order__number", "position")[:limit]
    ]
