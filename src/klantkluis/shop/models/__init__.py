"""Rows of the shop: the link with the site, what is published, and what came in."""

from klantkluis.shop.models.endings import AccountEnding
from klantkluis.shop.models.intake import (
    AccountToForget,
    IntakeMessage,
    IntakeTaken,
    OnlinePaymentSeen,
    ProfileToSend,
    ShopOrder,
    SiteAccount,
    UnsubscribeToken,
)
from klantkluis.shop.models.link import (
    Decoy,
    IntakeKey,
    LinkAlarm,
    LinkResumption,
    SiteLink,
)
from klantkluis.shop.models.people import LookalikeFound, ProposedChange, ShopPost
from klantkluis.shop.models.pick_ups import PickUp, PickUpPart
from klantkluis.shop.models.settings import (
    PageVersion,
    ShippingMethod,
    ShippingStep,
    Shop,
    ShopName,
)

__all__ = [
    "AccountEnding",
    "AccountToForget",
    "Decoy",
    "IntakeKey",
    "IntakeMessage",
    "IntakeTaken",
    "LinkAlarm",
    "LinkResumption",
    "LookalikeFound",
    "OnlinePaymentSeen",
    "PageVersion",
    "PickUp",
    "PickUpPart",
    "ProfileToSend",
    "ProposedChange",
    "ShippingMethod",
    "ShippingStep",
    "Shop",
    "ShopName",
    "ShopOrder",
    "ShopPost",
    "SiteAccount",
    "SiteLink",
    "UnsubscribeToken",
]
