"""What people type about the shop."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from klantkluis.catalogue.showing.categories import CategoryFields, CategoryRow
from klantkluis.catalogue.showing.makers import MakerFields
from klantkluis.core.treatment import EU
from klantkluis.office.forms.base import Label, OfficeForm
from klantkluis.office.forms.fields import MoneyField, QuantityField
from klantkluis.office.templatetags.kit import country
from klantkluis.shop.commands.selling import ANY_WEIGHT
from klantkluis.shop.pages import PageFields
from klantkluis.shop.selling import PAYMENTS, ShippingFields, ShopFields

STEPS: Final = range(1, 7)
ELSEWHERE: Final = frozenset({"CH", "GB", "NO"})
PLACES: Final[list[tuple[str, Label]]] = [
    ("", gettext_lazy("Not offered")),
    ("1", gettext_lazy("First")),
    ("2", gettext_lazy("Second")),
    ("3", gettext_lazy("Third")),
]


def line(label: Label, length: int, *, required: bool = False, **more: Any) -> forms.CharField:
    """Make a field for one line of text."""
    return forms.CharField(label=label, max_length=length, required=required, **more)


def area(label: Label, length: int, *, rows: int = 4, **more: Any) -> forms.CharField:
    """Make a field for a longer text."""
    more.setdefault("required", False)
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=length, widget=widget, **more)


def place(label: Label) -> forms.ChoiceField:
    """Make a field for where a way to pay stands."""
    return forms.ChoiceField(label=label, choices=PLACES, required=False)


class ShopForm(OfficeForm):
    """How the shop sells."""

    name = line(gettext_lazy("Name of the shop"), 80, required=True)
    tagline_nl = line(gettext_lazy("Line below the name, Dutch"), 160)
    tagline_en = line(gettext_lazy("Line below the name, English"), 160)
    welcome_nl = area(gettext_lazy("Welcome on the first page, Dutch"), 4000)
    welcome_en = area(gettext_lazy("Welcome on the first page, English"), 4000)
    in_english = forms.BooleanField(
        label=gettext_lazy("The shop is there in English too"), required=False
    )
    accent = forms.CharField(
        label=gettext_lazy("Colour"),
        widget=forms.TextInput(attrs={"type": "color", "class": "form-control-color"}),
    )
    show_prices = forms.ChoiceField(
        label=gettext_lazy("Prices that a visitor sees first"),
        choices=[("gross", gettext_lazy("including VAT")), ("net", gettext_lazy("excluding VAT"))],
        help_text=gettext_lazy(
            "Each visitor can choose the other. Consumers must see VAT included."
        ),
    )
    stock = forms.ChoiceField(
        label=gettext_lazy("Stock that a visitor sees"),
        choices=[
            ("availability", gettext_lazy("whether it is there")),
            ("number", gettext_lazy("how many there are")),
            ("none", gettext_lazy("nothing")),
        ],
    )
    pay_transfer = place(gettext_lazy("Bank transfer, with a QR code"))
    pay_invoice = place(gettext_lazy("On invoice, after delivery"))
    pay_mollie = place(gettext_lazy("Online through Mollie (iDEAL, Bancontact, card)"))
    newsletter = forms.BooleanField(label=gettext_lazy("Offer the newsletter"), required=False)
    closed = forms.BooleanField(
        label=gettext_lazy("Take no orders for now"),
        required=False,
        help_text=gettext_lazy("The shop stays to be seen, and says so."),
    )

    @classmethod
    def initial_of(cls, fields: ShopFields) -> dict[str, Any]:
        """Give the stored values."""
        ways = {f"pay_{way}": str(n) for n, way in enumerate(fields.payments, start=1)}
        return {name: getattr(fields, name) for name in _SHOP} | ways

    def shop(self) -> ShopFields:
        """Give what was typed."""
        said = self.cleaned_data
        ways = sorted((said[f"pay_{way}"], n, way) for n, way in enumerate(PAYMENTS))
        return ShopFields(
            **{name: said[name] for name in _SHOP if name != "accent"},
            accent=str(said["accent"]).lower(),
            payments=tuple(way for where, _n, way in ways if where),
        )


_SHOP = (
    "name", "tagline_nl", "tagline_en", "welcome_nl", "welcome_en", "in_english", "accent",
    "show_prices", "stock", "newsletter", "closed",
)  # fmt: skip


class ShippingForm(OfficeForm):
    """A way to send, with what it costs up to which weight."""

    name_nl = line(gettext_lazy("Name in Dutch"), 80, required=True)
    name_en = line(gettext_lazy("Name in English"), 80)
    days_nl = line(gettext_lazy("How long it takes, Dutch"), 80)
    days_en = line(gettext_lazy("How long it takes, English"), 80)
    countries = forms.MultipleChoiceField(
        label=gettext_lazy("Countries"), widget=forms.CheckboxSelectMultiple, required=False
    )
    free_from = MoneyField(
        label=gettext_lazy("Free from an order of"), minimum=0, maximum=1_000_000, required=False
    )
    pick_up = forms.BooleanField(label=gettext_lazy("The customer picks it up"), required=False)
    active = forms.BooleanField(label=gettext_lazy("In use"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = sorted((str(country(code)), code) for code in EU | ELSEWHERE)
        self.fields["countries"].choices = [(code, name) for name, code in codes]  # type: ignore[attr-defined]
        for number in STEPS:
            self.fields[f"weight_{number}"] = QuantityField(
                label=_("Up to, in kg"), minimum=0, maximum=100_000, required=False
            )
            self.fields[f"price_{number}"] = MoneyField(
                label=_("Price including VAT"), minimum=0, maximum=100_000, required=False
            )
            for name in (f"weight_{number}", f"price_{number}"):
                self.fields[name].widget.attrs["class"] = "form-control amount"

    @property
    def steps(self) -> list[tuple[Any, Any]]:
        """The fields of weight and price, by row."""
        return [(self[f"weight_{n}"], self[f"price_{n}"]) for n in STEPS]

    @classmethod
    def initial_of(cls, fields: ShippingFields) -> dict[str, Any]:
        """Give the stored values."""
        kept = {name: getattr(fields, name) for name in _SHIPPING}
        kept["free_from"] = fields.free_from_cents or None
        for number, (grams, cents) in enumerate(fields.steps[: len(STEPS)], start=1):
            kept[f"weight_{number}"] = None if grams >= ANY_WEIGHT else grams / 1000
            kept[f"price_{number}"] = cents
        return kept

    def method(self) -> ShippingFields:
        """Give what was typed; a price without a weight holds for any weight."""
        said, steps = self.cleaned_data, []
        for number in STEPS:
            weight, cents = said[f"weight_{number}"], said[f"price_{number}"]
            if cents is not None:
                steps.append((ANY_WEIGHT if weight is None else int(weight * 1000), cents))
        return ShippingFields(
            **{name: said[name] for name in _SHIPPING if name != "countries"},
            countries=tuple(said["countries"]), steps=tuple(steps),
            free_from_cents=said["free_from"] or 0,
        )  # fmt: skip


_SHIPPING = ("name_nl", "name_en", "days_nl", "days_en", "countries", "pick_up", "active")


class CategoryForm(OfficeForm):
    """A category of the shop."""

    name_nl = line(gettext_lazy("Name in Dutch"), 80, required=True)
    name_en = line(gettext_lazy("Name in English"), 80)
    parent = forms.ChoiceField(label=gettext_lazy("Stands in"), required=False)
    description_nl = area(gettext_lazy("Text above its products, Dutch"), 4000)
    description_en = area(gettext_lazy("Text above its products, English"), 4000)
    active = forms.BooleanField(
        label=gettext_lazy("In use"),
        required=False,
        help_text=gettext_lazy("What stands in a category that is not in use is hidden with it."),
    )

    def __init__(self, *args: Any, rows: list[CategoryRow], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("parent", [("", _("The top")), *indented(rows, language)])

    def category(self) -> CategoryFields:
        """Give what was typed."""
        said = self.cleaned_data
        parent = int(said["parent"]) if said["parent"] else None
        return CategoryFields(
            said["name_nl"], said["name_en"], said["description_nl"], said["description_en"],
            parent, said["active"],
        )  # fmt: skip


def indented(rows: list[CategoryRow], language: str) -> list[tuple[int, str]]:
    """Give categories to choose from, each with a mark of how deep it stands."""
    return [(row.id, f"{'— ' * row.depth}{row.name(language)}") for row in rows]


class MakerForm(OfficeForm):
    """A maker, and who answers for its goods in the EU."""

    name = line(gettext_lazy("Name"), 120, required=True)
    address = line(gettext_lazy("Postal address"), 250, required=True)
    contact = line(gettext_lazy("E-mail address or website"), 200, required=True)
    responsible_name = line(gettext_lazy("Name"), 120)
    responsible_address = line(gettext_lazy("Postal address"), 250)
    responsible_contact = line(gettext_lazy("E-mail address or website"), 200)

    def maker(self) -> MakerFields:
        """Give what was typed."""
        return MakerFields(**self.cleaned_data)


class PageForm(OfficeForm):
    """A page of text."""

    title_nl = line(gettext_lazy("Title in Dutch"), 120, required=True)
    title_en = line(gettext_lazy("Title in English"), 120)
    body_nl = area(gettext_lazy("Text in Dutch"), 100_000, rows=18, required=True)
    body_en = area(gettext_lazy("Text in English"), 100_000, rows=18)
    position = forms.IntegerField(
        label=gettext_lazy("Place in the footer"), min_value=0, max_value=999
    )
    in_footer = forms.BooleanField(label=gettext_lazy("Name it in the footer"), required=False)

    def page(self) -> PageFields:
        """Give what was typed."""
        said = {name: self.cleaned_data[name] for name in PageForm.base_fields}
        said["body_nl"] = said["body_nl"].replace("\r\n", "\n")
        said["body_en"] = said["body_en"].replace("\r\n", "\n")
        return PageFields(**said)


class NewPageForm(PageForm):
    """A page with the name that it keeps."""

    name = line(
        gettext_lazy("Name in the address"),
        60,
        required=True,
        help_text=gettext_lazy("Small letters, digits and hyphens. It cannot be changed later."),
    )
