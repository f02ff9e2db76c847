"""Payments: in part, too much, twice, with credit, and back."""

from uuid import uuid4

import pytest

from klantkluis.billing.models import OpenInvoice, Payment
from klantkluis.billing.queries import open_of
from klantkluis.core.roles import Role
from rooms.story import a_customer, a_line, a_product, a_sent_invoice, all_broken

pytestmark = pytest.mark.usefixtures("our_company")


@pytest.fixture
def customer(owner) -> int:
    return a_customer(owner)


@pytest.fixture
def invoice(owner, customer) -> int:
    return a_sent_invoice(owner, customer_id=customer)


def text(answer) -> str:
    return answer.content.decode()


def pay(browser, invoice: int, amount: str, **more):
    values = {"amount": amount, "paid_on": "2026-11-20", "method": "bank", "uid": str(uuid4())}
    return browser.post(f"/invoices/{invoice}/payments/", values | more)


def insist(answer) -> str:
    return text(answer).split('name="insist" value="')[1].split('"')[0]


def test_payments_are_for_who_sells_and_who_keeps_the_books(
    browser_of, as_stranger, invoice, customer
):
    packer, seller = browser_of(Role.WAREHOUSE), browser_of(Role.SALES)
    for path in (f"/invoices/{invoice}/payments/", f"/customers/{customer}/payments/"):
        assert as_stranger.get(path)["Location"].startswith("/log-in/")
        assert packer.get(path).status_code == 403
        assert seller.get(path).status_code == 200


def test_the_form_offers_what_is_open(as_owner, invoice):
    shown = text(as_owner.get(f"/invoices/{invoice}/payments/"))
    assert 'value="379.00"' in shown or 'value="379,00"' in shown


@pytest.mark.parametrize("amount", ["379,00", "379.00", "€ 379", "379"])
def test_an_amount_may_be_typed_the_dutch_or_the_english_way(as_owner, invoice, amount):
    assert pay(as_owner, invoice, amount).status_code == 302
    assert Payment.objects.get().amount_cents == 37900
    assert open_of(invoice_id=invoice) == 0
    assert all_broken() == []


def test_a_part_leaves_the_rest_open_and_says_how_much(as_owner, invoice):
    pay(as_owner, invoice, "100")
    assert open_of(invoice_id=invoice) == 27900
    shown = text(as_owner.get(f"/invoices/{invoice}/"))
    assert "279" in shown
    assert "is still open" in shown


def test_more_than_is_open_is_explained_before_it_is_recorded(as_owner, invoice, customer):
    first = pay(as_owner, invoice, "400")
    assert first.status_code == 200
    assert "more than is open" in text(first)
    assert not Payment.objects.exists()
    assert pay(as_owner, invoice, "400", insist=insist(first)).status_code == 302
    shown = text(as_owner.get(f"/invoices/{invoice}/"))
    assert "stays as credit" in shown
    assert "21" in text(as_owner.get(f"/customers/{customer}/payments/"))


def test_a_page_that_is_sent_twice_makes_one_payment(as_owner, invoice):
    uid = str(uuid4())
    assert pay(as_owner, invoice, "379", uid=uid).status_code == 302
    again = pay(as_owner, invoice, "379", uid=uid)
    again = pay(as_owner, invoice, "379", uid=uid, insist=insist(again))
    assert again.status_code == 302
    assert Payment.objects.count() == 1


@pytest.mark.parametrize(
    ("amount", "says"), [("veel", "This is not a number"), ("0", "Give at least"), ("", "required")]
)
def test_an_amount_that_is_none_keeps_what_was_typed_and_says_so(as_owner, invoice, amount, says):
    answer = pay(as_owner, invoice, amount, note="tweede helft")
    assert answer.status_code == 200
    assert "tweede helft" in text(answer)
    assert says in text(answer)
    assert not Payment.objects.exists()


def test_a_bank_account_number_in_the_note_is_refused_beside_the_field(as_owner, invoice):
    answer = pay(as_owner, invoice, "100", note="van NL91ABNA0417164300")
    assert answer.status_code == 200
    assert "never kept" in text(answer)
    assert not Payment.objects.exists()


def test_a_day_that_is_still_to_come_is_doubted(as_owner, invoice):
    answer = pay(as_owner, invoice, "100", paid_on="2199-01-01")
    assert "still to come" in text(answer)
    assert not Payment.objects.exists()


def test_a_damaged_page_says_what_to_do(as_owner, invoice):
    answer = pay(as_owner, invoice, "100", uid="zzz")
    assert "Open it again" in text(answer)


def test_a_payment_without_words_needs_no_vault(as_locked_owner, invoice):
    assert pay(as_locked_owner, invoice, "379").status_code == 302
    assert not OpenInvoice.objects.exists()


def test_what_is_paid_cannot_be_paid_again(as_owner, invoice):
    pay(as_owner, invoice, "379")
    again = pay(as_owner, invoice, "1")
    again = pay(as_owner, invoice, "1", insist=insist(again))
    assert "has been paid" in text(again)
    assert Payment.objects.count() == 1


def test_credit_pays_another_invoice(as_owner, owner, invoice, customer):
    pay(as_owner, invoice, "400", insist=insist(pay(as_owner, invoice, "400")))
    other = a_sent_invoice(owner, [a_line(a_product(owner, sku="B"))], customer_id=customer)
    assert "credit" in text(as_owner.get(f"/invoices/{other}/"))
    as_owner.post(f"/invoices/{other}/credit/")
    assert open_of(invoice_id=other) == 37900 - 2100


def test_credit_is_paid_back_once_and_never_more_than_there_is(as_owner, invoice, customer):
    pay(as_owner, invoice, "400", insist=insist(pay(as_owner, invoice, "400")))
    path, day = f"/customers/{customer}/refunds/", {"paid_on": "2026-11-20", "method": "bank"}
    too_much = as_owner.post(path, {"amount": "22", "uid": str(uuid4()), **day})
    assert "more than the customer" in text(too_much)
    uid = str(uuid4())
    for _again in range(2):
        assert as_owner.post(path, {"amount": "10", "uid": uid, **day}).status_code == 302
    assert Payment.objects.filter(amount_cents=-1000).count() == 1
    assert "Paid back" in text(as_owner.get(f"/customers/{customer}/payments/"))
    assert all_broken() == []


def test_only_who_keeps_the_books_pays_back(browser_of, customer):
    assert browser_of(Role.SALES).get(f"/customers/{customer}/refunds/").status_code == 403
    assert browser_of(Role.BOOKKEEPER).get(f"/customers/{customer}/refunds/").status_code == 200


def test_nobody_has_payments_who_is_nobody(as_owner):
    assert as_owner.get("/customers/0/payments/").status_code == 404
