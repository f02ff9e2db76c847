"""What the lines of an invoice are about, before anything is sealed of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from klantkluis.billing.models import InvoiceLine
from klantkluis.sales.paper import kind_name

PIECE = "C62"
PREPAYMENT, SETTLEMENT = "prepayment", "settlement"


@dataclass(frozen=True, slots=True)
class About:
    """What a line is about, in the language that holds now."""

    kind: str
    sku: str
    unit: str
    description: str = field(repr=False)


def about_line(line: InvoiceLine, texts: Mapping[int, Mapping[str, str]]) -> About:
    """Say what a line of an invoice is about.

    Args:
        texts: the words of the orders' own lines, by order and position; empty while locked.
    """
    sold = line.order_line
    if sold is not None:
        product, own = sold.product, texts.get(sold.order_id, {}).get(str(sold.position), "")
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
