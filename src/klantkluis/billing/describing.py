"""What the lines of an invoice are about, before anything is sealed of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from klantkluis.billing.models import InvoiceLine
from klantkluis.billing.subscription_rows import SubscriptionLine
from klantkluis.sales.models import OrderLine
from klantkluis.sales.paper import kind_name

PIECE = "C62"
ORDER, VERSION = "order", "subscription"
PREPAYMENT, SETTLEMENT = "prepayment", "settlement"


@dataclass(frozen=True, slots=True)
class About:
    """What a line is about, in the language that holds now."""

    kind: str
    sku: str
    unit: str
    description: str = field(repr=False)


type Said = tuple[str, int]
"""What words are of: an order or a version of a subscription, with its id."""


def sold_of(line: InvoiceLine) -> OrderLine | SubscriptionLine | None:
    """Give the line of the order or the subscription that is billed, if it is either."""
    return line.order_line or line.subscription_line


def said_by(line: InvoiceLine) -> Said:
    """Name what the words of a line that was sold are of."""
    if line.order_line is not None:
        return ORDER, line.order_line.order_id
    assert line.subscription_line is not None, "it was sold"
    return VERSION, line.subscription_line.version_id


def about_line(line: InvoiceLine, texts: Mapping[Said, Mapping[str, str]]) -> About:
    """Say what a line of an invoice is about.

    Args:
        texts: the words of the lines of orders and subscriptions, by position; empty while locked.
    """
    sold = sold_of(line)
    if sold is not None:
        product, own = sold.product, texts.get(said_by(line), {}).get(str(sold.position), "")
        name = own or (product.name_nl if product else kind_name(sold.kind))
        return About(sold.kind, product.sku if product else "", sold.unit, name)
    return About(asked_kind(line), "", PIECE, asked(line))


def asked_kind(line: InvoiceLine) -> str:
    """Name the kind of a line that no order has."""
    return PREPAYMENT if line.prepays is not None else SETTLEMENT


def asked(line: InvoiceLine) -> str:
    """Say what is asked ahead, or which prepayment goes off."""
    if line.prepays is not None:
        return _("Prepayment on order %(number)s") % {"number": line.prepays.number}
    assert line.settles is not None, "a line comes from somewhere"
    return _("Less prepayment, invoice %(number)s") % {"number": line.settles.invoice.label}
