"""Who orders, where it goes, how it is sent and paid: the form, judged by the rules of the office.

Nothing of it is stored: what was typed travels with the forms until the order is sealed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from klantkluis.core.fields.address import ADDRESS_FIELDS, check_address, check_one
from klantkluis.core.fields.checked import Checked, Code
from klantkluis.core.fields.name import split_surname
from klantkluis.core.vat import HOME
from klantkluis.messages.letters import Address, Person
from klantkluis.messages.published import ShippingMethod
from klantkluis.site.account.current import CurrentProfile
from klantkluis.site.countries import CountrySelect
from klantkluis.site.people import AddressForm, CheckedField, LineField, LongText
from klantkluis.site.sentences import question
from klantkluis.site.shop.choices import Offer

PERSON: Final = ("company", "first_name", "surname_prefix", "surname", "email", "phone",
                 "vat_number", "coc_number")  # fmt: skip
ADDRESS: Final = tuple(name for name in ADDRESS_FIELDS if name != "region")
DELIVERY: Final = ("name", *ADDRESS)
MUST: Final = frozenset({Code.ADDRESS_INCOMPLETE, Code.VAT_NUMBER_UNLIKELY, Code.COUNTRY_UNKNOWN})
"""Remarks that an order cannot go on with; others are shown on the last screen."""
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
"""What has not this shape is no address; what has and is unlikely is asked about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """Everything about an order but its lines, checked. `remarked` is worth a second look."""

    business: bool
    who: Person = field(repr=False)
    address: Address = field(repr=False)
    deliver_to: Address | None = field(repr=False)
    method: ShippingMethod | None
    payment: str
    remarks: str = field(repr=False)
    their_reference: str = field(repr=False)
    newsletter: bool
    remarked: tuple[str, ...] = ()


