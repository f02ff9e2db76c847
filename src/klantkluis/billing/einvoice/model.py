"""One e-invoice as EN 16931 sees it, whatever it is written in.

Each field names its business term (BT) or group (BG). Amounts are decimals in the currency of
the invoice with at most two decimals, prices and quantities may be finer, rates are per cent.
An empty text or `None` is a term that is not there.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from klantkluis.billing.einvoice.codes import CREDIT_NOTE_TYPES, EN16931, PIECE
from klantkluis.billing.einvoice.parties import (
    Address,
    Buyer,
    Identifier,
    Payee,
    Seller,
    TaxRepresentative,
)


@dataclass(frozen=True, slots=True)
class Note:
    """A text for the whole invoice (BG-1): BT-22, and what it is about, BT-21."""

    text: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Preceding:
    """An invoice that this one answers (BG-3): number BT-25, day BT-26."""

    number: str
    issued_on: date | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """From when to when (BG-14: BT-73, BT-74; BG-26: BT-134, BT-135). Both days count."""

    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What was delivered where (BG-13): BT-70, BT-71, BT-72, BG-15."""

    party_name: str = ""
    location: Identifier | None = None
    on: date | None = None
    address: Address | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditTransfer:
    """An account to pay to (BG-17): BT-84, its holder BT-85, its bank BT-86."""

    account: str
    name: str = ""
    bic: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The card that paid (BG-18): the last digits of its number BT-87, its holder BT-88."""

    number: str
    holder: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectDebit:
    """How is collected (BG-19): mandate BT-89, creditor BT-90, debited account BT-91."""

    mandate: str = ""
    creditor: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """How to pay (BG-16).

    Args:
        means: a code of UNTDID 4461 (BT-81).
        text: the same in words (BT-82).
        remittance: what the payer must mention (BT-83).
        transfers: BG-17.
        card: BG-18.
        debit: BG-19.
    """

    means: str
    text: str = ""
    remittance: str = ""
    transfers: tuple[CreditTransfer, ...] = ()
    card: Card | None = None
    debit: DirectDebit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """An allowance or a charge on the whole invoice (BG-20, BG-21) or a line (BG-27, BG-28).

    Args:
        charge: whether it comes on top; an allowance goes off.
        amount: BT-92, BT-99, BT-136, BT-141; positive.
        base: the amount that `percent` is of (BT-93, BT-100, BT-137, BT-142).
        percent: BT-94, BT-101, BT-138, BT-143.
        category: BT-95, BT-102; empty on a line, which has its own.
        rate: BT-96, BT-103.
        reason: BT-97, BT-104, BT-139, BT-144.
        reason_code: BT-98, BT-105, BT-140, BT-145.
    """

    charge: bool
    amount: Decimal
    base: Decimal | None = None
    percent: Decimal | None = None
    category: str = ""
    rate: Decimal | None = None
    reason: str = ""
    reason_code: str = ""

    @property
    def signed(self) -> Decimal:
        """The amount with the sign that it has in a sum."""
        return self.amount if self.charge else -self.amount


@dataclass(frozen=True, slots=True, kw_only=True)
class VatLine:
    """What falls under one VAT category and rate (BG-23).

    Args:
        category: BT-118.
        rate: BT-119; none outside the scope of VAT.
        taxable: BT-116.
        tax: BT-117.
        reason: why there is no VAT, in words (BT-120).
        reason_code: the same as a code (BT-121).
    """

    category: str
    rate: Decimal | None
    taxable: Decimal
    tax: Decimal
    reason: str = ""
    reason_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What the invoice adds up to (BG-22).

    Args:
        lines: BT-106.
        allowances: BT-107.
        charges: BT-108.
        net: without VAT (BT-109).
        vat: BT-110; none where nothing is said of VAT.
        vat_accounting: the VAT in the seller's own currency (BT-111).
        gross: with VAT (BT-112).
        paid: BT-113.
        rounding: BT-114.
        payable: BT-115.
    """

    lines: Decimal
    net: Decimal
    gross: Decimal
    payable: Decimal
    vat: Decimal | None = None
    vat_accounting: Decimal | None = None
    allowances: Decimal | None = None
    charges: Decimal | None = None
    paid: Decimal | None = None
    rounding: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A document that supports the invoice (BG-24).

    Args:
        reference: BT-122.
        description: BT-123.
        location: where it can be fetched (BT-124).
        content: the document itself (BT-125).
        mime_type: the kind of `content`.
        filename: the name of `content`.
    """

    reference: str
    description: str = ""
    location: str = ""
    content: bytes = b""
    mime_type: str = ""
    filename: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What one unit costs (BG-29).

    Args:
        net: without VAT, discount taken off (BT-146).
        discount: BT-147.
        gross: before the discount, without VAT (BT-148).
        base_quantity: for how many units the price is (BT-149).
        base_unit: the unit of that (BT-150).
    """

    net: Decimal
    discount: Decimal | None = None
    gross: Decimal | None = None
    base_quantity: Decimal | None = None
    base_unit: str = ""


