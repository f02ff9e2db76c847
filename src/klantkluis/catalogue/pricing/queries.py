"""Questions about the prices of products through time."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from klantkluis.catalogue.models import ProductPrice
from klantkluis.catalogue.rules import PriceStep, prior_price
from klantkluis.core.vat import PriceBasis, price_in


@dataclass(frozen=True, slots=True)
class Priced:
    """A price from a day on, as it was entered."""

    id: int
    unit_price: Decimal
    basis: PriceBasis
    valid_from: date
    is_reduction: bool
    recorded_at: datetime

    def step(self, basis: PriceBasis, rate_bp: int) -> PriceStep:
        """Give it in a basis, for the rules."""
        price = price_in(self.unit_price, rate_bp, basis=self.basis, wanted=basis)
        return PriceStep(self.valid_from, price, self.is_reduction)


@dataclass(frozen=True, slots=True)
class PriceRow:
    """A price in the history as a page shows it.

    `prior` is what stands beside a reduction, in the basis of the price. Of two prices for one
    day only the last holds; `is_ahead` tells that it has not begun.
    """

    price: Priced
    holds: bool
    is_ahead: bool
    prior: Decimal | None


def prices_of(*, product_ids: Collection[int]) -> dict[int, list[Priced]]:
    """Give every price of each product, those that are planned too, in the order of their days."""
    rows = ProductPrice.objects.filter(product__in=product_ids).order_by("valid_from", "pk")
    found: dict[int, list[Priced]] = {}
    for product_id, pk, price, basis, day, reduced, at in rows.values_list(
        "product", "pk", "unit_price", "basis", "valid_from", "is_reduction", "recorded_at"
    ):
        found.setdefault(product_id, []).append(
            Priced(pk, price, PriceBasis(basis), day, reduced, at)
        )
    return found


def in_force(prices: Collection[Priced], day: date) -> Priced | None:
    """Give the price that holds on a day."""
    begun = [price for price in prices if price.valid_from <= day]
    return begun[-1] if begun else None


def prior_of(prices: Collection[Priced], price: Priced, rate_bp: int) -> Decimal | None:
    """Give what must stand beside a price that is told as a reduction, in its own basis."""
    steps = [each.step(price.basis, rate_bp) for each in prices]
    return prior_price(steps, price.valid_from)


def price_rows(*, product_id: int, rate_bp: int, today: date) -> list[PriceRow]:
    """Give the history of a product's price and what is planned, the newest day first."""
    prices = prices_of(product_ids=[product_id]).get(product_id, [])
    last_of_day: Mapping[date, int] = {each.valid_from: each.id for each in prices}
    return [
        PriceRow(
            price=price,
            holds=last_of_day[price.valid_from] == price.id,
            is_ahead=price.valid_from > today,
            prior=prior_of(prices, price, rate_bp) if price.is_reduction else None,
        )
        for price in reversed(prices)
    ]
