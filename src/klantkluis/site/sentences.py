"""What a verdict on a field means, in a sentence for a customer."""

from django.utils.translation import gettext as _

from klantkluis.core.fields.checked import Code


def sentence(code: Code) -> str:
    """Say a verdict in the language of the reader; it holds no personal data."""
    said = {
        Code.TOO_LONG: _("This is longer than we can keep."),
        Code.BANK_ACCOUNT: _(
            "This holds a bank account number. We keep none of customers: please leave it out."
        ),
        Code.CITIZEN_NUMBER: _(
            "This holds a citizen service number (BSN). We may not keep it: please leave it out."
        ),
        Code.CITIZEN_VAT_NUMBER: _(
            "This old VAT number holds a citizen service number (BSN), which we may not keep. Use"
            " the VAT number (btw-id) that you have had since 2020."
        ),
        Code.COUNTRY_UNKNOWN: _("Choose a country from the list."),
        Code.POSTCODE_UNLIKELY: _("This postcode does not fit the country."),
        Code.ADDRESS_INCOMPLETE: _("The post needs this part of the address."),
        Code.VAT_NUMBER_UNLIKELY: _("This is no VAT number of the European Union."),
        Code.PHONE_UNLIKELY: _("This telephone number cannot exist as it stands."),
        Code.EMAIL_UNLIKELY: _("This e-mail address cannot work as it stands. Check it for typos."),
    }
    return said.get(code, _("This cannot be right as it stands."))


def question(code: Code) -> str:
    """Ask about what is unusual and can be kept; what cannot be is said as `sentence` does."""
    asked = {
        Code.EMAIL_UNLIKELY: _("Is this e-mail address right?"),
        Code.POSTCODE_UNLIKELY: _("Is this postcode right? It is unusual in that country."),
        Code.HOUSE_NUMBER_UNLIKELY: _("Is this house number right?"),
        Code.PHONE_UNLIKELY: _("Is this telephone number right?"),
        Code.VAT_NUMBER_OTHER_COUNTRY: _("Is this VAT number of another country right?"),
        Code.VAT_NUMBER_OUTSIDE_EU: _("This VAT number is from outside the EU."),
        Code.COC_NUMBER_UNLIKELY: _("Is this number of the trade register right?"),
    }
    return asked.get(code) or sentence(code)
