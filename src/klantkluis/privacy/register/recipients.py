"""Who gets something of people, by name: those who work for us, and those whom the law names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from klantkluis.core.declared import Activity, Recipient
from klantkluis.privacy.models import ProcessorNote
from klantkluis.privacy.register.setting import Setting

EEA: Final = frozenset(
    {"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE"}
    | {"IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK"}
)
"""Countries in which the GDPR holds: the EU with Iceland, Liechtenstein and Norway."""


class Position(StrEnum):
    """How somebody stands to us: works on our behalf (art. 4(8)), or answers for themselves."""

    PROCESSOR = "processor"
    OWN = "own"
    AUTHORITY = "authority"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of recipient: what it gets, and what for."""

    title: Promise
    gets: Promise
    position: Position
    name: Promise | str = ""


KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        Recipient.HOST: Kind(
            _("host of the web shop"),
            _("what passes the machine of the web shop, encrypted"),
            Position.PROCESSOR,
        ),
        Recipient.MAIL_SERVICE: Kind(
            _("mail service"),
            _("your e-mail address, and the mail with its document"),
            Position.PROCESSOR,
        ),
        Recipient.ACCESS_POINT: Kind(
            _("access point for e-invoices"),
            _("the e-invoices that we send you over Peppol"),
            Position.PROCESSOR,
        ),
        Recipient.PAYMENT_PROVIDER: Kind(
            _("payment provider"),
            _("number and amount of an order that you pay online"),
            Position.OWN,
            "Mollie B.V.",
        ),
        Recipient.CARRIER: Kind(
            _("carrier"), _("your name and address, to deliver the parcel"), Position.OWN
        ),
        Recipient.VIES: Kind(
            _("register of VAT numbers (VIES)"),
            _("the VAT number of a business, to check it"),
            Position.AUTHORITY,
            _("European Commission"),
        ),
        Recipient.TAX_AUTHORITY: Kind(
            _("tax authority"),
            _("what the law demands of our books"),
            Position.AUTHORITY,
            _("Belastingdienst"),
        ),
        Recipient.ACCOUNTANT: Kind(
            _("accountant"), _("what is needed to check our books"), Position.OWN
        ),
        Recipient.MUNICIPALITY: Kind(
            _("municipal bodies"), _("what the law demands"), Position.AUTHORITY
        ),
        Recipient.COURT: Kind(
            _("court or bailiff"), _("what a claim is about"), Position.AUTHORITY
        ),
    }
)
"""Every kind that a sheet may name; the rest of `core.declared.Recipient` is told per hand-over."""
SWITCHED: Final = frozenset(
    {"host", "mail_service", "access_point", "payment_provider", "carrier", "vies"}
)
"""Kinds that get nothing unless the owner switched something on."""
TO_NAME: Final = ("host", "mail_service", "access_point", "payment_provider", "carrier")
"""Kinds of which the owner says who it is."""
BY_ACTIVITY: Final[Mapping[Activity, tuple[str, ...]]] = MappingProxyType(
    {
        Activity.CUSTOMERS: ("vies", "mail_service"),
        Activity.QUOTES: ("mail_service",),
        Activity.ORDERS: ("carrier", "mail_service"),
        Activity.BOOKS: (
            "tax_authority", "accountant", "municipality", "court", "access_point", "vies",
            "mail_service",
        ),
        Activity.NEWSLETTER: ("mail_service",),
        Activity.SHOP: ("host", "payment_provider"),
        Activity.ACCOUNTS: ("host",),
        Activity.RIGHTS: ("court",),
        Activity.SECURITY: (),
        Activity.STAFF: (),
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Named:
    """A recipient as a sheet shows it; `name` is empty while the owner has not said who it is."""

    kind: str
    name: str
    country: str = "NL"
    agreed_on: date | None = None
    safeguard: str = ""

    @property
    def title(self) -> str:
        """What kind it is, in the language of the reader."""
        return str(KINDS[self.kind].title)

    @property
    def gets(self) -> str:
        """What it gets."""
        return str(KINDS[self.kind].gets)

    @property
    def position(self) -> Position:
        """Whether it works on our behalf."""
        return KINDS[self.kind].position

    @property
    def is_outside(self) -> bool:
        """Whether data go outside the EEA with it (GDPR chapter V)."""
        return self.country not in EEA


def notes() -> dict[str, ProcessorNote]:
    """Give what the owner last said of each kind."""
    return {note.kind: note for note in ProcessorNote.objects.order_by("pk")}


def recipients(now: Setting, said: Mapping[str, ProcessorNote] | None = None) -> dict[str, Named]:
    """Give who gets something, by kind: those that are on, and those whom the law names.

    A kind that needs no switch and no law, such as an accountant, is there once it has a name.

    Args:
        said: the answer of `notes`, for who asks in more than one language.
    """
    said, found = notes() if said is None else said, dict[str, Named]()
    for kind, about in KINDS.items():
        if kind in SWITCHED and kind not in now.on:
            continue
        note = said.get(kind)
        if note is not None and note.name:
            found[kind] = Named(kind, note.name, note.country, note.agreed_on, note.safeguard)
        else:
            found[kind] = Named(kind, str(about.name))
    return found


def unnamed(now: Setting) -> tuple[str, ...]:
    """Give the kinds that are on and of which nobody said who it is."""
    return tuple(
        kind for kind, each in recipients(now).items() if kind in TO_NAME and not each.name
    )
