"""The VAT of an order: what we know of both sides, and what follows for each line."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final, Protocol

from klantkluis.catalogue.queries import rate_table, rate_tables
from klantkluis.core.rates import RateTable
from klantkluis.core.territories import vat_territory
from klantkluis.core.treatment import (
    BuyerVat,
    NumberState,
    SellerVat,
    Supply,
    Treated,
    limit_on,
    passes_limit,
    treat,
)
from klantkluis.core.vat import HOME, Priced, VatCategory
from klantkluis.customers.models import Customer
from klantkluis.customers.queries import in_use
from klantkluis.customers.stored import CUSTOMER
from klantkluis.customers.vat_checks.queries import vat_standings
from klantkluis.customers.vat_checks.rules import Standing
from klantkluis.foundation.company import taxed_how
from klantkluis.foundation.prepared import Prepared
from klantkluis.sales.models import DistanceSales, Order
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose

NOBODY_ELSE: Final[Mapping[int, Customer]] = MappingProxyType({})


class TaxedLine(Protocol):
    """As much of a line as its VAT depends on."""

    @property
    def supply(self) -> str:
        """Goods or a service."""

    @property
    def vat_category(self) -> str:
        """The kind of rate of what is sold."""

    @property
    def unit_price(self) -> Decimal:
        """The price of one, in euros."""

    @property
    def discount_bp(self) -> int:
        """The discount on the line."""


@dataclass(frozen=True, slots=True)
class Taxed:
    """A line with its treatment and the rate that follows."""

    treated: Treated
    rate_bp: int


@dataclass(frozen=True, slots=True)
class VatSituation:
    """Everything that the VAT of an order depends on, apart from what is on its lines."""

    seller: SellerVat
    buyer: BuyerVat
    ships_to: str
    standing: Standing
    rates: Mapping[str, RateTable]

    def tax(self, supply: Supply, category: VatCategory, day: date) -> Taxed:
        """Give treatment and rate of a line that is supplied on a day."""
        treated = treat(
            supply, category, seller=self.seller, buyer=self.buyer, ships_to=self.ships_to
        )
        if not treated.treatment.is_taxed:
            return Taxed(treated, 0)
        return Taxed(treated, self.rates[treated.country].rate(category, day))

    def priced(self, line: "TaxedLine", *, quantity: Decimal, day: date) -> Priced:
        """Give an order line as it is added up, for a day of supply."""
        category = VatCategory(line.vat_category)
        taxed = self.tax(Supply(line.supply), category, day)
        return Priced(
            quantity=quantity,
            unit_price=line.unit_price,
            discount_bp=line.discount_bp,
            category=category,
            rate_bp=taxed.rate_bp,
            treatment=taxed.treated.treatment,
            country=taxed.treated.country,
        )


def situations_of(
    orders: Collection[Order], *, day: date, buyers: Mapping[int, Customer] = NOBODY_ELSE
) -> dict[int, VatSituation]:
    """Give the situation of each order on a day, in a constant number of queries.

    The orders have their customers at hand. The yearly limit of distance sales is judged without
    these orders themselves.

    Args:
        buyers: who is billed for an order, by its id, where that is another than its customer.
    """
    if not orders:
        return {}
    seller, rates = _our_side(orders, day)
    # Not `get` with a default: that would fetch a customer whom nobody asked for.
    customers = {o.pk: buyers[o.pk] if o.pk in buyers else o.customer for o in orders}  # noqa: SIM401
    standings = _standings(customers.values())
    return {
        order.pk: VatSituation(
            seller=seller,
            buyer=_buyer(order, customer, standings.get(customer.pk, _NOTHING)),
            ships_to=order.ship_country,
            standing=standings.get(customer.pk, _NOTHING),
            rates=rates,
        )
        for order in orders
        for customer in (customers[order.pk],)
    }


def _our_side(orders: Collection[Order], day: date) -> tuple[SellerVat, Mapping[str, RateTable]]:
    """Say how we are taxed, and the rates of the countries that the orders are about."""
    abroad = ({o.ship_country for o in orders} | {o.buyer_country for o in orders}) - {HOME}
    how = taxed_how()
    destination = how.oss_since is not None and day >= how.oss_since
    if abroad and not destination:
        destination = limit_is_passed(day=day, sale_cents=0)
    rates = {HOME: rate_table(), **(rate_tables(countries=abroad) if abroad else {})}
    return SellerVat(HOME, how.small_business, destination), rates


def _standings(customers: Iterable[Customer]) -> dict[int, Standing]:
    ids = {customer.pk for customer in customers if customer.vat_number_rev}
    return vat_standings(customer_ids=ids) if ids else {}


def situation_of(order: Order, *, day: date, buyer: Customer | None = None) -> VatSituation:
    """Give the situation of one order on a day, for its customer or another buyer."""
    buyers = {order.pk: buyer} if buyer is not None else NOBODY_ELSE
    return situations_of([order], day=day, buyers=buyers)[order.pk]


def situation_ahead(
    *,
    customer_id: int | None,
    ships_to: str,
    vault: VaultSession,
    day: date,
    postcode: str = "",
) -> VatSituation:
    """Give the situation of an order that is still being typed.

    Without a customer, or while the vault is locked, that of a sale at home.

    Args:
        ships_to: the country that was chosen, or empty for the customer's own.
        postcode: of the address that was chosen.
    """
    customer = Customer.objects.filter(pk=customer_id).first() if customer_id else None
    fields: Mapping[str, Any] = {}
    if customer is not None and vault.is_open:
        fields = CUSTOMER.open_one(vault, Purpose.SHIP, in_use(customer))
    order = Order(customer=customer or Customer(), **vat_columns(fields, ships_to, postcode))
    return situation_of(order, day=day)


def vat_columns(fields: Mapping[str, Any], ships_to: str, postcode: str = "") -> dict[str, Any]:
    """Give the columns of an order that its VAT depends on, from what is known of its buyer.

    A territory with rules of its own is told by the postcode of the address: of where it ships to,
    else of the buyer.
    """
    home = vat_territory(fields.get("country") or HOME, fields.get("postcode", ""))
    return {
        "ship_country": vat_territory(ships_to, postcode) if ships_to else home,
        "buyer_country": home,
        "to_business": fields.get("kind") == "company",
    }


@dataclass(frozen=True, slots=True)
class DistanceWatch:
    """How near we are to the yearly limit of distance sales, in cents without VAT."""

    this_year_cents: int
    last_year_cents: int
    limit_cents: int

    @property
    def is_passed(self) -> bool:
        """Whether the VAT of the country of arrival holds from now on."""
        return max(self.this_year_cents, self.last_year_cents) > self.limit_cents

    @property
    def is_near(self) -> bool:
        """Whether four fifths of it were sold this year."""
        return self.this_year_cents * 5 >= self.limit_cents * 4

    @property
    def says_something(self) -> bool:
        """Whether anything was sold at a distance at all."""
        return bool(self.this_year_cents or self.last_year_cents)


def distance_watch(*, today: date) -> DistanceWatch | None:
    """Give how near the limit is; None for who has chosen OSS, or charges no VAT at all."""
    how = taxed_how()
    if how.small_business or (how.oss_since is not None and how.oss_since <= today):
        return None
    sold = dict(_SOLD.all(today.year - 1, today.year))
    return DistanceWatch(sold.get(today.year, 0), sold.get(today.year - 1, 0), limit_on(today))


def limit_is_passed(*, day: date, sale_cents: int) -> bool:
    """Tell whether a sale on a day is beyond the yearly limit of distance sales."""
    sold = dict(_SOLD.all(day.year - 1, day.year))
    return passes_limit(
        day=day,
        last_year_cents=sold.get(day.year - 1, 0),
        this_year_cents=sold.get(day.year, 0),
        sale_cents=sale_cents,
    )


_NOTHING = Standing(NumberState.NONE)
_SOLD = Prepared(
    lambda last, this: DistanceSales.objects.filter(year__gte=last, year__lte=this).values_list(
        "year", "net_cents"
    ),
    int,
    int,
)


def _buyer(order: Order, customer: Customer, standing: Standing) -> BuyerVat:
    return BuyerVat(
        country=order.buyer_country,
        business=order.to_business,
        number=standing.state,
        number_country=customer.vat_country,
    )
