"""Decisions about a customer's data: values in, verdicts out."""

from collections.abc import Mapping
from dataclasses import dataclass

from klantkluis.customers.fields.checked import Checked, Code
from klantkluis.customers.fields.country import check_country
from klantkluis.customers.fields.e_invoice import (
    check_coc_number,
    check_e_invoice_address,
    check_oin,
)
from klantkluis.customers.fields.email import check_email
from klantkluis.customers.fields.phone import check_phone
from klantkluis.customers.fields.postcode import check_postcode, looks_dutch, required_parts
from klantkluis.customers.fields.street import number_comes_last, split_number
from klantkluis.customers.fields.text import LONGEST, check_text, clean_line
from klantkluis.customers.fields.vat_number import check_vat_number

PERSON, COMPANY = "person", "company"
CUSTOMER_FIELDS = ("kind", *LONGEST)
NAME_FIELDS = ("company", "surname", "first_name")
"""Each of these alone is a name, and a name is all that a customer needs (P1)."""
E_INVOICE_FIELDS = ("coc_number", "oin", "e_invoice_address", "buyer_reference")
"""What an e-invoice needs of a company or a public body besides; of persons it is never used."""
ADDRESS_FIELDS = (
    "street",
    "house_number",
    "house_number_addition",
    "address_line_2",
    "postcode",
    "town",
    "region",
    "country",
)


@dataclass(frozen=True, slots=True)
class CheckedFields:
    """All fields of one customer or address after their checks.

    `values` holds only what is filled in, in the form to keep. Warnings do not block; a field
    with an error cannot be kept.
    """

    values: Mapping[str, str]
    warnings: Mapping[str, Code]
    errors: Mapping[str, Code]

    @property
    def can_be_kept(self) -> bool:
        """No field has an error."""
        return not self.errors


def _check_one(field: str, text: str, country: str) -> Checked:
    match field:
        case "postcode":
            return check_postcode(text, country)
        case "phone":
            return check_phone(text, country)
        case "email":
            return check_email(text)
        case "vat_number":
            return check_vat_number(text, country)
        case "coc_number":
            return check_coc_number(text)
        case "oin":
            return check_oin(text)
        case "e_invoice_address":
            return check_e_invoice_address(text)
        case _:
            return check_text(field, text)


def _settle(verdicts: Mapping[str, Checked]) -> CheckedFields:
    return CheckedFields(
        values={field: checked.value for field, checked in verdicts.items() if checked.value},
        warnings={field: c.warning for field, c in verdicts.items() if c.warning},
        errors={field: c.error for field, c in verdicts.items() if c.error},
    )


def _check_country(fields: Mapping[str, str], default_country: str) -> Checked:
    country = check_country(fields.get("country", ""))
    if country.value or country.warning or not any(fields.get(f) for f in ADDRESS_FIELDS):
        return country
    if default_country:
        return Checked(default_country)
    if looks_dutch(fields.get("postcode", "")):
        return Checked("NL", warning=Code.COUNTRY_ASSUMED)
    return country


def _address_warnings(values: Mapping[str, str]) -> dict[str, Code]:
    """Find what mail would miss; nothing at all is fine, half an address is worth a remark."""
    if not any(values.get(f) for f in ADDRESS_FIELDS if f not in {"country", "region"}):
        return {}
    country = values.get("country", "")
    needed = set(required_parts(country)) if country else {"street", "town"}
    warnings = {f: Code.ADDRESS_INCOMPLETE for f in needed - {"region"} if not values.get(f)}
    number = values.get("house_number", "")
    if country in {"NL", "BE", "DE"} and values.get("street") and not number:
        warnings["house_number"] = Code.ADDRESS_INCOMPLETE
    elif number and country == "NL" and not (number.isdigit() and len(number) <= 5):
        warnings["house_number"] = Code.HOUSE_NUMBER_UNLIKELY
    return warnings


def _parts(fields: Mapping[str, str], country: str) -> dict[str, str]:
    """Take the addition off the number when both were typed in one box."""
    # What would be cleaned away is nothing: signs that cannot be printed are no addition.
    parts = {f: text for f, text in fields.items() if text and clean_line(text)}
    both = parts.get("house_number", "")
    if both and not parts.get("house_number_addition") and number_comes_last(country):
        parts["house_number"], parts["house_number_addition"] = split_number(both)
    return {field: text for field, text in parts.items() if text}


def check_address(fields: Mapping[str, str], *, default_country: str = "") -> CheckedFields:
    """Normalise and judge an address (fields of the sealed row `address`).

    `default_country` (ISO code) is used when the address names none.
    """
    country = _check_country(fields, default_country)
    verdicts = {"country": country}
    for field, text in _parts(fields, country.value).items():
        if field in {"phone", *ADDRESS_FIELDS} - {"country"}:
            verdicts[field] = _check_one(field, text, country.value)
        elif field in {"label", "name"}:
            verdicts[field] = check_text("company", text)
    settled = _settle(verdicts)
    warnings = {**_address_warnings(settled.values), **settled.warnings}
    return CheckedFields(settled.values, warnings, settled.errors)


def has_name(fields: Mapping[str, str]) -> bool:
    """Tell whether there is anything by which a customer can be called."""
    return any(fields.get(name) for name in NAME_FIELDS)


def kind_of(fields: Mapping[str, str]) -> str:
    """Give what a customer is: a company when it bears the name of one, otherwise a person."""
    return COMPANY if fields.get("company") else PERSON


def check_customer(fields: Mapping[str, str], *, default_country: str = "") -> CheckedFields:
    """Normalise and judge all fields of the sealed row `customer`.

    A customer with a company name is a company, whatever kind it was said to be. Only a name is
    required (`has_name`). Warnings never block what a human insists on; errors are a missing
    name, a text that is too long, and what may never be kept: a bank account number (P3) or a VAT
    number that holds a citizen's number (VAULT §10.5).

    `default_country` (ISO code) is used when an address names none.
    """
    country = _check_country(fields, default_country)
    verdicts = {"country": country}
    for field, text in _parts(fields, country.value).items():
        if field in LONGEST and field != "country":
            verdicts[field] = _check_one(field, text, country.value)
    settled = _settle(verdicts)
    values, errors = dict(settled.values), dict(settled.errors)
    kind = values["kind"] = kind_of(values)
    if not has_name(values) and errors.keys().isdisjoint(NAME_FIELDS):
        errors["company" if fields.get("kind") == COMPANY else "surname"] = Code.NAME_MISSING
    warnings = {**_address_warnings(values), **settled.warnings}
    if kind == PERSON and values.get("vat_number"):
        warnings.setdefault("vat_number", Code.VAT_NUMBER_OF_PERSON)
    if kind == PERSON:
        for field in E_INVOICE_FIELDS:
            if values.get(field):
                warnings.setdefault(field, Code.E_INVOICE_OF_PERSON)
    return CheckedFields(values, warnings, errors)
