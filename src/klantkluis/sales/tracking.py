"""Keeping track of which orders are open, so that nobody has to add up all of them."""

from collections.abc import Mapping

from django.db.models import F

from klantkluis.foundation.inserting import insert, insert_many
from klantkluis.foundation.prepared import Prepared, PreparedDelete, PreparedUpdate
from klantkluis.sales.models import DistanceSales, OpenOrder


def taken(order_id: int, *, to_deliver: bool) -> None:
    """Note that a new order came in.

    An order of which nothing can be delivered, such as costs only, can be billed at once.
    """
    insert(OpenOrder(order_id=order_id, to_deliver=to_deliver, to_bill=not to_deliver))


def many_taken(orders: Mapping[int, bool]) -> None:
    """Note that new orders came in, each with whether anything of it is to be delivered."""
    insert_many(
        OpenOrder(order_id=pk, to_deliver=to_deliver, to_bill=not to_deliver)
        for pk, to_deliver in orders.items()
    )


def changed(order_id: int, *, to_deliver: bool) -> None:
    """Note that an order was changed before anything happened to it."""
    _write(order_id, to_deliver=to_deliver, to_bill=not to_deliver, billed=False)


def delivered(order_id: int, *, to_deliver: bool) -> None:
    """Note that something went out; it is to be billed unless the whole order is billed."""
    if not _UNBILLED.run(order_id, to_deliver):
        billed = bool(_BILLED.first(order_id))
        _write(order_id, to_deliver=to_deliver, to_bill=not billed, billed=billed)


def cancelled(order_id: int, *, delivered: bool) -> None:
    """Note that nothing more will go out; what did go out may still have to be billed."""
    if not delivered or not _TO_BILL_ONLY.run(order_id):
        _REMOVE.run(order_id)


def billed(order_id: int, *, whole: bool) -> None:
    """Note that all that was delivered is on an invoice; `whole` when all that was ordered is."""
    if not _REMOVE_DELIVERED.run(order_id):
        (_WHOLLY_BILLED if whole else _TO_DELIVER_ONLY).run(order_id)


def anew(order_id: int, *, to_deliver: bool, to_bill: bool, billed: bool) -> None:
    """Note what is open of an order after an invoice was taken back, or goods came back."""
    _write(order_id, to_deliver=to_deliver, to_bill=to_bill, billed=billed)


def _write(order_id: int, *, to_deliver: bool, to_bill: bool, billed: bool) -> None:
    """Write the row of an order. The caller has locked the order, so nobody else does."""
    if not (to_deliver or to_bill):
        _REMOVE.run(order_id)
    elif not _CHANGE.run(order_id, to_deliver, to_bill, billed):
        insert(OpenOrder(order_id=order_id, to_deliver=to_deliver, to_bill=to_bill, billed=billed))


_BILLED = Prepared(lambda pk: OpenOrder.objects.filter(pk=pk).values_list("billed", flat=True), int)
_UNBILLED = PreparedUpdate(
    lambda pk, to_deliver: (
        OpenOrder.objects.filter(pk=pk, billed=False),
        {"to_deliver": to_deliver, "to_bill": True},
    ),
    int,
    bool,
)
_CHANGE = PreparedUpdate(
    lambda pk, to_deliver, to_bill, billed: (
        OpenOrder.objects.filter(pk=pk),
        {"to_deliver": to_deliver, "to_bill": to_bill, "billed": billed},
    ),
    int,
    bool,
    bool,
    bool,
)
_TO_BILL_ONLY = PreparedUpdate(
    lambda pk: (OpenOrder.objects.filter(pk=pk, to_bill=True), {"to_deliver": False}), int
)
_TO_DELIVER_ONLY = PreparedUpdate(
    lambda pk: (OpenOrder.objects.filter(pk=pk), {"to_bill": False}), int
)
_WHOLLY_BILLED = PreparedUpdate(
    lambda pk: (OpenOrder.objects.filter(pk=pk), {"to_bill": False, "billed": True}), int
)
_REMOVE_DELIVERED = PreparedDelete(
    lambda pk: OpenOrder.objects.filter(pk=pk, to_deliver=False), int
)
_REMOVE = PreparedDelete(lambda pk: OpenOrder.objects.filter(pk=pk), int)


def sold_at_a_distance(year: int, net_cents: int) -> None:
    """Count what was sold in a year to consumers elsewhere in the EU."""
    if not _SOLD.run(year, net_cents):
        insert(DistanceSales(year=year, net_cents=net_cents))


_SOLD = PreparedUpdate(
    lambda year, cents: (
        DistanceSales.objects.filter(pk=year),
        {"net_cents": F("net_cents") + cents},
    ),
    int,
    int,
)
