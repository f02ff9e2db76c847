"""Keeping track of which orders are open, so that nobody has to add up all of them."""

from django.db.models import Sum

from klantkluis.sales.models import (
    DELIVERABLE,
    DeliveryLine,
    OpenOrder,
    OrderCancellation,
    OrderLine,
)


def track(order_id: int, *, to_bill: bool | None = None) -> None:
    """Work out anew whether something of an order is to be delivered or billed.

    `to_bill` comes from the room that bills; left out, it stays as it was.
    """
    if to_bill is None:
        to_bill = OpenOrder.objects.filter(pk=order_id, to_bill=True).exists()
    to_deliver = is_to_deliver(order_id)
    if to_deliver or to_bill:
        OpenOrder.objects.update_or_create(
            pk=order_id, defaults={"to_deliver": to_deliver, "to_bill": to_bill}
        )
    else:
        OpenOrder.objects.filter(pk=order_id).delete()


def is_to_deliver(order_id: int) -> bool:
    """Tell whether something of an order still has to go out."""
    if OrderCancellation.objects.filter(order=order_id).exists():
        return False
    delivered = dict(
        DeliveryLine.objects.filter(order_line__order=order_id)
        .values_list("order_line")
        .annotate(total=Sum("quantity"))
    )
    return any(
        delivered.get(pk, 0) < quantity
        for pk, quantity in OrderLine.objects.filter(
            order=order_id, kind__in=DELIVERABLE
        ).values_list("pk", "quantity")
    )
