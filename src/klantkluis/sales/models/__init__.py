"""The rows of this room: orders and deliveries, and quotes."""

from klantkluis.sales.models.orders import (
    DELIVERABLE,
    Delivery,
    DeliveryLine,
    DeliveryPaper,
    DistanceSales,
    OpenOrder,
    Order,
    OrderCancellation,
    OrderLine,
)
from klantkluis.sales.models.quotes import (
    OpenQuote,
    Quote,
    QuoteAcceptance,
    QuoteChoice,
    QuoteFollowUp,
    QuoteLine,
    QuoteOrder,
    QuotePaper,
    QuoteRefusal,
    QuoteSending,
    QuoteVersion,
)

__all__ = [
    "DELIVERABLE",
    "Delivery",
    "DeliveryLine",
    "DeliveryPaper",
    "DistanceSales",
    "OpenOrder",
    "OpenQuote",
    "Order",
    "OrderCancellation",
    "OrderLine",
    "Quote",
    "QuoteAcceptance",
    "QuoteChoice",
    "QuoteFollowUp",
    "QuoteLine",
    "QuoteOrder",
    "QuotePaper",
    "QuoteRefusal",
    "QuoteSending",
    "QuoteVersion",
]
