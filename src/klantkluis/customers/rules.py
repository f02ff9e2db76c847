"""Decisions about a customer's data: values in, verdicts out."""

from collections.abc import Mapping

from klantkluis.core.fields.address import (
    CheckedFields,
    address_warnings,
    check_country_of,
    check_one,
    parts_of,
    settle,
)
from klantkluis.core.fields.checked import Code
from klantkluis.core.fields.text import LONGEST

PERSON, COMPANY = "person", "company"
CUSTOMER_FIELDS = ("kind", *LONGEST)
NAME_FIELDS = ("company", "surname", "first_name")
"""Each of these alone is a name, and a name is all that a customer needs (P1)."""
E_INVOICE_FIELDS = ("coc_number", "oin", "e_invoice_address", "buyer_reference")
"""What an e-invoice needs of a company or a public body besides; of persons it is never used."""


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
    country = check_country_of(fields, default_country)
    verdicts = {"country": country}
    for field, text in parts_of(fields, country.value).items():
        if field in LONGEST and field != "country":
            verdicts[field] = check_one(field, text, country.value)
    settled = settle(verdicts)
    values, errors = dict(settled.values), dict(settled.errors)
    kind = values["kind"] = kind_of(values)
    if not has_name(values) and errors.keys().isdisjoint(NAME_FIELDS):
        errors["company" if fields.get("kind") == COMPANY else "surname"] = Code.NAME_MISSING
    warnings = {**address_warnings(values), **settled.warnings}
    if kind == PERSON and values.get("vat_number"):
        warnings.setdefault("vat_number", Code.VAT_NUMBER_OF_PERSON)
    if kind == PERSON:
        for field in E_INVOICE_FIELDS:
            if values.get(field):
                warnings.setdefault(field, Code.E_INVOICE_OF_PERSON)
    return CheckedFields(values, warnings, errors)
