"""What can be done with orders and deliveries."""

from klantkluis.sales.commands.delivering import (
    DeliveryEmpty,
    DeliveryTooLarge,
    deliver,
)
from klantkluis.sales.commands.filing import DeliveryUnknown, file_delivery_note
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
    "DeliveryUnknown",
    "LineKind",
    "NewLine",
    "NewOrder",
    "OrderEmpty",
    "OrderInUse",
    "OrderUnknown",
    "cancel_order",
    "change_order",
    "deliver",
    "file_delivery_note",
    "take_order",
]
