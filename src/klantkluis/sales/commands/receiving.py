"""Taking orders that came in from outside, many in one act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from klantkluis.core.vat import PriceBasis, Totals, totals
from klantkluis.customers.commands.addresses import checked_address
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.inserting import insert_many
from klantkluis.foundation.numbers import next_numbers
from klantkluis.sales import tracking
from klantkluis.sales.commands.ordering import (
    NewOrder,
    customers_in_use,
    has_goods,
    lines_of,
    words_of,
)
from klantkluis.sales.models import Order, OrderLine
from klantkluis.sales.stored import ORDER
from klantkluis.sales.vat import situations_of, vat_columns


@dataclass(frozen=True, slots=True)
class OrderOf:
    """An order of a customer. `buyer` is what the customer said of themselves with it: the kind,
    the country and the postcode decide about its VAT."""

    customer_id: int
    order: NewOrder
    buyer: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Taken:
    """An order that was taken, and what it comes to by our own calculation."""

    id: int
    uid: UUID
    totals: Totals


def take_rows(asked: Sequence[OrderOf], actor: Actor) -> list[Taken]:
    """Take orders inside an act, in their order; those whose uid is known are left out.

    Raises:
        OrderEmpty: one has no lines, or a line says too little.
        AddressIncomplete: no parcel could be delivered to the address of one.
    """
    known = set(
        Order.objects.filter(uid__in=[each.order.uid for each in asked]).values_list(
            "uid", flat=True
        )
    )
    news = [each for each in asked if each.order.uid not in known]
    if not news:
        return []
    customers = customers_in_use({each.customer_id for each in news})
    rows = [(_row(each, customers[each.customer_id]), each.order) for each in news]
    ORDER.seal_new(actor.vault, [(row, words_of(order, _goes_to(order))) for row, order in rows])
    for (row, _order), number in zip(rows, next_numbers("order", len(rows)), strict=True):
        row.number = number
    insert_many([row for row, _order in rows])
    lines = {row.pk: lines_of(row, order) for row, order in rows}
    insert_many([line for each in lines.values() for line in each])
    tracking.many_taken({row.pk: has_goods(order.lines) for row, order in rows})
    return _added_up([row for row, _order in rows], lines)


def _goes_to(order: NewOrder) -> dict[str, Any]:
    assert order.deliver_to is not None, "an order from outside says where it goes"
    return {**checked_address(order.deliver_to), "name": order.deliver_to.get("name", "")}


def _row(asked: OrderOf, customer: Any) -> Order:
    order, goes_to = asked.order, _goes_to(asked.order)
    return Order(
        uid=order.uid,
        customer=customer,
        ordered_on=order.ordered_on,
        basis=order.basis,
        discount_bp=order.discount_bp,
        **vat_columns(asked.buyer, goes_to.get("country", ""), goes_to.get("postcode", "")),
    )


def _added_up(rows: Sequence[Order], lines: Mapping[int, Sequence[OrderLine]]) -> list[Taken]:
    """Work out what orders come to, in a constant number of questions for each day."""
    found = {}
    for day in {row.ordered_on for row in rows}:
        of_day = [row for row in rows if row.ordered_on == day]
        for pk, situation in situations_of(of_day, day=day).items():
            priced = [situation.priced(x, quantity=x.quantity, day=day) for x in lines[pk]]
            found[pk] = priced
    return [
        Taken(
            row.pk,
            row.uid,
            totals(found[row.pk], basis=PriceBasis(row.basis), discount_bp=row.discount_bp),
        )
        for row in rows
    ]
