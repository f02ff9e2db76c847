"""What people type about products."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from stdnum import ean

from klantkluis.catalogue.commands import ProductFields
from klantkluis.core.money import to_cents
from klantkluis.core.treatment import Supply
from klantkluis.core.vat import PriceBasis, VatCategory, price_in
from klantkluis.foundation.units import UNITS, unit_name
from klantkluis.office.forms.base import OfficeForm
from klantkluis.office.forms.fields import UnitPriceField
from klantkluis.office.sales.choices import BASES, CATEGORIES, rated

SUPPLIES = [
    (Supply.GOODS.value, _("goods")),
    (Supply.SERVICES.value, _("a service")),
    (Supply.ELECTRONIC.value, _("an electronic service, such as a download")),
]


def units() -> list[tuple[str, str]]:
    """Give the units in the language of the reader."""
    return [(code, unit_name(code, get_language() or "nl")) for code in UNITS]


@dataclass(frozen=True, slots=True)
class OtherPrice:
    """What a price is with its VAT put in or taken out, in cents."""

    cents: int
    basis: PriceBasis
    rate_bp: int

    @classmethod
    def of(cls, price: Decimal, basis: PriceBasis, rate_bp: int) -> "OtherPrice":
        """Turn a price round."""
        other = PriceBasis.GROSS if basis is PriceBasis.NET else PriceBasis.NET
        return cls(to_cents(price_in(price, rate_bp, basis=basis, wanted=other)), other, rate_bp)


class PriceForm(OfficeForm):
    """A price with its VAT: as much of a product as the other price follows from."""

    unit_price = UnitPriceField(label=_("Price"), minimum=0, maximum=9_999_999)
    basis = forms.ChoiceField(label=_("This price is"), choices=BASES)
    vat_category = forms.ChoiceField(label=_("VAT"), choices=CATEGORIES)

    def __init__(self, *args: Any, rates: Mapping[VatCategory, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rates = rates
        self.offer("vat_category", rated(rates))

    def other_price(self) -> OtherPrice | None:
        """Give the price with the VAT put in or taken out; None while something is missing."""
        typed = self.cleaned_data if self.is_bound and self.is_valid() else self.initial
        price, basis, category = (typed.get(n) for n in ("unit_price", "basis", "vat_category"))
        if self.is_bound and not self.is_valid():
            return None
        if price is None or not basis or not category:
            return None
        return OtherPrice.of(price, PriceBasis(basis), self.rates[VatCategory(category)])


class ProductForm(PriceForm):
    """A product and its price."""

    sku = forms.CharField(label=_("Article number"), max_length=60)
    name_nl = forms.CharField(label=_("Name in Dutch"), max_length=200)
    name_en = forms.CharField(
        label=_("Name in English"),
        max_length=200,
        required=False,
        help_text=_("For customers who get their letters in English."),
    )
    unit = forms.ChoiceField(label=_("Sold by the"), choices=lazy(units, list))
    supply = forms.ChoiceField(label=_("Kind of product"), choices=SUPPLIES, required=False)
    barcode = forms.CharField(label=_("Barcode (EAN)"), max_length=14, required=False)
    active = forms.BooleanField(
        label=_("For sale"), required=False, help_text=_("Others are not offered on new orders.")
    )

    def clean_barcode(self) -> str:
        """Doubt a barcode that fails its check digit."""
        code = str(self.cleaned_data["barcode"]).replace(" ", "")
        if code and not ean.is_valid(code):
            self.warn("barcode", str(_("The check digit of this barcode does not fit.")))
        return code

    def product(self) -> ProductFields:
        """Give what was typed."""
        typed = self.cleaned_data
        return ProductFields(
            sku=typed["sku"].strip(),
            name_nl=typed["name_nl"].strip(),
            name_en=typed["name_en"].strip(),
            vat_category=VatCategory(typed["vat_category"]),
            unit_price=typed["unit_price"],
            basis=PriceBasis(typed["basis"]),
            unit=typed["unit"],
            barcode=typed["barcode"],
            active=typed["active"],
            supply=Supply(typed["supply"] or Supply.GOODS),
        )
