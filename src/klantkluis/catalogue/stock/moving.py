"""Moving the stock: the one place where movements are written, and the level with them.

Functions for the acts of this room and of the rooms above; the caller is inside a transaction.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from klantkluis.catalogue.models import StockLevel, StockMovement
from klantkluis.catalogue.stock.rules import running
from klantkluis.foundation.inserting import insert_many
from klantkluis.foundation.updating import update_many

Kind, Reason = StockMovement.Kind, StockMovement.Reason


@dataclass(frozen=True, slots=True)
class Move:
    """How much of a product comes in, or with a negative quantity goes out."""

    product_id: int
    quantity: Decimal
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """Of what kind movements are, on which day, and who says so."""

    kind: StockMovement.Kind
    on: date
    staff_id: UUID


def move(moves: Sequence[Move], moved: Moved) -> list[int]:
    """Write movements of products that keep stock; give their ids, in the order of `moves`.

    Below nothing is allowed: what lies on the table can be delivered, whatever the books say.
    """
    levels = locked_levels({each.product_id for each in moves})
    places = sorted(range(len(moves)), key=lambda place: (moves[place].product_id, place))
    rows = []
    for product_id, level in levels.items():
        mine = [moves[place] for place in places if moves[place].product_id == product_id]
        after = running(level.on_hand, (each.quantity for each in mine))
        rows += [_row(each, left, moved) for each, left in zip(mine, after, strict=True)]
    insert_many(rows)
    for row in rows:
        level = levels[row.product_id]
        level.on_hand, level.last_movement = row.after, row
    update_many(list(levels.values()), "on_hand", "last_movement")
    ids = dict(zip(places, (row.pk for row in rows), strict=True))
    return [ids[place] for place in range(len(moves))]


def locked_levels(product_ids: Collection[int]) -> dict[int, StockLevel]:
    """Give the levels of products by id, and keep others from moving them until the end.

    They are locked by rising id, so that two acts never wait for each other.
    """
    rows = StockLevel.objects.select_for_update().filter(pk__in=product_ids).order_by("pk")
    levels = {row.pk: row for row in rows}
    assert levels.keys() == set(product_ids), "a product that keeps stock has a level"
    return levels


def _row(each: Move, after: Decimal, moved: Moved) -> StockMovement:
    return StockMovement(
        product_id=each.product_id,
        kind=moved.kind,
        reason=each.reason,
        quantity=each.quantity,
        after=after,
        moved_on=moved.on,
        staff_id=moved.staff_id,
    )
