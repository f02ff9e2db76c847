"""What people type about products."""

from django import forms
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from stdnum import ean

from klantkluis.catalogue.commands import ProductFields
from klantkluis.core.vat import PriceBasis, VatCategory
from klantkluis.foundation.units import UNITS, unit_name
from klantkluis.office.forms.base import OfficeForm
from klantkluis.office.forms.fields import UnitPriceField
from klantkluis.office.sales.forms import BASES, CATEGORIES


def units() -> list[tuple[str, str]]:
    """Give the units in the language of the reader."""
    return [(code, unit_name(code, get_language() or "nl")) for code in UNITS]


class ProductForm(OfficeForm):
    """A product and its price."""

    sku = forms.CharField(label=_("Article number"), max_length=60)
    name_nl = forms.CharField(label=_("Name in Dutch"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    unit_price = UnitPriceField(
        label=_("Price"), minimum=0, help_text=_("A new price holds from today.")
    )
    basis = forms.ChoiceField(label=_("The price is"), choices=BASES)
    vat_category = forms.ChoiceField(label=_("VAT"), choices=CATEGORIES)
    unit = forms.ChoiceField(label=_("Unit"), choices=lazy(units, list))
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
        )
