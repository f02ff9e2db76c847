"""The lines of orders, with what was delivered of them, and what they add up to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import DecimalField, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce

from klantkluis.core.treatment import Supply
from klantkluis.core.vat import PriceBasis, Priced, Totals, VatCategory, totals
from klantkluis.foundation.prepared import Prepared
from klantkluis.sales.models import (
    DELIVERABLE,
    DeliveryLine,
    Order,
    OrderLine,
    ReturnReceiptLine,
)
from klantkluis.sales.rules import NOTHING, Delivered, undelivered
from klantkluis.sales.vat import VatSituation


@dataclass(frozen=True, slots=True)
class SoldLine:
    """A line of an order with what was delivered of it. `text` is empty while locked."""

    id: int
    position: int
    kind: str
    product_id: int | None
    sku: str
    name_nl: str
    name_en: str
    unit: str
    quantity: Decimal
    unit_price: Decimal
    discount_bp: int
    vat_category: VatCategory
    delivered: tuple[Delivered, ...]
    text: str = field(default="", repr=False)
    supply: Supply = Supply.GOODS

    @property
    def deliverable(self) -> bool:
        """Whether the line is about something that leaves the house."""
        return self.kind in DELIVERABLE

    @property
    def delivered_quantity(self) -> Decimal:
        """How much went out."""
        return sum((each.quantity for each in self.delivered), NOTHING)

    @property
    def returned_quantity(self) -> Decimal:
        """How much of that came back."""
        return sum((each.returned for each in self.delivered), NOTHING)

    @property
    def never_billed(self) -> Decimal:
        """How much came back before it was on an invoice, and is not replaced."""
        return sum((each.unbilled for each in self.delivered), NOTHING)

    @property
    def undelivered_quantity(self) -> Decimal:
        """How much still has to go out."""
        if not self.deliverable:
            return NOTHING
        return undelivered(self.quantity, (each.kept for each in self.delivered))

    def description(self, language: str) -> str:
        """Say what the line is about: its own words, or the product's name in a language."""
        if self.text:
            return self.text
        return self.name_en if language == "en" and self.name_en else self.name_nl


def sold_lines(
    order_ids: Sequence[int], texts: Mapping[str, str]
) -> dict[int, tuple[SoldLine, ...]]:
    """Give the lines of orders with what was delivered of them, in two queries."""
    many = len(order_ids) != 1
    parts = _delivered_of(order_ids) if many else _DELIVERED_OF_ONE.all(*order_ids)
    delivered: dict[int, list[Delivered]] = {}
    for order_line_id, *part in parts:
        delivered.setdefault(order_line_id, []).append(Delivered(*part))
    lines: dict[int, list[SoldLine]] = {order_id: [] for order_id in order_ids}
    for row in _lines_of(order_ids) if many else _LINES_OF_ONE.all(*order_ids):
        lines[row.order_id].append(
            SoldLine(
                id=row.pk,
                position=row.position,
                kind=row.kind,
                product_id=row.product_id,
                sku=row.product.sku if row.product else "",
                name_nl=row.product.name_nl if row.product else "",
                name_en=row.product.name_en if row.product else "",
                unit=row.unit,
                quantity=row.quantity,
                unit_price=row.unit_price,
                discount_bp=row.discount_bp,
                vat_category=VatCategory(row.vat_category),
                delivered=tuple(delivered.get(row.pk, ())),
                text=str(texts.get(str(row.position), "")),
                supply=Supply(row.supply),
            )
        )
    return {order_id: tuple(found) for order_id, found in lines.items()}


def _delivered_of(order_ids: Sequence[int]) -> QuerySet[DeliveryLine, tuple[Any, ...]]:
    rows = DeliveryLine.objects.filter(order_line__order__in=order_ids).annotate(**CAME_BACK)
    columns = ("order_line", "pk", "delivery__delivered_on", "quantity", *CAME_BACK)
    return rows.values_list(*columns)


def _came_back(what: F | CombinedExpression) -> Coalesce:
    """Add up, for each delivery line, what returns say of it."""
    rows = ReturnReceiptLine.objects.filter(return_line__delivery_line=OuterRef("pk"))
    sums = rows.values("return_line__delivery_line").annotate(n=Sum(what)).values("n")
    quantity: DecimalField[Any, Any] = DecimalField(max_digits=12, decimal_places=3)
    return Coalesce(Subquery(sums), NOTHING, output_field=quantity)


CAME_BACK: Final = {
    "came_back": _came_back(F("restocked") + F("written_off")),
    "to_replace": _came_back(F("replaced")),
    "never_billed": _came_back(F("unbilled")),
}
"""What is asked of a delivery line: how much came back, is replaced, and is never billed."""


def _lines_of(order_ids: Sequence[int]) -> QuerySet[OrderLine]:
    rows = OrderLine.objects.filter(order__in=order_ids).select_related("product")
    return rows.order_by("order", "position")


_DELIVERED_OF_ONE = Prepared(lambda order_id: _delivered_of([order_id]), int)
_LINES_OF_ONE = Prepared(lambda order_id: _lines_of([order_id]), int)


def priced_lines(
    order: Order, lines: Sequence[SoldLine], situation: VatSituation, day: date | None = None
) -> tuple[Priced, ...]:
    """Give the lines of an order as they are added up, as if supplied on a day.

    Args:
        day: the day of the order, when none is given.
    """
    supplied_on = day or order.ordered_on
    return tuple(situation.priced(line, quantity=line.quantity, day=supplied_on) for line in lines)


def totals_of(order: Order, priced: Sequence[Priced]) -> Totals:
    """Add up an order."""
    return totals(priced, basis=PriceBasis(order.basis), discount_bp=order.discount_bp)
