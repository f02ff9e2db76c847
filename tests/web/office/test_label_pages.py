"""Address labels: the form, the PDF, and who may have them."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from klantkluis.core.roles import Role
from klantkluis.sales.commands import deliver
from rooms.story import TODAY, a_customer, a_line, a_product, an_order
from web.office.shop import text_of

pytestmark = pytest.mark.usefixtures("our_company")


@pytest.fixture(autouse=True)
def indexed_at_once(monkeypatch):
    monkeypatch.setattr("django.db.transaction.on_commit", lambda act, **_more: act())


@pytest.fixture
def deliveries(owner):
    product, customer = a_product(owner), a_customer(owner)
    orders = [an_order(owner, [a_line(product)], customer) for _ in range(3)]
    return [deliver(order_id=each, actor=owner, delivered_on=TODAY) for each in orders]


def made(answer):
    return PdfReader(BytesIO(answer.content)).pages


def test_one_label_a_page_or_a_sheet_from_a_place_on(as_owner, deliveries):
    page = as_owner.get(f"/deliveries/labels/?pick={deliveries[0]}")
    assert "1 label with name and address" in text_of(page)
    asked = as_owner.post("/deliveries/labels/", {"pick": deliveries})
    assert "3 labels with name and address" in text_of(asked)
    thermal = as_owner.post("/deliveries/labels/", {"pick": deliveries, "form": "100x150"})
    assert "no-store" in thermal["Cache-Control"]
    assert len(made(thermal)) == 3
    words = made(thermal)[0].extract_text()
    assert "Jansen" in words
    assert "Dorpsstraat 12" in words
    assert "STOEL" not in words
    sheet = as_owner.post("/deliveries/labels/", {"pick": deliveries, "form": "2x7", "first": "13"})
    assert len(made(sheet)) == 2


@pytest.mark.parametrize("first", ["15", "0", "x"])
def test_a_place_that_is_not_on_the_sheet_is_refused(as_owner, deliveries, first):
    data = {"pick": deliveries, "form": "2x7", "first": first}
    answer = as_owner.post("/deliveries/labels/", data)
    assert "text/html" in answer["Content-Type"]
    assert "field-error" in answer.content.decode()


def test_nothing_picked_and_a_locked_vault(as_owner, browser_of, deliveries):
    words = text_of(as_owner.post("/deliveries/labels/", {}, follow=True))
    assert "Pick the delivery notes first." in words
    locked = browser_of(Role.WAREHOUSE).get(f"/deliveries/labels/?pick={deliveries[0]}")
    assert locked.status_code == 409
    unknown = as_owner.post("/deliveries/labels/", {"pick": "999", "form": "100x150"})
    assert "text/html" in unknown["Content-Type"]


@pytest.mark.parametrize(
    ("role", "status"), [(Role.SALES, 409), (Role.WAREHOUSE, 409), (Role.BOOKKEEPER, 403)]
)
def test_who_may_have_them(browser_of, client, deliveries, role, status):
    path = f"/deliveries/labels/?pick={deliveries[0]}"
    assert browser_of(role).get(path).status_code == status
    assert client.get(path).status_code == 302
