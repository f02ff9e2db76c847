"""Rows that are poured in as values are the rows that Django would have saved."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from klantkluis.catalogue.models import Product
from klantkluis.core.vat import VatCategory
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.pouring import pour
from klantkluis.ledger.models import JournalEntry
from klantkluis.sales.models import Order, OrderLine
from rooms.story import a_customer, a_product

pytestmark = pytest.mark.usefixtures("db")

ORDER = ("uid", "number", "customer_id", "ordered_on", "basis", "sealed")
LINE = (
    "order_id", "position", "kind", "product_id", "quantity", "unit_price", "vat_category",
)  # fmt: skip


def orders(customer: int, count: int) -> list[tuple[Any, ...]]:
    return [
        (uuid4(), number, customer, date(2026, 11, 20), "gross", bytes(range(256)))
        for number in range(1, count + 1)
    ]


@pytest.mark.parametrize("count", [1, 2, 49, 51, 300])
def test_poured_rows_come_back_as_they_went_in_with_the_defaults_of_the_model(
    owner: Actor, count: int
) -> None:
    rows = orders(a_customer(owner), count)
    pour(Order, ORDER, rows)
    found = list(Order.objects.order_by("number"))
    assert [
        (row.uid, row.number, row.customer_id, row.ordered_on, row.basis, bytes(row.sealed))
        for row in found
    ] == rows
    assert {(row.rev, row.schema, row.discount_bp) for row in found} == {(1, 1, 0)}
    assert all(Order.objects.filter(uid=row[0]).exists() for row in rows[:3])


def test_fractions_stay_exact_and_empty_stays_empty(owner: Actor) -> None:
    pour(Order, ORDER, orders(a_customer(owner), 1))
    order, product = Order.objects.get().pk, a_product(owner)
    price = Decimal("1234567.1234")
    rows = [
        (order, 1, "product", product, Decimal("0.001"), price, VatCategory.ZERO.value),
        (order, 2, "text", None, Decimal(3), Decimal("0.1"), VatCategory.STANDARD.value),
    ]
    pour(OrderLine, LINE, rows)
    saved = OrderLine.objects.order_by("position").values_list(*LINE)
    assert list(saved) == rows


def test_the_database_fills_in_what_it_fills_in() -> None:
    names = ("n", "journal", "entry_date", "description", "source", "prev", "h")
    row = (1, "general", date(2026, 1, 1), "100 % 'zeker' %s é", "source", bytes(32), bytes(32))
    with transaction.atomic():
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("DROP TRIGGER ledger_entry_balances")
            else:
                cursor.execute("SET LOCAL session_replication_role = replica")
        pour(JournalEntry, names, [row])
        (entry,) = JournalEntry.objects.all()
        assert (entry.description, bytes(entry.commitment)) == (row[3], b"")
        assert entry.recorded_at is not None
        transaction.set_rollback(True)


@pytest.mark.parametrize("count", [2, 60])
def test_a_row_that_the_database_refuses_is_refused_in_djangos_words(
    owner: Actor, count: int
) -> None:
    rows = orders(a_customer(owner), count)
    twice = [*rows, rows[0]]
    with pytest.raises(IntegrityError), transaction.atomic():
        pour(Order, ORDER, twice)
    assert not Order.objects.exists()


def test_nothing_to_pour_asks_nothing_and_much_asks_little(owner: Actor) -> None:
    customer = a_customer(owner)
    with CaptureQueriesContext(connection) as asked:
        pour(Order, ORDER, [])
    assert not asked.captured_queries
    pour(Order, ORDER, orders(customer, 200))
    assert Order.objects.count() == 200


def test_a_column_with_a_value_of_its_own_for_each_row_must_be_given(owner: Actor) -> None:
    a_product(owner)
    assert Product.objects.exists()
    with pytest.raises(AssertionError):
        pour(Order, ORDER[1:], [(1, 1, date(2026, 1, 1), "net", b"")])


def test_a_uid_is_stored_as_django_looks_for_it(owner: Actor) -> None:
    (row,) = orders(a_customer(owner), 1)
    pour(Order, ORDER, [row])
    assert isinstance(row[0], UUID)
    assert Order.objects.get(uid=row[0]).number == 1
