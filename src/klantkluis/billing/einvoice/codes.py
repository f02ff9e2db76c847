"""The codes of EN 16931 that a Dutch shop meets, and the profiles that it writes."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class TypeCode(StrEnum):
    """What kind of invoice it is (BT-3, UNTDID 1001). Other codes are read as plain text."""

    INVOICE = "380"
    CREDIT_NOTE = "381"
    CORRECTED = "384"
    PREPAYMENT = "386"
    SELF_BILLED = "389"


CREDIT_NOTE_TYPES: Final = frozenset(
    {"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "502", "503", "532"}
)
"""The codes of BT-3 that UBL writes as a CreditNote; all others are an Invoice (BR-CL-01)."""


class Vat(StrEnum):
    """VAT categories (BT-95, BT-102, BT-118, BT-151; UNTDID 5305)."""

    STANDARD = "S"
    ZERO = "Z"
    EXEMPT = "E"
    REVERSE_CHARGE = "AE"
    INTRA_COMMUNITY = "K"
    EXPORT = "G"
    OUTSIDE_SCOPE = "O"
    CANARY_ISLANDS = "L"
    CEUTA_AND_MELILLA = "M"


REASONED: Final = frozenset(
    {
        Vat.EXEMPT,
        Vat.REVERSE_CHARGE,
        Vat.INTRA_COMMUNITY,
        Vat.EXPORT,
        Vat.OUTSIDE_SCOPE,
    }
)
"""The categories that need a reason (BR-E-10, BR-AE-10, BR-IC-10, BR-G-10, BR-O-10)."""

REASON_CODES: Final = {
    "VATEX-EU-AE": Vat.REVERSE_CHARGE,
    "VATEX-EU-IC": Vat.INTRA_COMMUNITY,
    "VATEX-EU-G": Vat.EXPORT,
    "VATEX-EU-O": Vat.OUTSIDE_SCOPE,
    "VATEX-EU-D": Vat.EXEMPT,
    "VATEX-EU-F": Vat.EXEMPT,
    "VATEX-EU-I": Vat.EXEMPT,
    "VATEX-EU-J": Vat.EXEMPT,
}
"""Which category a reason code of BT-121 belongs to (PEPPOL-EN16931-P0104 to P0111)."""


class Means(StrEnum):
    """How is paid (BT-81, UNTDID 4461): the six of the Netherlands, and cash."""

    IN_CASH = "10"
    CREDIT_TRANSFER = "30"
    CARD = "48"
    DIRECT_DEBIT = "49"
    STANDING_AGREEMENT = "57"
    SEPA_CREDIT_TRANSFER = "58"
    SEPA_DIRECT_DEBIT = "59"


CREDIT_TRANSFERS: Final = frozenset({Means.CREDIT_TRANSFER, Means.SEPA_CREDIT_TRANSFER})
DIRECT_DEBITS: Final = frozenset({Means.DIRECT_DEBIT, Means.SEPA_DIRECT_DEBIT})
CARDS: Final = frozenset({"48", "54", "55"})
DUTCH_MEANS: Final = frozenset({"30", "48", "49", "57", "58", "59"})
"""The means that Dutch sellers may name (BR-NL-12, NL-R-008)."""

TAX_POINT_CODES: Final = {"3": "5", "35": "29", "432": "72"}
"""When VAT is due (BT-8): UNTDID 2005, as the model and UBL have it, and 2475, as CII has it."""

ATTACHMENT_TYPES: Final = frozenset(
    {
        "application/pdf",
        "image/png",
        "image/jpeg",
        "text/csv",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.oasis.opendocument.spreadsheet",
    }
)
"""The kinds of file that may travel inside an e-invoice (BT-125, BR-CL-24)."""

PIECE: Final = "C62"
HOUR: Final = "HUR"


@dataclass(frozen=True, slots=True)
class Profile:
    """A use of the standard: its specification identifier (BT-24) and process (BT-23)."""

    specification: str
    process: str = ""


EN16931: Final = Profile("urn:cen.eu:en16931:2017")
"""The standard itself. The same identifier is the guideline of Factur-X and ZUGFeRD EN 16931."""

PEPPOL: Final = Profile(
    "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0",
    "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0",
)
"""Peppol BIS Billing 3."""

NLCIUS: Final = Profile("urn:cen.eu:en16931:2017#compliant#urn:fdc:nen.nl:nlcius:v1.0")
"""The Dutch use of the standard, SI-UBL 2.0."""

NLCIUS_G_ACCOUNT: Final = "#conformant#urn:fdc:nen.nl:gaccount:v1.0"
"""How the specification identifier of a Dutch invoice with a blocked account ends."""


def is_peppol(specification: str) -> bool:
    """Tell whether an e-invoice says that it follows Peppol BIS Billing 3."""
    return specification.startswith(PEPPOL.specification)


def is_nlcius(specification: str) -> bool:
    """Tell whether an e-invoice says that it follows NLCIUS."""
    return specification.startswith(NLCIUS.specification) or NLCIUS_G_ACCOUNT in specification
