"""Which VAT a supply is under, and why: a decision about countries and numbers, without a database.

Seen from a seller in one member state. Countries are those of the VAT area: a territory with rules
of its own has a code of its own (see `territories`).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from klantkluis.core.territories import NORTHERN_IRELAND
from klantkluis.core.vat import VatCategory, VatTreatment

EU: Final = frozenset(
    {"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE"}
    | {"IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"}
)
"""The member states, by ISO 3166-1."""

_PREFIXES: Final = {"EL": "GR", "XI": "GB"}

DISTANCE_LIMITS: Final = ((date(2021, 7, 1), 1_000_000),)
"""From which day on how many cents a year of distance sales and electronic services to consumers
in other member states stay under the VAT of the seller's own (Directive 2006/112/EC, art. 59c)."""


class Supply(StrEnum):
    """What is supplied, as far as the place of supply depends on it."""

    GOODS = "goods"
    SERVICES = "services"
    ELECTRONIC = "electronic"


class NumberState(StrEnum):
    """What we know of a buyer's VAT number."""

    NONE = "none"
    UNCHECKED = "unchecked"
    VALID = "valid"
    INVALID = "invalid"
    DOWN = "down"


class Reason(StrEnum):
    """Why a supply has its treatment; kept with the invoice as evidence."""

    SMALL_BUSINESS = "small_business"
    EXEMPT = "exempt"
    HOME = "home"
    VALID_NUMBER = "valid_number"
    CONSUMER = "consumer"
    NUMBER_MISSING = "number_missing"
    NUMBER_UNCHECKED = "number_unchecked"
    NUMBER_INVALID = "number_invalid"
    NUMBER_OF_OUR_COUNTRY = "number_of_our_country"
    SERVICE_DOWN = "service_down"
    ABROAD = "abroad"


@dataclass(frozen=True, slots=True)
class SellerVat:
    """What matters of us: our country, whether we are under the small-business scheme, and whether
    sales to consumers in other member states are taxed where they arrive (by choice, or because
    the limit was passed)."""

    country: str
    small_business: bool = False
    destination: bool = False


@dataclass(frozen=True, slots=True)
class BuyerVat:
    """What matters of a buyer: where established, a business or not, and the VAT number's state.

    `number_country` is the prefix of the number, empty without one.
    """

    country: str
    business: bool
    number: NumberState = NumberState.NONE
    number_country: str = ""


@dataclass(frozen=True, slots=True)
class Treated:
    """The treatment of one supply, the country whose rate holds, and why.

    `distance` tells a distance sale or an electronic service to a consumer in another member
    state: what counts for the yearly limit, whichever side of it we are on.
    """

    treatment: VatTreatment
    country: str
    reason: Reason
    distance: bool = False


def treat(
    supply: Supply, category: VatCategory, *, seller: SellerVat, buyer: BuyerVat, ships_to: str
) -> Treated:
    """Decide the VAT of a supply.

    Without a number that was confirmed as valid there is no reverse charge and no zero rate inside
    the EU (Directive 2006/112/EC, art. 138(1)(b), 196): the buyer is then treated as a consumer.

    Args:
        supply: goods, services under the general rule, or electronic services.
        category: the kind of rate of what is sold; what is exempt here stays exempt.
        ships_to: the country or territory where the goods arrive.
    """
    home = seller.country
    if seller.small_business:
        return Treated(VatTreatment.SMALL_BUSINESS, home, Reason.SMALL_BUSINESS)
    if category is VatCategory.EXEMPT:
        return Treated(VatTreatment.DOMESTIC, home, Reason.EXEMPT)
    place = ships_to if supply is Supply.GOODS else buyer.country
    if place == home:
        return Treated(VatTreatment.DOMESTIC, home, Reason.HOME)
    if not _is_inside(place, supply):
        return _outside_the_eu(supply, home, buyer)
    reason = _no_proof(buyer, home) if buyer.business else Reason.CONSUMER
    if reason is None:
        goods = supply is Supply.GOODS
        treatment = VatTreatment.INTRA_EU if goods else VatTreatment.REVERSE_CHARGE
        return Treated(treatment, home, Reason.VALID_NUMBER)
    if supply is Supply.SERVICES:
        return Treated(VatTreatment.DOMESTIC, home, reason)
    if seller.destination:
        return Treated(VatTreatment.DESTINATION, place, reason, distance=True)
    return Treated(VatTreatment.DOMESTIC, home, reason, distance=True)


def _is_inside(place: str, supply: Supply) -> bool:
    """Tell whether a place is in the EU for VAT: Northern Ireland is for goods only."""
    return place in EU or (place == NORTHERN_IRELAND and supply is Supply.GOODS)


def passes_limit(*, day: date, last_year_cents: int, this_year_cents: int, sale_cents: int) -> bool:
    """Tell whether a sale is beyond the yearly limit, so that the VAT of its arrival holds.

    The sale with which the limit is passed is the first under that VAT (art. 59c(2)). Amounts are
    without VAT: distance sales of goods and electronic services together, in both years.
    """
    limit = limit_on(day)
    return last_year_cents > limit or this_year_cents + sale_cents > limit


def limit_on(day: date) -> int:
    """Give the yearly limit of distance sales that holds on a day, in cents."""
    return max(amount for begins, amount in DISTANCE_LIMITS if begins <= max(day, begins))


def country_of_number(vat_number: str) -> str:
    """Give the country of a VAT number by its prefix, in ISO 3166-1; empty without letters."""
    prefix = vat_number.strip()[:2].upper()
    return _PREFIXES.get(prefix, prefix) if prefix.isalpha() else ""


def _outside_the_eu(supply: Supply, home: str, buyer: BuyerVat) -> Treated:
    if supply is Supply.GOODS:
        return Treated(VatTreatment.EXPORT, home, Reason.ABROAD)
    if buyer.business or supply is Supply.ELECTRONIC:
        return Treated(VatTreatment.OUTSIDE, home, Reason.ABROAD)
    return Treated(VatTreatment.DOMESTIC, home, Reason.CONSUMER)


_NO_PROOF: Final = {
    NumberState.NONE: Reason.NUMBER_MISSING,
    NumberState.UNCHECKED: Reason.NUMBER_UNCHECKED,
    NumberState.INVALID: Reason.NUMBER_INVALID,
    NumberState.DOWN: Reason.SERVICE_DOWN,
}


def _no_proof(buyer: BuyerVat, home: str) -> Reason | None:
    """Say what is missing to supply without VAT to a business; None when nothing is."""
    if buyer.number is not NumberState.VALID:
        return _NO_PROOF[buyer.number]
    if country_of_number(buyer.number_country) == home:
        return Reason.NUMBER_OF_OUR_COUNTRY
    return None
