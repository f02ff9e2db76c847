"""Keeping track of which orders are open, so that nobody has to add up all of them."""

from klantkluis.sales.models import OpenOrder


def taken(order_id: int, *, to_deliver: bool) -> None:
    """Note that an order came in, or was changed before anything happened to it."""
    _write(order_id, to_deliver=to_deliver, to_bill=False, billed=False)


def delivered(order_id: int, *, to_deliver: bool) -> None:
    """Note that something went out; it is to be billed unless the whole order is billed."""
    billed = OpenOrder.objects.filter(pk=order_id, billed=True).exists()
    _write(order_id, to_deliver=to_deliver, to_bill=not billed, billed=billed)


def cancelled(order_id: int) -> None:
    """Note that nothing more will go out."""
    if not OpenOrder.objects.filter(pk=order_id, to_bill=True).update(to_deliver=False):
        OpenOrder.objects.filter(pk=order_id).delete()


def billed(order_id: int, *, whole: bool) -> None:
    """Note that all that was delivered is on an invoice; `whole` when all that was ordered is."""
    values = {"to_bill": False, "billed": True} if whole else {"to_bill": False}
    if not OpenOrder.objects.filter(pk=order_id, to_deliver=True).update(**values):
        OpenOrder.objects.filter(pk=order_id).delete()


def unbilled(order_id: int, *, to_deliver: bool, to_bill: bool) -> None:
    """Note that an invoice of an order was taken back before it was sent."""
    _write(order_id, to_deliver=to_deliver, to_bill=to_bill, billed=False)


def _write(order_id: int, *, to_deliver: bool, to_bill: bool, billed: bool) -> None:
    if not (to_deliver or to_bill):
        OpenOrder.objects.filter(pk=order_id).delete()
        return
    OpenOrder.objects.bulk_create(
        [OpenOrder(order_id=order_id, to_deliver=to_deliver, to_bill=to_bill, billed=billed)],
        update_conflicts=True,
        unique_fields=["order"],
        update_fields=["to_deliver", "to_bill", "billed"],
    )
