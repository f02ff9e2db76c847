"""What is reserved, what can be promised, and who waits for what is short."""

from decimal import Decimal

import pytest

from klantkluis.catalogue.stock.commands import StockSettings, receive_stock, set_up_stock
from klantkluis.catalogue.stock.queries import stock_rows
from klantkluis.sales.backorders import (
    availability,
    backorders,
    reserved,
    short_ids,
    stock_counts,
    stocked,
    waiting_for,
)
from klantkluis.sales.commands import cancel_order, deliver
from klantkluis.sales.lines import sold_lines
from klantkluis.sales.models import OrderLine
from rooms.story import TODAY, a_customer, a_line, a_product, all_broken, an_order

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("our_company")]


def kept(owner, sku="STOEL", there="0", point=None):
    product_id = a_product(owner, sku)
    settings = StockSettings(True, Decimal(point) if point else None)
    set_up_stock(product_id=product_id, settings=settings, actor=owner)
    if Decimal(there):
        receive_stock(quantities={product_id: Decimal(there)}, received_on=TODAY, actor=owner)
    return product_id


def test_what_is_reserved_is_what_open_orders_still_ask(owner):
    chair, other = kept(owner), a_product(owner, "UUR")
    customer = a_customer(owner)
    first = an_order(owner, [a_line(chair, quantity="5"), a_line(other)], customer)
    an_order(owner, [a_line(chair, quantity="2"), a_line(chair, quantity="0.5")], customer)
    gone = an_order(owner, [a_line(chair, quantity="9")], customer)
    assert reserved() == {chair: Decimal("16.5")}
    line = OrderLine.objects.get(order=first, product=chair)
    deliver(order_id=first, actor=owner, delivered_on=TODAY, quantities={line.pk: Decimal(3)})
    cancel_order(order_id=gone, actor=owner, today=TODAY)
    assert reserved() == reserved(product_ids=[chair, other]) == {chair: Decimal("4.5")}
    assert reserved(product_ids=[]) == {}
    (one,) = stocked(stock_rows())
    assert one.stock.available == Decimal(-3) - Decimal("4.5")
    assert all_broken() == []


def test_the_oldest_order_comes_first_and_gets_what_lies_there(owner):
    chair = kept(owner, there="4")
    customer = a_customer(owner)
    orders = [an_order(owner, [a_line(chair, quantity="3")], customer) for _ in range(3)]
    (short,) = backorders()
    assert [each.order_id for each in short.waiting] == orders
    assert [each.deliverable for each in short.waiting] == [Decimal(3), Decimal(1), Decimal(0)]
    assert short.product.stock.short == Decimal(5)
    receive_stock(quantities={chair: Decimal(5)}, received_on=TODAY, actor=owner)
    assert backorders() == []


def test_an_order_can_have_what_those_before_it_leave(owner):
    chair, table = kept(owner, there="4"), kept(owner, "TAFEL")
    customer = a_customer(owner)
    an_order(owner, [a_line(chair, quantity="3")], customer)
    lines = [
        a_line(chair, quantity="0.5"),
        a_line(chair, quantity="2"),
        a_line(table),
        a_line(a_product(owner, "UUR")),
    ]
    order_id = an_order(owner, lines, customer)
    sold = sold_lines([order_id], {})[order_id]
    there = availability(order_id=order_id, lines=sold)
    assert [there[line.id].now for line in sold[:3]] == [Decimal("0.5"), Decimal("0.5"), Decimal(0)]
    assert [there[line.id].short for line in sold[:3]] == [False, True, True]
    assert sold[3].id not in there


def test_products_are_counted_that_have_to_be_ordered_or_are_below_nothing(owner):
    assert stock_counts() == stock_counts()
    low, asked, fine = kept(owner, "A", point="1"), kept(owner, "B", "3"), kept(owner, "C", "3")
    negative = kept(owner, "D")
    customer = a_customer(owner)
    an_order(owner, [a_line(asked, quantity="4"), a_line(fine, quantity="3")], customer)
    sold = an_order(owner, [a_line(negative)], customer)
    deliver(order_id=sold, actor=owner, delivered_on=TODAY)
    assert short_ids() == {low, asked, negative}
    assert (stock_counts().low, stock_counts().negative) == (2, 1)


def test_a_product_that_no_longer_keeps_stock_reserves_nothing(owner):
    chair = kept(owner)
    an_order(owner, [a_line(chair, quantity="3")])
    set_up_stock(product_id=chair, settings=StockSettings(False), actor=owner)
    assert waiting_for() == {}
    assert short_ids() == set()
