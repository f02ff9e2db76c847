"""What is open of an order is known at every step, to the last decimal."""

from decimal import Decimal

import pytest
from django.db import connection

from klantkluis.billing.commands import draft_invoice
from klantkluis.billing.rules import BillFrom
from klantkluis.foundation.actors import Actor
from klantkluis.sales.commands import deliver
from klantkluis.sales.models import OpenOrder, OrderLine
from rooms.story import TODAY, a_line, a_product, all_broken, an_order

pytestmark = pytest.mark.usefixtures("our_company")


@pytest.mark.parametrize("parts", [("0.1", "0.7"), ("0.1", "0.2"), ("0.001", "0.002", "1.005")])
def test_parts_that_a_computer_cannot_write_add_up_all_the_same(
    owner: Actor, parts: tuple[str, ...]
) -> None:
    whole = sum(map(Decimal, parts))
    order_id = an_order(owner, [a_line(a_product(owner), quantity=str(whole), price="10")])
    line = OrderLine.objects.get(order=order_id)
    for part in parts:
        assert OpenOrder.objects.get(pk=order_id).to_deliver
        deliver(
            order_id=order_id, actor=owner, delivered_on=TODAY, quantities={line.pk: Decimal(part)}
        )
        assert all_broken() == []
    assert not OpenOrder.objects.get(pk=order_id).to_deliver
    draft_invoice(order_id=order_id, what=BillFrom.DELIVERIES, actor=owner, today=TODAY)
    assert not OpenOrder.objects.filter(pk=order_id).exists()
    assert all_broken() == []


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        ("DELETE FROM sales_openorder", "has something to deliver and is not marked so"),
        (
            "UPDATE sales_openorder SET billed = TRUE",
            "is marked as billed and part of it is not",
        ),
        ("UPDATE foundation_numberseries SET last = last + 1", "the numbers of order have a gap"),
        (
            "UPDATE foundation_numberseries SET last = last + 1",
            "the number of entries differs from the numbers that were given",
        ),
    ],
)
def test_a_wrong_mark_or_number_is_found(owner: Actor, sql: str, sentence: str) -> None:
    order_id = an_order(owner, [a_line(a_product(owner))])
    from rooms.story import a_sent_invoice

    a_sent_invoice(owner, [a_line(a_product(owner, "B"))])
    assert all_broken() == []
    with connection.cursor() as cursor:
        cursor.execute(sql)
    assert any(sentence in each for each in all_broken())
    assert order_id
