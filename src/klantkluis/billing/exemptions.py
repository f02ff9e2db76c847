"""Why something is without VAT, as an e-invoice says it: the words of the law, and a code."""

from typing import Final

from klantkluis.billing.einvoice.codes import REASONED, Vat
from klantkluis.billing.einvoice.totals import Reason
from klantkluis.core.vat import VatTreatment

_ARTICLE_11: Final = (
    "Vrijgesteld van btw, artikel 11 Wet op de omzetbelasting 1968",
    "Exempt from VAT, article 11 of the Dutch VAT Act 1968",
)
_SMALL: Final = (
    "Vrijgesteld van btw, kleineondernemersregeling, artikel 25 Wet op de omzetbelasting 1968",
    "Exempt from VAT, small business scheme, article 25 of the Dutch VAT Act 1968",
)
_REASONS: Final = {
    VatTreatment.INTRA_EU: (
        "Intracommunautaire levering, artikel 138 Richtlijn 2006/112/EG",
        "Intra-Community supply, article 138 of Directive 2006/112/EC",
    ),
    VatTreatment.REVERSE_CHARGE: (
        "Btw verlegd, artikel 196 Richtlijn 2006/112/EG",
        "VAT reverse charged, article 196 of Directive 2006/112/EC",
    ),
    VatTreatment.EXPORT: (
        "Uitvoer, 0% btw (Wet op de omzetbelasting 1968, tabel II, post a.2)",
        "Export, 0% VAT (Dutch VAT Act 1968, table II, item a.2)",
    ),
    VatTreatment.OUTSIDE: (
        "Dienst buiten de EU: geen Nederlandse btw",
        "Service supplied outside the EU: no Dutch VAT",
    ),
    VatTreatment.SMALL_BUSINESS: _SMALL,
    VatTreatment.DOMESTIC: _ARTICLE_11,
}
_CODES: Final = {
    Vat.INTRA_COMMUNITY: "VATEX-EU-IC",
    Vat.REVERSE_CHARGE: "VATEX-EU-AE",
    Vat.EXPORT: "VATEX-EU-G",
    Vat.OUTSIDE_SCOPE: "VATEX-EU-O",
}
"""Exempt has no code: those of the list name articles of the Directive, ours those of the law."""


def reason_of(treatment: VatTreatment, category: Vat, language: str) -> Reason:
    """Give why a category is without VAT (BT-120, BT-121); nothing where there is VAT."""
    if category not in REASONED:
        return Reason("")
    dutch, english = _REASONS[treatment]
    return Reason(english if language == "en" else dutch, _CODES.get(category, ""))
