"""Lists of orders, delivery notes and invoices: sorted, narrowed, paged, many at once."""

import re
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest

from klantkluis.billing.commands import draft_invoice
from klantkluis.billing.models import Invoice
from klantkluis.billing.queries import InvoiceNarrowing
from klantkluis.billing.rules import BillFrom
from klantkluis.core.roles import Role
from klantkluis.customers.commands import merge_customers
from klantkluis.customers.models import Customer
from klantkluis.foundation.pages import Days, Sort
from klantkluis.office.billing.reading import Wanted, invoices_page
from klantkluis.office.periods import days_of
from klantkluis.office.tables import key_of
from klantkluis.sales.commands import NewOrder, deliver, take_order
from klantkluis.sales.models import Delivery, Order
from rooms.story import TODAY, PriceBasis, a_customer, a_line, a_product, a_sent_invoice, an_order

pytestmark = pytest.mark.usefixtures("our_company")


def text(answer) -> str:
    return answer.content.decode()


def numbers_of(answer, kind: str) -> list[str]:
    return re.findall(rf'href="/{kind}/\d+/">\D*([\d-]+)</a>', text(answer))


@pytest.fixture
def orders(owner):
    """Three orders, of which the second has the oldest day."""
    product, customer = a_product(owner), a_customer(owner)
    for day in (date(2026, 11, 2), date(2026, 1, 5), date(2026, 11, 2)):
        order = NewOrder(lines=[a_line(product)], basis=PriceBasis.GROSS, ordered_on=day)
        take_order(customer_id=customer, order=order, actor=owner)
    return list(Order.objects.order_by("number"))


def test_orders_are_sorted_by_number_or_day_either_way(as_owner, orders):
    for sort, expected in {
        "": ["3", "2", "1"], "number": ["1", "2", "3"], "ordered_on": ["2", "1", "3"],
        "-ordered_on": ["3", "1", "2"], "customer": ["3", "2", "1"],
    }.items():  # fmt: skip
        assert numbers_of(as_owner.post("/orders/", {"sort_by": sort}), "orders") == expected


def test_each_page_of_a_sorted_list_goes_on_where_the_last_one_ended(as_owner, orders, monkeypatch):
    monkeypatch.setattr("klantkluis.office.sales.listing.PAGE", 1)
    seen, sent = [], {"sort": "-ordered_on"}
    for _ in range(3):
        answer = as_owner.post("/orders/", sent)
        seen += numbers_of(answer, "orders")
        following = re.search(r'name="go" value="([^"]+)"', text(answer))
        sent = {"sort": "-ordered_on", "go": following[1] if following else ""}
    assert seen == ["3", "1", "2"]
    assert not following


@pytest.mark.parametrize("after", ["x", "1", "x.1", "2026-13-01.1", "9" * 30 + ".1", "1.x", "-.1"])
def test_a_place_that_is_none_leads_to_the_first_page(as_owner, orders, after):
    assert key_of(after) is None
    assert len(numbers_of(as_owner.post("/orders/", {"go": after}), "orders")) == 3


def test_a_list_is_narrowed_to_a_period(as_owner, owner, orders, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)
    assert numbers_of(as_owner.post("/orders/", {"period": "month"}), "orders") == ["3", "1"]
    assert numbers_of(as_owner.post("/orders/", {"period": "last_month"}), "orders") == []
    assert len(numbers_of(as_owner.post("/orders/", {"period": "year"}), "orders")) == 3
    deliver(order_id=orders[0].pk, actor=owner, delivered_on=TODAY)
    assert numbers_of(as_owner.post("/deliveries/", {"period": "month"}), "deliveries") == ["1"]
    assert numbers_of(as_owner.post("/deliveries/", {"period": "last_year"}), "deliveries") == []


@pytest.mark.parametrize(
    ("chosen", "today", "first", "last"),
    [
        ("month", (2028, 2, 10), (2028, 2, 1), (2028, 2, 29)),
        ("last_month", (2026, 1, 31), (2025, 12, 1), (2025, 12, 31)),
        ("quarter", (2026, 11, 20), (2026, 10, 1), (2026, 12, 31)),
        ("last_quarter", (2026, 2, 1), (2025, 10, 1), (2025, 12, 31)),
        ("year", (2026, 11, 20), (2026, 1, 1), (2026, 12, 31)),
        ("last_year", (2026, 11, 20), (2025, 1, 1), (2025, 12, 31)),
    ],
)
def test_a_period_has_a_first_and_a_last_day(chosen, today, first, last):
    assert days_of(chosen, date(*today)) == Days(date(*first), date(*last))


