"""The pages of returns: announcing, taking in, and the credit that is prepared."""

from decimal import Decimal
from io import BytesIO
from uuid import uuid4

import pytest
from pypdf import PdfReader

from klantkluis.billing.commands import draft_invoice, send_invoice
from klantkluis.billing.models import CreditNote
from klantkluis.billing.return_rows import CreditDraft, CreditedReturn
from klantkluis.billing.rules import BillFrom
from klantkluis.catalogue.models import StockLevel
from klantkluis.catalogue.stock.commands import StockSettings, set_up_stock
from klantkluis.core.roles import Role
from klantkluis.sales.commands import NewReturn, ReturnReason, announce_return, deliver
from klantkluis.sales.models import Delivery, DeliveryLine, Return, ReturnLine, ReturnReceiptLine
from rooms.story import TODAY, a_customer, a_line, a_product, an_order
from web.office.shop import text_of, value_of

pytestmark = pytest.mark.usefixtures("our_company")


@pytest.fixture(autouse=True)
def indexed_at_once(monkeypatch):
    monkeypatch.setattr("django.db.transaction.on_commit", lambda act, **_more: act())


@pytest.fixture
def order_id(owner):
    product_id = a_product(owner)
    set_up_stock(product_id=product_id, settings=StockSettings(True), actor=owner)
    order_id = an_order(owner, [a_line(product_id, quantity="4")])
    deliver(order_id=order_id, actor=owner, delivered_on=TODAY)
    return order_id


def part():
    return DeliveryLine.objects.get().pk


def announced(owner, order_id, quantity="1", remarks=""):
    wanted = NewReturn({part(): Decimal(quantity)}, ReturnReason.FAULTY, remarks)
    return announce_return(order_id=order_id, returned=wanted, announced_on=TODAY, actor=owner)


def typed(quantity="2", **more):
    return {
        f"line_{part()}": quantity, "reason": "faulty", "announced_on": "2026-11-20",
        "remarks": "Poot los", "uid": str(uuid4()), **more,
    }  # fmt: skip


def billed(owner, order_id):
    by = {"actor": owner, "today": TODAY}
    invoice_id = draft_invoice(order_id=order_id, what=BillFrom.DELIVERIES, **by)
    send_invoice(invoice_id=invoice_id, **by)
    return invoice_id


def test_an_empty_list_says_where_a_return_begins(as_owner):
    words = text_of(as_owner.get("/returns/"))
    assert "Nothing came back yet" in words


@pytest.mark.parametrize("of_delivery", [True, False])
def test_a_return_is_announced_from_the_order_or_the_delivery_note(as_owner, order_id, of_delivery):
    deliveries = f"deliveries/{Delivery.objects.get().pk}/" if of_delivery else ""
    path = f"/orders/{order_id}/{deliveries}returns/new/"
    page = as_owner.get(path)
    assert value_of(page, f"line_{part()}") == ""
    data = typed()
    answer = as_owner.post(path, data)
    returned = Return.objects.get()
    assert answer["Location"] == f"/returns/{returned.pk}/"
    assert as_owner.post(path, data)["Location"] == answer["Location"]
    words = text_of(as_owner.get(answer["Location"]))
    for said in ("Jansen", "Poot los", "does not work", "Announced", "STOEL"):
        assert said in words
    for page_of in (
        "/returns/",
        f"/orders/{order_id}/",
        f"/deliveries/{Delivery.objects.get().pk}/",
    ):
        assert "Return 1" in text_of(as_owner.get(page_of))
    assert "1 return is announced" in text_of(as_owner.get("/"))


@pytest.mark.parametrize(
    ("quantity", "sentence"),
    [
        ("5", "Give at most 4."),
        ("-1", "Give at least 0."),
        ("veel", "This is not a number."),
        ("", "Say how much comes back of at least one line."),
    ],
)
def test_bad_input_keeps_what_was_typed(as_owner, order_id, quantity, sentence):
    answer = as_owner.post(f"/orders/{order_id}/returns/new/", typed(quantity))
    assert text_of(answer).count(sentence) == 1
    assert value_of(answer, "remarks") == "Poot los"
    assert not Return.objects.exists()


def test_what_was_announced_by_somebody_else_is_refused_beside_the_line(
    as_owner, owner, order_id, monkeypatch
):
    announced(owner, order_id, "3")
    monkeypatch.setattr(
        "klantkluis.sales.returns.queries.claims_of", lambda **_said: {}
    )  # as the page stood before the other one came
    answer = as_owner.post(f"/orders/{order_id}/returns/new/", typed("2"))
    assert "At most 1 of this can come back." in text_of(answer)


