"""What the office tells the site: the shop window, its pages, how it sells, and its keys.

Each thing has a kind, a name of its own within the kind, and a body that is one of the shapes
below as JSON. The office compares digests and sends what differs, so that a publication that was
cut off half-way is completed by the next one. Nothing here names a person but the shopkeeper.
"""

import hashlib
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta

type Texts = dict[str, str]
"""A text in each language that there is: {"nl": …, "en": …}; Dutch stands in for a missing one."""


class ThingKind(StrEnum):
    """The kinds of published things."""

    SHOP = "shop"
    KEY = "key"
    PAGE = "page"
    CATEGORY = "category"
    PICTURE = "picture"
    PRODUCT = "product"


ORDER: Final = tuple(ThingKind)
"""In which order things are published: pictures before the products that show them."""


class _Shape(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class Identity(_Shape, frozen=True, kw_only=True):
    """Who sells (BW 3:15d): easy to reach on every page. The account is the business's own."""

    name: str
    street: str = ""
    house_number: str = ""
    postcode: str = ""
    town: str = ""
    country: str = "NL"
    phone: str = ""
    email: str = ""
    coc_number: str = ""
    vat_number: str = ""
    iban: str = ""
    bic: str = ""
    account_holder: str = ""


class Rate(_Shape, frozen=True, kw_only=True):
    """A rate of VAT of a country from a day on."""

    country: str
    category: str
    rate_bp: int
    valid_from: date


class ShippingStep(_Shape, frozen=True, kw_only=True):
    """What sending costs up to a weight, in cents including VAT."""

    up_to_grams: int
    cents: int


class ShippingMethod(_Shape, frozen=True, kw_only=True):
    """A way to send. `free_from_cents` (goods including VAT) is 0 when it is never free.

    `days` is the delivery time in working days, as a text for the customer.
    """

    code: str
    name: Texts
    countries: tuple[str, ...]
    steps: tuple[ShippingStep, ...]
    free_from_cents: int = 0
    days: Texts = msgspec.field(default_factory=dict)
    pick_up: bool = False


class ShopSettings(_Shape, frozen=True, kw_only=True):
    """How the shop sells. There is one, under the name "shop".

    Args:
        show_prices: "gross" or "net": what a visitor sees first; each visitor may choose.
        stock: how stock is shown: "none", "availability" or "number".
        payments: of "transfer", "invoice" and the providers, in the order in which they are shown;
            at least one lets pay on or after delivery (BW 7:26(2)).
        small_business: no VAT is charged (KOR).
        destination: consumers elsewhere in the EU pay the VAT of their country (OSS).
        accent: the colour of the shop as #rrggbb.
        newsletter_wording: number and words of the consent that is asked for; 0 when there is no
            newsletter.
        maintenance: the shop takes no orders; the office says so when the link has gone wrong.
        version: digests of terms and statement as they are now, by page name.
    """

    identity: Identity
    name: str
    tagline: Texts = msgspec.field(default_factory=dict)
    welcome: Texts = msgspec.field(default_factory=dict)
    languages: tuple[str, ...] = ("nl", "en")
    accent: Annotated[str, Meta(pattern=r"^#[0-9a-f]{6}$")] = "#1f5f8b"
    show_prices: Annotated[str, Meta(pattern=r"^(gross|net)$")] = "gross"
    stock: Annotated[str, Meta(pattern=r"^(none|availability|number)$")] = "availability"
    payments: tuple[str, ...] = ("transfer", "invoice")
    shipping: tuple[ShippingMethod, ...] = ()
    shipping_vat_category: str = "standard"
    small_business: bool = False
    destination: bool = False
    rates: tuple[Rate, ...] = ()
    payment_term_days: int = 14
    newsletter_wording: int = 0
    newsletter_text: Texts = msgspec.field(default_factory=dict)
    maintenance: bool = False


class IntakeKey(_Shape, frozen=True, kw_only=True):
    """A public key to which messages are sealed, as base64, with the office's signature of it.

    The name of the thing is the id of the key; the site seals to the highest. `not_after` is in
    seconds since 1970.
    """

    key_id: int
    public: str
    not_after: int
    signature: str


class Page(_Shape, frozen=True, kw_only=True):
    """A page of text: terms, statement, contact and others. Its name is in the URL.

    `body` is the text in a small part of Markdown: paragraphs, `## headings`, `- lists`,
    `**strong**` and links; the site shows it without any markup of its own.
    """

    name: str
    title: Texts
    body: Texts
    position: int = 0
    in_footer: bool = True
    version: str = ""


class Category(_Shape, frozen=True, kw_only=True):
    """A category of products; `parent` is the slug of another, or empty."""

    slug: str
    name: Texts
    description: Texts = msgspec.field(default_factory=dict)
    parent: str = ""
    position: int = 0


class Picture(_Shape, frozen=True, kw_only=True):
    """A picture in one size, as base64. Its name is `<digest>-<width>`."""

    media_type: Annotated[str, Meta(pattern=r"^image/(webp|png|jpeg)$")]
    width: int
    height: int
    data: str


class ShownPicture(_Shape, frozen=True, kw_only=True):
    """A picture at a product: names of its sizes by width, and in words what it shows."""

    sizes: dict[str, str]
    width: int
    height: int
    alt: Texts


class Maker(_Shape, frozen=True, kw_only=True):
    """Who made it, and who answers for it in the EU (Regulation (EU) 2023/988, art. 19)."""

    name: str = ""
    address: str = ""
    contact: str = ""
    responsible_name: str = ""
    responsible_address: str = ""
    responsible_contact: str = ""


class PriceStep(_Shape, frozen=True, kw_only=True):
    """The price from a day on, per unit. `prior` is the lowest price of the thirty days before,
    when this one is told to the public as a reduction (BPP art. 5a)."""

    valid_from: date
    unit_price: Decimal
    basis: Annotated[str, Meta(pattern=r"^(gross|net)$")]
    prior: Decimal | None = None


class ShownProduct(_Shape, frozen=True, kw_only=True):
    """A product in the shop. Its name within the kind is the article number.

    Args:
        prices: the price that holds now and those that are planned, by day.
        stock: how many there are to sell as the business shows it: the number, or 1 and 0 for
            yes and no; None when stock is not kept or not shown.
        sell_without_stock: it can be ordered when there is none; `restock` says when it comes.
        returnable: false for what is outside the right of withdrawal; `not_returnable` says why.
        durability_months: the maker's guarantee of durability, 0 without one (Dir. 2024/825).
    """

    sku: str
    slug: str
    name: Texts
    summary: Texts = msgspec.field(default_factory=dict)
    description: Texts = msgspec.field(default_factory=dict)
    categories: tuple[str, ...] = ()
    pictures: tuple[ShownPicture, ...] = ()
    prices: tuple[PriceStep, ...]
    vat_category: str
    supply: str = "goods"
    unit: str = "C62"
    barcode: str = ""
    weight_grams: int = 0
    stock: int | None = None
    sell_without_stock: bool = True
    delivery: Texts = msgspec.field(default_factory=dict)
    maker: Maker | None = None
    warnings: Texts = msgspec.field(default_factory=dict)
    returnable: bool = True
    not_returnable: Texts = msgspec.field(default_factory=dict)
    durability_months: int = 0
    position: int = 0


SHAPES: Final[dict[ThingKind, type[msgspec.Struct]]] = {
    ThingKind.SHOP: ShopSettings,
    ThingKind.KEY: IntakeKey,
    ThingKind.PAGE: Page,
    ThingKind.CATEGORY: Category,
    ThingKind.PICTURE: Picture,
    ThingKind.PRODUCT: ShownProduct,
}


def write(thing: msgspec.Struct) -> bytes:
    """Write a thing as JSON; the same thing always gives the same bytes."""
    return msgspec.json.encode(thing, order="deterministic")


def read(kind: ThingKind, body: bytes) -> Any:
    """Read a thing.

    Raises:
        ValueError: it has another shape than its kind.
    """
    try:
        return msgspec.json.decode(body, type=SHAPES[kind])
    except msgspec.MsgspecError as error:
        raise ValueError("not a published thing") from error


def digest(body: bytes) -> str:
    """Give the digest by which office and site compare what they have."""
    return hashlib.sha256(body).hexdigest()[:32]


def said_in(texts: Texts, language: str) -> str:
    """Give a text in a language, in Dutch where there is no other."""
    return texts.get(language) or texts.get("nl") or next(iter(texts.values()), "")
