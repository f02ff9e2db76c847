"""Delivering: what leaves the house, with a note and without prices."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from klantkluis.catalogue.stock.moving import Kind, Move, Moved, move
from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.customers.blocking import refuse_restricted
from klantkluis.customers.restriction_rules import Use
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert, insert_many
from klantkluis.foundation.numbers import next_number
from klantkluis.foundation.prepared import Prepared
from klantkluis.sales import tracking
from klantkluis.sales.carriers import track_link
from klantkluis.sales.commands.ordering import OrderInUse, is_cancelled, locked_order
from klantkluis.sales.lines import CAME_BACK
from klantkluis.sales.models import DELIVERABLE, Delivery, DeliveryLine, Order, OrderLine
from klantkluis.sales.rules import NOTHING, QUANTITY_DECIMALS, finer, undelivered
from klantkluis.sales.stored import DELIVERY, ORDER
from klantkluis.vault.purposes import Purpose


class DeliveryEmpty(Refusal):
    """A delivery note names at least one thing."""


class DeliveryTooLarge(Refusal):
    """More than what was ordered cannot be delivered."""


@command("order.delivered", Role.SALES, Role.WAREHOUSE)
def deliver(
    *,
    order_id: int,
    actor: Actor,
    delivered_on: date,
    quantities: Mapping[int, Decimal] | None = None,
    track_and_trace: str = "",
    carrier: str = "",
    remarks: str = "",
) -> int:
    """Deliver on an order, and make the delivery note; give its id.

    `quantities` says how much of which order line goes out; left out, everything that is still
    to be delivered does. Products that keep stock move with it, below nothing if need be: what
    lies on the table can be delivered.

    Raises:
        DeliveryEmpty: nothing is to go out.
        DeliveryTooLarge: more of a line than was ordered and not yet delivered.
        OrderInUse: the order was cancelled.
        CustomerRestricted: data of the customer may be kept and not used, so it waits.
    """
    order = locked_order(order_id)
    if is_cancelled(order):
        raise OrderInUse(_("This order was cancelled."))
    refuse_restricted(order.customer, Use.DELIVERY)
    lines, rest = _checked(order, quantities)
    texts = ORDER.open_one(actor.vault, Purpose.SHIP, order)
    delivery = Delivery(order=order, delivered_on=delivered_on)
    contents = _contents(texts, lines, Going(carrier, track_and_trace, remarks))
    DELIVERY.seal_new(actor.vault, [(delivery, contents)])
    delivery.number = next_number("delivery note")
    insert(delivery)
    movements = _moved(lines, Moved(Kind.DELIVERY, delivered_on, actor.staff_id))
    insert_many(
        DeliveryLine(
            delivery=delivery,
            order_line=line,
            quantity=quantity,
            movement_id=movements.get(line.pk),
        )
        for line, quantity in lines
    )
    tracking.delivered(order.pk, to_deliver=rest)
    return delivery.pk


def _checked(
    order: Order, quantities: Mapping[int, Decimal] | None
) -> tuple[list[tuple[Any, Decimal]], bool]:
    """Give the lines that go out with their quantities, and whether something stays behind."""
    done: dict[int, Decimal] = {}
    for line_id, quantity, replaced in _DONE.all(order.pk):
        done[line_id] = done.get(line_id, NOTHING) + quantity - replaced
    chosen = []
    stays = False
    for line in _GOODS.all(order.pk):
        rest = undelivered(line.quantity, [done.get(line.pk, NOTHING)])
        quantity = rest if quantities is None else quantities.get(line.pk, NOTHING)
        if quantity < 0 or quantity > rest or finer(quantity, QUANTITY_DECIMALS):
            raise DeliveryTooLarge(
                _("Of line %(position)s at most %(rest)s can be delivered.")
                % {"position": line.position, "rest": f"{rest.normalize():f}"},
                field=f"line_{line.pk}",
            )
        stays = stays or quantity < rest
        if quantity:
            chosen.append((line, quantity))
    if not chosen:
        raise DeliveryEmpty(_("Say how much goes out of at least one line."))
    return chosen, stays


def _moved(lines: list[tuple[Any, Decimal]], moved: Moved) -> dict[int, int]:
    """Take what keeps stock off it; give the movements by order line."""
    kept = [(line, quantity) for line, quantity in lines if line.keeps_stock]
    if not kept:
        return {}
    moves = [Move(line.product_id, -quantity) for line, quantity in kept]
    return dict(zip((line.pk for line, _quantity in kept), move(moves, moved), strict=True))


_GOODS: Prepared[Any] = Prepared(
    lambda order: (
        OrderLine.objects.filter(order=order, kind__in=DELIVERABLE)
        .annotate(keeps_stock=F("product__keeps_stock"))
        .order_by("position")
    ),
    int,
)
_DONE = Prepared(
    lambda order: (
        DeliveryLine.objects.filter(order_line__order=order)
        .annotate(to_replace=CAME_BACK["to_replace"])
        .values_list("order_line", "quantity", "to_replace")
    ),
    int,
)


@dataclass(frozen=True, slots=True)
class Going:
    """How goods leave: with whom, under which code, and what is said of it."""

    carrier: str = ""
    code: str = field(default="", repr=False)
    remarks: str = field(default="", repr=False)


def _followed(going: Going, deliver_to: Mapping[str, Any]) -> dict[str, str]:
    """Give who brings the goods and where they can be followed, as far as somebody said so."""
    found = {
        "carrier": going.carrier,
        "track_link": track_link(going.carrier, going.code, deliver_to),
    }
    return {name: said for name, said in found.items() if said}


def _contents(
    order: Mapping[str, Any],
    lines: list[tuple[OrderLine, Decimal]],
    going: Going,
) -> dict[str, Any]:
    """Give what is sealed of a delivery: its own copy of where it goes, and the words on it."""
    texts = order.get("line_texts", {})
    positions = [str(line.position) for line, _quantity in lines]
    return {
        "deliver_to": order.get("deliver_to", {}),
        "remarks": going.remarks.strip(),
        "track_and_trace": going.code.strip(),
        **_followed(going, order.get("deliver_to", {})),
        "line_texts": {position: texts[position] for position in positions if position in texts},
    }
