"""The history of a price as a chart: steps, each as long as the price held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from klantkluis.catalogue.queries import PricePoint
from klantkluis.core.vat import PriceBasis, price_in
from klantkluis.office.templatetags.kit import day, unit_price

WIDTH, HEIGHT = 470, 140
LEFT, RIGHT, TOP, BASE = 70, 12, 14, 112


@dataclass(frozen=True, slots=True)
class Steps:
    """The drawing: a line in steps, the dots where a price began, and what stands at the sides."""

    line: str
    dots: tuple[tuple[float, float], ...]
    high: tuple[float, str]
    low: tuple[float, str]
    first: str
    last: str
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    base: int = BASE


def price_steps(
    points: Sequence[PricePoint], *, wanted: PriceBasis, rate_bp: int, today: date
) -> Steps | None:
    """Draw the prices that a product had until today, all in one basis; None with fewer than two.

    `points` come the newest first, as `price_history` gives them.
    """
    known = [point for point in reversed(points) if point.valid_from <= today]
    if len(known) < 2:
        return None
    prices = [price_in(p.unit_price, rate_bp, basis=p.basis, wanted=wanted) for p in known]
    days = [(point.valid_from - known[0].valid_from).days for point in known]
    whole = max((today - known[0].valid_from).days, 1)
    xs = [round(LEFT + (WIDTH - LEFT - RIGHT) * each / whole, 1) for each in days]
    ys = [_height(price, min(prices), max(prices)) for price in prices]
    line = f"M{xs[0]} {ys[0]}" + "".join(f"H{x}V{y}" for x, y in zip(xs[1:], ys[1:], strict=True))
    return Steps(
        line=f"{line}H{WIDTH - RIGHT}",
        dots=tuple(zip(xs, ys, strict=True)),
        high=(_height(max(prices), min(prices), max(prices)), unit_price(max(prices))),
        low=(_height(min(prices), min(prices), max(prices)), unit_price(min(prices))),
        first=day(known[0].valid_from),
        last=day(today),
    )


def _height(price: Decimal, low: Decimal, high: Decimal) -> float:
    """Give where a price stands; prices that are all the same stand in the middle."""
    room = BASE - 18 - TOP
    return round(TOP + room * (float((high - price) / (high - low)) if high != low else 0.5), 1)
