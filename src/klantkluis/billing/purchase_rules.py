"""What a purchase comes to in the books, without a database: its sums, accounts and postings."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from klantkluis.billing.einvoice.codes import Vat
from klantkluis.billing.einvoice.model import Invoice
from klantkluis.core.refusals import Refusal
from klantkluis.core.treatment import EU, country_of_number
from klantkluis.core.vat import HOME
from klantkluis.ledger.rules import Posting

GENERAL: Final = "4900"
"""General expenses: where nothing says otherwise."""
_WORDS: Final = (
    ("4000", r"huur|rent\b"),
    ("4010", r"energie|elektr|stroom|gas\b|water\b|utilit"),
    ("4210", r"website|webhosting|hosting|domein|domain"),
    ("4220", r"verzend|transport|koerier|vracht|shipping|freight"),
    ("4310", r"porto|postzegel|postage"),
    ("4320", r"telefo|internet|mobiel|telecom"),
    ("4330", r"software|licentie|licence|license|saas|cloud"),
    ("4340", r"boekhoud|accountant|administratiekantoor|bookkeep"),
    ("4250", r"verpakking|doos|dozen|packaging"),
    ("4300", r"kantoor|papier|toner|printer|stationery|office suppl"),
    ("4400", r"verzeker|insurance"),
    ("4200", r"reclame|advert|marketing"),
    ("4500", r"bankkosten|bank charge"),
)
REVERSED: Final = frozenset({Vat.REVERSE_CHARGE.value, Vat.INTRA_COMMUNITY.value})
"""The buyer owes the VAT (Directive 2006/112/EC, art. 194 to 200)."""
_TAXED: Final = frozenset({Vat.STANDARD.value})


class PurchaseOdd(Refusal):
    """This invoice cannot be kept as a purchase: it says why."""


@dataclass(frozen=True, slots=True)
class VatPart:
    """What falls under one category and rate, in cents."""

    category: str
    rate_bp: int
    net_cents: int
    vat_cents: int


@dataclass(frozen=True, slots=True)
class Sums:
    """What an invoice that came in adds up to, in cents."""

    net_cents: int
    vat_cents: int
    gross_cents: int
    rounding_cents: int
    parts: tuple[VatPart, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """What the books depend on besides the sums: who sells, and whether we deduct VAT.

    Args:
        seller_country: where the seller is.
        vat_country: of the VAT number under which was sold, empty without one.
        small_business: whether we are under the scheme that deducts nothing.
        is_credit: whether it is money back.
    """

    seller_country: str
    vat_country: str
    small_business: bool
    is_credit: bool

    @property
    def deducts(self) -> bool:
        """Whether the VAT on the invoice is Dutch, and ours to deduct (Wet OB 1968, art. 15)."""
        return (self.vat_country or self.seller_country) == HOME and not self.small_business

    @property
    def reversed_use(self) -> str:
        """The account of VAT that we owe ourselves, by where the seller is."""
        if self.seller_country == HOME:
            return "vat_reversed_home"
        return "vat_reversed_eu" if self.seller_country in EU else "vat_reversed_outside"


def cents(amount: Decimal) -> int:
    """Give an amount in cents; an invoice has no finer ones (BR-DEC).

    Raises:
        PurchaseOdd: it is finer, or larger than any invoice.
    """
    found = amount * 100
    if found != found.to_integral_value() or abs(found) > 10**13:
        raise PurchaseOdd("An amount on this invoice is not in whole cents.")
    return int(found)


def sums_of(invoice: Invoice) -> Sums:
    """Give what an invoice says that it adds up to, once that is true.

    Raises:
        PurchaseOdd: not in euros, or its parts do not add up to its totals.
    """
    if invoice.currency != "EUR":
        raise PurchaseOdd("Only invoices in euros can be kept as a purchase.")
    parts = tuple(
        VatPart(each.category, int((each.rate or 0) * 100), cents(each.taxable), cents(each.tax))
        for each in invoice.vat
    )
    net, gross = cents(invoice.totals.net), cents(invoice.totals.gross)
    vat = cents(invoice.totals.vat or Decimal(0))
    adds_up = (
        net + vat == gross
        and net == sum(each.net_cents for each in parts)
        and vat == sum(each.vat_cents for each in parts)
        and net == sum(amount for _name, amount in amounts_of(invoice))
    )
    if not adds_up:
        raise PurchaseOdd("The amounts on this invoice do not add up.")
    return Sums(net, vat, gross, cents(invoice.totals.rounding or Decimal(0)), parts)


def amounts_of(invoice: Invoice) -> list[tuple[str, int]]:
    """Give what is to be booked per line: its name, and cents without VAT.

    A charge or an allowance on the whole invoice is a line of its own.
    """
    lines = [(each.item.name, cents(each.net)) for each in invoice.lines]
    return lines + [(each.reason, cents(each.signed)) for each in invoice.adjustments]


def proposed_account(name: str, usual: str) -> str:
    """Propose an account for a line: that of this supplier's last invoice, else by its words."""
    if usual:
        return usual
    found = (code for code, words in _WORDS if re.search(words, name, re.IGNORECASE))
    return next(found, GENERAL)


def vat_country_of(vat_id: str) -> str:
    """Give the country of a VAT number, empty when there is none."""
    country = country_of_number(vat_id)
    return country if country.isascii() else ""


def purchase_postings(
    sums: Sums, side: Side, amounts: Sequence[tuple[str, int]], reversed_bp: int
) -> list[Posting]:
    """Give the postings of a purchase; they balance for any amounts that add up to the net.

    Debit the accounts of what was bought and the VAT that we deduct, credit the creditors. Of
    reverse-charged parts we owe the VAT ourselves, and deduct it in the same entry, unless we
    deduct nothing: then it is part of the costs, as is VAT of another country.

    Args:
        amounts: account codes with cents without VAT.
        reversed_bp: the Dutch rate over what is reverse-charged to us.
    """
    assert sum(amount for _code, amount in amounts) == sums.net_cents
    per_account: dict[str, int] = {}
    for code, amount in amounts:
        per_account[code] = per_account.get(code, 0) + amount
    deducted = sums.vat_cents if side.deducts else 0
    owed = sum(
        reckoned(part.net_cents, reversed_bp) for part in sums.parts if part.category in REVERSED
    )
    cost = sums.vat_cents - deducted + (owed if side.small_business else 0)
    if cost:
        largest = max(per_account, key=lambda code: abs(per_account[code]))
        per_account[largest] += cost
    sign = -1 if side.is_credit else 1
    found = [Posting("", sign * amount, code=code) for code, amount in per_account.items()]
    found.append(Posting("input_vat", sign * (deducted + (0 if side.small_business else owed))))
    found.append(Posting(side.reversed_use, -sign * owed))
    found.append(Posting("payment_differences", sign * sums.rounding_cents))
    found.append(Posting("creditors", -sign * (sums.gross_cents + sums.rounding_cents)))
    return found


def reckoned(net_cents: int, rate_bp: int) -> int:
    """Give the VAT that we owe over an amount, in cents, half up."""
    sign = -1 if net_cents < 0 else 1
    return sign * ((abs(net_cents) * rate_bp + 5_000) // 10_000)


def is_reversed(parts: Sequence[VatPart]) -> bool:
    """Tell whether any of it is reverse-charged to us."""
    return any(part.category in REVERSED for part in parts)


type Accounts = Mapping[int, str]
"""The account of each line, by its place from 0."""
