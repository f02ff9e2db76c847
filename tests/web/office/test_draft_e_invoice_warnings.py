"""A draft says that its e-invoice would be refused, and what to mend, before it is sent."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from klantkluis.billing.commands import draft_invoice, send_invoice
from klantkluis.billing.einvoice import validating
from klantkluis.billing.foretelling import foretold
from klantkluis.billing.models import Invoice
from klantkluis.billing.queries.e_invoices import found_rules
from klantkluis.billing.rules import BillFrom
from klantkluis.core.roles import Role
from klantkluis.foundation.company import change_company
from klantkluis.sales.commands import deliver
from rooms.story import TODAY, a_customer, a_line, a_product, an_order

pytestmark = pytest.mark.usefixtures("our_company")
FIRM = {"company": "Lunchroom De Linde", "coc_number": "87654321"}
WARNING = "the e-invoice of this draft would be refused"


def a_draft(owner, lines=1, **fields) -> int:
    product = a_product(owner)
    order_id = an_order(
        owner, [a_line(product) for _ in range(lines)], customer_id=a_customer(owner, **fields)
    )
    deliver(order_id=order_id, actor=owner, delivered_on=TODAY)
    return draft_invoice(order_id=order_id, what=BillFrom.DELIVERIES, actor=owner, today=TODAY)


def text(answer) -> str:
    return answer.content.decode()


def test_a_draft_that_is_right_says_nothing(as_owner, owner):
    assert WARNING not in text(as_owner.get(f"/invoices/{a_draft(owner, **FIRM)}/"))


def test_what_is_missing_of_the_customer_is_named_with_where_to_mend_it(as_owner, owner):
    draft = a_draft(owner, company="Lunchroom De Linde")
    page = text(as_owner.get(f"/invoices/{draft}/"))
    assert WARNING in page
    customer = Invoice.objects.get(pk=draft).customer_id
    assert f'<a href="/customers/{customer}/data/">Customer: e-invoice address</a>' in page


def test_what_is_missing_of_ourselves_is_named_to_the_owner_with_a_link(
    as_owner, browser_of, owner
):
    change_company(fields={"coc_number": ""}, actor=owner)
    draft = a_draft(owner, **FIRM)
    page = text(as_owner.get(f"/invoices/{draft}/"))
    place = "Our company: trade register number (KVK)"
    assert f'<a href="/company/">{place}</a>' in page
    sells = text(browser_of(Role.SALES, unlocked=True).get(f"/invoices/{draft}/"))
    assert f"<strong>{place}</strong>" in sells


def test_it_tells_what_sending_finds_and_changes_nothing(owner):
    change_company(fields={"coc_number": ""}, actor=owner)
    draft = a_draft(owner, company="Lunchroom De Linde")
    before = list(Invoice.objects.values())
    told = foretold(invoice_id=draft, today=TODAY, vault=owner.vault)
    assert list(Invoice.objects.values()) == before
    from datetime import UTC, datetime

    from klantkluis.billing.commands import file_paper

    send_invoice(invoice_id=draft, actor=owner, today=TODAY)
    file_paper(invoice_id=draft, actor=owner, made_at=datetime(2026, 11, 20, tzinfo=UTC))
    found = {each.rule for each in found_rules(invoice_id=draft) if each.form == "peppol"}
    assert {each.rule for each in told} == found
    assert foretold(invoice_id=draft, today=TODAY, vault=owner.vault) == []


def test_a_person_gets_no_e_invoice_so_nothing_is_told(as_owner, owner):
    change_company(fields={"coc_number": ""}, actor=owner)
    assert WARNING not in text(as_owner.get(f"/invoices/{a_draft(owner)}/"))


def test_with_a_locked_vault_the_page_stands_without_it(as_locked_owner, owner):
    draft = a_draft(owner, company="Lunchroom De Linde")
    page = as_locked_owner.get(f"/invoices/{draft}/")
    assert page.status_code == 200
    assert WARNING not in text(page)


def test_the_official_layers_do_not_run_for_a_page(as_owner, owner, monkeypatch):
    def never(*_all, **_named):
        raise AssertionError

    monkeypatch.setattr(validating, "validate", never)
    assert WARNING in text(as_owner.get(f"/invoices/{a_draft(owner, company='Firma')}/"))


def test_it_asks_as_many_questions_for_one_line_as_for_many(as_owner, owner):
    counts = []
    for number, lines in enumerate((1, 12)):
        product = a_product(owner, sku=f"D{number}")
        firm = a_customer(owner, company="Firma")
        order_id = an_order(owner, [a_line(product) for _ in range(lines)], customer_id=firm)
        deliver(order_id=order_id, actor=owner, delivered_on=TODAY)
        draft = draft_invoice(order_id=order_id, what=BillFrom.DELIVERIES, actor=owner, today=TODAY)
        as_owner.get(f"/invoices/{draft}/")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            as_owner.get(f"/invoices/{draft}/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
