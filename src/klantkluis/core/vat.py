"""The VAT of one document, worked out once per rate so that every place shows the same cents."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from klantkluis.core.money import FULL, allocate, share, to_cents

FINEST = Decimal("0.0001")
"""A unit price has at most four decimals."""


class PriceBasis(StrEnum):
    """Whether the prices on a document are without (net) or with VAT (gross)."""

    NET = "net"
    GROSS = "gross"


class VatCategory(StrEnum):
    """The kinds of VAT rate in the Netherlands (Wet OB 1968, art. 9 and 11)."""

    STANDARD = "standard"
    REDUCED = "reduced"
    ZERO = "zero"
    EXEMPT = "exempt"


class VatTreatment(StrEnum):
    """How a supply is taxed; see `core.treatment` for which one when."""

    DOMESTIC = "domestic"
    DESTINATION = "destination"
    INTRA_EU = "intra_eu"
    REVERSE_CHARGE = "reverse_charge"
    EXPORT = "export"
    OUTSIDE = "outside"
    SMALL_BUSINESS = "small_business"

    @property
    def is_taxed(self) -> bool:
        """Whether we charge VAT: by the rate of a category in a country."""
        return self in {VatTreatment.DOMESTIC, VatTreatment.DESTINATION}

    def category_of(self, category: VatCategory) -> VatCategory:
        """Give the category under which something of a category is added up.

        Where we charge no VAT all is alike, and abroad the rate says enough: EN 16931 knows one
        sum for each of its category codes and each rate (BR-CO-18).
        """
        match self:
            case VatTreatment.DOMESTIC:
                return category
            case VatTreatment.DESTINATION:
                return VatCategory.STANDARD
            case VatTreatment.SMALL_BUSINESS:
                return VatCategory.EXEMPT
            case _:
                return VatCategory.ZERO


HOME = "NL"


@dataclass(frozen=True, slots=True, order=True)
class VatKey:
    """What is added up together on a document: one treatment, country, category and rate."""

    treatment: VatTreatment
    country: str
    category: VatCategory
    rate_bp: int


@dataclass(frozen=True, slots=True)
class Priced:
    """One line before VAT is worked out. `unit_price` is in euros and may be finer than cents.

    `country` is the one whose rate holds. `vat_each_cents` is the VAT of one when it follows from
    another document, as with a prepayment; such a line takes no part in the document discount.
    """

    quantity: Decimal
    unit_price: Decimal
    discount_bp: int
    category: VatCategory
    rate_bp: int
    treatment: VatTreatment = VatTreatment.DOMESTIC
    country: str = HOME
    vat_each_cents: int | None = None

    @property
    def key(self) -> VatKey:
        """With which other lines its VAT is worked out."""
        category = self.treatment.category_of(self.category)
        return VatKey(self.treatment, self.country, category, self.rate_bp)


@dataclass(frozen=True, slots=True)
class VatSum:
    """Everything of one document that falls under one treatment, country, category and rate."""

    category: VatCategory
    rate_bp: int
    net_cents: int
    vat_cents: int
    treatment: VatTreatment = VatTreatment.DOMESTIC
    country: str = HOME

    @property
    def key(self) -> VatKey:
        """What tells it from the other sums of the document."""
        return VatKey(self.treatment, self.country, self.category, self.rate_bp)

    @property
    def gross_cents(self) -> int:
        """The amount with VAT."""
        return self.net_cents + self.vat_cents


@dataclass(frozen=True, slots=True)
class Totals:
    """What a document adds up to.

    `line_cents` follows the lines, in the document's price basis, before the document discount;
    `discount_cents` is that discount in the same basis, zero or with the sign of the lines.
    `ahead` is what of `vat` comes from lines with VAT of their own: asked ahead, or taken off.
    """

    basis: PriceBasis
    line_cents: tuple[int, ...]
    discount_cents: int
    vat: tuple[VatSum, ...]
    ahead: tuple[VatSum, ...] = ()

    @property
    def net_cents(self) -> int:
        """The amount without VAT."""
        return sum(each.net_cents for each in self.vat)

    @property
    def vat_cents(self) -> int:
        """The VAT."""
        return sum(each.vat_cents for each in self.vat)

    @property
    def gross_cents(self) -> int:
        """The amount with VAT."""
        return self.net_cents + self.vat_cents


def line_cents(line: Priced) -> int:
    """Give the amount of one line in cents, its own discount taken off, in its price basis."""
    return to_cents(line.quantity * line.unit_price * (FULL - line.discount_bp) / FULL)


def totals(lines: Iterable[Priced], *, basis: PriceBasis, discount_bp: int = 0) -> Totals:
    """Add up a document: amounts per line, and VAT once per rate over the sum of its lines.

    Rounding the VAT of each line apart would let a long invoice drift cents away from the VAT
    return and break rule BR-CO-14 of EN 16931. With prices including VAT the amount with VAT is
    the exact one, and the amount without follows from it: two lines of 379.00 are 758.00.
    """
    listed = tuple(lines)
    amounts = tuple(line_cents(line) for line in listed)
    per_key: dict[VatKey, int] = {}
    ahead: dict[VatKey, VatSum] = {}
    for line, amount in zip(listed, amounts, strict=True):
        if line.vat_each_cents is None:
            per_key[line.key] = per_key.get(line.key, 0) + amount
        else:
            ahead[line.key] = _with(ahead.get(line.key), _own_vat(line, amount, basis))
    keys = sorted(per_key, key=_by_rate)
    sums = [per_key[key] for key in keys]
    discount = share(sum(sums), discount_bp, FULL)
    after = _less_discount(sums, discount)
    vat = {key: _vat_sum(key, cents, basis) for key, cents in zip(keys, after, strict=True)}
    if ahead:
        vat |= {key: _with(vat.get(key), each) for key, each in ahead.items()}
    return Totals(
        basis=basis,
        line_cents=amounts,
        discount_cents=discount,
        vat=tuple(vat[key] for key in (sorted(vat, key=_by_rate) if ahead else keys)),
        ahead=tuple(ahead[key] for key in sorted(ahead, key=_by_rate)),
    )


def vat_in(cents: int, rate_bp: int, basis: PriceBasis) -> int:
    """Give the VAT on a net amount, or in a gross amount, in cents (Wet OB 1968, art. 8)."""
    whole = FULL if basis is PriceBasis.NET else FULL + rate_bp
    return share(cents, rate_bp, whole)


def price_in(price: Decimal, rate_bp: int, *, basis: PriceBasis, wanted: PriceBasis) -> Decimal:
    """Give a unit price in another basis, in euros with at most four decimals.

    Only to start from: what a document adds up to follows from the price that stands on it.
    """
    if basis is wanted:
        return price
    up, down = (FULL + rate_bp, FULL) if wanted is PriceBasis.GROSS else (FULL, FULL + rate_bp)
    return (price * up / down).quantize(FINEST, rounding=ROUND_HALF_UP)


def _less_discount(sums: Sequence[int], discount: int) -> list[int]:
    """Take a document discount off the sums per rate, in proportion and to the cent.

    Sums of mixed sign cannot be weights; the discount then falls on each sum by its own share,
    and the cents that remain on the largest.
    """
    if all(each >= 0 for each in sums) or all(each <= 0 for each in sums):
        parts = allocate(discount, sums) if sums else ()
        return [each - part for each, part in zip(sums, parts, strict=True)]
    total = sum(sums)
    shares = [share(discount, each, total) if total else 0 for each in sums]
    largest = max(range(len(sums)), key=lambda index: abs(sums[index]))
    shares[largest] += discount - sum(shares)
    return [each - part for each, part in zip(sums, shares, strict=True)]


def _vat_sum(key: VatKey, cents: int, basis: PriceBasis) -> VatSum:
    vat = vat_in(cents, key.rate_bp, basis)
    net = cents if basis is PriceBasis.NET else cents - vat
    return VatSum(key.category, key.rate_bp, net, vat, key.treatment, key.country)


def _own_vat(line: Priced, amount: int, basis: PriceBasis) -> VatSum:
    """Give the sum of a line whose VAT follows from another document."""
    assert line.vat_each_cents is not None
    vat = to_cents(line.quantity * line.vat_each_cents / 100)
    key, net = line.key, amount if basis is PriceBasis.NET else amount - vat
    return VatSum(key.category, key.rate_bp, net, vat, key.treatment, key.country)


def _with(one: VatSum | None, other: VatSum) -> VatSum:
    """Add two sums under one key."""
    if one is None:
        return other
    return replace(
        other,
        net_cents=one.net_cents + other.net_cents,
        vat_cents=one.vat_cents + other.vat_cents,
    )


def _by_rate(key: VatKey) -> tuple[int, VatKey]:
    return (-key.rate_bp, key)
