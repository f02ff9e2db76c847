"""Fields for names, addresses and texts: each checked by `core.fields`, named for autofill.

The names of autofill are those of HTML (WCAG 2.2, 1.3.5).
"""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from klantkluis.core.fields.address import ADDRESS_FIELDS, check_address
from klantkluis.core.fields.checked import Checked, Code
from klantkluis.core.fields.email import check_email
from klantkluis.core.fields.name import split_name, split_surname
from klantkluis.core.fields.phone import check_phone
from klantkluis.core.fields.text import LONGEST, check_text
from klantkluis.core.names import person_name
from klantkluis.messages.letters import Address, Person
from klantkluis.site.countries import CountrySelect
from klantkluis.site.forms import SharedField, SiteForm
from klantkluis.site.sentences import sentence

STOPS: Final = frozenset({Code.POSTCODE_UNLIKELY, Code.ADDRESS_INCOMPLETE, Code.COUNTRY_UNKNOWN})
"""Remarks that stop somebody who types their own address: post would not arrive."""


class LineField(SharedField):
    """A line that is judged together with others.

    Args:
        kind: what it is, a key of `LONGEST`.
        autocomplete: its name for autofill.
        sometimes: needed in some cases only, which the form judges; never called optional.
    """

    def __init__(
        self, kind: str, autocomplete: str = "", *, sometimes: bool = False, **parts: Any
    ) -> None:
        self.kind, self.sometimes = kind, sometimes
        parts.setdefault("widget", forms.TextInput())
        if sometimes:
            parts["required"] = False
        super().__init__(max_length=LONGEST[kind], **parts)
        if autocomplete:
            self.widget.attrs["autocomplete"] = autocomplete


class CheckedField(LineField):
    """A line that `core.fields` checks: what cannot be kept is refused with a sentence."""

    def clean(self, value: Any) -> str:
        """Give the form to keep."""
        return accepted(check_text(self.kind, super().clean(value)))


class LongText(SharedField):
    """A text of some lines, without a bank account or citizen service number."""

    def __init__(self, longest: int = 4000, rows: int = 7, **parts: Any) -> None:
        widget = forms.Textarea({"rows": rows, "maxlength": longest})
        super().__init__(max_length=longest, widget=widget, **parts)

    def clean(self, value: Any) -> str:
        """Give the form to keep."""
        return accepted(check_text("remarks", super().clean(value)))


class EmailField(SharedField):
    """An e-mail address, judged by its form."""

    def __init__(self, autocomplete: str = "email", **parts: Any) -> None:
        widget = forms.EmailInput(
            {"autocomplete": autocomplete, "maxlength": 254, "spellcheck": "false"}
        )
        parts.setdefault("label", _("E-mail address"))
        super().__init__(max_length=254, widget=widget, **parts)

    def clean(self, value: Any) -> str:
        """Give the form to keep."""
        checked = check_email(super().clean(value))
        if checked.warning:
            raise forms.ValidationError(sentence(checked.warning))
        return accepted(checked)


class PhoneField(SharedField):
    """A telephone number; one without a country code is read as a Dutch one."""

    def __init__(self, **parts: Any) -> None:
        widget = forms.TextInput({"type": "tel", "autocomplete": "tel", "maxlength": 40})
        parts.setdefault("label", _("Telephone"))
        super().__init__(max_length=40, widget=widget, **parts)

    def clean(self, value: Any) -> str:
        """Give the form to keep."""
        checked = check_phone(super().clean(value), "NL")
        if checked.warning:
            raise forms.ValidationError(sentence(checked.warning))
        return accepted(checked)


def accepted(checked: Checked) -> str:
    """Give the form to keep of a field.

    Raises:
        ValidationError: it cannot be kept.
    """
    if checked.error:
        raise forms.ValidationError(sentence(checked.error))
    return checked.value


class NameForm(SiteForm):
    """A person's name in two fields, and the firm when there is one."""

    first_name = CheckedField("first_name", "given-name", label=_("First name or initials"))
    surname = CheckedField("surname", "family-name", label=_("Surname, with van or de"))
    company = CheckedField("company", "organization", label=_("Company"), required=False)

    def who(self, **more: str) -> Person:
        """Give who it is."""
        said = self.cleaned_data
        prefix, surname = split_surname(said["surname"], said.get("country", ""))
        return Person(
            company=said.get("company", ""), first_name=said["first_name"],
            surname_prefix=prefix, surname=surname, **more,
        )  # fmt: skip


class AddressForm(SiteForm):
    """A postal address, with the house number in a field of its own."""

    street = CheckedField("street", "address-line1", label=_("Street"))
    house_number = CheckedField("house_number", "off", label=_("House number"), sometimes=True)
    house_number_addition = CheckedField(
        "house_number_addition", "off", label=_("Addition"), required=False
    )
    address_line_2 = CheckedField(
        "address_line_2", "address-line2", label=_("Second address line"), required=False
    )
    postcode = CheckedField("postcode", "postal-code", label=_("Postcode"), sometimes=True)
    town = CheckedField("town", "address-level2", label=_("Town"))
    country = forms.CharField(
        label=_("Country"), max_length=2, initial="NL", widget=CountrySelect()
    )

    def clean(self) -> dict[str, Any]:
        """Check the parts of the address together, by the rules of its country."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        parts = {name: said.get(name, "") for name in ADDRESS_FIELDS}
        checked = check_address(parts)
        wrong = {**checked.errors, **{f: c for f, c in checked.warnings.items() if c in STOPS}}
        for field, code in wrong.items():
            if field in self.fields and field not in self.errors:
                self.add_error(field, sentence(code))
        return said | {name: checked.values.get(name, "") for name in ADDRESS_FIELDS}

    def address(self) -> Address:
        """Give the address."""
        said = self.cleaned_data
        return Address(**{name: said[name] for name in ADDRESS_FIELDS if said.get(name)})


def person_of(name: str, **more: str) -> Person:
    """Take a name apart that was typed in one field."""
    parts = split_name(name) if name else None
    if parts is None:
        return Person(**more)
    return Person(
        first_name=parts.first_name, surname_prefix=parts.surname_prefix, surname=parts.surname,
        **more,
    )  # fmt: skip


def as_typed(who: Person, address: Address | None) -> Mapping[str, str]:
    """Give names and address as the fields of a form have them."""
    surname = person_name({"surname_prefix": who.surname_prefix, "surname": who.surname})
    typed = {"first_name": who.first_name, "surname": surname, "company": who.company}
    if address is not None:
        typed |= {name: getattr(address, name) for name in ADDRESS_FIELDS}
    return typed
