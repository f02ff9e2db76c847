"""Who may be given what on which ground: values in, values out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from klantkluis.core.declared import Recipient

INTERNAL: Final = "internal"
"""Nobody outside: a file for our own work. It is no recipient (GDPR art. 4(9)), and yet it left
the vault, so it is noted."""
RECIPIENTS: Final = (INTERNAL, *(each.value for each in Recipient))
UNNAMED: Final = frozenset({INTERNAL, Recipient.PERSON.value})
"""Whose name is not written down: we ourselves, and the person whom the data are about."""


class Ground(StrEnum):
    """Why the law lets us hand something over; each with its article, and never empty."""

    OWN_USE = "own_use"
    """GDPR art. 5(1)(b): within the purpose for which we have it; nobody else gets it."""
    CONSENT = "gdpr_6_1_a"
    CONTRACT = "gdpr_6_1_b"
    LEGAL_DUTY = "gdpr_6_1_c"
    LEGITIMATE_INTEREST = "gdpr_6_1_f"
    PROCESSOR = "gdpr_28"
    """GDPR art. 28(3): who works for us, by our instructions, under a contract."""
    OWN_DATA = "gdpr_15_20"
    """GDPR art. 15 and 20: the person gets what is theirs."""
    TAX = "awr_52_53"
    """AWR art. 47, 52 and 53: the tax authority looks into the books."""
    ICP = "wet_ob_37a"
    """Wet op de omzetbelasting 1968 art. 37a: the recapitulative statement."""
    OSS = "directive_369k"
    """Directive 2006/112/EC art. 369k: the records of the one-stop shop."""
    VAT_NUMBERS = "regulation_904_2010_31"
    """Regulation (EU) 904/2010 art. 31: asking whether a VAT number is valid."""
    COURT_ORDER = "sv_126nd"
    """Wetboek van Strafvordering art. 126nc-126nd, or an order of a court."""


_NO_OTHER: Final = (Ground.LEGAL_DUTY, Ground.LEGITIMATE_INTEREST, Ground.CONSENT)

GROUNDS: Final[Mapping[str, tuple[Ground, ...]]] = MappingProxyType(
    {
        INTERNAL: (Ground.OWN_USE,),
        Recipient.TAX_AUTHORITY: (Ground.TAX, Ground.ICP, Ground.OSS, Ground.LEGAL_DUTY),
        Recipient.ACCOUNTANT: (Ground.PROCESSOR, Ground.LEGAL_DUTY, Ground.LEGITIMATE_INTEREST),
        Recipient.MUNICIPALITY: (Ground.LEGAL_DUTY,),
        Recipient.COURT: (Ground.COURT_ORDER, Ground.LEGAL_DUTY, Ground.LEGITIMATE_INTEREST),
        Recipient.CARRIER: (Ground.CONTRACT, Ground.PROCESSOR),
        Recipient.MAIL_SERVICE: (Ground.PROCESSOR,),
        Recipient.ACCESS_POINT: (Ground.PROCESSOR, Ground.CONTRACT),
        Recipient.PAYMENT_PROVIDER: (Ground.CONTRACT, Ground.PROCESSOR),
        Recipient.HOST: (Ground.PROCESSOR,),
        Recipient.VIES: (Ground.VAT_NUMBERS,),
        Recipient.PERSON: (Ground.OWN_DATA, Ground.CONTRACT),
        Recipient.OTHER: (*_NO_OTHER, Ground.CONTRACT, Ground.PROCESSOR),
    }
)
"""The grounds on which each kind of recipient may be given something, the usual one first."""


class What(StrEnum):
    """What was handed over: the code of an export, or of a kind of message."""

    CUSTOMERS = "customers"
    ORDERS = "orders"
    DELIVERIES = "deliveries"
    QUOTES = "quotes"
    RETURNS = "returns"
    INVOICES = "invoices"
    PAYMENTS = "payments"
    STATEMENT = "statement"
    DELIVERY_PAPERS = "delivery_papers"
    INVOICE_PAPERS = "invoice_papers"
    LABELS = "labels"
    E_INVOICE = "e_invoice"
    VAT_NUMBER = "vat_number"
    ACCESS_PACKAGE = "access_package"
    AUDIT_PACK = "audit_pack"
    BREACH_LETTERS = "breach_letters"
    DISCLOSURES = "disclosures"


class Why(StrEnum):
    """What a file is made for."""

    WORK = "work"
    BOOKKEEPING = "bookkeeping"
    BILLING = "billing"
    CHECKING = "checking"
    TAX = "tax"
    DELIVERY = "delivery"
    FIGURES = "figures"
    MIGRATION = "migration"
    CLAIM = "claim"
    REQUEST = "request"
    OTHER = "other"


NAME: Final = "dpv-pd:Name"
NUMBER: Final = "dpv-pd:Identifier"
ADDRESS: Final = "dpv-pd:PhysicalAddress"
_BOUGHT: Final = ("dpv-pd:Purchase",)
_PAID: Final = ("dpv-pd:Purchase", "dpv-pd:Transactional")

CATEGORIES: Final[Mapping[What, tuple[str, ...]]] = MappingProxyType(
    {
        What.CUSTOMERS: (
            NUMBER, NAME, ADDRESS, "dpv-pd:TelephoneNumber", "dpv-pd:EmailAddress",
            "dpv-pd:TaxIdentifier", "dpv-pd:Communication", "dpv-pd:Language",
            "dpv-pd:Transactional",
        ),
        What.ORDERS: (NUMBER, NAME, *_BOUGHT),
        What.DELIVERIES: (NUMBER, NAME, *_BOUGHT),
        What.QUOTES: (NUMBER, NAME, *_BOUGHT),
        What.RETURNS: (NUMBER, NAME, *_BOUGHT),
        What.INVOICES: (NUMBER, NAME, *_PAID),
        What.PAYMENTS: (NUMBER, *_PAID),
        What.STATEMENT: (NUMBER, *_PAID),
        What.DELIVERY_PAPERS: (NUMBER, NAME, ADDRESS, *_BOUGHT),
        What.INVOICE_PAPERS: (NUMBER, NAME, ADDRESS, "dpv-pd:TaxIdentifier", *_PAID),
        What.LABELS: (NAME, ADDRESS),
        What.E_INVOICE: (NUMBER, NAME, ADDRESS, "dpv-pd:TaxIdentifier", *_PAID),
        What.VAT_NUMBER: ("dpv-pd:TaxIdentifier",),
        What.ACCESS_PACKAGE: (
            NUMBER, NAME, ADDRESS, "dpv-pd:TelephoneNumber", "dpv-pd:EmailAddress",
            "dpv-pd:TaxIdentifier", "dpv-pd:Communication", "dpv-pd:Language", *_PAID,
        ),
        What.AUDIT_PACK: (NUMBER, NAME, ADDRESS, "dpv-pd:TaxIdentifier", *_PAID),
        What.BREACH_LETTERS: (NUMBER, NAME, ADDRESS),
        What.DISCLOSURES: (NUMBER,),
    }
)  # fmt: skip
"""Which personal data each of these holds, as terms of the W3C Data Privacy Vocabulary."""


def categories_of(what: What, *, with_names: bool = True) -> tuple[str, ...]:
    """Give the categories in what is handed over; a locked vault gives numbers and no names."""
    return tuple(each for each in CATEGORIES[what] if with_names or each != NAME)


@dataclass(frozen=True, slots=True)
class HandOver:
    """To whom something goes, on which ground and what for.

    `name` is that of an organisation and never of a person; empty for ourselves, and for the
    person whom the data are about.
    """

    recipient: str
    ground: Ground
    why: Why
    name: str = ""


def fits(recipient: str, ground: Ground) -> bool:
    """Tell whether this kind of recipient can be given something on this ground."""
    return ground in GROUNDS.get(recipient, ())


def usual_ground(recipient: str) -> Ground:
    """Give the ground on which this kind of recipient is usually given something."""
    return GROUNDS[recipient][0]


class NoticeKind(StrEnum):
    """What a recipient is told about data that they got earlier (GDPR art. 19)."""

    RECTIFICATION = "rectification"
    ERASURE = "erasure"
    RESTRICTION = "restriction"


class NoticeEnd(StrEnum):
    """How a notice ended: it went, or why it did not have to (GDPR art. 19)."""

    MAILED = "mailed"
    POSTED = "posted"
    PHONED = "phoned"
    IMPOSSIBLE = "impossible"
    DISPROPORTIONATE = "disproportionate"
    GONE = "gone"


TOLD_NOTHING: Final = frozenset(
    {INTERNAL, Recipient.PERSON.value, Recipient.VIES.value, Recipient.HOST.value}
)
"""Who gets no notice: we ourselves, the person, who keeps nothing of the question that was asked,
and whose copy changes with ours."""


def is_told(recipient: str, given: Iterable[str], changed: Iterable[str]) -> bool:
    """Tell whether a recipient of these categories is told that those changed (GDPR art. 19)."""
    return recipient not in TOLD_NOTHING and not set(given).isdisjoint(changed)
