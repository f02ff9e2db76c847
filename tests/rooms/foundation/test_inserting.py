"""Rows that are inserted with kept SQL are the rows that Django would have saved."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from klantkluis.catalogue.models import Product, ProductPrice
from klantkluis.core.vat import PriceBasis, VatCategory
from klantkluis.customers.models import Customer
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.inserting import insert, insert_many
from klantkluis.foundation.models import Event, NumberSeries
from klantkluis.ledger.models import JournalEntry
from rooms.story import TODAY, a_customer

pytestmark = pytest.mark.usefixtures("db")


def a_row(sku: str) -> Product:
    return Product(sku=sku, name_nl="Stoel 'x' %s é", vat_category=VatCategory.STANDARD)


def values(row: object) -> dict[str, object]:
    return {name: value for name, value in vars(row).items() if name not in {"_state", "id"}}


def test_an_inserted_row_is_the_row_that_django_saves() -> None:
    ours, theirs = a_row("A"), a_row("B")
    insert(ours)
    theirs.save(force_insert=True)
    theirs.sku = "A"
    assert values(Product.objects.get(pk=ours.pk)) == values(theirs)
    assert ours.pk != theirs.pk
    assert not ours._state.adding


def test_each_kind_of_column_comes_back_as_it_went_in(owner: Actor) -> None:
    customer = Customer.objects.get(pk=a_customer(owner))
    copy = Customer(
        uid=uuid4(), number=2, change_seq=2, registered_on=TODAY, restricted=True,
        sealed=b"\x00\xff sealed", state=Customer.State.MERGED, merged_into=customer,
    )  # fmt: skip
    insert(copy)
    found = Customer.objects.get(pk=copy.pk)
    assert bytes(found.sealed) == b"\x00\xff sealed"
    assert (found.uid, found.registered_on, found.restricted) == (copy.uid, TODAY, True)
    assert (found.state, found.merged_into_id) == ("merged", customer.pk)
    event = Event(name="x", staff_id=uuid4(), channel="office", about={"a": [1, "é"]})
    insert(event)
    assert Event.objects.get(pk=event.pk).about == {"a": [1, "é"]}


def test_what_the_database_fills_in_is_read_when_asked_for() -> None:
    event = Event(name="x", staff_id=uuid4(), channel="office")
    with CaptureQueriesContext(connection) as captured:
        insert(event)
    assert len(captured) == 1
    assert abs((event.at - datetime.now(UTC)).total_seconds()) < 86_400
    moment = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    given = Event(name="x", staff_id=uuid4(), channel="office", at=moment)
    insert(given)
    assert Event.objects.get(pk=given.pk).at == moment


def test_a_row_with_a_key_of_its_own_keeps_it() -> None:
    insert(NumberSeries(name="x", last=3))
    assert NumberSeries.objects.get(pk="x").last == 3
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(NumberSeries(name="x", last=4))


def test_many_rows_get_their_own_ids_in_their_order() -> None:
    products = [a_row(f"P{index}") for index in range(50)]
    with CaptureQueriesContext(connection) as captured:
        insert_many(products)
    assert len(captured) == 1
    assert dict(Product.objects.values_list("sku", "pk")) == {row.sku: row.pk for row in products}
    insert_many([])


def test_more_rows_than_one_statement_holds_go_in_several() -> None:
    product = a_row("P")
    insert(product)
    prices = [
        ProductPrice(
            product=product, unit_price=index, basis=PriceBasis.NET, valid_from=TODAY,
            staff_id=uuid4(),
        )
        for index in range(60_000 // 5)
    ]  # fmt: skip
    prices += [
        ProductPrice(
            product=product, unit_price=1, basis=PriceBasis.NET, valid_from=TODAY, staff_id=uuid4()
        )
        for _ in range(40_000)
    ]
    with CaptureQueriesContext(connection) as captured:
        insert_many(prices)
    assert len(captured) > 1
    assert ProductPrice.objects.count() == len(prices)


def test_the_rules_of_the_database_hold_for_inserted_rows() -> None:
    entry = JournalEntry(
        n=1, journal="sales", entry_date=TODAY, description="", source="x", prev=b"", h=b""
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(entry)