@dataclass(frozen=True, slots=True)
class Classification:
    """A code that says what kind of thing an item is (BT-158), its list and that list's version."""

    code: str
    scheme: str
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What is sold (BG-31).

    Args:
        name: BT-153.
        description: BT-154.
        seller_id: the seller's article number (BT-155).
        buyer_id: BT-156.
        standard_id: a number that all know, such as a GTIN, scheme 0160 (BT-157).
        classifications: BT-158.
        origin: two letters of ISO 3166-1 (BT-159).
        attributes: names and values (BG-32: BT-160, BT-161).
    """

    name: str
    description: str = ""
    seller_id: str = ""
    buyer_id: str = ""
    standard_id: Identifier | None = None
    classifications: tuple[Classification, ...] = ()
    origin: str = ""
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line (BG-25).

    Args:
        number: BT-126.
        note: BT-127.
        object_id: what the line is about, such as a meter (BT-128).
        quantity: BT-129.
        unit: UN/ECE Recommendation 20 or 21 (BT-130).
        net: the amount of the line without VAT (BT-131).
        order_line: the line of the buyer's order (BT-132).
        accounting_reference: where the buyer books it (BT-133).
        period: BG-26.
        adjustments: BG-27, BG-28.
        price: BG-29.
        category: BT-151.
        rate: BT-152; none outside the scope of VAT.
        item: BG-31.
    """

    number: str
    quantity: Decimal
    net: Decimal
    price: Price
    category: str
    item: Item
    unit: str = PIECE
    rate: Decimal | None = None
    note: str = ""
    object_id: Identifier | None = None
    order_line: str = ""
    accounting_reference: str = ""
    period: Period | None = None
    adjustments: tuple[Adjustment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """The whole e-invoice.

    Args:
        number: BT-1.
        issued_on: BT-2.
        type_code: UNTDID 1001 (BT-3).
        currency: ISO 4217 (BT-5).
        accounting_currency: of the seller's VAT, where it is another (BT-6).
        tax_point_on: BT-7.
        tax_point_code: UNTDID 2005 (BT-8).
        due_on: BT-9.
        buyer_reference: BT-10.
        project: BT-11.
        contract: BT-12.
        order: the buyer's order (BT-13).
        sales_order: the seller's order (BT-14).
        receiving_advice: BT-15.
        despatch_advice: BT-16.
        tender: BT-17.
        object_id: what it is about, such as a subscription (BT-18).
        accounting_reference: where the buyer books it (BT-19).
        terms: BT-20.
        notes: BG-1.
        process: BT-23.
        specification: BT-24.
        preceding: BG-3.
        attachments: BG-24.
    """

    number: str
    issued_on: date
    type_code: str
    currency: str
    seller: Seller
    buyer: Buyer
    lines: tuple[Line, ...]
    vat: tuple[VatLine, ...]
    totals: Totals
    specification: str = EN16931.specification
    process: str = ""
    accounting_currency: str = ""
    tax_point_on: date | None = None
    tax_point_code: str = ""
    due_on: date | None = None
    buyer_reference: str = ""
    project: str = ""
    contract: str = ""
    order: str = ""
    sales_order: str = ""
    receiving_advice: str = ""
    despatch_advice: str = ""
    tender: str = ""
    object_id: Identifier | None = None
    accounting_reference: str = ""
    terms: str = ""
    notes: tuple[Note, ...] = ()
    preceding: tuple[Preceding, ...] = ()
    payee: Payee | None = None
    tax_representative: TaxRepresentative | None = None
    delivery: Delivery = field(default_factory=Delivery)
    period: Period | None = None
    payment: Payment | None = None
    adjustments: tuple[Adjustment, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    @property
    def is_credit_note(self) -> bool:
        """Whether UBL writes it as a CreditNote; its amounts are then positive for money back."""
        return self.type_code in CREDIT_NOTE_TYPES
