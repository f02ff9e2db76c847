"""Prices are planned ahead and told as reductions only when they are."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from klantkluis.catalogue.commands import ProductFields, change_product
from klantkluis.catalogue.models import Product, ProductPrice
from klantkluis.catalogue.pricing.commands import (
    PriceWrong,
    Reduction,
    plan_price,
    plan_reduction,
    take_back_price,
)
from klantkluis.catalogue.pricing.queries import price_rows
from klantkluis.catalogue.queries import product_row
from klantkluis.core.roles import Channel, Role
from klantkluis.core.vat import PriceBasis, VatCategory
from klantkluis.foundation.actors import Actor, NotAllowed
from klantkluis.foundation.inserting import insert
from rooms.story import TODAY, a_product, all_broken

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def chair(owner: Actor) -> int:
    return a_product(owner, price="100")


def plan(owner: Actor, product_id: int, price: str, since: date, **more: object) -> None:
    basis = more.pop("basis", PriceBasis.GROSS)
    plan_price(
        product_id=product_id, unit_price=Decimal(price), basis=basis, valid_from=since,
        actor=owner, today=TODAY,
    )  # fmt: skip


def cut(owner: Actor, product_id: int, price: str, since: date, until: date | None = None) -> None:
    reduction = Reduction(Decimal(price), since, until)
    plan_reduction(product_id=product_id, reduction=reduction, actor=owner, today=TODAY)


def price_on(product_id: int, day: date) -> Decimal | None:
    row = product_row(product_id=product_id, today=day)
    assert row is not None
    return row.unit_price


def test_a_planned_price_holds_from_its_day(owner: Actor, chair: int) -> None:
    plan(owner, chair, "120", TODAY + 10 * DAY)
    assert [price_on(chair, TODAY + n * DAY) for n in (0, 9, 10)] == [100, 100, 120]


def test_a_reduction_is_two_prices_and_the_usual_one_comes_back(owner: Actor, chair: int) -> None:
    cut(owner, chair, "80", TODAY + 5 * DAY, TODAY + 11 * DAY)
    assert [price_on(chair, TODAY + n * DAY) for n in (4, 5, 11, 12)] == [100, 80, 80, 100]
    rows = price_rows(product_id=chair, rate_bp=2100, today=TODAY)
    assert [(r.price.is_reduction, r.prior, r.is_ahead) for r in rows] == [
        (False, None, True), (True, Decimal(100), True), (False, None, False),
    ]  # fmt: skip
    assert all_broken() == []


def test_a_further_cut_in_a_reduction_keeps_its_end_and_its_price_of_before(
    owner: Actor, chair: int
) -> None:
    cut(owner, chair, "80", TODAY + 5 * DAY, TODAY + 11 * DAY)
    cut(owner, chair, "70", TODAY + 8 * DAY, TODAY + 11 * DAY)
    assert [price_on(chair, TODAY + n * DAY) for n in (7, 8, 11, 12)] == [80, 70, 70, 100]
    priors = [r.prior for r in price_rows(product_id=chair, rate_bp=2100, today=TODAY) if r.prior]
    assert priors == [100, 100]


@pytest.mark.parametrize(
    ("price", "since", "until", "field", "words"),
    [
        ("100", 5, 9, "unit_price", "no reduction"),
        ("120", 5, None, "unit_price", "no reduction"),
        ("80", -1, 9, "since", "past"),
        ("80", 5, 4, "until", "last day"),
        ("80", 5, 800, "until", "two years"),
        ("80", 800, 801, "since", "two years"),
        ("-1", 5, 9, "unit_price", "negative"),
        ("80", 0, 9, "since", "no price before"),
    ],
)
def test_what_is_no_reduction_is_refused_beside_its_field(
    owner: Actor, chair: int, price: str, since: int, until: int | None, field: str, words: str
) -> None:
    last = None if until is None else TODAY + until * DAY
    with pytest.raises(PriceWrong, match=words) as refused:
        cut(owner, chair, price, TODAY + since * DAY, last)
    assert refused.value.field == field
    assert ProductPrice.objects.count() == 1


def test_a_reduction_does_not_run_through_another_planned_price(owner: Actor, chair: int) -> None:
    plan(owner, chair, "120", TODAY + 7 * DAY)
    with pytest.raises(PriceWrong, match="Take that back"):
        cut(owner, chair, "80", TODAY + 5 * DAY, TODAY + 11 * DAY)
    cut(owner, chair, "80", TODAY + 5 * DAY, TODAY + 6 * DAY)
    assert price_on(chair, TODAY + 7 * DAY) == 120


def test_a_lower_price_before_a_planned_reduction_would_make_it_untrue(
    owner: Actor, chair: int
) -> None:
    cut(owner, chair, "80", TODAY + 15 * DAY, TODAY + 20 * DAY)
    with pytest.raises(PriceWrong, match="no reduction"):
        plan(owner, chair, "75", TODAY + 2 * DAY)
    plan(owner, chair, "90", TODAY + 2 * DAY)


def test_a_reduction_is_compared_in_its_own_basis(owner: Actor, chair: int) -> None:
    """€ 90 without VAT is € 108.90 with it: dearer than the € 100 of before."""
    plan(owner, chair, "90", TODAY + DAY, basis=PriceBasis.NET)
    with pytest.raises(PriceWrong, match="no reduction"):
        cut(owner, chair, "85", TODAY + 2 * DAY, TODAY + 5 * DAY)
    cut(owner, chair, "82.60", TODAY + 2 * DAY, TODAY + 5 * DAY)
    row = price_rows(product_id=chair, rate_bp=2100, today=TODAY)[1]
    assert (row.price.basis, row.prior) == (PriceBasis.NET, Decimal("82.6446"))


def test_what_is_planned_is_taken_back_and_what_has_begun_stays(owner: Actor, chair: int) -> None:
    plan(owner, chair, "120", TODAY + 7 * DAY)
    planned = ProductPrice.objects.get(unit_price=120)
    take_back_price(price_id=planned.pk, actor=owner, today=TODAY)
    assert price_on(chair, TODAY + 7 * DAY) == 100
    with pytest.raises(PriceWrong, match="has begun"):
        take_back_price(price_id=ProductPrice.objects.earliest("pk").pk, actor=owner, today=TODAY)


def test_changing_the_name_leaves_planned_prices_and_reductions_alone(
    owner: Actor, chair: int
) -> None:
    cut(owner, chair, "80", TODAY + 5 * DAY, TODAY + 11 * DAY)
    fields = ProductFields(
        sku="STOEL", name_nl="Anders", vat_category=VatCategory.STANDARD,
        unit_price=Decimal(100), basis=PriceBasis.GROSS,
    )  # fmt: skip
    change_product(product_id=chair, fields=fields, actor=owner, today=TODAY)
    assert ProductPrice.objects.count() == 3


def test_only_who_sells_plans_prices(chair: int, owner: Actor) -> None:
    clerk = Actor(owner.staff_id, frozenset({Role.WAREHOUSE}), Channel.OFFICE, owner.vault)
    with pytest.raises(NotAllowed):
        plan(clerk, chair, "120", TODAY)
    with pytest.raises(NotAllowed):
        cut(clerk, chair, "80", TODAY + DAY)


def test_the_database_itself_refuses_a_reduction_of_nothing(owner: Actor, chair: int) -> None:
    first = ProductPrice.objects.get()
    row = ProductPrice(
        product=Product.objects.get(pk=chair), unit_price=1, basis="gross", is_reduction=True,
        valid_from=first.valid_from, staff_id=owner.staff_id,
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(row)
