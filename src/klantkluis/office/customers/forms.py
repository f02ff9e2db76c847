"""What people type about customers."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from klantkluis.core.fields.address import CheckedFields, check_address
from klantkluis.core.fields.country import codes, country_name
from klantkluis.customers.commands.notes import DIRECTIONS, MEANS
from klantkluis.customers.rules import check_customer
from klantkluis.customers.sentences import sentence
from klantkluis.office.forms.base import Label, OfficeForm
from klantkluis.office.forms.once import OnceForm

HOME = "NL"
NEAR = ("NL", "BE", "DE", "FR", "LU", "GB")
LABELS: dict[str, Label] = {
    "kind": _("Kind"),
    "company": _("Company"),
    "first_name": _("First name"),
    "surname_prefix": _("Prefix"),
    "surname": _("Surname"),
    "street": _("Street"),
    "house_number": _("House number"),
    "house_number_addition": _("Addition"),
    "address_line_2": _("Second address line"),
    "postcode": _("Postcode"),
    "town": _("Town"),
    "region": _("Region"),
    "country": _("Country"),
    "phone": _("Phone"),
    "email": _("E-mail"),
    "vat_number": _("VAT number"),
    "coc_number": _("Trade register number (KVK)"),
    "oin": _("OIN of a public body"),
    "e_invoice_address": _("E-invoice address"),
    "buyer_reference": _("Reference that their invoices must bear"),
    "remarks": _("Remarks"),
    "label": _("What to call this address"),
    "name": _("Name at the door"),
}


def countries() -> list[tuple[str, str]]:
    """Give all countries in the language of the reader, the near ones first."""
    language = get_language() or "nl"
    named = {code: country_name(code, language) for code in codes()}
    far = sorted(
        ((code, name) for code, name in named.items() if code not in NEAR), key=lambda each: each[1]
    )
    return [("", ""), *((code, named[code]) for code in NEAR), *far]


lazy_countries = lazy(countries, list)


def line(name: str, length: int, **attrs: str) -> forms.CharField:
    """Make a field for one line of text that may stay empty."""
    return forms.CharField(
        label=LABELS[name], max_length=length, required=False, widget=forms.TextInput(attrs=attrs)
    )


class AddressFields(OfficeForm):
    """The parts of an address. Checks doubt, they do not block."""

    street = line("street", 200)
    house_number = line("house_number", 40, inputmode="text")
    house_number_addition = line("house_number_addition", 40)
    address_line_2 = line("address_line_2", 200)
    postcode = line("postcode", 20, autocapitalize="characters")
    town = line("town", 100)
    region = line("region", 100)
    country = forms.ChoiceField(label=LABELS["country"], choices=lazy_countries, required=False)
    phone = line("phone", 40, inputmode="tel")

    all_optional = True

    def judge(self, typed: Mapping[str, str]) -> CheckedFields:
        """Normalise and judge what was typed."""
        return check_address(typed)

    def clean(self) -> dict[str, Any]:
        """Check all fields together: what a postcode means depends on the country."""
        typed = {name: str(self.cleaned_data.get(name) or "") for name in LABELS}
        checked = self.judge({name: text for name, text in typed.items() if name in self.fields})
        for name, code in checked.errors.items():
            self.refuse(sentence(code), field=name)
        for name, code in checked.warnings.items():
            if name in self.fields:
                self.warn(name, sentence(code))
        self.checked = checked
        return self.cleaned_data

    @property
    def kept(self) -> dict[str, str]:
        """What is to be sealed: every field, the empty ones too, so that they can be emptied."""
        return {name: "" for name in self.fields if name in LABELS} | dict(self.checked.values)


class CustomerForm(AddressFields):
    """Everything that we keep of a customer; only a name is required."""

    company = line("company", 200, autocomplete="off")
    first_name = line("first_name", 100)
    surname_prefix = line("surname_prefix", 30)
    surname = line("surname", 100)
    email = line("email", 254, inputmode="email", autocapitalize="none")
    vat_number = line("vat_number", 30, autocapitalize="characters")
    coc_number = line("coc_number", 30, inputmode="numeric")
    oin = line("oin", 40, inputmode="numeric")
    e_invoice_address = line("e_invoice_address", 80, autocapitalize="characters")
    buyer_reference = line("buyer_reference", 60, autocomplete="off")
    remarks = forms.CharField(
        label=LABELS["remarks"],
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
    language = forms.ChoiceField(
        label=_("Language of letters and invoices"),
        choices=[("nl", _("Dutch")), ("en", _("English"))],
    )
    payment_term_days = forms.IntegerField(
        label=_("Payment term in days"), min_value=0, max_value=365
    )
    rev = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def judge(self, typed: Mapping[str, str]) -> CheckedFields:
        """Normalise and judge what was typed."""
        return check_customer(typed)


class DeliveryAddressForm(AddressFields):
    """Another address where goods may go."""

    label = line("label", 100)
    name = line("name", 200)
    rev = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ["label", "name"]


MEANS_LABELS: dict[str, Label] = {
    "phone": _("By telephone"),
    "email": _("By e-mail"),
    "letter": _("By letter"),
    "visit": _("In person"),
    "chat": _("By chat"),
    "other": _("Otherwise"),
}
DIRECTION_LABELS: dict[str, Label] = {"in": _("They came to us"), "out": _("We came to them")}


class NoteForm(OnceForm):
    """One contact with a customer."""

    text = forms.CharField(
        label=_("What was said"), max_length=4000, widget=forms.Textarea(attrs={"rows": "3"})
    )
    means = forms.ChoiceField(
        label=_("How"), choices=[(each, MEANS_LABELS[each]) for each in MEANS]
    )
    direction = forms.ChoiceField(
        label=_("From which side"), choices=[(each, DIRECTION_LABELS[each]) for each in DIRECTIONS]
    )


class LetterForm(OfficeForm):
    """A letter to a customer."""

    subject = forms.CharField(label=_("Subject"), max_length=120)
    salutation = forms.CharField(label=_("Salutation"), max_length=120)
    text = forms.CharField(
        label=_("Letter"),
        max_length=12000,
        help_text=_("An empty line begins a new paragraph."),
        widget=forms.Textarea(attrs={"rows": "12"}),
    )
    farewell = forms.CharField(label=_("Closing"), max_length=80, required=False)
    signatory = forms.CharField(label=_("Name below it"), max_length=80, required=False)
    enclosures = forms.CharField(
        label=_("Enclosures"),
        max_length=400,
        required=False,
        help_text=_("One on each line."),
        widget=forms.Textarea(attrs={"rows": "2"}),
    )


class ConsentForm(OfficeForm):
    """A yes or a no to the newsletter, with what proves it."""

    given = forms.TypedChoiceField(
        label=_("Newsletter"),
        choices=[("yes", _("Signs up")), ("no", _("Signs off"))],
        coerce=lambda value: value == "yes",
    )
    evidence = forms.CharField(
        label=_("How do we know?"),
        max_length=1000,
        help_text=_("For example: asked for it on the telephone, ticked on the order form."),
        widget=forms.Textarea(attrs={"rows": "2"}),
    )


class MergeForm(OfficeForm):
    """Which of two customers stays."""

    keep_id = forms.TypedChoiceField(
        label=_("Which one stays?"), coerce=int, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, choices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("keep_id", choices)
