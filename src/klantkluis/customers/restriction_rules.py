"""When data of a customer may be kept and not used, and for what: values in, values out.

GDPR art. 18 (restriction) and art. 21 (objection).
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Kind(StrEnum):
    """What a customer asked for, or what we have to do of our own accord."""

    RESTRICTION = "restriction"
    OBJECTION = "objection"


class Against(StrEnum):
    """What it is about: all use of the data, or use for one purpose."""

    ALL = "all"
    DIRECT_MARKETING = "direct_marketing"
    LEGITIMATE_INTEREST = "legitimate_interest"


class Cause(StrEnum):
    """Why data are restricted, or what an objection rests on; each with its article."""

    ACCURACY = "accuracy_contested"
    """GDPR art. 18(1)(a), until it is verified."""
    UNLAWFUL = "unlawful"
    """GDPR art. 18(1)(b): the person does not want it erased."""
    CLAIMS = "claims"
    """GDPR art. 18(1)(c): we need it no longer, the person does."""
    PENDING = "objection_pending"
    """GDPR art. 18(1)(d), until it is clear whose interest weighs more."""
    KEPT_BY_LAW = "kept_by_law"
    """GDPR art. 17(3)(b): erasure was asked, and the law wants it kept; so it is kept only."""
    MARKETING = "marketing"
    """GDPR art. 21(2) and (3): no reason is needed, and it holds at once."""
    SITUATION = "own_situation"
    """GDPR art. 21(1): for reasons of the person's own situation."""


CAUSES: Final[Mapping[tuple[Kind, Against], tuple[Cause, ...]]] = MappingProxyType(
    {
        (Kind.RESTRICTION, Against.ALL): (
            Cause.ACCURACY, Cause.UNLAWFUL, Cause.CLAIMS, Cause.PENDING, Cause.KEPT_BY_LAW,
        ),
        (Kind.OBJECTION, Against.DIRECT_MARKETING): (Cause.MARKETING,),
        (Kind.OBJECTION, Against.LEGITIMATE_INTEREST): (Cause.SITUATION,),
    }
)  # fmt: skip
"""The causes that each kind can have."""


class Use(StrEnum):
    """What is done with the data of a customer."""

    LOOK = "look"
    QUOTE = "quote"
    ORDER = "order"
    DELIVERY = "delivery"
    BILLING = "billing"
    """Billing by itself. What was delivered can be billed by a person: the law wants it."""
    LETTER = "letter"
    MAIL = "mail"
    NEWSLETTER = "newsletter"
    EXPORT = "export"
    VAT_CHECK = "vat_check"
    REMINDER = "reminder"
    LABEL = "label"
    ACCOUNT = "account"
    """Bringing what we know to the account in the shop. What the person does there, or asks for,
    is their own use."""


BLOCKED: Final[Mapping[Against, frozenset[Use]]] = MappingProxyType(
    {
        Against.ALL: frozenset(Use),
        Against.DIRECT_MARKETING: frozenset({Use.NEWSLETTER}),
        # What rests on our own interest (GDPR art. 6(1)(f)); the rest rests on the contract or
        # on the law, and an objection does not reach that.
        Against.LEGITIMATE_INTEREST: frozenset({Use.NEWSLETTER, Use.REMINDER, Use.EXPORT}),
    }
)
"""The uses that each stops."""


class Permission(StrEnum):
    """Why restricted data may be used all the same, this once (GDPR art. 18(2))."""

    CONSENT = "consent"
    CLAIMS = "claims"
    RIGHTS_OF_OTHERS = "rights_of_others"
    PUBLIC_INTEREST = "public_interest"
    LAW = "law"
    """The books have to be kept and shown (AWR art. 52); GDPR art. 6(1)(c)."""


PERMITTED_MINUTES: Final = 60
"""So long a permission holds: as long as the act takes, and no longer."""


class Told(StrEnum):
    """How a person was told that a restriction will be lifted (GDPR art. 18(3))."""

    LETTER = "letter"
    MAIL = "mail"
    PHONE = "phone"
    IN_PERSON = "in_person"
    OWN_REQUEST = "own_request"
    """The person asked for it, so knows of it."""


def fits(kind: Kind, against: Against, cause: Cause) -> bool:
    """Tell whether something of this kind can have this cause."""
    return cause in CAUSES.get((kind, against), ())


def stops(against: Against, use: Use) -> bool:
    """Tell whether a use is stopped by something that is against this."""
    return use in BLOCKED[against]
