"""Our own data."""

import re
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum import bic, iban
from stdnum.eu import vat
from stdnum.exceptions import ValidationError as NumberError

from klantkluis.foundation.models import Company
from klantkluis.office.forms.base import Label, OfficeForm

MAX_LOGO_BYTES = 1024 * 1024
KINDS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def line(label: Label, length: int, **more: Any) -> forms.CharField:
    """Make a field for one line of text."""
    attrs = more.pop("attrs", {})
    return forms.CharField(
        label=label, max_length=length, widget=forms.TextInput(attrs=attrs), **more
    )


class CompanyForm(OfficeForm):
    """Name, address, registrations, looks and habits."""

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
    colour = forms.CharField(
        label=gettext_lazy("Colour on paper"),
        widget=forms.TextInput(attrs={"type": "color", "class": "form-control-color"}),
    )
    window_side = forms.ChoiceField(
        label=gettext_lazy("Window of your envelopes"),
        choices=[("left", gettext_lazy("On the left")), ("right", gettext_lazy("On the right"))],
    )
    footer_nl = line(gettext_lazy("Line at the foot, Dutch"), 300, required=False)
    footer_en = line(gettext_lazy("Line at the foot, English"), 300, required=False)
    logo = forms.FileField(
        label=gettext_lazy("Logo"),
        required=False,
        help_text=gettext_lazy("SVG, PNG or JPEG, at most 1 MB."),
        widget=forms.FileInput(attrs={"accept": ".svg,.png,.jpg,.jpeg"}),
    )
    remove_logo = forms.BooleanField(label=gettext_lazy("Remove the logo"), required=False)

    @classmethod
    def initial_of(cls, company: Company | None) -> dict[str, Any]:
        """Give the stored values, or sensible ones for a company that is not there yet."""
        if company is None:
            defaults = {"payment_term_days": 14, "price_basis": "net", "colour": "#0f5f5a"}
            return {**defaults, "window_side": "left"}
        return {name: getattr(company, name, None) for name in cls.base_fields if name != "logo"}

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

    def clean_colour(self) -> str:
        """Take a colour as #rrggbb."""
        colour = str(self.cleaned_data["colour"])
        if not COLOUR.fullmatch(colour):
            raise forms.ValidationError(_("Give a colour as # and six hexadecimal digits."))
        return colour.lower()

    def clean_logo(self) -> UploadedFile[bytes] | None:
        """Take a picture that is what it says: the type comes from its bytes."""
        file: UploadedFile[bytes] | None = self.cleaned_data.get("logo")
        if file is None:
            return None
        if (file.size or 0) > MAX_LOGO_BYTES:
            raise forms.ValidationError(_("This file is larger than 1 MB."))
        if not media_type(file.read()):
            raise forms.ValidationError(_("This is not an SVG, PNG or JPEG picture."))
        file.seek(0)
        return file

    def fields_of_company(self) -> dict[str, Any]:
        """Give what is to be stored."""
        fields = dict(self.cleaned_data)
        logo, remove = fields.pop("logo"), fields.pop("remove_logo")
        if logo is not None:
            content = logo.read()
            fields |= {"logo": content, "logo_media_type": media_type(content)}
        elif remove:
            fields |= {"logo": b"", "logo_media_type": ""}
        return fields


def media_type(content: bytes) -> str:
    """Give the media type of a picture by its first bytes, or nothing."""
    for start, kind in KINDS.items():
        if content.startswith(start):
            return kind
    return "image/svg+xml" if b"<svg" in content[:1000].lower() else ""
