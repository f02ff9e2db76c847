"""The pages of the stock."""

from decimal import Decimal

import pytest

from klantkluis.catalogue.models import StockLevel, StockMovement
from klantkluis.catalogue.stock.commands import (
    NewCorrection,
    StockSettings,
    correct_stock,
    receive_stock,
    set_up_stock,
)
from klantkluis.catalogue.stock.moving import Reason
from klantkluis.core.roles import Role
from klantkluis.sales.commands import deliver
from klantkluis.sales.models import Delivery
from rooms.story import TODAY, a_customer, a_line, a_product, an_order
from web.office.shop import text_of, value_of

pytestmark = pytest.mark.usefixtures("our_company")


@pytest.fixture(autouse=True)
def indexed_at_once(monkeypatch):
    monkeypatch.setattr("django.db.transaction.on_commit", lambda act, **_more: act())


def kept(owner, sku="STOEL", point=None, place="", there="0"):
    product_id = a_product(owner, sku)
    settings = StockSettings(True, Decimal(point) if point else None, place)
    set_up_stock(product_id=product_id, settings=settings, actor=owner)
    if Decimal(there):
        receive_stock(quantities={product_id: Decimal(there)}, received_on=TODAY, actor=owner)
    return product_id


@pytest.fixture
def chair(owner):
    return kept(owner, point="5", place="A-1", there="10")


def on_hand(product_id):
    return StockLevel.objects.get(pk=product_id).on_hand


def test_an_empty_list_says_what_to_do(as_owner):
    for path in ("/stock/", "/stock/receipts/new/", "/stock/counts/new/"):
        assert "No stock is kept yet" in text_of(as_owner.get(path))


def test_the_list_says_what_is_there_what_is_promised_and_what_to_order(as_owner, owner, chair):
    an_order(owner, [a_line(chair, quantity="7")])
    words = text_of(as_owner.get("/stock/"))
    assert "Item STOEL STOEL A-1 10 7 3 2" in words
    kept(owner, "TAFEL", there="1")
    assert "TAFEL" not in text_of(as_owner.get("/stock/?state=low"))
    assert "STOEL" in text_of(as_owner.get("/stock/?state=low"))
    assert "Nothing found" in text_of(as_owner.get("/stock/?state=negative"))
    assert "TAFEL" not in text_of(as_owner.get("/stock/?terms=A-1"))


def test_stock_is_kept_from_the_page_of_the_product_on(as_owner, owner):
    product_id = a_product(owner)
    assert "No stock is kept of this product." in text_of(as_owner.get(f"/products/{product_id}/"))
    path = f"/stock/{product_id}/data/"
    data = {"keeps_stock": "on", "reorder_point": "2,5", "place": "Bak 3"}
    answer = as_owner.post(path, data)
    assert answer["Location"] == f"/stock/{product_id}/"
    words = text_of(as_owner.get(f"/products/{product_id}/"))
    for said in ("On hand 0", "Order more below 2.5", "Place Bak 3"):
        assert said in words
    refused = as_owner.post(path, {**data, "reorder_point": "-1"})
    assert "Give at least 0." in text_of(refused)
    assert as_owner.post(path, {"place": ""}).status_code == 302
    assert "No stock is kept" in text_of(as_owner.get(f"/stock/{product_id}/"))


