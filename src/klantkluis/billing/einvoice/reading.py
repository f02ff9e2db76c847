"""From the bytes of an e-invoice to what it says, whichever of the two syntaxes it is in."""

from enum import StrEnum

from lxml import etree

from klantkluis.billing.einvoice.cii_names import CROSS_INDUSTRY_INVOICE
from klantkluis.billing.einvoice.cii_reading import from_cii
from klantkluis.billing.einvoice.guarding import guarded
from klantkluis.billing.einvoice.model import Invoice
from klantkluis.billing.einvoice.refusals import EInvoiceRefused
from klantkluis.billing.einvoice.ubl_names import CREDIT_NOTE, INVOICE
from klantkluis.billing.einvoice.ubl_reading import from_ubl


class Syntax(StrEnum):
    """What an e-invoice is written in."""

    UBL_INVOICE = "ubl-invoice"
    UBL_CREDIT_NOTE = "ubl-credit-note"
    CII = "cii"


_ROOTS = {
    f"{{{INVOICE}}}Invoice": Syntax.UBL_INVOICE,
    f"{{{CREDIT_NOTE}}}CreditNote": Syntax.UBL_CREDIT_NOTE,
    f"{{{CROSS_INDUSTRY_INVOICE}}}CrossIndustryInvoice": Syntax.CII,
}


def read_invoice(data: bytes) -> Invoice:
    """Read an e-invoice. What EN 16931 does not know is left out.

    Raises:
        EInvoiceRefused: the file is no e-invoice, says something that cannot be, lacks what each
            invoice has, or is larger or odder than an e-invoice may be.
    """
    root = guarded(data)
    if syntax_of(root) is Syntax.CII:
        return from_cii(root)
    return from_ubl(root)


def syntax_of(root: etree._Element) -> Syntax:
    """Tell what an e-invoice is written in.

    Raises:
        EInvoiceRefused: it is no e-invoice.
    """
    syntax = _ROOTS.get(str(root.tag))
    if syntax is None:
        raise EInvoiceRefused("The file is no UBL or CII invoice.")
    return syntax
