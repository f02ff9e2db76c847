"""Products: an article number once, a price for ever, and the rate of the day."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from klantkluis.catalogue.commands import (
    ProductFields,
    ProductIncomplete,
    ProductUnknown,
    SkuTaken,
    add_product,
    add_products,
    change_product,
)
from klantkluis.catalogue.models import Product, ProductPrice
from klantkluis.catalogue.queries import price_history, product_row, product_rows, rate_table
from klantkluis.core.vat import PriceBasis, VatCategory
from klantkluis.foundation.actors import Actor
from rooms.story import TODAY, a_line, a_product, a_sent_invoice, all_broken

pytestmark = pytest.mark.django_db


def fields(sku: str = "STOEL", price: str = "379", **more: Any) -> ProductFields:
    return ProductFields(
        sku=sku, name_nl=more.pop("name_nl", "Stoel"), unit_price=Decimal(price),
        vat_category=VatCategory.STANDARD, basis=PriceBasis.GROSS, **more,
    )  # fmt: skip


def change(actor: Actor, product_id: int, today: date = TODAY, **values: Any) -> None:
    change_product(product_id=product_id, fields=fields(**values), actor=actor, today=today)


def test_a_new_price_holds_from_its_day_and_the_old_one_stays_in_the_history(
    owner: Actor,
) -> None:
    product_id = add_product(fields=fields(), actor=owner, today=TODAY)
    tomorrow = TODAY + timedelta(days=1)
    change(owner, product_id, today=tomorrow, price="399.5")
    prices = {day: product_row(product_id=product_id, today=day) for day in (TODAY, tomorrow)}
    assert [row and row.unit_price for row in prices.values()] == [Decimal(379), Decimal("399.5")]
    assert [(x.unit_price, x.valid_from) for x in price_history(product_id=product_id)] == [
        (Decimal("399.5"), tomorrow), (Decimal(379), TODAY),
    ]  # fmt: skip


def test_the_same_price_again_adds_nothing_to_the_history(owner: Actor) -> None:
    product_id = add_product(fields=fields(), actor=owner, today=TODAY)
    change(owner, product_id, name_nl="Eetkamerstoel")
    assert len(price_history(product_id=product_id)) == 1
    assert Product.objects.get().name_nl == "Eetkamerstoel"


def test_two_prices_of_one_day_end_at_the_last(owner: Actor) -> None:
    product_id = add_product(fields=fields(), actor=owner, today=TODAY)
    change(owner, product_id, price="1")
    change(owner, product_id, price="2")
    row = product_row(product_id=product_id, today=TODAY)
    assert row is not None
    assert row.unit_price == 2
    assert len(price_history(product_id=product_id)) == 3


def test_before_its_first_price_a_product_has_none(owner: Actor) -> None:
    product_id = add_product(fields=fields(), actor=owner, today=TODAY)
    row = product_row(product_id=product_id, today=TODAY - timedelta(days=1))
    assert row is not None
    assert (row.unit_price, row.basis) == (None, None)


def test_an_article_number_belongs_to_one_product(owner: Actor) -> None:
    first = add_product(fields=fields("A"), actor=owner, today=TODAY)
    second = add_product(fields=fields("B"), actor=owner, today=TODAY)
    with pytest.raises(SkuTaken):
        add_product(fields=fields("A"), actor=owner, today=TODAY)
    with pytest.raises(SkuTaken):
        change(owner, second, sku="A")
    change(owner, first, sku="A", price="5")
    assert set(Product.objects.values_list("sku", flat=True)) == {"A", "B"}


@pytest.mark.parametrize("skus", [("C", "C"), ("C", "A")])
def test_many_products_come_in_together_or_not_at_all(owner: Actor, skus: tuple[str, ...]) -> None:
    add_product(fields=fields("A"), actor=owner, today=TODAY)
    with pytest.raises(SkuTaken):
        add_products(products=[fields(sku) for sku in skus], actor=owner, today=TODAY)
    assert Product.objects.count() == 1
    assert len(add_products(products=[fields("C"), fields("D")], actor=owner, today=TODAY)) == 2
    assert all_broken() == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"sku": " "}, "sku"),
        ({"name_nl": ""}, "name_nl"),
        ({"unit": "???"}, "unit"),
        ({"price": "-0.01"}, "unit_price"),
    ],
)
def test_half_a_product_is_refused_beside_its_field(
    owner: Actor, values: dict[str, str], field: str
) -> None:
    with pytest.raises(ProductIncomplete) as refusal:
        add_product(fields=fields(**values), actor=owner, today=TODAY)
    assert refusal.value.field == field


def test_a_product_that_is_not_there_cannot_be_changed(owner: Actor) -> None:
    with pytest.raises(ProductUnknown):
        change(owner, 99)


def test_a_document_keeps_the_price_and_name_it_was_made_with(
    owner: Actor, our_company: object
) -> None:
    product_id = a_product(owner)
    a_sent_invoice(owner, [a_line(product_id)])
    change(owner, product_id, sku="STOEL", price="1", name_nl="Anders")
    assert all_broken() == []


@pytest.mark.parametrize("what", ["UPDATE {} SET unit_price = 1", "DELETE FROM {}"])
def test_the_database_lets_nobody_rewrite_a_price(owner: Actor, what: str) -> None:
    a_product(owner)
    sql = what.format(ProductPrice._meta.db_table)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    ("day", "standard", "reduced"),
    [
        (date(2012, 9, 30), 1900, 600),
        (date(2012, 10, 1), 2100, 600),
        (date(2018, 12, 31), 2100, 600),
        (date(2019, 1, 1), 2100, 900),
        (TODAY, 2100, 900),
    ],
)
def test_the_rate_is_that_of_the_day(day: date, standard: int, reduced: int) -> None:
    rates = rate_table().on(day)
    assert rates == {
        VatCategory.STANDARD: standard,
        VatCategory.REDUCED: reduced,
        VatCategory.ZERO: 0,
        VatCategory.EXEMPT: 0,
    }


def test_products_are_found_by_part_of_name_or_number(owner: Actor) -> None:
    add_product(fields=fields("K-1", name_nl="Grote kast"), actor=owner, today=TODAY)
    add_product(fields=fields("K-2", name_nl="Kleine kast"), actor=owner, today=TODAY)
    found = {terms: len(product_rows(today=TODAY, terms=terms)) for terms in ("kast", "K-2", "x")}
    assert found == {"kast": 2, "K-2": 1, "x": 0}