def test_goods_come_in_of_many_products_at_once(as_owner, owner, chair):
    table = kept(owner, "TAFEL")
    page = as_owner.get("/stock/receipts/new/")
    assert "A-1" in text_of(page)
    data = {f"product_{chair}": "2,5", f"product_{table}": "", "received_on": "2026-11-20"}
    answer = as_owner.post("/stock/receipts/new/", {**data, "note": "Bon 7"}, follow=True)
    assert "1 product came in." in text_of(answer)
    assert (on_hand(chair), on_hand(table)) == (Decimal("12.5"), Decimal(0))
    assert "Bon 7" in text_of(as_owner.get(f"/stock/{chair}/"))
    only = as_owner.get(f"/stock/receipts/new/?pick={table}")
    assert "STOEL" not in text_of(only)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("-1", "Give at least 0."),
        ("veel", "This is not a number."),
        ("0", "Say how many came in of at least one product."),
        ("1.0001", "At most 3 decimals are possible here."),
    ],
)
def test_a_bad_receipt_keeps_what_was_typed(as_owner, chair, typed, sentence):
    data = {f"product_{chair}": typed, "received_on": "2026-11-20", "note": "Bon 7"}
    answer = as_owner.post("/stock/receipts/new/", data)
    assert sentence in text_of(answer)
    assert value_of(answer, f"product_{chair}") == typed
    assert value_of(answer, "note") == "Bon 7"
    assert on_hand(chair) == Decimal(10)


def test_a_correction_has_a_reason_and_shows_in_the_history(as_owner, chair):
    path = f"/stock/{chair}/corrections/new/"
    data = {"way": "fewer", "quantity": "3", "reason": "damaged", "corrected_on": "2026-11-20"}
    answer = as_owner.post(path, {**data, "note": "Van Jansen"})
    assert answer["Location"] == f"/stock/{chair}/"
    words = text_of(as_owner.get(f"/stock/{chair}/"))
    assert "Corrected (damaged) Van Jansen" in words
    assert on_hand(chair) == Decimal(7)
    assert "This field is required" in text_of(as_owner.post(path, {**data, "reason": ""}))
    assert as_owner.post(path, {**data, "way": "more"}).status_code == 302
    assert on_hand(chair) == Decimal(10)
    assert as_owner.get("/stock/0/corrections/new/").status_code == 404


def test_a_count_becomes_the_difference(as_owner, owner, chair):
    table = kept(owner, "TAFEL", there="4")
    page = as_owner.get("/stock/counts/new/")
    seen = {f"seen_{pk}": value_of(page, f"seen_{pk}") for pk in (chair, table)}
    data = {f"product_{chair}": "8", f"product_{table}": "", "counted_on": "2026-11-20", **seen}
    answer = as_owner.post("/stock/counts/new/", data, follow=True)
    assert "The count is saved; 1 product differed." in text_of(answer)
    assert (on_hand(chair), on_hand(table)) == (Decimal(8), Decimal(4))


def test_a_count_that_began_before_a_movement_says_so_and_can_go_on(as_owner, owner, chair):
    page = as_owner.get("/stock/counts/new/")
    seen = {f"seen_{chair}": value_of(page, f"seen_{chair}")}
    order_id = an_order(owner, [a_line(chair)])
    deliver(order_id=order_id, actor=owner, delivered_on=TODAY)
    data = {f"product_{chair}": "10", "counted_on": "2026-11-20", **seen}
    answer = as_owner.post("/stock/counts/new/", data)
    assert "This moved: there should be 9 now." in text_of(answer)
    assert value_of(answer, f"product_{chair}") == "10"
    assert on_hand(chair) == Decimal(9)
    again = {**data, f"seen_{chair}": value_of(answer, f"seen_{chair}")}
    assert as_owner.post("/stock/counts/new/", again).status_code == 302
    assert on_hand(chair) == Decimal(10)


def test_the_history_names_the_papers_and_who_waits(as_owner, owner, chair):
    order_id = an_order(owner, [a_line(chair, quantity="2")])
    deliver(order_id=order_id, actor=owner, delivered_on=TODAY)
    an_order(owner, [a_line(chair, quantity="20")])
    page = as_owner.get(f"/stock/{chair}/")
    words = text_of(page)
    assert "Delivered Delivery note 1" in words
    assert f"/deliveries/{Delivery.objects.get().pk}/" in page.content.decode()
    assert "Order 2" in words
    assert "Jansen" in words


def test_the_history_is_paged(as_owner, owner, chair):
    for _ in range(55):
        receive_stock(quantities={chair: Decimal(1)}, received_on=TODAY, actor=owner)
    last = StockMovement.objects.order_by("-pk")[49].pk
    first = text_of(as_owner.get(f"/stock/{chair}/"))
    second = text_of(as_owner.get(f"/stock/{chair}/?go={last}"))
    assert "+1 65" in first
    assert "+1 65" not in second
    assert "+10 10" in second


