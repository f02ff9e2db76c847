"""Our own data."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum import bic, iban
from stdnum.eu import vat
from stdnum.exceptions import ValidationError as NumberError

from klantkluis.foundation.models import Company
from klantkluis.office.forms.base import Label, OfficeForm


def line(label: Label, length: int, **more: Any) -> forms.CharField:
    """Make a field for one line of text."""
    attrs = more.pop("attrs", {})
    return forms.CharField(
        label=label, max_length=length, widget=forms.TextInput(attrs=attrs), **more
    )


class CompanyForm(OfficeForm):
    """Name, address, registrations and habits."""

    name = line(gettext_lazy("Name of the company"), 120)
    street = line(gettext_lazy("Street"), 120)
    house_number = line(gettext_lazy("House number"), 20)
    postcode = line(gettext_lazy("Postcode"), 12)
    town = line(gettext_lazy("Town"), 80)
    phone = line(gettext_lazy("Phone"), 30, required=False, attrs={"inputmode": "tel"})
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    website = line(gettext_lazy("Website"), 120, required=False)
    coc_number = line(
        gettext_lazy("Chamber of Commerce number"),
        8,
        required=False,
        attrs={"inputmode": "numeric"},
    )
    vat_number = line(gettext_lazy("VAT identification number (btw-id)"), 20, required=False)
    iban = line(
        gettext_lazy("Own bank account (IBAN)"),
        42,
        required=False,
        help_text=gettext_lazy("For your invoices. Those of customers are never kept."),
    )
    bic = line(gettext_lazy("BIC"), 11, required=False)
    payment_term_days = forms.IntegerField(
        label=gettext_lazy("Usual payment term in days"), min_value=0, max_value=365
    )
    price_basis = forms.ChoiceField(
        label=gettext_lazy("Prices are usually entered"),
        choices=[("net", gettext_lazy("excluding VAT")), ("gross", gettext_lazy("including VAT"))],
    )
    small_business = forms.BooleanField(
        label=gettext_lazy("We use the small-business scheme (KOR)"),
        required=False,
        help_text=gettext_lazy("Then no VAT stands on your invoices, in any form."),
    )
    oss_since = forms.DateField(
        label=gettext_lazy("VAT of other EU countries (OSS) since"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy(
            "From this day consumers elsewhere in the EU pay the VAT of their own country. Leave"
            " it empty while you stay under the yearly limit of € 10,000."
        ),
    )

    @classmethod
    def initial_of(cls, company: Company | None) -> dict[str, Any]:
        """Give the stored values, or sensible ones for a company that is not there yet."""
        if company is None:
            return {"payment_term_days": 14, "price_basis": "net"}
        return {name: getattr(company, name) for name in cls.base_fields}

    def clean_coc_number(self) -> str:
        """Doubt a number that has not eight digits."""
        number = re.sub(r"\D", "", str(self.cleaned_data["coc_number"]))
        if number and len(number) != 8:
            self.warn("coc_number", _("A Chamber of Commerce number has eight digits."))
        return number

    def clean_vat_number(self) -> str:
        """Doubt a number that fails its check digits (python-stdnum)."""
        number = str(self.cleaned_data["vat_number"])
        if number and not vat.is_valid(number):
            self.warn("vat_number", _("This is not a valid VAT identification number."))
        return vat.compact(number) if vat.is_valid(number) else number.replace(" ", "").upper()

    def clean_iban(self) -> str:
        """Refuse an account that fails its check digits: customers would pay into nowhere."""
        number = str(self.cleaned_data["iban"])
        if not number:
            return ""
        try:
            return str(iban.validate(number))
        except NumberError as error:
            raise forms.ValidationError(_("This is not a valid IBAN.")) from error

    def clean_bic(self) -> str:
        """Refuse what has not the shape of a BIC."""
        code = str(self.cleaned_data["bic"]).replace(" ", "").upper()
        if code and not bic.is_valid(code):
            raise forms.ValidationError(_("This is not a valid BIC."))
        return code
