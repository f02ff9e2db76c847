"""What can be done with the stock: set it up, receive, correct and count."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from klantkluis.catalogue.commands import ProductUnknown
from klantkluis.catalogue.models import Product, StockLevel, StockMovement, StockNote
from klantkluis.catalogue.stock.moving import Kind, Move, Moved, Reason, locked_levels, move
from klantkluis.catalogue.stored import STOCK_NOTE
from klantkluis.core.fiscal import seven_year_class
from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert, insert_many

MAY = (Role.SALES, Role.WAREHOUSE)
_SMALLEST = Decimal("0.001")
_MOST = Decimal(99_999_999)


class StockWrong(Refusal):
    """A quantity of stock that cannot be, or of a product that keeps none."""


class StockMoved(Refusal):
    """The stock moved since it was read: what was counted may not hold any more.

    `levels` says what it is now, by product, and which movement was the last.
    """

    def __init__(self, sentence: str, levels: "Mapping[int, Seen]") -> None:
        super().__init__(sentence)
        self.levels = levels


@dataclass(frozen=True, slots=True)
class StockSettings:
    """Whether a product keeps stock, when more has to be ordered, and where it lies."""

    keeps_stock: bool
    reorder_point: Decimal | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """A level as somebody read it: how many, and after which movement (None: before any)."""

    on_hand: Decimal
    last_movement_id: int | None


@dataclass(frozen=True, slots=True)
class Counted:
    """How many were counted of a product whose level was last seen so."""

    quantity: Decimal
    last_movement_id: int | None


@dataclass(frozen=True, slots=True)
class NewCorrection:
    """How many more, or fewer with a negative quantity, there are than we thought, and why."""

    product_id: int
    quantity: Decimal
    reason: StockMovement.Reason
    note: str = field(default="", repr=False)


@command("stock.set_up", *MAY)
def set_up_stock(*, product_id: int, settings: StockSettings, actor: Actor) -> None:
    """Say whether a product keeps stock, its reorder point and its place.

    What was moved before stays; a product that keeps stock again goes on from its last level.

    Raises:
        ProductUnknown: there is no such product.
        StockWrong: the reorder point cannot be.
    """
    point = settings.reorder_point
    if point is not None and not 0 <= point <= _MOST:
        raise StockWrong(_("Give a quantity that is not negative."), field="reorder_point")
    product = Product.objects.select_for_update().filter(pk=product_id).first()
    if product is None:
        raise ProductUnknown(_("There is no such product."))
    if settings.keeps_stock and not StockLevel.objects.filter(pk=product_id).exists():
        insert(StockLevel(product_id=product_id, on_hand=Decimal(0)))
    Product.objects.filter(pk=product_id).update(
        keeps_stock=settings.keeps_stock, reorder_point=point, place=settings.place.strip()
    )


@command("stock.received", *MAY)
def receive_stock(
    *, quantities: Mapping[int, Decimal], received_on: date, actor: Actor, note: str = ""
) -> int:
    """Put goods that came in on stock: how many of which product; give how many products.

    Raises:
        StockWrong: nothing came in, a quantity cannot be, or a product keeps no stock.
        VaultLocked: a note was typed and the vault is not open to the actor.
    """
    if not quantities:
        raise StockWrong(_("Say how many came in of at least one product."))
    for product_id, quantity in quantities.items():
        _check(quantity, field=f"product_{product_id}", least=_SMALLEST)
    _check_kept(quantities.keys())
    moves = [Move(product_id, quantity) for product_id, quantity in quantities.items()]
    ids = move(moves, Moved(Kind.RECEIPT, received_on, actor.staff_id))
    _write_note(ids, note, received_on, actor)
    return len(ids)


@command("stock.corrected", *MAY)
def correct_stock(*, correction: NewCorrection, corrected_on: date, actor: Actor) -> int:
    """Correct the stock of a product, with a reason; give the id of the movement.

    Raises:
        StockWrong: the quantity cannot be, or the product keeps no stock.
        VaultLocked: a note was typed and the vault is not open to the actor.
    """
    _check(abs(correction.quantity), field="quantity", least=_SMALLEST)
    _check_kept([correction.product_id])
    one = Move(correction.product_id, correction.quantity, Reason(correction.reason).value)
    (movement_id,) = move([one], Moved(Kind.CORRECTION, corrected_on, actor.staff_id))
    _write_note([movement_id], correction.note, corrected_on, actor)
    return movement_id


@command("stock.counted", *MAY)
def count_stock(*, counted: Mapping[int, Counted], counted_on: date, actor: Actor) -> int:
    """Take over what was counted, by product; give for how many products it differed.

    The difference is taken against the level at this moment. If a product moved since the
    counter saw it, nothing is saved: nobody can tell whether it was counted before or after.

    Raises:
        StockWrong: nothing was counted, a quantity cannot be, or a product keeps no stock.
        StockMoved: a product moved since it was seen.
    """
    if not counted:
        raise StockWrong(_("Type what you counted of at least one product."))
    for product_id, each in counted.items():
        _check(each.quantity, field=f"product_{product_id}", least=Decimal(0))
    _check_kept(counted.keys())
    levels = locked_levels(counted.keys())
    moved = {
        pk: Seen(level.on_hand, level.last_movement_id)
        for pk, level in levels.items()
        if level.last_movement_id != counted[pk].last_movement_id
    }
    if moved:
        raise StockMoved(_("Stock moved while you counted. Look at the lines below."), moved)
    moves = [
        Move(pk, counted[pk].quantity - level.on_hand)
        for pk, level in levels.items()
        if counted[pk].quantity != level.on_hand
    ]
    if moves:
        move(moves, Moved(Kind.COUNT, counted_on, actor.staff_id))
    return len(moves)


def _check(quantity: Decimal, *, field: str, least: Decimal) -> None:
    """See that a quantity can be stored."""
    if not least <= quantity <= _MOST:
        raise StockWrong(
            _("Give a quantity above zero.")
            if least
            else _("Give a quantity that is not negative."),
            field=field,
        )
    if quantity != round(quantity, 3):
        raise StockWrong(_("A quantity has at most three decimals."), field=field)


def _check_kept(product_ids: Iterable[int]) -> None:
    """See that products are there and keep stock."""
    ids = set(product_ids)
    kept = Product.objects.filter(pk__in=ids, keeps_stock=True).values_list("pk", flat=True)
    for pk in sorted(ids - set(kept)):
        raise StockWrong(_("No stock is kept of this product."), field=f"product_{pk}")


def _write_note(movement_ids: Sequence[int], note: str, day: date, actor: Actor) -> None:
    """Seal the words that came with movements, once for each."""
    if not note.strip():
        return
    cls = seven_year_class(day)
    rows = [StockNote(movement_id=pk, cls=cls) for pk in movement_ids]
    STOCK_NOTE.seal_new(actor.vault, [(row, {"note": note.strip()}) for row in rows])
    insert_many(rows)
