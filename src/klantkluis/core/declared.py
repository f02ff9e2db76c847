"""How it is declared what is kept of a person, so that nothing is kept without a reason.

Names of purposes, legal bases, categories, sources and recipients follow the W3C Data Privacy
Vocabulary where it has a term. The register of processing, the privacy statement, the access
package and the plan of an erasure are made from these declarations and from nothing else.
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
    """How long something is kept: the name of a rule in `core.retention`."""

    RELATION = "relation"
    QUOTE = "quote"
    ORDER = "order"
    DELIVERY = "delivery"
    BOOKS = "books"
    BOOKS_TEN = "books_ten"
    CONSENT = "consent"
    REQUEST = "request"
    BREACH = "breach"
    DISCLOSURE = "disclosure"
    IMPORT = "import"
    STAFF = "staff"
    SECURITY = "security"
    ACCOUNT = "account"
    LOG_IN = "log_in"
    RESET = "reset"
    UNTIL_PULLED = "until_pulled"
    PICK_UP = "pick_up"


class Activity(StrEnum):
    """A processing activity of the register (GDPR art. 30(1)); one sheet each."""

    CUSTOMERS = "customers"
    QUOTES = "quotes"
    ORDERS = "orders"
    BOOKS = "books"
    NEWSLETTER = "newsletter"
    SHOP = "shop"
    ACCOUNTS = "accounts"
    RIGHTS = "rights"
    SECURITY = "security"
    STAFF = "staff"


class Source(StrEnum):
    """Where something comes from (GDPR art. 14(2)(f), 15(1)(g)); the value is the DPV term."""

    PERSON = "dpv:DataSubjectDataSource"
    OURSELVES = "dpv:DataControllerDataSource"
    OTHERS = "dpv:ThirdPartyDataSource"
    PUBLIC = "dpv:PublicDataSource"


class Recipient(StrEnum):
    """A kind of recipient (GDPR art. 4(9), 15(1)(c)); who it was stands in the disclosures."""

    TAX_AUTHORITY = "tax_authority"
    ACCOUNTANT = "accountant"
    MUNICIPALITY = "municipality"
    COURT = "court"
    CARRIER = "carrier"
    MAIL_SERVICE = "mail_service"
    ACCESS_POINT = "access_point"
    PAYMENT_PROVIDER = "payment_provider"
    HOST = "host"
    VIES = "vies"
    PERSON = "person"
    OTHER = "other"


class Erasure(StrEnum):
    """What becomes of a record when its person is forgotten (GDPR art. 17)."""

    REMOVE = "remove"
    """The row goes."""
    BLANK = "blank"
    """Its words go, with the person's key; what stays is a fact of the books that names nobody."""
    KEEP = "keep"
    """The law wants it for its term (art. 17(3)): it stays, restricted; then its words go."""
    DETACH = "detach"
    """Nothing in it names anybody; what it points to no longer has a name."""


class Correction(StrEnum):
    """What becomes of a record when its person is right about a mistake (GDPR art. 16)."""

    CHANGE = "change"
    """It is changed, and holds from now on."""
    STATEMENT = "statement"
    """It was issued or happened so: it stays, and a supplementary statement goes beside it."""
    REPLACE = "replace"
    """It is made anew, such as a consent: a new fact takes the place of the old one."""


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
