"""The verdict on one field: what to keep, what to mention, what to refuse."""

from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    """Everything that can be remarked on a field; `sentences` says it to a human."""

    TOO_LONG = "too_long"
    NAME_MISSING = "name_missing"
    BANK_ACCOUNT = "bank_account"
    CITIZEN_NUMBER = "citizen_number"
    CITIZEN_VAT_NUMBER = "citizen_vat_number"
    COUNTRY_UNKNOWN = "country_unknown"
    COUNTRY_ASSUMED = "country_assumed"
    POSTCODE_UNLIKELY = "postcode_unlikely"
    HOUSE_NUMBER_UNLIKELY = "house_number_unlikely"
    ADDRESS_INCOMPLETE = "address_incomplete"
    PHONE_UNLIKELY = "phone_unlikely"
    PHONE_WITHOUT_COUNTRY = "phone_without_country"
    EMAIL_UNLIKELY = "email_unlikely"
    VAT_NUMBER_UNLIKELY = "vat_number_unlikely"
    VAT_NUMBER_OUTSIDE_EU = "vat_number_outside_eu"
    VAT_NUMBER_OTHER_COUNTRY = "vat_number_other_country"
    VAT_NUMBER_OF_PERSON = "vat_number_of_person"
    COC_NUMBER_UNLIKELY = "coc_number_unlikely"
    OIN_UNLIKELY = "oin_unlikely"
    E_INVOICE_ADDRESS_UNLIKELY = "e_invoice_address_unlikely"
    E_INVOICE_OF_PERSON = "e_invoice_of_person"


@dataclass(frozen=True, slots=True)
class Checked:
    """One field after its check.

    `value` is the form to keep. A `warning` is said and does not block; an `error` means that
    the value cannot be kept at all.
    """

    value: str
    warning: Code | None = None
    error: Code | None = None
