"""The pages of delivery notes."""

from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from klantkluis.core.roles import Role
from klantkluis.sales.commands import deliver
from klantkluis.sales.models import Delivery, DeliveryLine, DeliveryPaper, Order, OrderLine
from rooms.story import TODAY, a_customer, a_line, a_product, an_order
from web.office.shop import text_of, value_of

pytestmark = pytest.mark.usefixtures("our_company")


@pytest.fixture(autouse=True)
def indexed_at_once(monkeypatch):
    """A test's transaction is never committed: let the search index hear of customers anyway."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda act, **_more: act())


@pytest.fixture
def order_id(owner):
    return an_order(owner, [a_line(a_product(owner), quantity="4")])


def sent(order_id, quantity="3", **more):
    line = OrderLine.objects.get(order=order_id)
    return {f"line_{line.pk}": quantity, "delivered_on": "2026-11-20", **more}


def test_a_part_is_delivered_and_its_paper_is_there_at_once(as_owner, order_id):
    page = as_owner.get(f"/orders/{order_id}/deliveries/new/")
    line = OrderLine.objects.get()
    assert value_of(page, f"line_{line.pk}") == "4"
    data = sent(order_id, "2,5", track_and_trace="3SKL1", remarks="Achterom")
    answer = as_owner.post(f"/orders/{order_id}/deliveries/new/", data)
    delivery = Delivery.objects.get()
    assert answer["Location"] == f"/deliveries/{delivery.pk}/"
    assert DeliveryLine.objects.get().quantity == Decimal("2.5")
    words = text_of(as_owner.get(f"/deliveries/{delivery.pk}/"))
    for expected in ("Jansen", "3SKL1", "Achterom", "STOEL 2.5"):
        assert expected in words
    assert "379" not in words


def test_a_parcel_can_be_followed_from_the_page_and_the_paper(as_owner, order_id):
    data = sent(order_id, track_and_trace="3SKL1", carrier="postnl")
    as_owner.post(f"/orders/{order_id}/deliveries/new/", data)
    delivery = Delivery.objects.get()
    page = as_owner.get(f"/deliveries/{delivery.pk}/")
    link = "https://jouw.postnl.nl/track-and-trace/3SKL1-NL-1234AB"
    assert f'href="{link}"' in page.content.decode()
    assert "PostNL" in text_of(page)
    paper = as_owner.get(f"/deliveries/{delivery.pk}/paper/")
    words = " ".join(each.extract_text() for each in PdfReader(BytesIO(paper.content)).pages)
    assert "PostNL" in words
    assert link in words.replace("\n", "").replace("\u200b", "")


def test_a_carrier_that_is_none_is_refused_and_a_typed_link_is_followed(as_owner, order_id):
    path = f"/orders/{order_id}/deliveries/new/"
    assert as_owner.post(path, sent(order_id, carrier="duif")).status_code == 200
    data = sent(order_id, carrier="other", track_and_trace="https://duif.example/7")
    as_owner.post(path, data)
    page = as_owner.get(f"/deliveries/{Delivery.objects.get().pk}/")
    assert 'href="https://duif.example/7"' in page.content.decode()


def test_the_paper_is_the_same_each_time_and_no_cache_keeps_it(as_owner, order_id):
    as_owner.post(f"/orders/{order_id}/deliveries/new/", sent(order_id))
    path = f"/deliveries/{Delivery.objects.get().pk}/paper/"
    first, second = as_owner.get(path), as_owner.get(path + "?download")
    assert first.content == second.content
    assert first["Content-Disposition"] == 'inline; filename="delivery-note-1.pdf"'
    assert second["Content-Disposition"] == 'attachment; filename="delivery-note-1.pdf"'
    assert "no-store" in first["Cache-Control"]
    words = " ".join(page.extract_text() for page in PdfReader(BytesIO(first.content)).pages)
    assert "Jansen" in words
    assert "379" not in words


def test_a_note_without_paper_gets_it_by_a_press_on_the_button(as_owner, owner, order_id):
    delivery_id = deliver(order_id=order_id, actor=owner, delivered_on=TODAY)
    path = f"/deliveries/{delivery_id}/paper/"
    assert as_owner.get(path).status_code == 404
    assert not DeliveryPaper.objects.exists()
    assert as_owner.post(path)["Location"] == path
    assert as_owner.get(path).content.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("quantity", "sentence"),
    [
        ("5", "Give at most 4."),
        ("-1", "Give at least 0."),
        ("veel", "This is not a number."),
        ("0", "Say how much goes out of at least one line."),
    ],
)
def test_bad_input_keeps_what_was_typed_and_says_one_sentence_beside_the_field(
    as_owner, order_id, quantity, sentence
):
    data = sent(order_id, quantity, track_and_trace="3SKL1")
    answer = as_owner.post(f"/orders/{order_id}/deliveries/new/", data)
    assert text_of(answer).count(sentence) == 1
    assert value_of(answer, f"line_{OrderLine.objects.get().pk}") == quantity
    assert value_of(answer, "track_and_trace") == "3SKL1"
    assert not Delivery.objects.exists()


def test_a_day_that_is_none_is_refused_beside_its_field(as_owner, order_id):
    answer = as_owner.post(
        f"/orders/{order_id}/deliveries/new/", sent(order_id, delivered_on="31-2-2026")
    )
    assert "This is not a day." in text_of(answer)


def test_an_account_number_in_the_remarks_is_refused_and_kept(as_owner, order_id):
    data = sent(order_id, remarks="NL91ABNA0417164300")
    answer = as_owner.post(f"/orders/{order_id}/deliveries/new/", data)
    assert answer.status_code == 200
    assert value_of(answer, "remarks") == "NL91ABNA0417164300"
    assert not Delivery.objects.exists()


def test_with_a_locked_vault_one_sees_numbers_and_what_was_typed_comes_along(
    browser_of, owner, order_id
):
    delivered = deliver(
        order_id=an_order(owner, [a_line(a_product(owner, "TAFEL"))]),
        actor=owner,
        delivered_on=TODAY,
    )
    client = browser_of(Role.WAREHOUSE)
    for path in ("/deliveries/", f"/deliveries/{delivered}/"):
        words = text_of(client.get(path))
        assert "Jansen" not in words
        assert "#2" in words
    answer = client.post(f"/orders/{order_id}/deliveries/new/", sent(order_id, remarks="Achterom"))
    assert answer.status_code == 409
    assert "Achterom" in answer.content.decode()
    assert Delivery.objects.count() == 1


def test_the_list_finds_by_number_and_by_customer(as_owner, owner):
    chair = a_product(owner)
    for index in range(3):
        customer_id = a_customer(owner, surname=f"Vos{index}")
        order_id = an_order(owner, [a_line(chair)], customer_id=customer_id)
        deliver(order_id=order_id, actor=owner, delivered_on=TODAY)

    def rows(answer):
        return [row.number for row in answer.context["list"].rows]

    assert rows(as_owner.get("/deliveries/")) == [3, 2, 1]
    assert rows(as_owner.post("/deliveries/", {"terms": "2"})) == [2]
    assert rows(as_owner.post("/deliveries/", {"terms": "vos0"})) == [1]
    customer_id = Order.objects.get(number=3).customer_id
    assert rows(as_owner.get("/deliveries/", {"customer": customer_id})) == [3]


@pytest.mark.parametrize("path", ["/deliveries/", "/deliveries/{}/", "/orders/{}/deliveries/new/"])
def test_the_number_of_queries_does_not_grow(
    as_owner, owner, order_id, path, django_assert_max_num_queries, django_assert_num_queries
):
    line = OrderLine.objects.get()
    one = {"quantities": {line.pk: Decimal(1)}, "actor": owner, "delivered_on": TODAY}
    delivery_id = deliver(order_id=order_id, **one)
    path = path.format(order_id if "orders" in path else delivery_id)
    assert as_owner.get(path).status_code == 200
    with django_assert_max_num_queries(20) as few:
        as_owner.get(path)
    for _index in range(2):
        deliver(order_id=order_id, **one)
    with django_assert_num_queries(len(few)):
        as_owner.get(path)


def test_the_warehouse_delivers_and_sees_the_note(browser_of, order_id):
    client = browser_of(Role.WAREHOUSE, unlocked=True)
    client.post(f"/orders/{order_id}/deliveries/new/", sent(order_id))
    delivery = Delivery.objects.get()
    assert client.get(f"/deliveries/{delivery.pk}/").status_code == 200
    assert client.get(f"/deliveries/{delivery.pk}/paper/").status_code == 200


@pytest.mark.parametrize("role", [Role.MARKETING, Role.FISCAL])
def test_a_colleague_without_the_right_is_told_so(browser_of, order_id, role):
    client = browser_of(role)
    for path in ("/deliveries/", "/deliveries/1/", f"/orders/{order_id}/deliveries/new/"):
        assert client.get(path).status_code == 403


def test_a_bookkeeper_reads_and_makes_nothing(browser_of, owner, order_id):
    delivery_id = deliver(order_id=order_id, actor=owner, delivered_on=TODAY)
    client = browser_of(Role.BOOKKEEPER, unlocked=True)
    assert client.get(f"/deliveries/{delivery_id}/").status_code == 200
    assert client.post(f"/deliveries/{delivery_id}/paper/").status_code == 403
    assert not DeliveryPaper.objects.exists()


def test_a_stranger_goes_to_the_log_in_page(as_stranger):
    for path in ("/deliveries/", "/deliveries/1/", "/deliveries/1/paper/"):
        assert as_stranger.get(path)["Location"].startswith("/log-in/")
