"""What can be done with orders and deliveries."""

from klantkluis.sales.commands.delivering import (
    DeliveryEmpty,
    DeliveryTooLarge,
    deliver,
)
from klantkluis.sales.commands.ordering import (
    LineKind,
    NewLine,
    NewOrder,
    OrderEmpty,
    OrderInUse,
    OrderUnknown,
    cancel_order,
    change_order,
    take_order,
)

__all__ = [
    "DeliveryEmpty",
    "DeliveryTooLarge",
    "LineKind",
    "NewLine",
    "NewOrder",
    "OrderEmpty",
    "OrderInUse",
    "OrderUnknown",
    "cancel_order",
    "change_order",
    "deliver",
    "take_order",
]
