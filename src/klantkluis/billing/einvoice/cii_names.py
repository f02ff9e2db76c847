"""The namespaces of UN/CEFACT's Cross Industry Invoice D16B, and its fixed codes."""

from typing import Final

CROSS_INDUSTRY_INVOICE: Final = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
ENTITIES: Final = (
    "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
)
QUALIFIED: Final = "urn:un:unece:uncefact:data:standard:QualifiedDataType:100"
UNQUALIFIED: Final = "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"

PREFIXES: Final = {
    "rsm": CROSS_INDUSTRY_INVOICE,
    "ram": ENTITIES,
    "qdt": QUALIFIED,
    "udt": UNQUALIFIED,
}

COMPACT_DAY: Final = "102"
"""A day as eight digits (UNTDID 2379)."""

OBJECT_TYPE: Final = "130"
"""A reference to what an invoice or line is about (BT-18, BT-128)."""

TENDER_TYPE: Final = "50"
"""A reference to a tender (BT-17)."""

SUPPORT_TYPE: Final = "916"
"""A document that supports the invoice (BG-24)."""

VAT_NUMBER: Final = "VA"
TAX_NUMBER: Final = "FC"
