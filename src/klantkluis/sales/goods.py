"""Questions about goods: what is left to pick, and who bought a product."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from klantkluis.catalogue.stock.queries import places_of
from klantkluis.core.vat import PriceBasis
from klantkluis.sales.lines import SoldLine, sold_lines
from klantkluis.sales.models import OpenOrder, Order, OrderLine
from klantkluis.sales.stored import ORDER
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose


@dataclass(frozen=True, slots=True)
class Pulled:
    """A line to fetch: how much, and where it lies."""

    line: SoldLine
    quantity: Decimal
    place: str = ""


@dataclass(frozen=True, slots=True)
class PickList:
    """What is left to deliver of an order, by place.

    It names nobody: lines with words of their own say them only while the vault is open.
    """

    order_id: int
    number: int
    customer_id: int
    ordered_on: date
    pulled: tuple[Pulled, ...]

    @property
    def lines(self) -> tuple[SoldLine, ...]:
        """The lines, by place."""
        return tuple(each.line for each in self.pulled)


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
    products = {line.product_id for each in lines.values() for line in each if line.product_id}
    places = places_of(product_ids=products)
    return [
        PickList(
            order_id=order.pk,
            number=order.number,
            customer_id=order.customer_id,
            ordered_on=order.ordered_on,
            pulled=_pulled(lines[order.pk], contents.get("line_texts", {}), places),
        )
        for order, contents in zip(orders, opened, strict=True)
    ]


def _pulled(
    lines: Iterable[SoldLine], texts: Mapping[str, str], places: Mapping[int, str]
) -> tuple[Pulled, ...]:
    """Give what is left of lines, by place and article number; what has no place comes last."""
    found = [
        Pulled(
            replace(line, text=texts.get(str(line.position), "")),
            line.undelivered_quantity,
            places.get(line.product_id or 0, ""),
        )
        for line in lines
        if line.undelivered_quantity > 0
    ]
    return tuple(sorted(found, key=_walk))


def gathered(lists: Iterable[PickList]) -> list[Pulled]:
    """Put together what is to be fetched for several orders: each product once."""
    found: dict[object, Pulled] = {}
    for each in (pulled for one in lists for pulled in one.pulled):
        key = (each.line.product_id, each.line.unit) if each.line.product_id else each.line.id
        before = found.get(key)
        quantity = each.quantity + (before.quantity if before else Decimal(0))
        found[key] = replace(each, quantity=quantity)
    return sorted(found.values(), key=_walk)


def _walk(each: Pulled) -> tuple[bool, str, str, int]:
    return (not each.place, each.place, each.line.sku, each.line.position)


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