def test_a_file_says_what_the_list_says(as_owner, owner, chair):
    an_order(owner, [a_line(chair, quantity="7")])
    sheet = b"".join(as_owner.get("/stock/export/?file=csv").streaming_content).decode("utf-8-sig")
    assert "STOEL" in sheet
    assert "A-1" in sheet
    assert b"".join(as_owner.get("/stock/export/?file=xlsx").streaming_content)[:2] == b"PK"
    other = kept(owner, "TAFEL")
    picked = as_owner.get(f"/stock/export/?file=csv&pick={other}").streaming_content
    assert "STOEL" not in b"".join(picked).decode()


def test_the_first_screen_says_what_to_order_and_what_cannot_be(as_owner, owner, chair):
    assert "to be ordered" not in text_of(as_owner.get("/"))
    an_order(owner, [a_line(chair, quantity="7")])
    assert "1 product has to be ordered." in text_of(as_owner.get("/"))
    correct_stock(
        correction=NewCorrection(chair, Decimal(-11), Reason.LOST), corrected_on=TODAY, actor=owner
    )
    words = text_of(as_owner.get("/"))
    assert "Of 1 product there are fewer than none in stock." in words
    assert "to be ordered" not in words


def test_with_a_locked_vault_the_stock_works_and_a_note_waits(browser_of, owner, chair):
    receive_stock(quantities={chair: Decimal(1)}, received_on=TODAY, actor=owner, note="Jansen")
    client = browser_of(Role.WAREHOUSE)
    words = text_of(client.get(f"/stock/{chair}/"))
    assert "A note is in the vault." in words
    assert "Jansen" not in words
    data = {f"product_{chair}": "1", "received_on": "2026-11-20"}
    assert client.post("/stock/receipts/new/", {**data, "note": "x"}).status_code == 409
    assert client.post("/stock/receipts/new/", data).status_code == 302
    assert on_hand(chair) == Decimal(12)


@pytest.mark.parametrize("path", ["/stock/", "/stock/{}/", "/stock/counts/new/"])
def test_the_number_of_queries_does_not_grow(
    as_owner, owner, chair, path, django_assert_max_num_queries, django_assert_num_queries
):
    path = path.format(chair)
    order_id = an_order(owner, [a_line(chair, quantity="9")])
    deliver(order_id=order_id, actor=owner, delivered_on=TODAY)
    an_order(owner, [a_line(chair, quantity="9")])
    as_owner.get(path)
    with django_assert_max_num_queries(24) as few:
        as_owner.get(path)
    customer_id = a_customer(owner)
    for index in range(4):
        product_id = kept(owner, f"P{index}", there="1")
        lines = [a_line(product_id, quantity="3"), a_line(chair)]
        an_order(owner, lines, customer_id=customer_id)
    with django_assert_num_queries(len(few)):
        as_owner.get(path)


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        (Role.BOOKKEEPER, "/stock/", 200), (Role.BOOKKEEPER, "/stock/{}/", 200),
        (Role.BOOKKEEPER, "/stock/receipts/new/", 403), (Role.BOOKKEEPER, "/stock/{}/data/", 403),
        (Role.BOOKKEEPER, "/stock/{}/corrections/new/", 403),
        (Role.WAREHOUSE, "/stock/counts/new/", 200), (Role.SALES, "/stock/{}/data/", 200),
        (Role.MARKETING, "/stock/", 403), (Role.MARKETING, "/stock/export/", 403),
        (None, "/stock/", 302), (None, "/stock/{}/", 302), (None, "/stock/counts/new/", 302),
    ],
)  # fmt: skip
def test_who_may_see_what(browser_of, client, chair, role, path, status):
    visitor = browser_of(role) if role else client
    assert visitor.get(path.format(chair)).status_code == status