def test_no_period_is_no_span():
    assert days_of("", TODAY) is days_of("last_week", TODAY) is None


def test_documents_of_a_merged_customer_are_found_by_the_name_of_the_kept_one(
    as_owner, owner, monkeypatch
):
    # The transaction of a test is never committed: the index hears of the customer anyway.
    monkeypatch.setattr("django.db.transaction.on_commit", lambda act, **_more: act())
    kept = a_customer(owner, surname="Zonnebloem")
    other = a_customer(owner, surname="Klaproos")
    order_id = an_order(owner, [a_line(a_product(owner))], customer_id=other)
    deliver(order_id=order_id, actor=owner, delivered_on=TODAY)
    merge_customers(keep_id=kept, duplicate_id=other, actor=owner)
    assert numbers_of(as_owner.post("/orders/", {"terms": "zonnebl"}), "orders") == ["1"]
    assert numbers_of(as_owner.post("/deliveries/", {"terms": "zonnebl"}), "deliveries") == ["1"]
    assert numbers_of(as_owner.get(f"/orders/?customer={kept}"), "orders") == ["1"]


def test_invoices_are_sorted_by_day_due_date_and_amount(as_owner, owner):
    product = a_product(owner)
    for quantity, term in (("2", 30), ("3", 5), ("1", 14)):
        customer = a_customer(owner)
        _term(customer, term)
        a_sent_invoice(owner, [a_line(product, quantity)], customer_id=customer)
    one, two, three = (f"2026-000{n}" for n in (1, 2, 3))
    for state in ({}, {"state": "open"}, {"terms": "#1"}):
        for sort, expected in {
            "-sent_on": [three, two, one], "sent_on": [one, two, three],
            "due_on": [two, three, one], "-gross_cents": [two, one, three],
        }.items():  # fmt: skip
            found = numbers_of(as_owner.post("/invoices/", {"sort": sort, **state}), "invoices")
            assert found == (expected if "terms" not in state else [one]), (sort, state)


def _term(customer_id: int, days: int) -> None:
    Customer.objects.filter(pk=customer_id).update(payment_term_days=days)


def test_drafts_among_invoices_keep_their_place_over_pages(owner):
    product, customer = a_product(owner), a_customer(owner)
    a_sent_invoice(owner, [a_line(product, "2")], customer_id=customer)
    for _ in "12":
        order_id = an_order(owner, [a_line(product)], customer_id=customer)
        draft_invoice(order_id=order_id, what=BillFrom.ORDER, actor=owner, today=TODAY)
    for sort in (Sort("sent_on"), Sort("gross_cents"), Sort("due_on", descending=False)):
        what = Wanted(InvoiceNarrowing(customer_ids=[customer]), sort)
        seen, after = [], ""
        while True:
            page = invoices_page(what, after=key_of(after), today=TODAY, limit=1)
            seen += [row.id for row in page.rows]
            after = page.next
            if not after:
                break
        assert sorted(seen) == sorted(Invoice.objects.values_list("pk", flat=True)), sort


def test_the_papers_of_many_delivery_notes_come_in_one_file(as_owner, browser_of, owner, orders):
    for order in orders[:2]:
        deliver(order_id=order.pk, actor=owner, delivered_on=TODAY)
    picked = list(Delivery.objects.values_list("pk", flat=True))
    answer = as_owner.post(
        "/deliveries/papers.zip", {"pick": picked, "recipient": "internal", "why": "work"}
    )
    with ZipFile(BytesIO(answer.content)) as file:
        assert file.namelist() == ["delivery-note-2.pdf", "delivery-note-1.pdf"]
        paper = as_owner.get(f"/deliveries/{picked[0]}/paper/").content
        assert file.read("delivery-note-1.pdf") == paper
    assert "ansen" not in answer["Content-Disposition"]
    assert as_owner.post("/deliveries/papers.zip").status_code == 302
    assert browser_of(Role.BOOKKEEPER).post("/deliveries/papers.zip").status_code == 403
    locked = browser_of(Role.WAREHOUSE).post("/deliveries/papers.zip", {"pick": picked})
    assert locked.status_code == 409


def test_a_stranger_gets_no_papers(as_stranger):
    assert as_stranger.post("/deliveries/papers.zip")["Location"].startswith("/log-in/")


def test_who_only_reads_is_offered_a_file_and_nothing_that_changes(browser_of, orders):
    page = text(browser_of(Role.BOOKKEEPER, unlocked=True).get("/orders/"))
    assert "/orders/export/" in page
    assert "/orders/deliveries/" not in page
