"""What a product costs today: the published step that holds, in the price basis that is asked.

The arithmetic is that of `core.vat`. A price that consumers see including VAT is in whole cents,
also when it was set without VAT: what stands at the product is what is paid for each.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from klantkluis.core.money import from_cents, to_cents
from klantkluis.core.rates import DatedRate, RateTable
from klantkluis.core.vat import HOME, PriceBasis, VatCategory, price_in
from klantkluis.messages.published import PriceStep, Rate, ShopSettings, ShownProduct


@lru_cache(maxsize=8)
def rate_tables(rates: tuple[Rate, ...]) -> Mapping[str, RateTable]:
    """Give the rates of each country that the office published."""
    by_country: dict[str, list[DatedRate]] = {}
    for rate in rates:
        dated = DatedRate(VatCategory(rate.category), rate.rate_bp, rate.valid_from)
        by_country.setdefault(rate.country, []).append(dated)
    return {country: RateTable(tuple(listed)) for country, listed in by_country.items()}


def home_rate(settings: ShopSettings, category: str, day: date) -> int:
    """Give the rate at home of a category on a day; none for who charges no VAT (KOR)."""
    if settings.small_business:
        return 0
    return rate_tables(settings.rates)[HOME].rate(VatCategory(category), day)


def in_basis(price: Decimal, rate_bp: int, *, basis: PriceBasis, wanted: PriceBasis) -> Decimal:
    """Give a unit price in another basis; with VAT it becomes whole cents."""
    if basis is wanted:
        return price
    other = price_in(price, rate_bp, basis=basis, wanted=wanted)
    return from_cents(to_cents(other)) if wanted is PriceBasis.GROSS else other


def step_on(product: ShownProduct, day: date) -> PriceStep:
    """Give the price that holds on a day: of those that have begun the last, else the first."""
    begun = [step for step in product.prices if step.valid_from <= day]
    if not begun:
        return min(product.prices, key=lambda step: step.valid_from)
    return max(begun, key=lambda step: step.valid_from)


@dataclass(frozen=True, slots=True)
class Price:
    """What one costs, and what it cost before when this is a reduction (BPP art. 5a)."""

    each: Decimal
    prior: Decimal | None

    @property
    def cents(self) -> int:
        """The price in whole cents, as it is shown."""
        return to_cents(self.each)

    @property
    def prior_cents(self) -> int:
        """The lowest price of the thirty days before, in cents; 0 when this is no reduction."""
        return to_cents(self.prior) if self.prior is not None else 0

    @property
    def less_percent(self) -> int:
        """How much less it is, in whole per cent rounded down, so that it never says too much."""
        if self.prior is None or not self.prior:
            return 0
        return int((self.prior - self.each) * 100 / self.prior)


def price_of(product: ShownProduct, settings: ShopSettings, day: date, wanted: PriceBasis) -> Price:
    """Give the price of a product on a day, in a price basis."""
    step = step_on(product, day)
    rate = home_rate(settings, product.vat_category, day)
    basis = PriceBasis(step.basis)
    prior = step.prior
    if prior is not None and prior <= step.unit_price:
        prior = None
    return Price(
        in_basis(step.unit_price, rate, basis=basis, wanted=wanted),
        None if prior is None else in_basis(prior, rate, basis=basis, wanted=wanted),
    )
