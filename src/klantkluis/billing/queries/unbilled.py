"""Questions about what was delivered and is on no invoice yet, by customer."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F
from django.db.models.functions import Coalesce

from klantkluis.billing.collective_rows import CollectiveBilling
from klantkluis.billing.models import Invoice, InvoiceLine
from klantkluis.billing.prepaying import with_prepayment
from klantkluis.billing.rules import Billable, CollectiveEvery
from klantkluis.billing.unbilled import Together, billable_of_many
from klantkluis.billing.working_out import work_out
from klantkluis.core.vat import Totals
from klantkluis.sales.lines import SoldLine, sold_lines
from klantkluis.sales.models import Delivery, DeliveryLine, OpenOrder, Order
from klantkluis.sales.vat import VatSituation, situations_of


@dataclass(frozen=True, slots=True)
class UnbilledDelivery:
    """A delivery note of which something is on no invoice."""

    id: int
    number: int
    order_id: int
    order_number: int
    delivered_on: date
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Unbilled:
    """Deliveries that can be on one invoice, and what it would come to in cents."""

    customer_id: int
    deliveries: tuple[UnbilledDelivery, ...]
    lines: int
    net_cents: int
    gross_cents: int


@dataclass(frozen=True, slots=True)
class _Found:
    """What is known of orders by their ids, and of their delivery notes by line."""

    sold: Mapping[int, tuple[SoldLine, ...]]
    parts: Mapping[int, tuple[Billable, ...]]
    notes: Mapping[int, Delivery]
    situations: Mapping[int, VatSituation]


def customers_to_bill(*, until: date, after: int = 0, limit: int | None = None) -> list[int]:
    """Give the customers, by their ids after one, to whom something can be billed that went out
    no later than a day. Who was merged into another is billed as that one.

    It may name one of whom all turns out to be billed; `unbilled_of` has nothing for them.
    """
    ids = _orders(until).values_list("billed_to", flat=True).distinct().order_by("billed_to")
    return list(ids.filter(billed_to__gt=after)[:limit])


def collective_every(customer_id: int) -> CollectiveEvery | None:
    """Give how often a customer is billed for all deliveries together, or None when not."""
    row = CollectiveBilling.objects.filter(customer=customer_id).first()
    return CollectiveEvery(row.every) if row is not None else None


def unbilled_of(*, customer_ids: Collection[int], until: date) -> list[Unbilled]:
    """Give what can be billed together to these customers, of what went out no later than a day.

    A customer has more than one of them where prices, discount or VAT differ, and for each order
    that was paid ahead. The number of questions does not grow with the customers.
    """
    orders = _orders(until).filter(billed_to__in=customer_ids).order_by("billed_to", "pk")
    by_id = {order.pk: order for order in orders}
    if not by_id:
        return []
    sold = sold_lines([*by_id], {})
    parts = billable_of_many(sold, until)
    notes = _notes(each for of_order in parts.values() for each in of_order)
    found = _Found(sold, parts, notes, situations_of(list(by_id.values()), day=until))
    apart = with_prepayment(by_id)
    groups: dict[tuple[Together, int], list[Order]] = {}
    for pk, order in by_id.items():
        together = Together.of(order, order.billed_to)
        groups.setdefault((together, pk if pk in apart else 0), []).append(order)
    each_group = (
        _unbilled(together.customer_id, group, found, until)
        for (together, _apart), group in groups.items()
    )
    return [each for each in each_group if each.deliveries]


def batches(group: Unbilled, most: int) -> list[list[int]]:
    """Divide deliveries over as few invoices as their lines fit on; give the ids for each.

    The lines that go with the first delivery of an order are counted with each batch.
    """
    others = group.lines - sum(each.lines for each in group.deliveries)
    found: list[list[int]] = [[]]
    room = most - others
    for each in group.deliveries:
        if found[-1] and each.lines > room:
            found.append([])
            room = most - others
        found[-1].append(each.id)
        room -= each.lines
    return found


def _orders(until: date) -> Any:
    """Give orders to bill of which something went out by a day, with who is billed for them."""
    went_out = Delivery.objects.filter(delivered_on__lte=until).values("order")
    to_bill = OpenOrder.objects.filter(to_bill=True).values("pk")
    return (
        Order.objects.filter(pk__in=to_bill)
        .filter(pk__in=went_out)
        .select_related("customer")
        .annotate(billed_to=Coalesce(F("customer__merged_into"), F("customer")))
    )


def _notes(parts: Iterable[Billable]) -> dict[int, Delivery]:
    """Give the delivery notes of lines that can be billed, by line."""
    ids = [each.part.delivery_line_id for each in parts if each.part.delivery_line_id is not None]
    rows = DeliveryLine.objects.filter(pk__in=ids).select_related("delivery")
    return {row.pk: row.delivery for row in rows}


def _unbilled(customer_id: int, orders: Collection[Order], found: _Found, until: date) -> Unbilled:
    """Add up what can be billed of orders, as an invoice would."""
    deliveries: dict[int, UnbilledDelivery] = {}
    counts: dict[int, int] = {}
    chosen: list[Billable] = []
    for order in orders:
        goods, others = [], []
        for each in found.parts[order.pk]:
            note = found.notes.get(each.part.delivery_line_id or 0)
            if note is None:
                others.append(each)
            elif note.delivered_on <= until:
                goods.append(each)
                counts[note.pk] = counts.get(note.pk, 0) + 1
                deliveries[note.pk] = UnbilledDelivery(
                    *(note.pk, note.number, order.pk, order.number, note.delivered_on),
                    lines=counts[note.pk],
                )
        if goods:
            chosen += [*goods, *others]
    result = _added_up(orders, chosen, found) if chosen else None
    return Unbilled(
        customer_id=customer_id,
        deliveries=tuple(sorted(deliveries.values(), key=lambda each: each.id)),
        lines=len(chosen),
        net_cents=result.net_cents if result else 0,
        gross_cents=result.gross_cents if result else 0,
    )


def _added_up(orders: Collection[Order], parts: Collection[Billable], found: _Found) -> Totals:
    first = next(iter(orders))
    by_id = {line.id: line for order in orders for line in found.sold[order.pk]}
    invoice = Invoice(basis=first.basis, discount_bp=first.discount_bp)
    lines = [
        InvoiceLine(
            position=position,
            order_line_id=each.order_line_id,
            supplied_on=each.part.supplied_on,
            quantity=each.part.quantity,
            unit_price=by_id[each.order_line_id].unit_price,
            discount_bp=by_id[each.order_line_id].discount_bp,
            vat_category=by_id[each.order_line_id].vat_category,
        )
        for position, each in enumerate(parts, start=1)
    ]
    supplies = {line.position: by_id[line.order_line_id or 0].supply for line in lines}
    return work_out(invoice, lines, supplies, found.situations[first.pk]).totals
