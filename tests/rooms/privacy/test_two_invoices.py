"""One invoice of eight years ago and one of last year: the first goes, the second has its day.

"What it must show", 2: the books stay as they are, the pages open, and on its date the second one
goes by itself.
"""

from datetime import date, timedelta

import pytest
from django.db import connection

from klantkluis.billing.commands import (
    draft_invoice,
    file_paper,
    receive_payment,
    send_invoice,
)
from klantkluis.billing.models import InvoicePaper, InvoiceSnapshot, OpenInvoice, Payment
from klantkluis.billing.queries import invoice_card
from klantkluis.billing.rules import BillFrom
from klantkluis.catalogue.commands import ProductFields, add_product
from klantkluis.core.vat import PriceBasis, VatCategory
from klantkluis.customers.commands import register_customer
from klantkluis.customers.erasing import uid_of
from klantkluis.customers.models import Customer
from klantkluis.ledger.models import JournalEntry
from klantkluis.ledger.queries import trial_balance
from klantkluis.privacy.erasing.letters import letter_lines
from klantkluis.privacy.erasing.planning import work_out
from klantkluis.privacy.retaining.documents import remove_kept
from klantkluis.privacy.verdicts import Verdict
from klantkluis.sales.commands import NewOrder, deliver, take_order
from rooms.privacy.forgetting import NOW, a_plan, forget
from rooms.story import JANSEN, TODAY, a_line, all_broken
from support.clocks import database_says

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("our_company")]
LONG_AGO, LAST_YEAR = date(2018, 6, 1), date(2025, 6, 1)
THE_DAY = date(2033, 1, 1)


def bought(owner, customer_id: int, product_id: int, day: date) -> int:
    """Let a customer order, get, be billed for and pay something on a day."""
    order = NewOrder(lines=[a_line(product_id)], basis=PriceBasis.GROSS, ordered_on=day)
    order_id = take_order(customer_id=customer_id, order=order, actor=owner)
    deliver(order_id=order_id, actor=owner, delivered_on=day)
    by = {"actor": owner, "today": day}
    invoice_id = draft_invoice(order_id=order_id, what=BillFrom.DELIVERIES, **by)
    send_invoice(invoice_id=invoice_id, **by)
    file_paper(invoice_id=invoice_id, actor=owner, made_at=NOW)
    due = OpenInvoice.objects.get(pk=invoice_id).open_cents
    receive_payment(invoice_id=invoice_id, amount_cents=due, received_on=day,
                    method=Payment.Method.BANK, actor=owner)  # fmt: skip
    return invoice_id


@pytest.fixture
def two(owner) -> tuple[int, int, int]:
    """Give the customer, the old invoice and the newer one."""
    customer_id = register_customer(fields=JANSEN, actor=owner, today=LONG_AGO)
    fields = ProductFields(sku="STOEL", name_nl="Stoel", vat_category=VatCategory.STANDARD,
                           unit_price=379, basis=PriceBasis.GROSS)  # fmt: skip
    product_id = add_product(fields=fields, actor=owner, today=LONG_AGO)
    old, newer = (bought(owner, customer_id, product_id, day) for day in (LONG_AGO, LAST_YEAR))
    return customer_id, old, newer


def books():
    totals = [(line.code, line.debit_cents, line.credit_cents) for line in _balance()]
    return totals, list(JournalEntry.objects.order_by("n").values_list("n", "h"))


def _balance():
    return trial_balance(until=TODAY)


def test_the_old_one_goes_and_the_newer_one_is_refused_with_law_and_day(owner, two, keys):
    customer_id, old, newer = two
    plan = {x.place: x.decision for x in work_out(uid_of(customer_id), today=TODAY).lines}
    for model in (InvoiceSnapshot, InvoicePaper):
        gone, kept = (model.objects.get(invoice=pk).pk for pk in (old, newer))
        assert plan[model._meta.label, gone].verdict is Verdict.ERASE
        decision = plan[model._meta.label, kept]
        assert (decision.verdict, decision.until) == (Verdict.KEEP, THE_DAY)
        assert decision.law == "AWR art. 52(4)"
    before = books()
    forget(owner, customer_id, keys)
    assert not InvoiceSnapshot.objects.filter(invoice=old).exists()
    assert not InvoicePaper.objects.filter(invoice=old).exists()
    assert InvoiceSnapshot.objects.filter(invoice=newer).exists()
    assert books() == before
    for invoice_id in (old, newer):
        assert invoice_card(invoice_id=invoice_id, today=TODAY, vault=owner.vault) is not None
    assert all_broken() == []


def test_on_its_day_the_newer_one_goes_by_itself_and_not_a_day_before(owner, two, keys):
    customer_id, old, newer = two
    forget(owner, customer_id, keys)
    before = books()
    eve = THE_DAY - timedelta(days=1)
    with database_says(eve):
        assert remove_kept(eve, keys) == 0
        assert InvoiceSnapshot.objects.filter(invoice=newer).exists()
    with database_says(THE_DAY):
        assert remove_kept(THE_DAY, keys) == 2
        assert not InvoiceSnapshot.objects.exists()
        assert not InvoicePaper.objects.exists()
        assert books() == before
        # What is still to be there is reckoned by the database, and PostgreSQL has one clock.
        assert connection.vendor == "postgresql" or all_broken() == []
    lines = work_out(uid_of(customer_id), today=THE_DAY).lines
    assert {line.decision.verdict for line in lines} == {Verdict.DETACH}
    assert Customer.objects.get(pk=customer_id).state == "erased"
    for invoice_id in (old, newer):
        card = invoice_card(invoice_id=invoice_id, today=THE_DAY, vault=owner.vault)
        assert card is not None
        assert card.label


def test_the_letter_says_what_goes_what_stays_until_when_and_why(owner, two):
    plan_id = a_plan(owner, uid_of(two[0]))
    dutch = [line.sentence for line in letter_lines(plan_id, "nl")]
    english = [line.sentence for line in letter_lines(plan_id, "en")]
    assert len(dutch) == len(english)
    assert (
        "Facturen zoals verstuurd (1 gegeven): dit bewaren wij tot 1 januari 2033 omdat de wet dat"
        " eist (art. 52 lid 4 AWR; art. 17 lid 3 onder b AVG). Daarna wordt het vanzelf gewist."
    ) in dutch
    assert any(
        "we keep this until 1 January 2033 because the law demands it" in each for each in english
    )
    assert "Facturen zoals verstuurd (1 gegeven): gewist." in dutch
    assert letter_lines(plan_id, "nl")[0].verdict is Verdict.ERASE
