"""What of orders can be put on an invoice: what was sold, less what is on invoices by now."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from klantkluis.billing.models import CreditNoteLine, InvoiceLine
from klantkluis.billing.rules import Billable, BillFrom, Part, Sold, billable
from klantkluis.foundation.prepared import Prepared
from klantkluis.sales.commands.ordering import is_cancelled
from klantkluis.sales.lines import SoldLine, sold_lines
from klantkluis.sales.models import DeliveryLine, Order, OrderCancellation

type _Billed = dict[int, dict[int | None, Decimal]]
"""How much of an order line is on invoices, by the delivery line that they name."""


def billable_of(
    order: Order, lines: Sequence[SoldLine], what: BillFrom, today: date
) -> tuple[Billable, ...]:
    """Give what can be billed of one order."""
    billed = _added_up(_BILLED.all(order.pk), _TAKEN_BACK.all(order.pk))
    return _billable(lines, billed, what, today, cancelled=is_cancelled(order))


def billable_of_many(
    lines: Mapping[int, Sequence[SoldLine]], today: date
) -> dict[int, tuple[Billable, ...]]:
    """Give what was delivered and can be billed, by order, in three queries."""
    ids = list(lines)
    billed = _added_up(_billed(ids), _taken_back(ids))
    cancelled = set(OrderCancellation.objects.filter(order__in=ids).values_list("order", flat=True))
    return {
        pk: _billable(each, billed, BillFrom.DELIVERIES, today, cancelled=pk in cancelled)
        for pk, each in lines.items()
    }


def _billed(orders: Collection[int]) -> QuerySet[InvoiceLine, tuple[Any, ...]]:
    rows = InvoiceLine.objects.filter(order_line__order__in=orders)
    return rows.values_list("order_line", "delivery_line").annotate(total=Sum("quantity"))


def _taken_back(orders: Collection[int]) -> QuerySet[CreditNoteLine, tuple[Any, ...]]:
    rows = CreditNoteLine.objects.filter(
        invoice_line__order_line__order__in=orders, credit_note__bills_again=True
    )
    by = rows.values_list("invoice_line__order_line", "invoice_line__delivery_line")
    return by.annotate(total=Sum("quantity"))


_BILLED = Prepared(lambda order: _billed([order]), int)
_TAKEN_BACK = Prepared(lambda order: _taken_back([order]), int)


def _added_up(on_invoices: Any, taken_back: Any) -> _Billed:
    billed: _Billed = {}
    for order_line, delivery_line, quantity in on_invoices:
        billed.setdefault(order_line, {})[delivery_line] = quantity
    for order_line, delivery_line, quantity in taken_back:
        billed[order_line][delivery_line] -= quantity
    return billed


def _billable(
    lines: Sequence[SoldLine], billed: _Billed, what: BillFrom, today: date, *, cancelled: bool
) -> tuple[Billable, ...]:
    def sold(line: SoldLine) -> Sold:
        of_line = billed.get(line.id, {})
        return Sold(
            order_line_id=line.id,
            deliverable=line.deliverable,
            ordered=line.quantity - line.never_billed,
            delivered=[
                Part(
                    each.delivery_line_id,
                    each.delivered_on,
                    each.to_bill,
                    of_line.get(each.delivery_line_id, Decimal(0)),
                )
                for each in line.delivered
            ],
            billed=sum(of_line.values(), Decimal(0)),
        )

    return billable(map(sold, lines), what=what, today=today, cancelled=cancelled)


def unbilled_parts(order: Order, today: date) -> dict[int, Decimal]:
    """Give how much of each delivery line is on no invoice, by its id."""
    parts = billable_of(order, sold_lines([order.pk], {})[order.pk], BillFrom.DELIVERIES, today)
    return {
        each.part.delivery_line_id: each.part.quantity
        for each in parts
        if each.part.delivery_line_id is not None
    }


def is_billed(order_id: int) -> bool:
    """Tell whether something of an order is on an invoice or draft, and was not taken back."""
    billed = _added_up(_BILLED.all(order_id), _TAKEN_BACK.all(order_id))
    return any(quantity for of_line in billed.values() for quantity in of_line.values())


def bills_the_rest(order: Order, lines: Iterable[InvoiceLine], sold: Iterable[SoldLine]) -> bool:
    """Tell whether after these new lines nothing of an order is left to be billed.

    Of a cancelled order that is what went out.
    """
    new: dict[int | None, Decimal] = {}
    for line in lines:
        new[line.order_line_id] = new.get(line.order_line_id, Decimal(0)) + line.quantity
    billed = _added_up(_BILLED.all(order.pk), _TAKEN_BACK.all(order.pk))
    cancelled = is_cancelled(order)
    return all(
        new.get(line.id, Decimal(0)) + sum(billed.get(line.id, {}).values(), Decimal(0))
        >= (
            sum((each.to_bill for each in line.delivered), Decimal(0))
            if cancelled and line.deliverable
            else line.quantity - line.never_billed
        )
        for line in sold
    )


@dataclass(frozen=True, slots=True)
class Together:
    """What orders have to share to be on one invoice: the buyer, the prices and the VAT."""

    customer_id: int
    basis: str
    discount_bp: int
    ship_country: str
    buyer_country: str
    to_business: bool

    @classmethod
    def of(cls, order: Order, customer_id: int) -> "Together":
        """Give what holds for an order, for who is billed now."""
        return cls(
            customer_id,
            order.basis,
            order.discount_bp,
            order.ship_country,
            order.buyer_country,
            order.to_business,
        )


def of_deliveries(
    parts: Mapping[int, Sequence[Billable]], delivery_ids: Collection[int]
) -> dict[int, tuple[list[Billable], bool]]:
    """Give by order what can be billed of these deliveries, delivery by delivery, and whether
    other deliveries of it are still left.

    What names no delivery goes along once something of its order does.
    """
    lines = [
        each.part.delivery_line_id
        for of_order in parts.values()
        for each in of_order
        if each.part.delivery_line_id is not None
    ]
    rows = DeliveryLine.objects.filter(pk__in=lines).values_list("pk", "delivery")
    delivery_of = dict(rows)
    found: dict[int, tuple[list[Billable], bool]] = {}
    for order_id, of_order in parts.items():
        goods = [each for each in of_order if each.part.delivery_line_id is not None]
        taken = [e for e in goods if delivery_of[e.part.delivery_line_id or 0] in delivery_ids]
        taken.sort(key=lambda each: delivery_of[each.part.delivery_line_id or 0])
        others = [each for each in of_order if each.part.delivery_line_id is None]
        found[order_id] = ([*taken, *others] if taken else [], len(taken) < len(goods))
    return found
