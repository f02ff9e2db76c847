"""What stands at a product beside its name and price: duties of distance selling, in words."""

from dataclasses import dataclass

from klantkluis.core.vat import PriceBasis
from klantkluis.messages.published import ShownProduct
from klantkluis.site.shop.amounts import euros, percent, weight
from klantkluis.site.shop.prices import home_rate, price_of
from klantkluis.site.shop.visit import Visit


@dataclass(frozen=True, slots=True)
class ShippingFact:
    """A way to send, as it is told at a product."""

    name: str
    days: str
    price: str
    pick_up: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What a buyer must be able to know before ordering (BW 6:230m; Reg. 2023/988, art. 19).

    `other_price` is the price in the other basis, so that nobody has to reckon; `rate` the VAT
    that is in it, empty for who charges none.
    """

    other_price: str
    rate: str
    weight: str
    delivery: str
    warnings: str
    not_returnable: str
    durability_years: int
    durability_months: int
    shipping: tuple[ShippingFact, ...]
    is_goods: bool


def facts_of(product: ShownProduct, visit: Visit) -> Facts:
    """Give the facts of a product."""
    settings, language = visit.settings, visit.language
    other = PriceBasis.GROSS if visit.basis is PriceBasis.NET else PriceBasis.NET
    rate = home_rate(settings, product.vat_category, visit.today)
    years, months = divmod(product.durability_months, 12)
    return Facts(
        other_price=euros(price_of(product, settings, visit.today, other).cents, language),
        rate="" if settings.small_business else percent(rate, language),
        weight=weight(product.weight_grams, language) if product.weight_grams else "",
        delivery=visit.say(product.delivery),
        warnings=visit.say(product.warnings),
        not_returnable="" if product.returnable else visit.say(product.not_returnable),
        durability_years=0 if months else years,
        durability_months=product.durability_months if months else 0,
        shipping=_shipping(product, visit) if product.supply == "goods" else (),
        is_goods=product.supply == "goods",
    )


def _shipping(product: ShownProduct, visit: Visit) -> tuple[ShippingFact, ...]:
    """Tell how one of it is sent within the country, and for how much."""
    found = []
    for method in visit.settings.shipping:
        steps = [step for step in method.steps if step.up_to_grams >= product.weight_grams]
        if not steps or visit.settings.identity.country not in method.countries:
            continue
        cents = min(steps, key=lambda step: step.up_to_grams).cents
        price = euros(cents, visit.language) if cents else ""
        found.append(
            ShippingFact(visit.say(method.name), visit.say(method.days), price, method.pick_up)
        )
    return tuple(found)
