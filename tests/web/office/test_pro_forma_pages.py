"""Pro forma: a paper that says it is no invoice, without a number and outside the books."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from klantkluis.billing.commands import draft_invoice, draft_prepayment
from klantkluis.billing.models import Invoice
from klantkluis.billing.rules import BillFrom
from klantkluis.core.roles import Role
from klantkluis.foundation.models import NumberSeries
from klantkluis.ledger.models import JournalEntry
from rooms.story import TODAY, a_line, a_product, a_sent_invoice, an_order

pytestmark = pytest.mark.usefixtures("our_company")


@pytest.fixture
def order_id(owner) -> int:
    return an_order(owner, [a_line(a_product(owner), price="200")])


def words_of(answer) -> str:
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    return " ".join(text.split())


def test_of_an_order_it_says_that_it_is_no_invoice(as_owner, order_id):
    answer = as_owner.get(f"/orders/{order_id}/pro-forma.pdf")
    words = words_of(answer)
    assert "Pro-formafactuur" in words
    assert "geen factuur voor de btw" in words
    assert "200,00" in words
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("ahead", [False, True])
def test_of_a_draft_it_has_no_number_and_nothing_is_booked(as_owner, owner, order_id, ahead):
    if ahead:
        draft = draft_prepayment(order_id=order_id, share_bp=5000, actor=owner, today=TODAY)
    else:
        draft = draft_invoice(order_id=order_id, what=BillFrom.ORDER, actor=owner, today=TODAY)
    path = f"/invoices/{draft}/pro-forma.pdf"
    assert path in as_owner.get(f"/invoices/{draft}/").content.decode()
    words = words_of(as_owner.get(path))
    assert "Pro-formafactuur" in words
    assert ("100,00" if ahead else "200,00") in words
    assert Invoice.objects.get().number is None
    assert not JournalEntry.objects.exists()
    assert not NumberSeries.objects.filter(name__startswith="invoice").exists()


def test_an_invoice_with_a_number_has_none(as_owner, owner):
    assert as_owner.get(f"/invoices/{a_sent_invoice(owner)}/pro-forma.pdf").status_code == 404


def test_it_needs_the_vault_and_the_right(as_owner, as_stranger, browser_of, owner, order_id):
    draft = draft_invoice(order_id=order_id, what=BillFrom.ORDER, actor=owner, today=TODAY)
    warehouse, locked = browser_of(Role.WAREHOUSE), browser_of(Role.BOOKKEEPER)
    for path in (f"/orders/{order_id}/pro-forma.pdf", f"/invoices/{draft}/pro-forma.pdf"):
        assert as_stranger.get(path)["Location"].startswith("/log-in/")
        assert warehouse.get(path).status_code == 403
        assert locked.get(path)["Content-Type"] != "application/pdf"
        assert as_owner.get(path).status_code == 200
