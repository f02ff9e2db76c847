"""What can be done with prices ahead of time. A price that was entered never changes or goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from klantkluis.catalogue.commands import ProductUnknown
from klantkluis.catalogue.models import Product, ProductPrice
from klantkluis.catalogue.pricing.queries import Priced, in_force, prices_of
from klantkluis.catalogue.queries import rate_table
from klantkluis.catalogue.rules import PriceStep, false_reductions
from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.core.vat import PriceBasis, VatCategory
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert, insert_many

FURTHEST = timedelta(days=366 * 2)
_DAY = timedelta(days=1)
_NEVER = datetime.min.replace(tzinfo=UTC)
"""Of a price that is not stored yet."""


class PriceWrong(Refusal):
    """This price cannot be planned; the field says why."""


@dataclass(frozen=True, slots=True)
class Reduction:
    """A lower price from a day up to and including another; without `until` it stays."""

    unit_price: Decimal
    since: date
    until: date | None = None


@command("price.planned", Role.SALES)
def plan_price(
    *,
    product_id: int,
    unit_price: Decimal,
    basis: PriceBasis,
    valid_from: date,
    actor: Actor,
    today: date,
) -> int:
    """Let a product have another price from a day on, today or later; give the id of the price.

    Raises:
        ProductUnknown: there is no such product.
        PriceWrong: the day is past or far away, the price is negative, or a reduction that is
            planned after it would be none any more.
    """
    product, prices = _locked(product_id)
    _check(unit_price, valid_from, today, field="valid_from")
    row = ProductPrice(
        product=product, unit_price=unit_price, basis=basis, valid_from=valid_from,
        staff_id=actor.staff_id,
    )  # fmt: skip
    _check_reductions(product, [*prices, _as_priced(row)], since=today, field="valid_from")
    insert(row)
    return row.pk


@command("price.reduced", Role.SALES)
def plan_reduction(*, product_id: int, reduction: Reduction, actor: Actor, today: date) -> None:
    """Tell the public of a lower price between two days; then the price of before holds again.

    It is in the basis of the price that it reduces. A further cut in a reduction that runs is
    one more reduction, and keeps the price that it is compared with (Besluit prijsaanduiding
    producten, art. 5a(3)).

    Raises:
        ProductUnknown: there is no such product.
        PriceWrong: it is not lower than the lowest price of the thirty days before, its days are
            not in order, or another price begins between them.
    """
    product, prices = _locked(product_id)
    _check(reduction.unit_price, reduction.since, today, field="since")
    before = in_force(prices, reduction.since - _DAY)
    if before is None:
        raise PriceWrong(
            _("There was no price before this day, so there is nothing to reduce."), field="since"
        )
    _check_until(reduction, today)
    rows = _rows_of(reduction, product, prices, actor.staff_id)
    last = reduction.until or reduction.since
    if any(reduction.since <= p.valid_from <= last and p.valid_from > today for p in prices):
        raise PriceWrong(
            _("Another price is planned in these days. Take that back first."), field="since"
        )
    _check_reductions(
        product, [*prices, *map(_as_priced, rows)], since=reduction.since, field="unit_price"
    )
    insert_many(rows)


@command("price.taken_back", Role.SALES)
def take_back_price(*, price_id: int, actor: Actor, today: date) -> None:
    """Let a price that has not begun never begin: the price of before goes on.

    Raises:
        PriceWrong: there is none, or it has begun.
    """
    found = ProductPrice.objects.filter(pk=price_id, valid_from__gt=today).first()
    if found is None:
        raise PriceWrong(_("This price has begun, so it stays. Plan another one instead."))
    product, prices = _locked(found.product_id)
    before = in_force(prices, found.valid_from - _DAY)
    if before is None:
        raise PriceWrong(_("A product cannot be without a price. Plan another one instead."))
    row = ProductPrice(
        product=product, unit_price=before.unit_price, basis=before.basis,
        valid_from=found.valid_from, is_reduction=before.is_reduction, staff_id=actor.staff_id,
    )  # fmt: skip
    _check_reductions(product, [*prices, _as_priced(row)], since=found.valid_from + _DAY, field="")
    insert(row)


def _locked(product_id: int) -> tuple[Product, list[Priced]]:
    product = Product.objects.select_for_update().filter(pk=product_id).first()
    if product is None:
        raise ProductUnknown(_("There is no such product."))
    return product, prices_of(product_ids=[product_id]).get(product_id, [])


def _check(unit_price: Decimal, day: date, today: date, *, field: str) -> None:
    if unit_price < 0:
        raise PriceWrong(_("A price cannot be negative."), field="unit_price")
    if day < today:
        raise PriceWrong(_("This day is past. A price holds from today or later."), field=field)
    if day > today + FURTHEST:
        raise PriceWrong(_("Plan a price at most two years ahead."), field=field)


def _check_until(reduction: Reduction, today: date) -> None:
    if reduction.until is None:
        return
    if reduction.until < reduction.since:
        raise PriceWrong(_("The last day comes before the first."), field="until")
    if reduction.until > today + FURTHEST:
        raise PriceWrong(_("Plan a price at most two years ahead."), field="until")


def _rows_of(
    reduction: Reduction, product: Product, prices: Sequence[Priced], staff_id: UUID
) -> list[ProductPrice]:
    """Give the cut, and the price after it where none is planned for that day."""
    before = in_force(prices, reduction.since - _DAY)
    assert before is not None, "the caller found a price to reduce"
    cut = ProductPrice(
        product=product, unit_price=reduction.unit_price, basis=before.basis,
        valid_from=reduction.since, is_reduction=True, staff_id=staff_id,
    )  # fmt: skip
    if reduction.until is None or reduction.until + _DAY in {p.valid_from for p in prices}:
        return [cut]
    usual = _usual(prices, before)
    back = ProductPrice(
        product=product, unit_price=usual.unit_price, basis=usual.basis,
        valid_from=reduction.until + _DAY, staff_id=staff_id,
    )  # fmt: skip
    return [cut, back]


def _usual(prices: Sequence[Priced], before: Priced) -> Priced:
    """Give the price that comes back: the last before that was itself no reduction."""
    plain = [p for p in prices if p.valid_from <= before.valid_from and not p.is_reduction]
    return plain[-1] if plain else before


def _as_priced(row: ProductPrice) -> Priced:
    return Priced(
        id=0, unit_price=row.unit_price, basis=PriceBasis(row.basis), valid_from=row.valid_from,
        is_reduction=row.is_reduction, recorded_at=_NEVER,
    )  # fmt: skip


def _check_reductions(
    product: Product, prices: Sequence[Priced], *, since: date, field: str
) -> None:
    """Refuse what makes a reduction untrue that begins on a day or later."""
    rate_bp = rate_table().rate(VatCategory(product.vat_category), since)
    ordered = sorted(prices, key=lambda each: each.valid_from)
    basis = ordered[-1].basis
    steps: list[PriceStep] = [each.step(basis, rate_bp) for each in ordered]
    if any(step.valid_from >= since for step in false_reductions(steps)):
        raise PriceWrong(
            _(
                "This would be no reduction: it must be lower than the lowest price of the thirty"
                " days before it."
            ),
            field=field,
        )
