"""What every paper of the office is made of: parties, lines, amounts and the house's colours.

Money is integer cents of the document's currency, rates are basis points, texts are what a
person typed: they are printed letter by letter and never read as layout.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

EURO: Final = "EUR"


class Language(StrEnum):
    """The language of the words on the paper: the customer's, not the clerk's."""

    DUTCH = "nl"
    ENGLISH = "en"


class WindowSide(StrEnum):
    """Where the envelope has its window, seen from the front."""

    LEFT = "left"
    RIGHT = "right"


class PriceBasis(StrEnum):
    """What the prices on the lines mean."""

    EXCLUDING = "excluding"  # VAT comes on top of the lines
    INCLUDING = "including"  # VAT is part of the lines
    WITHOUT = "without"  # no VAT in any form, as the small business scheme (KOR) demands


class VatCategory(StrEnum):
    """The VAT category codes of EN 16931 (UNCL5305) that a line can have."""

    STANDARD = "S"
    ZERO = "Z"
    EXEMPT = "E"
    REVERSE_CHARGE = "AE"
    INTRA_EU = "K"
    EXPORT = "G"
    OUTSIDE_SCOPE = "O"


NAMES_THE_BUYERS_NUMBER: Final = frozenset({VatCategory.REVERSE_CHARGE, VatCategory.INTRA_EU})
"""Categories for which the buyer's VAT number must be on the invoice (Wet OB art. 35a(1)(d))."""


@dataclass(frozen=True, slots=True)
class Background:
    """A letterhead as SVG: what lies below a first sheet and below the sheets that follow."""

    first: str = ""
    following: str = ""


@dataclass(frozen=True, slots=True)
class Branding:
    """How the business wants its paper to look.

    Args:
        logo: an SVG, PNG or JPEG file, or empty for the name in letters.
        colour: `#rrggbb`.
        window: the side of the envelope's window.
        footer: a sentence for the foot of each page, e.g. about the general terms.
        background: a letterhead below everything.
        shows_mark: logo or name in letters is printed; false when the letterhead has it.
        shows_foot: so for the columns and the sentence at the foot. Page numbers always are.
        above: our own words above the lines of this kind of paper.
        below: our own words below the totals.
    """

    logo: bytes = b""
    colour: str = "#1f4e79"
    window: WindowSide = WindowSide.LEFT
    footer: str = ""
    background: Background = Background()
    shows_mark: bool = True
    shows_foot: bool = True
    above: str = ""
    below: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seller:
    """The business itself, as the law wants it on its paper.

    Args:
        name: full name with the legal form.
        address: lines of the address, without the name.
        account_name: the holder of `iban`, when the bank knows another name than `name`.
        seat: e.g. "Statutair gevestigd te Utrecht", for a legal person.
    """

    name: str
    address: tuple[str, ...]
    phone: str = ""
    email: str = ""
    website: str = ""
    kvk_number: str = ""
    vat_number: str = ""
    iban: str = ""
    bic: str = ""
    account_name: str = ""
    seat: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Whom the paper is for.

    Args:
        name: company or person.
        address: lines of the address, the country last and only when it is abroad.
        attention: a person or department within the company.
        number: the customer number.
        vat_number: required for reverse charge and intra-EU supplies.
    """

    name: str
    address: tuple[str, ...] = ()
    attention: str = ""
    number: str = ""
    vat_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One priced line.

    Args:
        amount_cents: quantity times price after the discount, in the document's price basis.
        unit_price: in whole currency units, at least shown with two decimals.
        unit_price_net: the price without VAT, shown below a price that includes it.
        discount_basis_points: 1000 = 10 %.
        vat_basis_points: 2100 = 21 %; only a standard or zero rate is printed as a number.
        heading: what stands above this line and the next ones, over the whole width.
    """

    description: str
    quantity: Decimal
    unit_price: Decimal
    amount_cents: int
    vat_category: VatCategory = VatCategory.STANDARD
    vat_basis_points: int = 0
    unit: str = ""
    sku: str = ""
    note: str = ""
    unit_price_net: Decimal | None = None
    discount_basis_points: int = 0
    heading: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """A discount or charge on the whole document, in its price basis; a discount is negative."""

    label: str
    amount_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VatSum:
    """One line of the VAT breakdown: the taxable amount of a rate and its VAT."""

    category: VatCategory
    basis_points: int
    net_cents: int
    vat_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The sums of a priced document.

    Args:
        lines_cents: the sum of the lines, in the document's price basis.
        vat_in_euro_cents: the VAT in euros, required beside another currency (art. 35a(4)).
        paid_cents: what was already received for this document.
    """

    lines_cents: int
    net_cents: int
    vat_cents: int
    gross_cents: int
    paid_cents: int = 0
    vat_in_euro_cents: int | None = None

    def __post_init__(self) -> None:
        assert self.net_cents + self.vat_cents == self.gross_cents, "the totals do not add up"

    @property
    def due_cents(self) -> int:
        """What is still to be paid; negative when the customer has money to come."""
        return self.gross_cents - self.paid_cents


@dataclass(frozen=True, slots=True)
class Period:
    """From and until, both inclusive; one day when they are the same."""

    first: date
    last: date

    def __post_init__(self) -> None:
        assert self.first <= self.last, "a period ends before it starts"
