"""Choices that forms about orders and products share, in words of a shopkeeper."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from klantkluis.core.vat import PriceBasis, VatCategory
from klantkluis.office.forms.base import Label
from klantkluis.office.templatetags.kit import percent
from klantkluis.sales.carriers import NAMES, Carrier

CATEGORIES: list[tuple[str, Label]] = [
    (VatCategory.STANDARD.value, _("High rate")),
    (VatCategory.REDUCED.value, _("Low rate")),
    (VatCategory.ZERO.value, _("Zero rate")),
    (VatCategory.EXEMPT.value, _("Exempt")),
]
BASES: list[tuple[str, Label]] = [
    (PriceBasis.NET.value, _("excluding VAT")),
    (PriceBasis.GROSS.value, _("including VAT")),
]


def rated(rates: Mapping[VatCategory, int]) -> list[tuple[str, str]]:
    """Give the kinds of VAT with the rate of the day."""
    return [
        (code, str(label))
        if VatCategory(code) is VatCategory.EXEMPT
        else (code, f"{label} ({percent(rates[VatCategory(code)])})")
        for code, label in CATEGORIES
    ]


def carriers() -> list[tuple[str, str]]:
    """Give the carriers, and none."""
    known = [(each.value, name) for each, name in NAMES.items()]
    other = (Carrier.OTHER.value, str(_("Another one")))
    return [("", str(_("None, or not known yet"))), *known, other]
