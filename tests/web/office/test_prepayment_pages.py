"""Asking a part of an order ahead, and what the order says of it afterwards."""

import pytest

from klantkluis.billing.commands import draft_invoice, send_invoice
from klantkluis.billing.models import Invoice
from klantkluis.billing.rules import BillFrom
from klantkluis.core.roles import Role
from klantkluis.sales.commands import deliver
from rooms.story import TODAY, a_line, a_product, an_order
from web.office.shop import text_of

pytestmark = pytest.mark.usefixtures("our_company")


@pytest.fixture
def order_id(owner) -> int:
    return an_order(owner, [a_line(a_product(owner), price="200")])


def form_of(order_id: int) -> str:
    return f"/orders/{order_id}/prepayments/new/"


def test_a_part_is_asked_from_the_page_of_the_order(as_owner, order_id):
    assert form_of(order_id) in as_owner.get(f"/orders/{order_id}/").content.decode()
    assert "200.00" in text_of(as_owner.get(form_of(order_id)))
    answer = as_owner.post(form_of(order_id), {"share": "30", "amount": ""})
    invoice = Invoice.objects.get()
    assert answer["Location"] == f"/invoices/{invoice.pk}/"
    page = text_of(as_owner.get(answer["Location"]))
    assert "Prepayment on order 1" in page
    assert "60.00" in page


def test_an_amount_goes_before_a_part(as_owner, owner, order_id):
    as_owner.post(form_of(order_id), {"share": "30", "amount": "99.99"})
    send_invoice(invoice_id=Invoice.objects.get().pk, actor=owner, today=TODAY)
    assert Invoice.objects.get().gross_cents == 9999


@pytest.mark.parametrize(
    "typed", [{"share": "", "amount": ""}, {"share": "101"}, {"amount": "999"}]
)
def test_what_cannot_be_asked_stays_on_the_page(as_owner, order_id, typed):
    answer = as_owner.post(form_of(order_id), typed)
    assert answer.status_code == 200
    assert not Invoice.objects.exists()
    assert next((value for value in typed.values() if value), "") in answer.content.decode()


def test_the_order_says_what_was_asked_and_what_is_left(as_owner, owner, order_id):
    as_owner.post(form_of(order_id), {"share": "30"})
    first = Invoice.objects.get().pk
    assert "does not count yet" in text_of(as_owner.get(f"/orders/{order_id}/"))
    send_invoice(invoice_id=first, actor=owner, today=TODAY)
    assert "Still to take off €60.00" in text_of(as_owner.get(f"/orders/{order_id}/"))
    deliver(order_id=order_id, actor=owner, delivered_on=TODAY)
    last = draft_invoice(order_id=order_id, what=BillFrom.DELIVERIES, actor=owner, today=TODAY)
    page = text_of(as_owner.get(f"/orders/{order_id}/"))
    assert "Taken off invoices €60.00 Still to take off €0.00" in page
    assert "Less prepayment, invoice" in text_of(as_owner.get(f"/invoices/{last}/"))


def test_it_is_for_who_sells_and_who_keeps_the_books(as_stranger, browser_of, order_id):
    path = form_of(order_id)
    assert as_stranger.get(path)["Location"].startswith("/log-in/")
    assert browser_of(Role.WAREHOUSE).get(path).status_code == 403
    assert browser_of(Role.BOOKKEEPER).get(path).status_code == 200


def test_an_order_that_is_none_is_not_found(as_owner):
    assert as_owner.get(form_of(99)).status_code == 404