def test_taking_in_puts_on_stock_and_prepares_the_credit(as_owner, owner, order_id):
    invoice_id = billed(owner, order_id)
    return_id = announced(owner, order_id, "2")
    path = f"/returns/{return_id}/receipt/"
    line = ReturnLine.objects.get().pk
    assert value_of(as_owner.get(path), f"line_{line}") == "2"
    data = {f"line_{line}": "1,5", f"off_{line}": "0,5", "received_on": "2026-11-20"}
    assert as_owner.post(path, data)["Location"] == f"/returns/{return_id}/"
    assert StockLevel.objects.get().on_hand == Decimal("-2.5")
    draft = CreditDraft.objects.get()
    words = text_of(as_owner.get(f"/returns/{return_id}/"))
    assert "Came in" in words
    assert "A credit on invoice 2026-0001 is ready." in words
    assert "1 credit of a return is ready to be issued." in text_of(as_owner.get("/"))
    assert "Ready to be credited" in text_of(as_owner.get("/credit-notes/"))
    form = as_owner.get(f"/invoices/{invoice_id}/credit-notes/new/?draft={draft.pk}")
    assert "return 1" in text_of(form)
    name = next(n for n in form.context["form"].fields if n.startswith("line_"))
    assert value_of(form, name) == "2"
    issue = {name: "2", "reason": "returned", "uid": value_of(form, "uid")}
    answer = as_owner.post(f"/invoices/{invoice_id}/credit-notes/new/?draft={draft.pk}", issue)
    note = CreditNote.objects.get()
    assert answer["Location"] == f"/credit-notes/{note.pk}/"
    assert CreditedReturn.objects.get().credit_note_id == note.pk
    assert "Return 1" in text_of(as_owner.get(answer["Location"]))
    assert note.label in text_of(as_owner.get(f"/returns/{return_id}/"))
    gone = as_owner.get(f"/invoices/{invoice_id}/credit-notes/new/?draft={draft.pk}")
    assert gone.status_code == 404


def test_what_is_sent_once_more_is_open_again_and_not_credited(as_owner, owner, order_id):
    billed(owner, order_id)
    return_id = announced(owner, order_id)
    line = ReturnLine.objects.get().pk
    data = {f"off_{line}": "1", "again": "on", "received_on": "2026-11-20"}
    as_owner.post(f"/returns/{return_id}/receipt/", data)
    assert not CreditDraft.objects.exists()
    assert "goes out again" in text_of(as_owner.get(f"/returns/{return_id}/"))
    words = text_of(as_owner.get(f"/orders/{order_id}/"))
    assert "1 open" in words
    assert "1 came back" in words
    assert "Partly delivered" in words


def test_more_than_went_out_is_refused_beside_the_field(as_owner, owner, order_id):
    return_id = announced(owner, order_id)
    line = ReturnLine.objects.get().pk
    path = f"/returns/{return_id}/receipt/"
    data = {f"line_{line}": "3", f"off_{line}": "2", "received_on": "2026-11-20"}
    answer = as_owner.post(path, data)
    assert "At most 4 of this can come back." in text_of(answer)
    assert value_of(answer, f"off_{line}") == "2"
    assert not ReturnReceiptLine.objects.exists()


def test_a_draft_invoice_stands_in_the_way_and_the_page_says_what_to_do(as_owner, owner, order_id):
    draft_invoice(order_id=order_id, what=BillFrom.DELIVERIES, actor=owner, today=TODAY)
    return_id = announced(owner, order_id)
    data = {f"line_{ReturnLine.objects.get().pk}": "1", "received_on": "2026-11-20"}
    answer = as_owner.post(f"/returns/{return_id}/receipt/", data)
    assert "Send it or delete it first." in text_of(answer)


def test_a_return_is_called_off_and_a_prepared_credit_thrown_away(as_owner, owner, order_id):
    billed(owner, order_id)
    gone, came = announced(owner, order_id), announced(owner, order_id)
    as_owner.post(f"/returns/{gone}/cancellation/")
    assert "Called off" in text_of(as_owner.get(f"/returns/{gone}/"))
    line = ReturnLine.objects.get(returned=came).pk
    as_owner.post(f"/returns/{came}/receipt/", {f"line_{line}": "1", "received_on": "2026-11-20"})
    draft = CreditDraft.objects.get()
    as_owner.post(f"/returns/{came}/credits/{draft.pk}/")
    assert not CreditDraft.objects.exists()
    again = as_owner.post(f"/returns/{came}/credits/{draft.pk}/", follow=True)
    assert "issued or thrown away before" in text_of(again)


