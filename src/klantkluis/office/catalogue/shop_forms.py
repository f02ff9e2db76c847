"""What people type about a product in the shop, its pictures and its prices ahead."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from klantkluis.catalogue.pictures.commands import LONGEST_ALT
from klantkluis.catalogue.pricing.commands import Reduction
from klantkluis.catalogue.showing.categories import CategoryRow
from klantkluis.catalogue.showing.commands import ShopFields
from klantkluis.catalogue.showing.makers import MakerRow
from klantkluis.office.forms.base import OfficeForm
from klantkluis.office.forms.fields import DayField, UnitPriceField
from klantkluis.office.sales.choices import BASES
from klantkluis.office.shop.forms import area, indented, line


class ShownForm(OfficeForm):
    """How a product stands in the shop."""

    shown = forms.BooleanField(label=_("In the shop"), required=False)
    summary_nl = line(_("In one sentence, Dutch"), 300)
    summary_en = line(_("In one sentence, English"), 300)
    description_nl = area(_("Description, Dutch"), 20_000, rows=7)
    description_en = area(_("Description, English"), 20_000, rows=7)
    category_ids = forms.MultipleChoiceField(
        label=_("Categories"), widget=forms.CheckboxSelectMultiple, required=False
    )
    position = forms.IntegerField(
        label=_("Place in the list"),
        min_value=0,
        max_value=1_000_000,
        help_text=_("Lower comes first."),
    )
    weight_grams = forms.IntegerField(
        label=_("Weight in grams, packed"),
        min_value=0,
        max_value=100_000_000,
        help_text=_("What shipping costs follows from it."),
    )
    delivery_nl = line(_("Delivery time, Dutch"), 120)
    delivery_en = line(_("Delivery time, English"), 120)
    sell_without_stock = forms.BooleanField(
        label=_("Can be ordered when there is none"), required=False
    )
    maker_id = forms.ChoiceField(label=_("Made by"), required=False)
    warnings_nl = area(_("Warnings, Dutch"), 4000, rows=3)
    warnings_en = area(_("Warnings, English"), 4000, rows=3)
    durability_months = forms.IntegerField(
        label=_("Maker's guarantee of durability, in months"),
        min_value=0,
        max_value=1200,
        help_text=_("Only when the maker gives one of more than two years, free of charge."),
    )
    returnable = forms.BooleanField(
        label=_("A consumer can change their mind within fourteen days"), required=False
    )
    not_returnable_nl = line(_("If not: why, Dutch"), 300)
    not_returnable_en = line(_("If not: why, English"), 300)

    def __init__(
        self, *args: Any, rows: list[CategoryRow], makers: list[MakerRow], language: str,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["category_ids"].choices = indented(rows, language)  # type: ignore[attr-defined]
        self.offer("maker_id", [("", "–"), *((row.id, row.fields.name) for row in makers)])

    def shop(self) -> ShopFields:
        """Give what was typed."""
        said = self.cleaned_data
        said["category_ids"] = tuple(int(pk) for pk in said["category_ids"])
        said["maker_id"] = int(said["maker_id"]) if said["maker_id"] else None
        return ShopFields(**said)


class WordsForm(OfficeForm):
    """What a picture shows, in words."""

    alt_nl = line(_("What it shows, Dutch"), LONGEST_ALT, required=True)
    alt_en = line(_("What it shows, English"), LONGEST_ALT)


class PictureForm(WordsForm):
    """A new picture."""

    file = forms.FileField(
        label=_("Picture"),
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png,.webp"}),
        help_text=_("JPEG, PNG or WebP, at most 10 MB. Where and when it was taken is left out."),
        error_messages={"required": _("Choose a JPEG, PNG or WebP file of at most 10 MB.")},
    )
    field_order = ("file", "alt_nl", "alt_en")


class PlanForm(OfficeForm):
    """Another price from a day on."""

    unit_price = UnitPriceField(label=_("New price"), minimum=0, maximum=9_999_999)
    basis = forms.ChoiceField(label=_("This price is"), choices=BASES)
    valid_from = DayField(label=_("From"))


class ReductionForm(OfficeForm):
    """A lower price between two days."""

    unit_price = UnitPriceField(label=_("Reduced price"), minimum=0, maximum=9_999_999)
    since = DayField(label=_("From"))
    until = DayField(label=_("Up to and including"), required=False)

    def reduction(self) -> Reduction:
        """Give what was typed."""
        return Reduction(**self.cleaned_data)
