"""Lists as files: what the list shows or what was picked, with names only while it may."""

import csv
from functools import partial
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.test import Client

from klantkluis.billing.commands import draft_invoice, pay_back, receive_payment
from klantkluis.billing.models import Invoice, Payment
from klantkluis.billing.rules import BillFrom
from klantkluis.core.roles import Role
from klantkluis.foundation.pages import Sort, every
from klantkluis.office import exporting
from klantkluis.sales.commands import NewOrder, cancel_order, deliver, take_order
from klantkluis.sales.lists import order_rows
from klantkluis.sales.models import OrderLine
from klantkluis.vault.refusals import LimitReached
from rooms.story import TODAY, PriceBasis, a_customer, a_line, a_product, a_sent_invoice, an_order

pytestmark = pytest.mark.usefixtures("our_company")

POSTED = ["/orders/export/", "/deliveries/export/", "/invoices/export/"]
PEOPLE = [*POSTED, "/customers/1/payments/export/"]
OURS = {"recipient": "internal", "why": "work"}
"""A file for our own work."""


def asked(client: Client, path: str, sent):
    """Ask for a file: what is about people is posted, and says to whom it goes."""
    if path in POSTED or path.startswith("/customers/"):
        return client.post(path, sent)
    return client.get(path, sent)


def rows_of(client: Client, path: str, **sent):
    """Give the rows of a CSV, the heads of the columns first."""
    sent = {"file": "csv", **OURS, **sent}
    answer = asked(client, path, sent)
    assert answer.status_code == 200, answer.content
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(StringIO(text), delimiter=";"))


def sheet_of(client: Client, path: str, **sent):
    """Give the rows of a workbook, the heads of the columns first."""
    sent = {"file": "xlsx", **OURS, **sent}
    answer = asked(client, path, sent)
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    return list(book.active.values)


@pytest.fixture
def shop(owner):
    """Three orders: one delivered and billed, one to deliver, one cancelled of a firm."""
    product = a_product(owner)
    line = a_line(product)
    sent = a_sent_invoice(owner, [line])
    open_order = an_order(owner, [a_line(product, "2")], customer_id=a_customer(owner, surname="B"))
    firm = a_customer(owner, company='=HYPERLINK("x")', email="")
    gone = an_order(owner, [line], customer_id=firm)
    cancel_order(order_id=gone, actor=owner, today=TODAY)
    return {"sent": sent, "open": open_order, "gone": gone, "product": product}


@pytest.mark.parametrize("path", POSTED)
def test_a_file_is_for_who_may_see_the_list(browser_of, as_stranger, path):
    assert as_stranger.post(path)["Location"].startswith("/log-in/")
    assert browser_of(Role.MARKETING).post(path).status_code == 403
    assert browser_of(Role.BOOKKEEPER, unlocked=True).post(path).status_code == 200
    assert browser_of(Role.SALES).get(path).status_code == 405


def test_the_entries_are_for_who_keeps_the_books(browser_of, as_stranger, as_owner, shop):
    assert as_stranger.get("/ledger/entries/export/")["Location"].startswith("/log-in/")
    assert browser_of(Role.SALES).get("/ledger/entries/export/").status_code == 403
    head, *rows = rows_of(as_owner, "/ledger/entries/export/")
    assert head == ["Entry", "Date", "Journal", "About", "Amount"]
    assert [(row[0], row[2], row[4]) for row in rows] == [("1", "Sales", "379,00")]
    assert rows_of(as_owner, "/ledger/entries/export/", journal="bank")[1:] == []


def test_orders_come_as_the_list_shows_them(as_owner, shop):
    head, *rows = rows_of(as_owner, "/orders/export/")
    assert head == [
        "Order", "Customer number", "Customer", "Date", "State", "Excluding VAT", "VAT",
        "Including VAT",
    ]  # fmt: skip
    assert [(row[0], row[4], row[7]) for row in rows] == [
        ("3", "Cancelled", "379,00"), ("2", "To deliver", "758,00"), ("1", "Done", "379,00"),
    ]  # fmt: skip
    assert rows[2][1:3] == ["1", "Els van der Jansen"]
    assert rows[2][5:7] == ["313,22", "65,78"]
    to_deliver = rows_of(as_owner, "/orders/export/", state="to_deliver")[1:]
    assert [row[0] for row in to_deliver] == ["2"]
    upward = rows_of(as_owner, "/orders/export/", sort="number")[1:]
    assert [row[0] for row in upward] == ["1", "2", "3"]
    picked = rows_of(as_owner, "/orders/export/", pick=[shop["gone"], shop["open"]])[1:]
    assert [row[0] for row in picked] == ["3", "2"]
    assert [row[0] for row in rows_of(as_owner, "/orders/export/", terms="1")[1:]] == ["1"]


def test_an_order_that_is_partly_delivered_says_so(as_owner, owner, shop):
    lines = OrderLine.objects.filter(order=shop["open"]).values_list("pk", flat=True)
    deliver(
        order_id=shop["open"], actor=owner, delivered_on=TODAY, quantities=dict.fromkeys(lines, 1)
    )
    rows = {row[0]: row[4] for row in rows_of(as_owner, "/orders/export/")[1:]}
    assert rows["2"] == "Partly delivered, To bill"


def test_delivery_notes_come_as_the_list_shows_them(as_owner, shop):
    head, *rows = rows_of(as_owner, "/deliveries/export/")
    assert head == ["Delivery note", "Customer number", "Customer", "Order", "Date"]
    assert rows == [["1", "1", "Els van der Jansen", "1", "2026-11-20"]]
    assert rows_of(as_owner, "/deliveries/export/", terms="2")[1:] == []