class DetailsForm(AddressForm):
    """The form of the checkout. Dutch and foreign addresses alike; the number is its own field."""

    who = forms.ChoiceField(
        label=gettext_lazy("You order"), initial="consumer", widget=forms.RadioSelect,
        choices=[
            ("consumer", gettext_lazy("as a consumer")),
            ("business", gettext_lazy("for a firm or organisation")),
        ],
    )  # fmt: skip
    company = LineField(
        "company", "organization", label=gettext_lazy("Name of the firm"), sometimes=True
    )
    vat_number = LineField(
        "vat_number", "off", label=gettext_lazy("VAT number"), required=False,
        help_text=gettext_lazy(
            "We check it after the order. Until then VAT is charged; where it may be left out"
            " (reverse charge), the invoice will say so."
        ),
    )  # fmt: skip
    coc_number = LineField(
        "coc_number", "off", label=gettext_lazy("Number in the trade register"), required=False
    )
    their_reference = CheckedField(
        "buyer_reference", "off", label=gettext_lazy("Your reference"), required=False
    )
    first_name = CheckedField(
        "first_name", "given-name", label=gettext_lazy("First name"), required=False
    )
    surname_prefix = CheckedField(
        "surname_prefix", "off", label=gettext_lazy("Prefix"), required=False
    )
    surname = CheckedField("surname", "family-name", label=gettext_lazy("Surname"))
    email = LineField(
        "email", "email", label=gettext_lazy("E-mail address"), widget=forms.EmailInput(),
        help_text=gettext_lazy("For the confirmation of this order."),
    )  # fmt: skip
    phone = LineField(
        "phone", "tel", label=gettext_lazy("Telephone"), required=False,
        help_text=gettext_lazy("Only if we may call when something about the delivery is unclear."),
        widget=forms.TextInput({"type": "tel"}),
    )  # fmt: skip
    elsewhere = forms.BooleanField(label=gettext_lazy("Deliver to another address"), required=False)
    to_name = LineField(
        "company", "shipping name", label=gettext_lazy("Name at that address"), required=False
    )
    to_country = forms.CharField(label=gettext_lazy("Country"), max_length=2, required=False)
    to_postcode = LineField(
        "postcode", "shipping postal-code", label=gettext_lazy("Postcode"), sometimes=True
    )
    to_house_number = LineField(
        "house_number", "off", label=gettext_lazy("House number"), sometimes=True
    )
    to_house_number_addition = LineField(
        "house_number_addition", "off", label=gettext_lazy("Addition"), required=False
    )
    to_street = LineField(
        "street", "shipping address-line1", label=gettext_lazy("Street"), sometimes=True
    )
    to_address_line_2 = LineField(
        "address_line_2", "shipping address-line2", required=False,
        label=gettext_lazy("Second address line"),
    )  # fmt: skip
    to_town = LineField(
        "town", "shipping address-level2", label=gettext_lazy("Town"), sometimes=True
    )
    shipping = forms.ChoiceField(label=gettext_lazy("Delivery"), widget=forms.RadioSelect)
    payment = forms.ChoiceField(label=gettext_lazy("Payment"), widget=forms.RadioSelect)
    remarks = LongText(
        1000, 3, label=gettext_lazy("Remarks"), required=False,
        help_text=gettext_lazy("Leave out bank account numbers: we do not keep them."),
    )  # fmt: skip
    newsletter = forms.BooleanField(required=False)

    field_order = (
        "who", "company", "vat_number", "coc_number", "their_reference", "first_name",
        "surname_prefix", "surname", "email", "phone", "country", "postcode", "house_number",
        "house_number_addition", "street", "address_line_2", "town",
    )  # fmt: skip

    def __init__(self, *args: Any, offer: Offer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer = offer
        self.details: Details | None = None
        self._remarked: list[str] = []
        self.fields["country"].widget = CountrySelect(offer.delivered)
        self.fields["to_country"].widget = CountrySelect(offer.delivered, others=False)
        self.fields["to_country"].initial = HOME
        self.fields["to_country"].sometimes = True  # type: ignore[attr-defined]
        _choose(self.fields, "shipping", offer.methods)
        _choose(self.fields, "payment", offer.payments)
        if offer.newsletter:
            self.fields["newsletter"].label = offer.newsletter
        else:
            del self.fields["newsletter"]

    def clean(self) -> dict[str, Any]:
        """Judge everything together, and give it the shape of the order."""
        said: dict[str, Any] = {**self.cleaned_data}
        business = said.get("who") == "business"
        address = self._address(said, "")
        deliver_to = self._address(said, "to_") if said.get("elsewhere") else None
        person = self._person(said, address.country, business=business)
        method = self._method(said, (deliver_to or address).country)
        if not self.errors:
            self.details = Details(
                business=business, who=person, address=address, deliver_to=deliver_to,
                method=method, payment=said["payment"], remarks=said["remarks"],
                their_reference=said["their_reference"] if business else "",
                newsletter=bool(said.get("newsletter")), remarked=tuple(self._remarked),
            )  # fmt: skip
        return said

    def _person(self, said: Mapping[str, Any], country: str, *, business: bool) -> Person:
        names = [name for name in PERSON if business or not name.startswith(("c", "vat"))]
        parts = {
            name: self._kept(name, check_one(name, said.get(name, ""), country)) for name in names
        }
        if parts["surname"] and not parts["surname_prefix"]:
            prefix, surname = split_surname(parts["surname"], country)
            parts |= {"surname_prefix": prefix, "surname": surname}
        if not _EMAIL.fullmatch(parts["email"]) and "email" not in self.errors:
            self.add_error("email", _("This is no e-mail address."))
        if business and not parts["company"]:
            self.add_error("company", _("What is the name of the firm?"))
        return Person(**parts)

    def _address(self, said: Mapping[str, Any], before: str) -> Address:
        names = DELIVERY if before else ADDRESS
        typed = {name: said.get(f"{before}{name}", "") for name in names}
        checked = check_address(typed, default_country=HOME)
        for name, code in {**checked.warnings, **checked.errors}.items():
            self._told(f"{before}{name}", code, must=name in checked.errors)
        country = checked.values.get("country", HOME)
        if before:
            for name in ("street", "town"):
                if not checked.values.get(name) and f"{before}{name}" not in self.errors:
                    self._told(f"{before}{name}", Code.ADDRESS_INCOMPLETE)
        return Address(**{**checked.values, "country": country})

    def _method(self, said: Mapping[str, Any], country: str) -> ShippingMethod | None:
        """Give the chosen way to send, if it goes to that country; none when nothing is sent.

        Anybody may collect, wherever they live (Regulation (EU) 2018/302, art. 4).
        """
        if "shipping" not in self.fields:
            return None
        method = self.offer.method(said.get("shipping", ""))
        if method is not None and not method.pick_up and country not in method.countries:
            self.add_error(
                "elsewhere" if said.get("elsewhere") and country not in self.offer.delivered
                else "shipping",
                _("This does not go to the country of the address. Choose another way or address."),
            )  # fmt: skip
        return method

    def _kept(self, name: str, checked: Checked) -> str:
        code = checked.error or checked.warning
        if code is not None and name in self.fields:
            self._told(name, code, must=checked.error is not None)
        return checked.value

    def _told(self, name: str, code: Code, *, must: bool = False) -> None:
        dutch_postcode = code is Code.POSTCODE_UNLIKELY and self.cleaned_data.get(
            name.replace("postcode", "country"), HOME
        ) in {"", HOME}
        if name not in self.fields:
            return
        if must or code in MUST or dutch_postcode:
            if name not in self.errors:
                self.add_error(name, question(code))
        else:
            self._remarked.append(f"{self.fields[name].label}: {question(code)}")


def _choose(fields: dict[str, Any], name: str, choices: list[tuple[str, str]]) -> None:
    """Offer these choices; the first is chosen when it is the only one, none means no question."""
    if not choices:
        del fields[name]
        return
    fields[name].choices = choices
    if len(choices) == 1:
        fields[name].initial = choices[0][0]


def filled_from(profile: CurrentProfile | None) -> dict[str, Any]:
    """Give what a person who is logged in need not type again."""
    if profile is None:
        return {}
    who = {name: getattr(profile.who, name) for name in PERSON}
    address = {name: getattr(profile.address, name) for name in ADDRESS}
    kind = "business" if profile.who.company else "consumer"
    return {"who": kind, **who, **{name: text for name, text in address.items() if text}}
