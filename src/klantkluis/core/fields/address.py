"""A whole address after its checks: what to keep of it, and what to remark."""

from collections.abc import Mapping
from dataclasses import dataclass

from klantkluis.core.fields.checked import Checked, Code
from klantkluis.core.fields.country import check_country
from klantkluis.core.fields.e_invoice import (
    check_coc_number,
    check_e_invoice_address,
    check_oin,
)
from klantkluis.core.fields.email import check_email
from klantkluis.core.fields.phone import check_phone
from klantkluis.core.fields.postcode import check_postcode, looks_dutch, required_parts
from klantkluis.core.fields.street import number_comes_last, split_number
from klantkluis.core.fields.text import check_text, clean_line
from klantkluis.core.fields.vat_number import check_vat_number

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


def check_one(field: str, text: str, country: str) -> Checked:
    """Judge one field by what it is."""
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


def settle(verdicts: Mapping[str, Checked]) -> CheckedFields:
    """Put the verdicts on single fields together."""
    return CheckedFields(
        values={field: checked.value for field, checked in verdicts.items() if checked.value},
        warnings={field: c.warning for field, c in verdicts.items() if c.warning},
        errors={field: c.error for field, c in verdicts.items() if c.error},
    )


def check_country_of(fields: Mapping[str, str], default_country: str) -> Checked:
    """Judge the country of an address, or find it where none was given."""
    country = check_country(fields.get("country", ""))
    if country.value or country.warning or not any(fields.get(f) for f in ADDRESS_FIELDS):
        return country
    if default_country:
        return Checked(default_country)
    if looks_dutch(fields.get("postcode", "")):
        return Checked("NL", warning=Code.COUNTRY_ASSUMED)
    return country


def address_warnings(values: Mapping[str, str]) -> dict[str, Code]:
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


def parts_of(fields: Mapping[str, str], country: str) -> dict[str, str]:
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
    country = check_country_of(fields, default_country)
    verdicts = {"country": country}
    for field, text in parts_of(fields, country.value).items():
        if field in {"phone", *ADDRESS_FIELDS} - {"country"}:
            verdicts[field] = check_one(field, text, country.value)
        elif field in {"label", "name"}:
            verdicts[field] = check_text("company", text)
    settled = settle(verdicts)
    warnings = {**address_warnings(settled.values), **settled.warnings}
    return CheckedFields(settled.values, warnings, settled.errors)
