"""What people choose from about the stock, and how it is said."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from klantkluis.catalogue.stock.moving import Kind, Reason
from klantkluis.catalogue.stock.rules import Standing
from klantkluis.office.forms.base import Label

KINDS: dict[str, Label] = {
    Kind.RECEIPT.value: _("Came in"),
    Kind.DELIVERY.value: _("Delivered"),
    Kind.CORRECTION.value: pgettext_lazy("stock", "Corrected"),
    Kind.COUNT.value: _("Counted"),
    Kind.RETURN.value: _("Came back"),
}
REASONS: list[tuple[str, Label]] = [
    (Reason.DAMAGED.value, _("damaged")),
    (Reason.LOST.value, _("lost or stolen")),
    (Reason.FOUND.value, _("found again")),
    (Reason.OWN_USE.value, _("own use")),
    (Reason.MISTAKE.value, _("a mistake before")),
]
STANDINGS: list[tuple[str, Label]] = [
    (Standing.LOW.value, _("to order")),
    (Standing.NEGATIVE.value, _("below zero")),
]
