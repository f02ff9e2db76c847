"""Returns: announcing what comes back, calling it off, and taking it in.

Taking it in is an act of billing, because it prepares the credit; what changes here is written by
functions of this room, inside that act.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

from django.db.models import F
from django.utils.translation import gettext as _

from klantkluis.catalogue.stock.moving import Kind, Move, Moved, move
from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert, insert_many
from klantkluis.foundation.numbers import next_number
from klantkluis.sales.commands.ordering import locked_order
from klantkluis.sales.models import (
    DeliveryLine,
    Return,
    ReturnCancellation,
    ReturnLine,
    ReturnReceipt,
    ReturnReceiptLine,
)
from klantkluis.sales.returns.claims import claims_of
from klantkluis.sales.returns.rules import NOTHING, returnable
from klantkluis.sales.rules import QUANTITY_DECIMALS, finer
from klantkluis.sales.stored import RETURN

ReturnReason = Return.Reason


class ReturnEmpty(Refusal):
    """A return names at least one thing that comes back."""


class ReturnTooLarge(Refusal):
    """No more can come back than what was delivered and did not come back before."""


class ReturnEnded(Refusal):
    """The return came in, or was called off."""


class ReturnUnknown(Refusal):
    """There is no such return."""


@dataclass(frozen=True, slots=True)
class NewReturn:
    """What comes back: how much of which delivery line, and why.

    Announcing with the same `uid` again is harmless: a page that is sent twice makes one.
    """

    quantities: Mapping[int, Decimal]
    reason: Return.Reason
    remarks: str = field(default="", repr=False)
    uid: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, slots=True)
class ComingIn:
    """What came in of a line of a return, and what becomes of it."""

    line: ReturnLine
    restocked: Decimal
    written_off: Decimal
    replaced: Decimal = NOTHING
    unbilled: Decimal = NOTHING

    @property
    def quantity(self) -> Decimal:
        """How much came in."""
        return self.restocked + self.written_off


@command("return.announced", Role.SALES, Role.WAREHOUSE)
def announce_return(*, order_id: int, returned: NewReturn, announced_on: date, actor: Actor) -> int:
    """Note under a new number that a customer sends back what was delivered; give its id.

    Raises:
        ReturnEmpty: nothing is to come back.
        ReturnTooLarge: more of a line than was delivered and is not on another return.
        OrderUnknown: there is no such order.
        VaultLocked: the vault is not open to the actor.
    """
    order = locked_order(order_id)
    before = Return.objects.filter(uid=returned.uid).values_list("pk", flat=True).first()
    if before is not None:
        return before
    wanted = {pk: quantity for pk, quantity in returned.quantities.items() if quantity}
    if not wanted:
        raise ReturnEmpty(_("Say how much comes back of at least one line."))
    rows = DeliveryLine.objects.filter(delivery__order=order, pk__in=wanted)
    delivered = dict(rows.values_list("pk", "quantity"))
    claims = claims_of(delivery_line_ids=delivered)
    for pk, quantity in wanted.items():
        _check(quantity, returnable(delivered.get(pk, NOTHING), claims.get(pk, ())), pk)
    row = Return(
        uid=returned.uid,
        order=order,
        announced_on=announced_on,
        reason=ReturnReason(returned.reason),
        staff_id=actor.staff_id,
    )
    RETURN.seal_new(actor.vault, [(row, {"remarks": returned.remarks.strip()})])
    row.number = next_number("return")
    insert(row)
    insert_many(
        ReturnLine(returned=row, delivery_line_id=pk, quantity=quantity)
        for pk, quantity in sorted(wanted.items())
    )
    return row.pk


@command("return.cancelled", Role.SALES, Role.WAREHOUSE)
def cancel_return(*, return_id: int, actor: Actor, today: date) -> None:
    """Note that an announced return will not come.

    Raises:
        ReturnUnknown: there is no such return.
        ReturnEnded: it came in, or was called off before.
    """
    row = open_return(return_id)
    insert(ReturnCancellation(returned=row, cancelled_on=today, staff_id=actor.staff_id))


def open_return(return_id: int) -> Return:
    """Give a return that has not ended, and keep others from its order until the end.

    Raises:
        ReturnUnknown: there is no such return.
        ReturnEnded: it came in, or was called off.
    """
    found = Return.objects.filter(pk=return_id).values_list("order", flat=True).first()
    if found is None:
        raise ReturnUnknown(_("There is no such return."))
    order = locked_order(found)
    # Asked after the order is locked: PostgreSQL would answer for the moment before the wait.
    if ReturnReceipt.objects.filter(returned=return_id).exists():
        raise ReturnEnded(_("This return came in before."))
    if ReturnCancellation.objects.filter(returned=return_id).exists():
        raise ReturnEnded(_("This return was called off."))
    row = Return.objects.get(pk=return_id)
    row.order = order
    return row


def coming_in(
    returned: Return, received: Mapping[int, tuple[Decimal, Decimal]], *, replace: bool
) -> list[ComingIn]:
    """See what came in of a return, by line: how much goes back on stock, how much is written off.

    Raises:
        ReturnEmpty: nothing came in.
        ReturnTooLarge: more of a line than was delivered and is not on another return.
    """
    lines = list(
        ReturnLine.objects.filter(returned=returned)
        .select_related("delivery_line__order_line")
        .order_by("delivery_line__order_line__position", "pk")
    )
    claims = claims_of(delivery_line_ids=[line.delivery_line_id for line in lines], but=returned.pk)
    found = []
    for line in lines:
        restocked, written_off = received.get(line.pk, (NOTHING, NOTHING))
        most = returnable(line.delivery_line.quantity, claims.get(line.delivery_line_id, ()))
        for part in (restocked, written_off):
            _check(part, most, line.pk)
        _check(restocked + written_off, most, line.pk)
        if restocked or written_off:
            again = restocked + written_off if replace else NOTHING
            found.append(ComingIn(line, restocked, written_off, replaced=again))
    if not found:
        raise ReturnEmpty(_("Say how much came in of at least one line."))
    return found


def receive(
    returned: Return, lines: Sequence[ComingIn], received_on: date, actor: Actor
) -> ReturnReceipt:
    """Write that a return came in, and put on stock what goes back to where it lay."""
    receipt = ReturnReceipt(returned=returned, received_on=received_on, staff_id=actor.staff_id)
    insert(receipt)
    movements = _moved(lines, Moved(Kind.RETURN, received_on, actor.staff_id))
    insert_many(
        ReturnReceiptLine(
            receipt=receipt,
            return_line=each.line,
            restocked=each.restocked,
            written_off=each.written_off,
            replaced=each.replaced,
            unbilled=each.unbilled,
            movement_id=movements.get(each.line.pk),
        )
        for each in lines
    )
    return receipt


def _moved(lines: Sequence[ComingIn], moved: Moved) -> dict[int, int]:
    """Put back on stock what keeps stock; give the movements by line of the return."""
    back = {each.line.pk: each for each in lines if each.restocked}
    kept = ReturnLine.objects.filter(
        pk__in=back, delivery_line__order_line__product__keeps_stock=True
    )
    products = dict(
        kept.annotate(of=F("delivery_line__order_line__product")).values_list("pk", "of")
    )
    moves = [Move(product_id, back[pk].restocked) for pk, product_id in products.items()]
    return dict(zip(products, move(moves, moved), strict=True)) if moves else {}


def _check(quantity: Decimal, most: Decimal, pk: int) -> None:
    """See that a quantity can come back."""
    if quantity < 0 or quantity > most or finer(quantity, QUANTITY_DECIMALS):
        raise ReturnTooLarge(
            _("At most %(most)s of this can come back.") % {"most": f"{most.normalize():f}"},
            field=f"line_{pk}",
        )
