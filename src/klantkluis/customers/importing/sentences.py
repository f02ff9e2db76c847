"""What is said of a row of customers, in a sentence for a human."""

from django.utils.translation import gettext as _

from klantkluis.core.fields.checked import Code
from klantkluis.customers.importing.preview import Remark, RowCode
from klantkluis.customers.sentences import sentence as field_sentence


def _said(code: Code | RowCode) -> str:
    if isinstance(code, Code):
        return field_sentence(code)
    return {
        RowCode.TOO_MANY_CELLS: _(
            "The row has more cells than there are columns, so that cells may have moved."
        ),
        RowCode.SAME_AS_LINE: _("The same customer as line %(line)s; only that one is taken."),
        RowCode.ADDRESS_OF_LINE: _("A further address of the customer on line %(line)s."),
        RowCode.CONTACT_OF_LINE: _(
            "A contact person of the company on line %(line)s without an address; not imported."
        ),
        RowCode.PARENT_MISSING: _("The company that this contact belongs to is not above it."),
        RowCode.ADDRESS_UNUSABLE: _(
            "A further address of the customer on line %(line)s without a street or a town; "
            "not imported."
        ),
        RowCode.NOT_A_CUSTOMER: _("Not a customer, but a supplier or a maker."),
    }[code]


def field_name(field: str) -> str:
    """Name a field of a customer in the language of the reader."""
    return {
        "kind": _("Kind"),
        "company": _("Company"),
        "first_name": _("First name"),
        "surname_prefix": _("Surname prefix"),
        "surname": _("Surname"),
        "street": _("Street"),
        "house_number": _("House number"),
        "house_number_addition": _("Addition"),
        "address_line_2": _("Second address line"),
        "postcode": _("Postcode"),
        "town": _("Town"),
        "region": _("Region"),
        "country": _("Country"),
        "phone": _("Telephone"),
        "email": _("E-mail"),
        "vat_number": _("VAT number"),
        "remarks": _("Remarks"),
    }[field]


def sentence(remark: Remark) -> str:
    """Say an error or warning with the line, the column or the field that it is about."""
    said = _said(remark.code)
    if remark.other_line:
        said %= {"line": remark.other_line}
    if remark.column:
        place = _("Line %(line)s, column “%(place)s”: %(said)s")
    elif remark.field:
        place = _("Line %(line)s, %(place)s: %(said)s")
    else:
        place = _("Line %(line)s: %(said)s")
    where = remark.column or (field_name(remark.field) if remark.field else "")
    return place % {"line": remark.line, "place": where, "said": said}
