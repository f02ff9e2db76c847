"""What a code means, in a sentence for a human."""

from django.utils.translation import gettext as _

from klantkluis.core.fields.checked import Code


def sentence(code: Code) -> str:
    """Say a warning or an error in the language of the reader; it holds no personal data."""
    return {
        Code.TOO_LONG: _("This is longer than we can keep."),
        Code.NAME_MISSING: _("A name is missing: of the company or of the person."),
        Code.BANK_ACCOUNT: _("This holds a bank account number, and we keep none of customers."),
        Code.CITIZEN_NUMBER: _("This holds a citizen service number (BSN), which we may not keep."),
        Code.CITIZEN_VAT_NUMBER: _(
            "This old VAT number holds a citizen service number (BSN), which we may not keep. "
            "Ask for the VAT number (btw-id) that has been in use since 2020."
        ),
        Code.COUNTRY_UNKNOWN: _("We do not know this country, so it is left out."),
        Code.COUNTRY_ASSUMED: _("No country was given; the postcode looks Dutch."),
        Code.POSTCODE_UNLIKELY: _("This postcode does not fit the country."),
        Code.HOUSE_NUMBER_UNLIKELY: _("This is an unusual house number."),
        Code.ADDRESS_INCOMPLETE: _("Mail needs this part of the address."),
        Code.PHONE_UNLIKELY: _("This telephone number cannot exist as it stands."),
        Code.PHONE_WITHOUT_COUNTRY: _(
            "Without a country or a country code (+31) we cannot check this telephone number."
        ),
        Code.EMAIL_UNLIKELY: _("This e-mail address cannot work as it stands."),
        Code.VAT_NUMBER_UNLIKELY: _("This VAT number cannot be right: its check does not fit."),
        Code.VAT_NUMBER_OUTSIDE_EU: _(
            "This is not a VAT number of a country in the European Union."
        ),
        Code.VAT_NUMBER_OTHER_COUNTRY: _(
            "This VAT number belongs to another country than the address."
        ),
        Code.VAT_NUMBER_OF_PERSON: _("A VAT number is kept of companies; this is a person."),
        Code.COC_NUMBER_UNLIKELY: _("A number of the Dutch trade register (KVK) has eight digits."),
        Code.OIN_UNLIKELY: _(
            "This OIN cannot be right: it has twenty digits and starts with 0000000."
        ),
        Code.E_INVOICE_ADDRESS_UNLIKELY: _(
            "Write an e-invoice address as a scheme of four digits, a colon and a number that"
            " suits it, for example 0106:12345678."
        ),
        Code.E_INVOICE_OF_PERSON: _(
            "This is used on invoices to companies and public bodies only; this is a person."
        ),
    }[code]
