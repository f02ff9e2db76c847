"""The pages of orders."""

import re
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from klantkluis.catalogue.stock.commands import StockSettings, set_up_stock
from klantkluis.core.roles import Role
from klantkluis.customers.commands import add_address
from klantkluis.customers.models import Customer
from klantkluis.sales.commands import cancel_order, deliver
from klantkluis.sales.models import Delivery, DeliveryPaper, Order, OrderLine
from klantkluis.sales.queries import order_card
from klantkluis.vault.purposes import Purpose
from rooms.story import TODAY, a_customer, a_line, a_product, an_order
from web.office.shop import order_data, text_of, value_of

pytestmark = pytest.mark.usefixtures("our_company")
CHAIR = {"product": "STOEL", "quantity": "2"}


@pytest.fixture(autouse=True)
def indexed_at_once(monkeypatch):
    """A test's transaction is never committed: let the search index hear of customers anyway."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda act, **_more: act())


@pytest.fixture
def customer_id(owner):
    return a_customer(owner)


@pytest.fixture
def chair(owner):
    return a_product(owner)


def contents_of(owner, order_id):
    card = order_card(order_id=order_id, vault=owner.vault, purpose=Purpose.FILE)
    return card.contents


def test_an_order_is_taken_with_all_kinds_of_lines(as_owner, owner, customer_id, chair):
    data = order_data(
        CHAIR,
        {
            "text": "Blad op maat",
            "unit_price": "120,50",
            "quantity": "1",
            "vat_category": "reduced",
        },
        {"kind": "shipping", "unit_price": "6.95"},
        {"kind": "discount", "unit_price": "10"},
        {},
        customer=customer_id,
        **{"order-reference": "PO 7", "order-remarks": "Bellen", "order-discount_bp": "10"},
    )
    answer = as_owner.post("/orders/new/", data)
    order = Order.objects.get()
    assert answer["Location"] == f"/orders/{order.pk}/"
    lines = OrderLine.objects.order_by("position")
    assert [line.kind for line in lines] == ["product", "text", "shipping", "discount"]
    assert [line.unit_price for line in lines] == [379, Decimal("120.5"), Decimal("6.95"), -10]
    assert lines[1].vat_category == "reduced"
    assert order.discount_bp == 1000
    contents = contents_of(owner, order.pk)
    assert contents["reference"] == "PO 7"
    assert contents["line_texts"] == {"2": "Blad op maat"}
    assert contents["deliver_to"]["town"] == "Ons Dorp"


def test_a_page_that_is_sent_twice_takes_one_order(as_owner, customer_id, chair):
    data = order_data(CHAIR, customer=customer_id)
    first, second = (as_owner.post("/orders/new/", data) for _index in range(2))
    assert first["Location"] == second["Location"]
    assert Order.objects.count() == 1


def test_a_price_that_is_left_open_comes_in_the_basis_of_the_order(as_owner, customer_id, chair):
    as_owner.post("/orders/new/", order_data(CHAIR, customer=customer_id, **{"order-basis": "net"}))
    assert OrderLine.objects.get().unit_price == Decimal("313.2231")


@pytest.mark.parametrize(
    ("line", "field", "sentence"),
    [
        ({"product": "BESTAATNIET"}, "product", "There is no product with this article number."),
        ({"text": "Iets"}, "unit_price", "Give a price."),
        ({"quantity": "0", "product": "STOEL"}, "quantity", "Give a quantity above zero."),
        ({"quantity": "veel", "product": "STOEL"}, "quantity", "This is not a number."),
        ({"product": "STOEL", "unit_price": "-3"}, "unit_price", "Give a price of zero or more."),
        ({"quantity": "3"}, "product", "Choose a product, or describe what this line is for."),
    ],
)
def test_bad_input_keeps_what_was_typed_and_says_one_sentence_beside_the_field(
    as_owner, customer_id, chair, line, field, sentence
):
    data = order_data(CHAIR, line, customer=customer_id, **{"order-reference": "PO 7"})
    answer = as_owner.post("/orders/new/", data)
    assert answer.status_code == 200
    assert text_of(answer).count(sentence) == 1
    assert f'id="id_lines-1-{field}_error"' in answer.content.decode()
    for name, value in line.items():
        assert value_of(answer, f"lines-1-{name}") == value
    assert value_of(answer, "lines-0-quantity") == "2"
    assert value_of(answer, "order-reference") == "PO 7"
    assert not Order.objects.exists()


def test_an_empty_order_is_refused(as_owner, customer_id):
    answer = as_owner.post("/orders/new/", order_data({}, {}, customer=customer_id))
    assert "Add at least one line to the order." in text_of(answer)


def test_an_order_without_a_customer_is_refused_and_kept(as_owner, chair):
    answer = as_owner.post("/orders/new/", order_data(CHAIR))
    assert "Choose a customer for this order." in text_of(answer)
    assert value_of(answer, "lines-0-product") == "STOEL"


def test_another_line_can_be_added_without_scripts_and_nothing_is_judged(as_owner, customer_id):
    data = order_data(
        {"product": "HALF", "quantity": "x"}, customer=customer_id, add_line="shipping"
    )
    answer = as_owner.post("/orders/new/", data)
    page = answer.content.decode()
    assert value_of(answer, "lines-TOTAL_FORMS") == "2"
    assert value_of(answer, "lines-1-kind") == "shipping"
    assert value_of(answer, "lines-0-quantity") == "x"
    assert "field-error" not in re.sub(r"<template.*?</template>", "", page, flags=re.S)


def test_a_line_can_be_removed_without_scripts(as_owner, customer_id, chair):
    data = order_data(CHAIR, {"product": "FOUT"}, customer=customer_id, drop_line="1")
    answer = as_owner.post("/orders/new/", data)
    assert value_of(answer, "lines-1-product") == ""
    assert value_of(answer, "lines-0-product") == "STOEL"


# The index of these tests remembers the customers of all of them, so these two have a name of
# their own.
def test_a_customer_is_found_by_name_and_chosen_while_the_lines_stay(as_owner, owner, chair):
    customer_id = a_customer(owner, surname="Zwartebosch")
    found = as_owner.post("/orders/customers/", {"customer_terms": "zwarteb"})
    assert f'value="{customer_id}"' in found.content.decode()
    answer = as_owner.post("/orders/new/", order_data(CHAIR, choose=customer_id))
    assert value_of(answer, "customer") == str(customer_id)
    assert value_of(answer, "lines-0-product") == "STOEL"
    other = as_owner.post("/orders/new/", order_data(CHAIR, customer=customer_id, choose_other="1"))
    assert 'name="customer_terms"' in other.content.decode()


def test_a_search_without_scripts_finds_customers_too(as_owner, owner):
    customer_id = a_customer(owner, surname="Groenewoudt")
    data = order_data(CHAIR, customer_terms="groenewoudt", find_customer="1")
    answer = as_owner.post("/orders/new/", data)
    assert f'name="choose" value="{customer_id}"' in answer.content.decode()


def test_a_new_customer_is_registered_on_the_way_and_the_order_stays(as_owner, chair):
    person = {"surname": "Vos", "language": "nl", "payment_term_days": "14", "country": "NL"}
    answer = as_owner.post("/orders/new/", order_data(CHAIR, **person, register="1"))
    customer = Customer.objects.get()
    assert value_of(answer, "customer") == str(customer.pk)
    assert value_of(answer, "lines-0-product") == "STOEL"


def test_a_new_customer_without_a_name_is_refused_and_the_order_stays(as_owner, chair):
    person = {"town": "Utrecht", "language": "nl", "payment_term_days": "14", "country": "NL"}
    answer = as_owner.post("/orders/new/", order_data(CHAIR, **person, register="1"))
    assert not Customer.objects.exists()
    assert value_of(answer, "town") == "Utrecht"
    assert value_of(answer, "lines-0-product") == "STOEL"
    assert "field-error" in answer.content.decode()


def test_an_order_goes_to_an_address_of_the_customer(as_owner, owner, customer_id, chair):
    fields = {"label": "Werkplaats", "street": "Kade", "house_number": "3", "town": "Hoorn"}
    address_id = add_address(customer_id=customer_id, fields=fields, actor=owner)
    data = order_data(CHAIR, customer=customer_id, **{"order-deliver_to": str(address_id)})
    as_owner.post("/orders/new/", data)
    assert contents_of(owner, Order.objects.get().pk)["deliver_to"]["town"] == "Hoorn"


def test_an_address_of_somebody_else_is_refused(as_owner, owner, customer_id, chair):
    fields = {"street": "Kade", "house_number": "3", "town": "Hoorn"}
    add_address(customer_id=customer_id, fields=fields, actor=owner)
    foreign = add_address(customer_id=a_customer(owner, surname="Vos"), fields=fields, actor=owner)
    data = order_data(CHAIR, customer=customer_id, **{"order-deliver_to": str(foreign)})
    answer = as_owner.post("/orders/new/", data)
    assert "Choose an address of this customer." in text_of(answer)
    assert not Order.objects.exists()


def test_an_order_goes_to_an_address_that_is_typed(as_owner, owner, customer_id, chair):
    typed = {"to-name": "Bouwplaats", "to-street": "Kade", "to-town": "Hoorn", "to-country": "NL"}
    data = order_data(CHAIR, customer=customer_id, **{"order-deliver_to": "typed"}, **typed)
    answer = as_owner.post("/orders/new/", data)
    if answer.status_code == 200:
        insist = answer.context["draft"].address.insistence
        answer = as_owner.post("/orders/new/", {**data, "to-insist": insist})
    assert answer.status_code == 302
    assert contents_of(owner, Order.objects.get().pk)["deliver_to"]["name"] == "Bouwplaats"
    missing = as_owner.post("/orders/new/", {**data, "to-town": "", "order-uid": ""})
    assert missing.status_code == 200


def test_totals_are_added_up_by_the_server_while_one_types(as_owner, customer_id, chair):
    data = order_data(
        CHAIR, {"product": "half"},
        {"kind": "shipping", "unit_price": "10", "vat_category": "reduced"},
        customer=customer_id, **{"order-discount_bp": "50"},
    )  # fmt: skip
    words = text_of(as_owner.post("/orders/totals/", data))
    assert "€384.00" in words
    assert "VAT 21% of" in words
    assert "VAT 9% of" in words
    assert "Item STOEL" in words
    assert not Order.objects.exists()


def test_two_lines_of_379_including_vat_are_exactly_758(as_owner, customer_id, chair):
    line = {"product": "STOEL", "quantity": "1"}
    assert "€758.00" in text_of(as_owner.post("/orders/totals/", order_data(line, line)))


def test_products_are_suggested_with_their_price_in_the_basis_of_the_order(as_owner, chair):
    data = {"lines-0-product": "item sto", "order-basis": "net"}
    headers = {"HX-Request": "true", "HX-Trigger-Name": "lines-0-product"}
    page = as_owner.post("/orders/products/", data, headers=headers).content.decode()
    assert 'data-value="STOEL"' in page
    assert 'data-price="313.2231"' in page


def test_when_the_vault_locks_half_way_everything_typed_comes_along(browser_of, customer_id, chair):
    client = browser_of(Role.SALES)
    data = order_data(CHAIR, customer=customer_id, **{"order-reference": "PO 7"})
    answer = client.post("/orders/new/", data)
    assert answer.status_code == 409
    carry = re.search(r'<textarea name="carry"[^>]*>([^<]*)', answer.content.decode())
    assert carry is not None
    assert "PO 7" in carry[1]
    assert "STOEL" in carry[1]
    assert not Order.objects.exists()


def test_an_order_is_changed_until_something_went_out(as_owner, owner, chair):
    order_id = an_order(owner, [a_line(chair)])
    page = as_owner.get(f"/orders/{order_id}/lines/")
    assert value_of(page, "lines-0-product") == "STOEL"
    data = order_data(
        {"product": "STOEL", "quantity": "5", "unit_price": "300"},
        **{"order-rev": value_of(page, "order-rev"), "order-deliver_to": "kept"},
    )
    assert as_owner.post(f"/orders/{order_id}/lines/", data).status_code == 302
    assert OrderLine.objects.get().quantity == 5
    assert contents_of(owner, order_id)["deliver_to"]["town"] == "Ons Dorp"
    deliver(order_id=order_id, actor=owner, delivered_on=TODAY)
    data["order-rev"] = "2"
    answer = as_owner.post(f"/orders/{order_id}/lines/", data)
    assert "This order can no longer be changed." in text_of(answer)


def test_two_people_changing_one_order_the_second_sees_both(as_owner, owner, chair):
    order_id = an_order(owner, [a_line(chair)])
    first = {"order-rev": "1", "order-deliver_to": "kept"}
    path = f"/orders/{order_id}/lines/"
    as_owner.post(path, order_data({"product": "STOEL", "quantity": "4"}, **first))
    mine = order_data({"product": "STOEL", "quantity": "9"}, **first)
    answer = as_owner.post(path, mine)
    assert answer.status_code == 409
    assert value_of(answer, "lines-0-quantity") == "9"
    assert "4 × Item STOEL" in text_of(answer)
    assert OrderLine.objects.get().quantity == 4
    again = {**mine, "order-rev": value_of(answer, "order-rev")}
    assert as_owner.post(path, again).status_code == 302
    assert OrderLine.objects.get().quantity == 9


def test_the_card_says_what_was_ordered_delivered_and_billed(as_owner, owner, chair):
    order_id = an_order(owner, [a_line(chair, quantity="4")])
    line = OrderLine.objects.get()
    deliver(order_id=order_id, actor=owner, delivered_on=TODAY, quantities={line.pk: Decimal(3)})
    answer = as_owner.post(f"/orders/{order_id}/invoices/", {"what": "deliveries"})
    assert answer.status_code == 302
    words = text_of(as_owner.get(f"/orders/{order_id}/"))
    assert "STOEL 4 3 1 open 3 €379.00 €1,516.00" in words
    assert "Jansen" in words
    assert "Dorpsstraat 12" in words


def test_what_was_not_delivered_is_cancelled(as_owner, owner, chair):
    order_id = an_order(owner, [a_line(chair)])
    as_owner.post(f"/orders/{order_id}/cancellation/")
    assert "Cancelled" in text_of(as_owner.get(f"/orders/{order_id}/"))
    assert as_owner.post(f"/orders/{order_id}/cancellation/").status_code == 409


def test_a_confirmation_is_a_pdf_that_no_cache_keeps(as_owner, owner, chair):
    order_id = an_order(owner, [a_line(chair)])
    answer = as_owner.get(f"/orders/{order_id}/confirmation/")
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"] == 'inline; filename="order-1.pdf"'
    assert "no-store" in answer["Cache-Control"]
    assert as_owner.get("/orders/0/confirmation/").status_code == 404


def orders_of(owner, chair, count):
    return [
        an_order(owner, [a_line(chair)], customer_id=a_customer(owner, surname=f"Vos{index}"))
        for index in range(count)
    ]


def rows_of(answer):
    return [row.number for row in answer.context["list"].rows]


def test_the_list_filters_by_state_customer_number_and_name(as_owner, owner, chair):
    first, second, third = orders_of(owner, chair, 3)
    deliver(order_id=first, actor=owner, delivered_on=TODAY)
    cancel_order(order_id=second, actor=owner, today=TODAY)
    customer = Order.objects.get(pk=third).customer_id
    assert rows_of(as_owner.get("/orders/")) == [3, 2, 1]
    assert rows_of(as_owner.get("/orders/", {"state": "to_deliver"})) == [3]
    assert rows_of(as_owner.get("/orders/", {"state": "to_bill"})) == [1]
    assert rows_of(as_owner.get("/orders/", {"state": "cancelled"})) == [2]
    assert rows_of(as_owner.get("/orders/", {"customer": customer})) == [3]
    assert rows_of(as_owner.post("/orders/", {"terms": "2"})) == [2]
    assert rows_of(as_owner.post("/orders/", {"terms": "vos1"})) == [2]
    assert rows_of(as_owner.post("/orders/", {"terms": "niemand"})) == []


def test_the_list_pages_by_number(as_owner, owner, chair):
    customer_id = a_customer(owner)
    for _index in range(52):
        an_order(owner, [a_line(chair)], customer_id=customer_id)
    first = as_owner.get("/orders/")
    second = as_owner.post("/orders/", {"go": first.context["list"].next})
    assert rows_of(second) == [2, 1]


def test_picked_orders_are_delivered_at_once_after_a_look_at_them(as_owner, owner, chair):
    orders = orders_of(owner, chair, 3)
    cancel_order(order_id=orders[2], actor=owner, today=TODAY)
    seen = as_owner.post("/orders/deliveries/", {"pick": orders})
    assert seen.status_code == 200
    assert "Deliver 2 orders" in text_of(seen)
    assert not Delivery.objects.exists()
    data = {"pick": orders, "delivered_on": "2026-11-20"}
    assert as_owner.post("/orders/deliveries/", data)["Location"] == "/deliveries/"
    assert Delivery.objects.count() == DeliveryPaper.objects.count() == 2


def test_pick_lists_say_what_is_left_and_where_it_lies_and_name_nobody(
    as_owner, browser_of, owner, chair
):
    orders = orders_of(owner, chair, 2)
    settings = StockSettings(keeps_stock=False, place="Stelling 7")
    set_up_stock(product_id=chair, settings=settings, actor=owner)
    words = text_of(as_owner.post("/orders/pick-lists/", {"pick": orders}))
    assert "All 2 orders together" in words
    assert words.count("Stelling 7") == 3
    for unsaid in ("379", "Dorpsstraat", "Jansen"):
        assert unsaid not in words
    paper = as_owner.post("/orders/pick-lists.pdf", {"pick": orders})
    said = " ".join(page.extract_text() for page in PdfReader(BytesIO(paper.content)).pages)
    assert "Stelling 7" in said
    for unsaid in ("379", "Dorpsstraat", "Jansen"):
        assert unsaid not in said
    one = text_of(as_owner.get(f"/orders/{orders[0]}/pick-list/"))
    assert "Customer number 1" in one
    assert "together" not in one
    locked = browser_of(Role.WAREHOUSE).post("/orders/pick-lists/", {"pick": orders})
    assert "Item STOEL" in text_of(locked) or "Artikel STOEL" in text_of(locked)
    assert "Dorpsstraat" not in text_of(locked)


def test_nothing_left_to_pick_is_said(as_owner, owner, chair):
    order_id = an_order(owner, [a_line(chair)])
    deliver(order_id=order_id, actor=owner, delivered_on=TODAY)
    answer = as_owner.get(f"/orders/{order_id}/pick-list/", follow=True)
    assert "Nothing is left to deliver of these orders." in text_of(answer)
    answer = as_owner.post("/orders/pick-lists.pdf", {"pick": [order_id]}, follow=True)
    assert "Nothing is left to deliver of these orders." in text_of(answer)


def test_a_locked_vault_shows_customer_numbers(browser_of, owner, chair):
    order_id = an_order(owner, [a_line(chair)])
    client = browser_of(Role.SALES)
    customer_id = Order.objects.get().customer_id
    for path in ("/orders/", f"/orders/{order_id}/", f"/orders/new/?customer={customer_id}"):
        words = text_of(client.get(path))
        assert "Jansen" not in words
        assert "#1" in words or "Customer 1" in words
    found = client.post("/orders/customers/", {"customer_terms": "1"})
    assert "Customer 1" in text_of(found)


@pytest.mark.parametrize("path", ["/orders/", "/orders/{}/", "/orders/new/?customer={}"])
def test_the_number_of_queries_does_not_grow(
    as_owner, owner, chair, path, django_assert_max_num_queries, django_assert_num_queries
):
    order_id = an_order(owner, [a_line(chair, quantity="9")])
    of_customer = "customer" in path
    path = path.format(Order.objects.get().customer_id if of_customer else order_id)
    assert as_owner.get(path).status_code == 200
    with django_assert_max_num_queries(24) as few:
        as_owner.get(path)
    orders_of(owner, chair, 6)
    line = OrderLine.objects.get(order=order_id)
    for _index in range(3):
        deliver(
            order_id=order_id, actor=owner, delivered_on=TODAY, quantities={line.pk: Decimal(1)}
        )
    with django_assert_num_queries(len(few)):
        as_owner.get(path)


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        (Role.WAREHOUSE, "/orders/", 200), (Role.WAREHOUSE, "/orders/{}/", 200),
        (Role.WAREHOUSE, "/orders/new/", 403), (Role.WAREHOUSE, "/orders/{}/lines/", 403),
        (Role.WAREHOUSE, "/orders/{}/confirmation/", 403), (Role.BOOKKEEPER, "/orders/{}/", 200),
        (Role.BOOKKEEPER, "/orders/new/", 403),
        (Role.BOOKKEEPER, "/orders/{}/deliveries/new/", 403),
        (Role.MARKETING, "/orders/", 403), (Role.MARKETING, "/orders/{}/", 403),
    ],
)  # fmt: skip
def test_each_role_sees_its_own_work(browser_of, owner, chair, role, path, status):
    order_id = an_order(owner, [a_line(chair)])
    assert browser_of(role, unlocked=True).get(path.format(order_id)).status_code == status


def test_a_bookkeeper_neither_cancels_nor_delivers(browser_of, owner, chair):
    order_id = an_order(owner, [a_line(chair)])
    client = browser_of(Role.BOOKKEEPER, unlocked=True)
    assert client.post(f"/orders/{order_id}/cancellation/").status_code == 403
    assert client.post("/orders/deliveries/", {"pick": [order_id]}).status_code == 403
    words = text_of(client.get(f"/orders/{order_id}/"))
    assert "Cancel the order" not in words


def test_a_stranger_goes_to_the_log_in_page(as_stranger):
    for path in ("/orders/", "/orders/new/", "/orders/1/", "/orders/1/confirmation/"):
        assert as_stranger.get(path)["Location"].startswith("/log-in/")
    assert as_stranger.post("/orders/totals/").status_code == 302
