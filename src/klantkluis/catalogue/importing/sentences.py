"""What is said of a row of products, in a sentence for a human."""

from django.utils.translation import gettext as _

from klantkluis.catalogue.importing.compose import Code
from klantkluis.catalogue.importing.preview import Remark
from klantkluis.catalogue.importing.price import PriceCode


def _said(code: Code | PriceCode) -> str:
    return {
        PriceCode.UNREADABLE: _("This is no price."),
        PriceCode.OTHER_CURRENCY: _("This price is not in euros."),
        PriceCode.TOO_LARGE: _("This price is too large."),
        PriceCode.NEGATIVE: _("A price cannot be negative."),
        PriceCode.AMBIGUOUS: _("This price may be meant a thousand times larger; check it."),
        Code.NAME_MISSING: _("The product has no name."),
        Code.PRICE_MISSING: _("The product has no price."),
        Code.TOO_LONG: _("This is longer than we can keep."),
        Code.TYPE_UNKNOWN: _("We do not know this type of product."),
        Code.SKU_DERIVED: _("The product has no article number; one is made of its name."),
        Code.VAT_ASSUMED: _("We do not know this VAT; check the VAT category of the product."),
        Code.VAT_RATE_FOREIGN: _(
            "This VAT rate is not a Dutch one; the category that it resembles is taken."
        ),
        Code.UNIT_UNKNOWN: _("We do not know this unit; the product is sold by the piece."),
        Code.BARCODE_LEFT_OUT: _("This is no barcode; it is left out."),
        Code.BARCODE_UNLIKELY: _("This barcode cannot be right: its check digit does not fit."),
        Code.TOO_MANY_CELLS: _(
            "The row has more cells than there are columns, so that cells may have moved."
        ),
        Code.HOLDS_VARIANTS: _("Not sold as such: its variants are."),
        Code.SAME_AS_LINE: _("The same article number as line %(line)s; only that one is taken."),
        Code.BELONGS_TO_LINE: _("Belongs to the product above it and holds none of its own."),
        Code.OTHER_PRICE_GROUP: _("A price for a larger quantity; we keep one price."),
    }[code]


def sentence(remark: Remark) -> str:
    """Say an error or warning with the line and the column that it is about."""
    said = _said(remark.code) % {"line": remark.other_line}
    if remark.column:
        place = _("Line %(line)s, column “%(column)s”: %(said)s")
    else:
        place = _("Line %(line)s: %(said)s")
    return place % {"line": remark.line, "column": remark.column, "said": said}
