"""How it is declared what is kept of a person, so that nothing is kept without a reason.

Names of purposes, legal bases and categories follow the W3C Data Privacy Vocabulary where it has
a term. The register of processing and the privacy statement are made from these declarations.
"""

from dataclasses import dataclass
from enum import StrEnum


class LegalBasis(StrEnum):
    """Why we may keep something (GDPR art. 6(1)); the value is the DPV term."""

    CONSENT = "eu-gdpr:A6-1-a"
    CONTRACT = "eu-gdpr:A6-1-b"
    LEGAL_OBLIGATION = "eu-gdpr:A6-1-c"
    LEGITIMATE_INTEREST = "eu-gdpr:A6-1-f"


class Term(StrEnum):
    """How long something is kept, by the event that starts the term."""

    RELATION = "two years after the last business"
    QUOTE = "one year after it expired or was refused; as an order once accepted"
    BOOKS = "seven years after the end of the book year"
    CONSENT = "as long as the consent is used, and five years after"
    IMPORT = "until the import is done, at most a day"
    STAFF = "as long as the account exists, and two years after"
    SECURITY = "twenty-four months"
    ACCOUNT = "as long as the account exists"
    LOG_IN = "one hour after the last page, or until logging out"
    RESET = "one hour, or until it is used"
    UNTIL_PULLED = "until the office has it, as a rule within a minute"


@dataclass(frozen=True, slots=True)
class PersonalField:
    """One stored field of a person: why it is there, on which basis, for how long.

    `field` is `model.column`, or `sealed table.name` for what lies inside a sealed row.
    """

    field: str
    category: str
    purpose: str
    basis: LegalBasis
    term: Term


@dataclass(frozen=True, slots=True)
class PlainColumns:
    """Columns of a model that hold nothing personal in clear, with the reason."""

    model: str
    columns: tuple[str, ...]
    reason: str
