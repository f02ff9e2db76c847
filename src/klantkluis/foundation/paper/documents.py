"""The papers themselves: everything that one document says, as plain values."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from klantkluis.foundation.paper.values import (
    EURO,
    NAMES_THE_BUYERS_NUMBER,
    Adjustment,
    Language,
    Line,
    Party,
    Period,
    PriceBasis,
    Seller,
    Totals,
    VatSum,
)

RECOVERY_LINES: Final = 4
RECOVERY_LINE_LENGTH: Final = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedPaper:
    """What an invoice, an order and a quote have in common.

    Args:
        reference: the customer's own reference.
        adjustments: discounts and charges on the whole, between the lines and the totals.
        vat_sums: per rate; empty when no VAT may be shown.
        statements: sentences that the law or the tax treatment demands, e.g. "Btw verlegd".
        introduction: a text above the lines.
        closing: a text below the totals.
    """

    language: Language
    seller: Seller
    buyer: Party
    number: str
    price_basis: PriceBasis
    lines: tuple[Line, ...]
    totals: Totals
    vat_sums: tuple[VatSum, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    currency: str = EURO
    reference: str = ""
    deliver_to: Party | None = None
    statements: tuple[str, ...] = ()
    introduction: str = ""
    closing: str = ""

    def __post_init__(self) -> None:
        totals, adjusted = self.totals, sum(one.amount_cents for one in self.adjustments)
        assert sum(line.amount_cents for line in self.lines) == totals.lines_cents
        including = self.price_basis is PriceBasis.INCLUDING
        expected = totals.gross_cents if including else totals.net_cents
        assert totals.lines_cents + adjusted == expected, "lines and totals differ"
        if self.price_basis is PriceBasis.WITHOUT:
            assert not self.vat_sums, "no VAT may be shown"
            assert totals.vat_cents == 0, "no VAT may be charged"
        else:
            assert sum(vat.vat_cents for vat in self.vat_sums) == totals.vat_cents
            assert sum(vat.net_cents for vat in self.vat_sums) == totals.net_cents
        assert self.currency == EURO or totals.vat_in_euro_cents is not None or not totals.vat_cents
        needs_number = any(vat.category in NAMES_THE_BUYERS_NUMBER for vat in self.vat_sums)
        assert self.buyer.vat_number or not needs_number, "the buyer's VAT number is missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoicePaper(PricedPaper):
    """An invoice with the fields of art. 35a Wet OB 1968.

    Args:
        supplied: the day or period of the supply; left out when it is the day of issue.
        due_on: the last day to pay; None when there is nothing to agree on.
        payment_reference: an RF reference, a betalingskenmerk, or empty: then the number.
        settled_on: the day on which the whole was paid.
        prepayment: it asks a part of an order ahead, before anything is supplied.
    """

    issued_on: date
    due_on: date | None = None
    supplied: Period | None = None
    order_number: str = ""
    delivery_notes: tuple[str, ...] = ()
    payment_reference: str = ""
    settled_on: date | None = None
    prepayment: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditNotePaper(PricedPaper):
    """A credit note, in positive amounts, with the invoice that it corrects (art. 35a(2) Wet OB).

    Args:
        invoice_number: of the invoice that it corrects.
        invoiced_on: the day of that invoice.
    """

    issued_on: date
    invoice_number: str
    invoiced_on: date
    order_number: str = ""


class OrderKind(StrEnum):
    """Which side of the order the paper is for."""

    CONFIRMATION = "confirmation"  # to the customer: this is what you ordered
    ORDER = "order"  # the order as such, e.g. for signing or for the file
    PRO_FORMA = "pro_forma"  # what an invoice would say, which this is not


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPaper(PricedPaper):
    """An order, or its confirmation."""

    kind: OrderKind = OrderKind.CONFIRMATION
    ordered_on: date
    deliver_by: date | None = None
    payment_terms: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotePaper(PricedPaper):
    """An offer, with a place to sign.

    Args:
        version: from 1; a later one takes the place of the one before.
        options: what the customer may choose besides; not in the total.
    """

    quoted_on: date
    valid_until: date
    version: int = 1
    options: tuple[Line, ...] = ()
    to_be_signed: bool = True

    def __post_init__(self) -> None:
        PricedPaper.__post_init__(self)
        assert self.quoted_on <= self.valid_until, "a quote expires before it is written"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryLine:
    """One line of a delivery note: no prices.

    Args:
        delivered: in this delivery.
        ordered: in the whole order; None when there is no order.
        remaining: still to come after this delivery.
    """

    description: str
    delivered: Decimal
    ordered: Decimal | None = None
    remaining: Decimal = Decimal(0)
    unit: str = ""
    sku: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryNotePaper:
    """What goes with the goods. `recipient` is where they go; `buyer` who ordered, if another.

    `track_link` is the page of the carrier on which the parcel can be followed.
    """

    language: Language
    seller: Seller
    recipient: Party
    number: str
    shipped_on: date
    lines: tuple[DeliveryLine, ...]
    buyer: Party | None = None
    order_number: str = ""
    reference: str = ""
    carrier: str = ""
    track_and_trace: str = ""
    track_link: str = ""
    packages: int = 0
    remarks: str = ""
    to_be_signed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnSlipPaper:
    """What a customer puts in the box with goods that come back.

    Args:
        sender: the customer.
        reason: why they come back, in the language of the paper.
    """

    language: Language
    seller: Seller
    sender: Party
    number: str
    announced_on: date
    lines: tuple[DeliveryLine, ...]
    order_number: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PickLine:
    """One thing to fetch: where it lies, and how many."""

    description: str
    quantity: Decimal
    place: str = ""
    unit: str = ""
    sku: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PickSection:
    """What is to be fetched for one order, or for several together. It names nobody.

    Args:
        title: e.g. the number of the order.
        facts: label and value pairs, such as the customer number.
    """

    title: str
    lines: tuple[PickLine, ...]
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PickListPaper:
    """What is to be fetched from the shelves: no names, no prices."""

    language: Language
    seller: Seller
    made_on: date
    sections: tuple[PickSection, ...]

    def __post_init__(self) -> None:
        assert self.sections, "there is something to fetch"


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelSheet:
    """A sheet of labels: how many beside and below each other, and how large, in mm.

    Args:
        left: the margin left of the first label.
        top: the margin above it.
        gap: between two columns.
    """

    columns: int
    rows: int
    width: float
    height: float
    left: float = 0
    top: float = 0
    gap: float = 0

    @property
    def places(self) -> int:
        """How many labels fit."""
        return self.columns * self.rows


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelsPaper:
    """Addresses on labels: nothing but name and address.

    Args:
        sheet: the sheet of labels, or None for one label a page of 100 x 150 mm.
        first: the place of the first label on the sheet, from 1: those before were used.
    """

    language: Language
    seller: Seller
    labels: tuple[Party, ...]
    sheet: LabelSheet | None = None
    first: int = 1

    def __post_init__(self) -> None:
        assert self.labels, "there is something to print"
        assert 1 <= self.first <= (self.sheet.places if self.sheet else 1), "no place on the sheet"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoverySheetPaper:
    """The secret that opens the vault when all passwords are lost. It lives on paper only.

    Args:
        code: four lines of fourteen characters.
        sheet: which of the sheets this is, from 1.
        sheets: how many there are.
    """

    language: Language
    business: str
    code: tuple[str, str, str, str]
    sheet: int
    sheets: int
    made_on: date

    def __post_init__(self) -> None:
        assert len(self.code) == RECOVERY_LINES, "a recovery code has four lines"
        assert all(len(line) == RECOVERY_LINE_LENGTH for line in self.code)

    def __repr__(self) -> str:
        """Show nothing of the code: a repr may end up in a log."""
        return f"RecoverySheetPaper(sheet={self.sheet})"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterPaper:
    """A letter; reminders and answers to requests are letters with other facts beside them.

    Args:
        facts: label and value pairs beside the address, e.g. ("Ons kenmerk", "V-12").
        paragraphs: the text; a paragraph may hold line breaks.
        enclosures: names of what comes with it.
    """

    language: Language
    seller: Seller
    recipient: Party
    written_on: date
    subject: str
    salutation: str
    paragraphs: tuple[str, ...]
    farewell: str = ""
    signatory: str = ""
    signatory_role: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    enclosures: tuple[str, ...] = ()


class MovementKind(StrEnum):
    """What changed what a customer owes."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    PAYMENT = "payment"
    REFUND = "refund"


@dataclass(frozen=True, slots=True, kw_only=True)
class MovementLine:
    """One movement: what the customer owes more by it, and in all after it."""

    day: date
    kind: MovementKind
    amount_cents: int
    balance_cents: int
    number: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLine:
    """An invoice of which something is open."""

    number: str
    issued_on: date
    due_on: date
    amount_cents: int
    open_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementPaper:
    """The account of a customer over some days.

    Args:
        aged_cents: what is open: not late, then 1 to 30, 31 to 60, 61 to 90 and more days late.
        credit_cents: what no invoice asked for yet.
    """

    language: Language
    seller: Seller
    buyer: Party
    days: Period
    opening_cents: int
    movements: tuple[MovementLine, ...]
    closing_cents: int
    open: tuple[OpenLine, ...]
    aged_cents: tuple[int, ...]
    credit_cents: int = 0

    def __post_init__(self) -> None:
        moved = sum(line.amount_cents for line in self.movements)
        assert self.opening_cents + moved == self.closing_cents, "the account does not add up"
        assert sum(line.open_cents for line in self.open) == sum(self.aged_cents)
        assert sum(self.aged_cents) - self.credit_cents == self.closing_cents
