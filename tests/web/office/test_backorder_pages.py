"""The page of back-orders, and what an order and its delivery form say of the stock."""

from decimal import Decimal

import pytest

from klantkluis.catalogue.models import StockLevel
from klantkluis.catalogue.stock.commands import StockSettings, receive_stock, set_up_stock
from klantkluis.core.roles import Role
from klantkluis.sales.models import Delivery, OrderLine
from rooms.story import TODAY, a_customer, a_line, a_product, an_order
from web.office.shop import text_of, value_of

pytestmark = pytest.mark.usefixtures("our_company")


@pytest.fixture(autouse=True)
def indexed_at_once(monkeypatch):
    monkeypatch.setattr("django.db.transaction.on_commit", lambda act, **_more: act())


@pytest.fixture
def chair(owner):
    product_id = a_product(owner)
    set_up_stock(product_id=product_id, settings=StockSettings(True), actor=owner)
    receive_stock(quantities={product_id: Decimal(3)}, received_on=TODAY, actor=owner)
    return product_id


def test_nobody_waits_when_there_is_enough(as_owner, owner, chair):
    an_order(owner, [a_line(chair, quantity="3")])
    assert "Nobody waits for stock" in text_of(as_owner.get("/backorders/"))


def test_who_waits_is_shown_with_what_can_go_out_now(as_owner, browser_of, owner, chair):
    customer = a_customer(owner)
    for quantity in ("2", "4"):
        an_order(owner, [a_line(chair, quantity=quantity)], customer)
    words = text_of(as_owner.get("/backorders/"))
    assert "3 on hand 3 short" in words
    assert "Jansen" in words
    assert words.index("Order 1") < words.index("Order 2")
    assert "4 1" in words
    locked = text_of(browser_of(Role.WAREHOUSE).get("/backorders/"))
    assert "Jansen" not in locked
    assert "#1" in locked


def test_an_order_says_what_is_open_and_available_and_warns(as_owner, owner, chair):
    customer = a_customer(owner)
    fits = an_order(owner, [a_line(chair, quantity="2")], customer)
    short = an_order(owner, [a_line(chair, quantity="4")], customer)
    warning = "More is ordered than there is in stock for this order."
    assert warning not in text_of(as_owner.get(f"/orders/{fits}/"))
    words = text_of(as_owner.get(f"/orders/{short}/"))
    assert warning in words
    assert "4 open 1 available" in words


def test_the_form_is_filled_with_what_lies_there_and_doubts_more(as_owner, owner, chair):
    order_id = an_order(owner, [a_line(chair, quantity="5"), a_line(a_product(owner, "UUR"), "2")])
    first, second = OrderLine.objects.order_by("position")
    path = f"/orders/{order_id}/deliveries/new/"
    page = as_owner.get(path)
    assert value_of(page, f"line_{first.pk}") == "3"
    assert value_of(page, f"line_{second.pk}") == "2"
    data = {f"line_{first.pk}": "5", "delivered_on": "2026-11-20"}
    answer = as_owner.post(path, data)
    assert "Only 3 lie there by the stock" in text_of(answer)
    assert not Delivery.objects.exists()
    insist = answer.context["form"].insistence
    assert as_owner.post(path, {**data, "insist": insist}).status_code == 302
    assert StockLevel.objects.get().on_hand == Decimal(-2)


def test_delivering_many_marks_what_cannot_all_go_out(as_owner, owner, chair):
    customer = a_customer(owner)
    orders = [an_order(owner, [a_line(chair, quantity="2")], customer) for _ in range(2)]
    page = as_owner.post("/orders/deliveries/", {"pick": orders})
    assert text_of(page).count("more than there is") == 1
    assert "Order 2 more than there is" in text_of(page)


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.SALES, 200), (Role.WAREHOUSE, 200), (Role.BOOKKEEPER, 200), (Role.MARKETING, 403)],
)
def test_who_may_see_it(browser_of, client, role, status):
    assert browser_of(role).get("/backorders/").status_code == status
    assert client.get("/backorders/").status_code == 302


def test_the_number_of_queries_does_not_grow(
    as_owner, owner, chair, django_assert_max_num_queries, django_assert_num_queries
):
    customer = a_customer(owner)
    an_order(owner, [a_line(chair, quantity="5")], customer)
    as_owner.get("/backorders/")
    with django_assert_max_num_queries(24) as few:
        as_owner.get("/backorders/")
    for sku in ("A", "B"):
        product_id = a_product(owner, sku)
        set_up_stock(product_id=product_id, settings=StockSettings(True), actor=owner)
        an_order(owner, [a_line(product_id), a_line(chair)], customer)
    with django_assert_num_queries(len(few)):
        as_owner.get("/backorders/")
