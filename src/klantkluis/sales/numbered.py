"""Orders, delivery notes and returns by the number that is on their paper."""

from klantkluis.sales.models import Delivery, Order, Return


def order_numbered(*, number: int) -> int | None:
    """Give the id of the order with a number, or None."""
    return Order.objects.filter(number=number).values_list("pk", flat=True).first()


def delivery_numbered(*, number: int) -> int | None:
    """Give the id of the delivery note with a number, or None."""
    return Delivery.objects.filter(number=number).values_list("pk", flat=True).first()


def return_numbered(*, number: int) -> int | None:
    """Give the id of the return with a number, or None."""
    return Return.objects.filter(number=number).values_list("pk", flat=True).first()
