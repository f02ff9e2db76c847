"""What an order comes to: each line, shipping, VAT and total, by the arithmetic of the office.

What stands here is what stands on the screen, in the mail and in the sealed order. Values in,
values out: no clock, no database.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from klantkluis.core.money import from_cents
from klantkluis.core.rates import RateTable
from klantkluis.core.territories import vat_territory
from klantkluis.core.treatment import BuyerVat, NumberState, SellerVat, Supply, Treated, treat
from klantkluis.core.vat import HOME, PriceBasis, Priced, Totals, VatCategory, VatTreatment, totals
from klantkluis.messages.published import ShippingMethod, ShopSettings, ShownProduct
from klantkluis.site.shop.prices import home_rate, in_basis, price_of, rate_tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """What the VAT of an order depends on: who buys and where it goes, no name or street."""

    business: bool = False
    has_number: bool = False
    country: str = HOME
    postcode: str = ""
    ships_to: str = HOME
    ships_postcode: str = ""


SOMEBODY: Final = Buyer()
"""A consumer at home: whom prices are shown for as long as nobody has said who buys."""


@dataclass(frozen=True, slots=True)
class QuotedLine:
    """One line: the price of one in the basis of the order, and what the line comes to."""

    product: ShownProduct
    quantity: int
    unit_price: Decimal
    rate_bp: int
    treated: Treated
    amount_cents: int


@dataclass(frozen=True, slots=True)
class QuotedShipping:
    """What sending costs, in the basis of the order."""

    method: ShippingMethod
    price: Decimal
    rate_bp: int
    treated: Treated
    amount_cents: int


@dataclass(frozen=True, slots=True)
class Quote:
    """An order as it would be placed now."""

    basis: PriceBasis
    lines: tuple[QuotedLine, ...]
    shipping: QuotedShipping | None
    totals: Totals

    @property
    def goods_cents(self) -> int:
        """What the goods come to without shipping, in the basis of the order."""
        return sum(line.amount_cents for line in self.lines)


def weight_of(wanted: Iterable[tuple[ShownProduct, int]]) -> int:
    """Give the weight of what is sent, in grams."""
    return sum(it.weight_grams * number for it, number in wanted if it.supply == Supply.GOODS)


def is_sent(wanted: Iterable[tuple[ShownProduct, int]]) -> bool:
    """Say whether anything is sent at all."""
    return any(it.supply == Supply.GOODS for it, _ in wanted)


def shipping_cents(method: ShippingMethod, grams: int, goods_gross_cents: int) -> int | None:
    """Give what a way to send costs including VAT; None when it is too heavy for it."""
    steps = sorted(method.steps, key=lambda step: step.up_to_grams)
    cents = next((step.cents for step in steps if grams <= step.up_to_grams), None)
    if cents is not None and 0 < method.free_from_cents <= goods_gross_cents:
        return 0
    return cents


def quote(
    wanted: Sequence[tuple[ShownProduct, int]],
    settings: ShopSettings,
    day: date,
    *,
    buyer: Buyer = SOMEBODY,
    basis: PriceBasis = PriceBasis.GROSS,
    method: ShippingMethod | None = None,
) -> Quote:
    """Work out an order.

    A firm's VAT number is checked by the office: until then VAT is charged as to a consumer.
    Where no VAT is charged because the goods leave the EU, prices are those without VAT.

    Args:
        basis: with VAT for consumers, without for firms.
        method: how it is sent; None when nothing is sent or nobody has said yet.
    """
    terms = _Terms(settings, day, buyer, basis)
    lines = [_line(it, number, terms) for it, number in wanted]
    goods = [_priced(each.product.vat_category, each) for each in lines]
    shipping = None
    if method is not None and is_sent(wanted):
        # From which amount sending is free is told to all alike, so it does not depend on who buys.
        free = method.free_from_cents > 0
        gross = quote(wanted, settings, day).totals.gross_cents if free else 0
        cents = shipping_cents(method, weight_of(wanted), gross)
        assert cents is not None, "a way to send is chosen among those that can"
        shipping = _shipping(method, cents, terms)
    # Shipping is one more line of the document, so that VAT is worked out over everything.
    sent = [_priced(settings.shipping_vat_category, shipping)] if shipping else []
    total = totals([*goods, *sent], basis=basis)
    return Quote(
        basis=basis,
        lines=tuple(
            replace(each, amount_cents=amount)
            for each, amount in zip(lines, total.line_cents, strict=False)
        ),
        shipping=shipping and replace(shipping, amount_cents=total.line_cents[-1]),
        totals=total,
    )


@dataclass(frozen=True, slots=True)
class _Terms:
    settings: ShopSettings
    day: date
    buyer: Buyer
    basis: PriceBasis

    def taxed(self, supply: Supply, category: str) -> tuple[Treated, int]:
        """Give treatment and rate of something for the buyer."""
        treated = treat(
            supply,
            VatCategory(category),
            seller=SellerVat(HOME, self.settings.small_business, self.settings.destination),
            buyer=BuyerVat(
                country=vat_territory(self.buyer.country, self.buyer.postcode),
                business=self.buyer.business,
                number=NumberState.UNCHECKED if self.buyer.has_number else NumberState.NONE,
            ),
            ships_to=vat_territory(self.buyer.ships_to, self.buyer.ships_postcode),
        )
        if not treated.treatment.is_taxed:
            return treated, 0
        tables = rate_tables(self.settings.rates)
        table: RateTable = tables.get(treated.country, tables[HOME])
        return treated, table.rate(VatCategory(category), self.day)

    def wanted(self, treated: Treated) -> PriceBasis:
        """Say in which basis a price is needed: without VAT where none is on what leaves."""
        abroad = treated.treatment in {VatTreatment.EXPORT, VatTreatment.OUTSIDE}
        return PriceBasis.NET if abroad else self.basis


def _line(it: ShownProduct, number: int, terms: _Terms) -> QuotedLine:
    treated, rate = terms.taxed(Supply(it.supply), it.vat_category)
    price = price_of(it, terms.settings, terms.day, terms.wanted(treated)).each
    return QuotedLine(it, number, price, rate, treated, 0)


def _shipping(method: ShippingMethod, cents: int, terms: _Terms) -> QuotedShipping:
    """Give what sending costs; who collects takes the goods over at our door."""
    category = terms.settings.shipping_vat_category
    if method.pick_up:
        terms = replace(terms, buyer=Buyer(business=terms.buyer.business))
    treated, rate = terms.taxed(Supply.GOODS, category)
    price = in_basis(
        from_cents(cents), home_rate(terms.settings, category, terms.day),
        basis=PriceBasis.GROSS, wanted=terms.wanted(treated),
    )  # fmt: skip
    return QuotedShipping(method, price, rate, treated, 0)


def _priced(category: str, line: QuotedLine | QuotedShipping) -> Priced:
    """Give a line as `core.vat` adds it up."""
    number, price = (
        (1, line.price) if isinstance(line, QuotedShipping) else (line.quantity, line.unit_price)
    )
    return Priced(
        quantity=Decimal(number), unit_price=price,
        discount_bp=0, category=VatCategory(category), rate_bp=line.rate_bp,
        treatment=line.treated.treatment, country=line.treated.country,
    )  # fmt: skip