def test_the_slip_names_the_return_and_no_price(as_owner, owner, order_id):
    return_id = announced(owner, order_id, "2")
    answer = as_owner.get(f"/returns/{return_id}/slip/")
    assert answer["Content-Disposition"] == 'inline; filename="return-1.pdf"'
    assert "no-store" in answer["Cache-Control"]
    words = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    for said in ("Retourbon", "Jansen", "STOEL", "werkt niet"):
        assert said in words
    assert "379" not in words


def test_the_list_is_narrowed_and_exported(as_owner, owner, order_id):
    announced(owner, order_id)
    gone = announced(owner, order_id)
    as_owner.post(f"/returns/{gone}/cancellation/")
    assert "Return 2" not in text_of(as_owner.get("/returns/?state=announced"))
    assert "Return 2" in text_of(as_owner.get("/returns/?state=cancelled"))
    assert "Nothing found" in text_of(as_owner.get("/returns/?state=received"))
    assert "Return 1" in text_of(as_owner.post("/returns/", {"terms": "1"}))
    sheet = b"".join(
        as_owner.post(
            "/returns/export/", {"file": "csv", "recipient": "internal", "why": "work"}
        ).streaming_content
    )
    assert "does not work" in sheet.decode("utf-8-sig")


def test_a_return_is_found_by_its_number(as_owner, owner, order_id):
    return_id = announced(owner, order_id)
    page = as_owner.post("/search/", {"terms": "1"})
    assert f'href="/returns/{return_id}/"' in page.content.decode()
    assert "Return 1" in text_of(page)


def test_with_a_locked_vault_one_sees_numbers_and_takes_in(browser_of, owner, order_id):
    billed(owner, order_id)
    return_id = announced(owner, order_id, remarks="Poot los bij Els")
    client = browser_of(Role.WAREHOUSE)
    for path in ("/returns/", f"/returns/{return_id}/", f"/returns/{return_id}/receipt/"):
        words = text_of(client.get(path))
        assert "Jansen" not in words
        assert "Els" not in words
        assert "#1" in words
    assert client.get(f"/returns/{return_id}/slip/").status_code == 409
    assert client.post(f"/orders/{order_id}/returns/new/", typed("1")).status_code == 409
    data = {f"line_{ReturnLine.objects.get().pk}": "1", "received_on": "2026-11-20"}
    assert client.post(f"/returns/{return_id}/receipt/", data).status_code == 302
    assert CreditDraft.objects.exists()


@pytest.mark.parametrize("path", ["/returns/", "/returns/{}/", "/orders/{}/returns/new/"])
def test_the_number_of_queries_does_not_grow(
    as_owner, owner, order_id, path, django_assert_max_num_queries, django_assert_num_queries
):
    return_id = announced(owner, order_id, "0.1")
    path = path.format(order_id if "orders" in path else return_id)
    as_owner.get(path)
    with django_assert_max_num_queries(24) as few:
        as_owner.get(path)
    for _ in range(3):
        announced(owner, order_id, "0.1")
    a_customer(owner)
    with django_assert_num_queries(len(few)):
        as_owner.get(path)


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        (Role.BOOKKEEPER, "/returns/", 200), (Role.BOOKKEEPER, "/returns/{}/", 200),
        (Role.BOOKKEEPER, "/returns/{}/receipt/", 403), (Role.BOOKKEEPER, "/returns/{}/slip/", 403),
        (Role.WAREHOUSE, "/returns/{}/receipt/", 200), (Role.SALES, "/returns/{}/", 200),
        (Role.MARKETING, "/returns/", 403), (Role.MARKETING, "/returns/{}/", 403),
        (Role.OWNER, "/returns/0/", 404),
        (None, "/returns/", 302), (None, "/returns/{}/", 302), (None, "/returns/{}/receipt/", 302),
    ],
)  # fmt: skip
def test_who_may_see_what(browser_of, client, owner, order_id, role, path, status):
    return_id = announced(owner, order_id)
    visitor = browser_of(role) if role else client
    assert visitor.get(path.format(return_id)).status_code == status


def test_a_warehouse_throws_no_credit_away(browser_of, owner, order_id):
    return_id = announced(owner, order_id)
    assert browser_of(Role.WAREHOUSE).post(f"/returns/{return_id}/credits/1/").status_code == 403
