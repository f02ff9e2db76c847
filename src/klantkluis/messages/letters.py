"""What each message from the site says, and how it is read: strictly, for anybody may write one.

A letter is JSON with a version, padded as sealed rows are. The office reads it with every limit
on: what does not fit is unreadable, and never half taken over.
"""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
from msgspec import Meta

from klantkluis.messages.outbox import Kind
from klantkluis.vault import formats

VERSION: Final = 1
MOST_EUROS: Final = Decimal(1_000_000)

type Line = Annotated[str, Meta(max_length=200)]
type Text = Annotated[str, Meta(max_length=5000)]
type Code = Annotated[str, Meta(max_length=40)]
type Country = Annotated[str, Meta(pattern=r"^[A-Z]{2}$")]
type Language = Annotated[str, Meta(pattern=r"^(nl|en)$")]
type Cents = Annotated[int, Meta(ge=-100_000_000_00, le=100_000_000_00)]
type Quantity = Annotated[int, Meta(ge=1, le=9999)]


class LetterUnreadable(ValueError):  # noqa: N818 - named as the fact that it tells
    """What came out of the seal is no letter of this kind; the text tells nothing of it."""


class Letter(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every letter says: its version, its uid, the language of who wrote it, and when.

    `at` is the moment to the second, UTC. `account` is the uid of the account that was logged in.
    """

    v: Annotated[int, Meta(ge=1, le=VERSION)] = VERSION
    uid: UUID
    language: Language
    at: datetime
    account: UUID | None = None


class Address(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A postal address; names as in the sealed rows of the office."""

    name: Line = ""
    street: Line = ""
    house_number: Annotated[str, Meta(max_length=20)] = ""
    house_number_addition: Annotated[str, Meta(max_length=20)] = ""
    address_line_2: Line = ""
    postcode: Annotated[str, Meta(max_length=20)] = ""
    town: Line = ""
    region: Line = ""
    country: Country = "NL"


class Person(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who writes: a person, or somebody on behalf of a firm when `company` is filled in."""

    company: Line = ""
    first_name: Line = ""
    surname_prefix: Line = ""
    surname: Line = ""
    email: Annotated[str, Meta(max_length=254)] = ""
    phone: Annotated[str, Meta(max_length=40)] = ""
    vat_number: Annotated[str, Meta(max_length=20)] = ""
    coc_number: Annotated[str, Meta(max_length=20)] = ""


class ConsentGiven(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A yes to the newsletter: to which words, and how it was confirmed."""

    wording: Annotated[int, Meta(ge=1)]
    text: Text
    asked_at: datetime
    confirmed_at: datetime | None = None


def _check_price(price: Decimal) -> None:
    """Refuse what is no price in euros: below zero, finer than four decimals, or no number."""
    exponent = price.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -4 or not 0 <= price <= MOST_EUROS:
        raise ValueError("no price")


class OrderLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of an order: the price of one, in the basis of the order, as it stood there."""

    sku: Code
    name: Line
    quantity: Quantity
    unit_price: Decimal
    vat_category: Annotated[str, Meta(max_length=10)]
    rate_bp: Annotated[int, Meta(ge=0, le=10000)]
    amount_cents: Cents

    def __post_init__(self) -> None:
        """Refuse what is no price."""
        _check_price(self.unit_price)


class Shipping(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How it is sent and what that costs, in the basis of the order."""

    method: Code
    name: Line
    price: Decimal
    vat_category: Annotated[str, Meta(max_length=10)]
    rate_bp: Annotated[int, Meta(ge=0, le=10000)]
    amount_cents: Cents

    def __post_init__(self) -> None:
        """Refuse what is no price."""
        _check_price(self.price)


class OrderPlaced(Letter, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An order with an obligation to pay, with everything that stood on the last screen.

    `reference` is what the customer was told (W-…). `basis` is "gross" for consumers and "net"
    for firms. `payment` is "transfer", "invoice" or the name of a provider; `mailed` says whether
    the confirmation on a durable medium went out (BW 6:230v(7)).
    """

    reference: Code
    business: bool
    who: Person
    address: Address
    deliver_to: Address | None = None
    basis: Annotated[str, Meta(pattern=r"^(gross|net)$")]
    lines: Annotated[tuple[OrderLine, ...], Meta(min_length=1, max_length=100)]
    shipping: Shipping | None = None
    net_cents: Cents
    vat_cents: Cents
    gross_cents: Cents
    payment: Code
    remarks: Annotated[str, Meta(max_length=1000)] = ""
    their_reference: Line = ""
    newsletter: ConsentGiven | None = None
    terms: Code = ""
    statement: Code = ""
    mailed: bool = False


class PaymentSeen(Letter, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a payment provider answered about an order: id, status and amount, nothing else.

    `order` is the uid of the order; `status` is one of open, paid, failed, expired, canceled,
    refunded.
    """

    order: UUID
    provider: Code
    payment_id: Code
    status: Annotated[str, Meta(pattern=r"^(open|paid|failed|expired|canceled|refunded)$")]
    amount_cents: Cents


class Post(Letter, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question, complaint, quote request, or a request under the GDPR.

    `order` is what the writer typed as the number of an order. `lines` is what a quote is asked
    for, each an article number and a quantity.
    """

    who: Person
    address: Address | None = None
    subject: Line = ""
    text: Text = ""
    order: Line = ""
    lines: Annotated[tuple[tuple[Code, Quantity], ...], Meta(max_length=100)] = ()
    mailed: bool = False


class Withdrawn(Letter, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A withdrawal from a purchase (Directive (EU) 2023/2673, art. 11a): no reason is asked."""

    name: Line
    email: Annotated[str, Meta(max_length=254)]
    order: Line
    goods: Text = ""
    mailed: bool = False


class Subscribed(Letter, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A yes to the newsletter that was confirmed by mail.

    `unsubscribe` is SHA-256 of the token in the links that stop it.
    """

    email: Annotated[str, Meta(max_length=254)]
    consent: ConsentGiven
    unsubscribe: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]


class Unsubscribed(Letter, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A no to the newsletter: by the token of a link, or by an address that somebody typed."""

    token: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{0,100}$")] = ""
    email: Annotated[str, Meta(max_length=254)] = ""
    one_click: bool = False


class Registered(Letter, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new account, or a change of what it holds: `account` says which, `rev` how new it is.

    `public` is the account's public key as base64, to which the office seals the profile anew.
    """

    who: Person
    address: Address
    rev: Annotated[int, Meta(ge=1)]
    public: Annotated[str, Meta(max_length=1700)]
    statement: Code = ""


class NewKey(Letter, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An account has a new key pair after a lost password: the office seals its profile to it."""

    public: Annotated[str, Meta(max_length=1700)]


class AccountClosed(Letter, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An account was removed by its owner. What the office has stays until it is asked for."""


class PickedUp(Letter, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A package that waited on the site was picked up in whole by the person of the account."""

    pick_up: UUID


_SHAPES: Final[dict[Kind, type[Letter]]] = {
    Kind.ORDER: OrderPlaced,
    Kind.PAYMENT: PaymentSeen,
    Kind.QUOTE_REQUEST: Post,
    Kind.QUESTION: Post,
    Kind.COMPLAINT: Post,
    Kind.SUBSCRIBE: Subscribed,
    Kind.UNSUBSCRIBE: Unsubscribed,
    Kind.ACCESS_REQUEST: Post,
    Kind.CORRECTION_REQUEST: Post,
    Kind.DELETION_REQUEST: Post,
    Kind.WITHDRAWAL: Withdrawn,
    Kind.REGISTRATION: Registered,
    Kind.PROFILE_CHANGE: Registered,
    Kind.NEW_KEY: NewKey,
    Kind.ACCOUNT_CLOSED: AccountClosed,
    Kind.PICKED_UP: PickedUp,
}


def pack(letter: Letter) -> bytes:
    """Write a letter, padded so that its length tells little of it."""
    return formats.pad(msgspec.json.encode(letter))


def read(kind: int, plain: bytes) -> Letter:
    """Read a letter.

    Raises:
        LetterUnreadable: it is no letter of this kind, or of a version that we do not know.
    """
    try:
        letter: Letter = _decoder(Kind(kind)).decode(formats.unpad(plain))
    except (ValueError, msgspec.MsgspecError) as error:
        raise LetterUnreadable("unreadable") from error
    return letter


_DECODERS: dict[Kind, "msgspec.json.Decoder[Any]"] = {}


def _decoder(kind: Kind) -> "msgspec.json.Decoder[Any]":
    found = _DECODERS.get(kind)
    if found is None:
        found = _DECODERS[kind] = msgspec.json.Decoder(_SHAPES[kind])
    return found
