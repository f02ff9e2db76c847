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
        Code.PHONE_UNLIKELY: _("This telephone number cannot exist as it stands."),
        Code.EMAIL_UNLIKELY: _("This e-mail address cannot work as it stands. Check it for typos."),
    }
    return said.get(code, _("This cannot be right as it stands."))