def test_invoices_come_with_what_is_open(as_owner, owner, shop):
    receive_payment(
        invoice_id=shop["sent"], amount_cents=10000, received_on=TODAY,
        method=Payment.Method.BANK, actor=owner,
    )  # fmt: skip
    head, row = sheet_of(as_owner, "/invoices/export/")
    assert head[:3] == ("Invoice", "Customer number", "Customer")
    assert row[:3] == ("2026-0001", 1, "Els van der Jansen")
    assert [round(cell, 2) for cell in row[6:]] == [313.22, 65.78, 379, 279]
    assert "279,00" in rows_of(as_owner, "/invoices/export/")[1]


def test_what_a_customer_paid_comes_with_its_invoices(
    as_owner, browser_of, as_stranger, owner, shop
):
    customer = Invoice.objects.get(pk=shop["sent"]).customer_id
    path = f"/customers/{customer}/payments/export/"
    assert as_stranger.get(path)["Location"].startswith("/log-in/")
    assert browser_of(Role.WAREHOUSE).get(path).status_code == 403
    assert as_owner.post("/customers/0/payments/export/", OURS).status_code == 404
    paid = {"received_on": TODAY, "method": Payment.Method.CASH, "actor": owner}
    receive_payment(invoice_id=shop["sent"], amount_cents=40_000, **paid)
    pay_back(
        customer_id=customer, amount_cents=2_100, paid_on=TODAY, method=Payment.Method.BANK,
        actor=owner,
    )  # fmt: skip
    head, back, came = rows_of(as_owner, path)
    assert head == ["Customer number", "Day", "How", "For", "Amount"]
    assert came == ["1", "2026-11-20", "Cash", "2026-0001", "400,00"]
    assert back == ["1", "2026-11-20", "Bank", "Paid back", "-21,00"]
    said = as_owner.post(path, {"file": "csv", **OURS})["Content-Disposition"]
    assert said.startswith('attachment; filename="payments-2')
    assert path in as_owner.get(f"/customers/{customer}/payments/").content.decode()


def test_drafts_come_when_the_list_shows_drafts(as_owner, owner, shop):
    what = BillFrom.ORDER
    pk = draft_invoice(order_id=shop["open"], what=what, actor=owner, today=TODAY)
    (draft,) = rows_of(as_owner, "/invoices/export/", state="draft")[1:]
    assert (draft[0], draft[5], draft[8]) == ("", "Draft", "758,00")
    both = rows_of(as_owner, "/invoices/export/", pick=[pk, shop["sent"]])[1:]
    assert [row[0] for row in both] == ["", "2026-0001"]


@pytest.mark.parametrize("path", POSTED)
def test_with_a_locked_vault_there_are_numbers_and_no_names(browser_of, shop, path):
    rows = rows_of(browser_of(Role.SALES), path)
    assert rows[0][1:3] != ["Customer number", "Customer"]
    assert rows[-1][1] == "1"
    assert "Jansen" not in str(rows)


def test_a_name_that_looks_like_a_formula_is_text(as_owner, shop):
    assert rows_of(as_owner, "/orders/export/")[1][2] == '\'=HYPERLINK("x")'
    assert sheet_of(as_owner, "/orders/export/")[1][2] == '=HYPERLINK("x")'
    book = as_owner.post("/orders/export/", {"file": "xlsx", **OURS})
    cells = openpyxl.load_workbook(BytesIO(b"".join(book.streaming_content))).active
    assert cells["C2"].data_type == "s"


def test_the_file_is_named_after_the_list_and_the_day_only(as_owner, shop):
    sent = {"file": "csv", "terms": "Jansen", **OURS}
    said = as_owner.post("/deliveries/export/", sent)["Content-Disposition"]
    assert said.startswith('attachment; filename="delivery-notes-2')
    assert "ansen" not in said


def test_more_names_than_the_vault_shows_give_no_half_file(as_owner, shop, monkeypatch):
    def refused(**_asked):
        raise LimitReached

    monkeypatch.setattr(exporting, "customer_rows", refused)
    answer = as_owner.post("/orders/export/", {"file": "csv", **OURS})
    assert answer.status_code == 409
    assert "Narrow the list" in answer.content.decode()


def test_a_long_list_takes_few_questions_and_every_row_is_there_once(
    as_owner, owner, shop, django_assert_max_num_queries
):
    customer, lines = a_customer(owner), [a_line(shop["product"])]
    for _ in range(25):
        order = NewOrder(lines=lines, basis=PriceBasis.GROSS, ordered_on=TODAY)
        take_order(customer_id=customer, order=order, actor=owner)
    with django_assert_max_num_queries(32):
        assert len(rows_of(as_owner, "/orders/export/")) == 29
    for sort in (Sort("number"), Sort("ordered_on"), Sort("ordered_on", descending=False)):
        page = partial(order_rows, sort=sort)
        rows = every(page, lambda row, sort=sort: (getattr(row, sort.by), row.id), 7)
        numbers = [row.number for row in rows]
        assert numbers == sorted(range(1, 29), reverse=sort.descending)


def test_products_that_were_picked_come_alone(as_owner, owner, shop):
    other = a_product(owner, sku="TAFEL")
    rows = rows_of(as_owner, "/products/export/", pick=[other])
    assert [row[0] for row in rows[1:]] == ["TAFEL"]
    assert len(rows_of(as_owner, "/products/export/")) == 3
