"""A book year comes to its end: its key goes, and every page of that year still opens."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from klantkluis.billing.commands import (
    CreditReason,
    NewCredit,
    PaymentMethod,
    draft_invoice,
    file_credit_paper,
    file_paper,
    issue_credit_note,
    receive_payment,
    send_invoice,
)
from klantkluis.billing.models import (
    CreditNote,
    CreditNoteSnapshot,
    Invoice,
    InvoiceLine,
    InvoicePaper,
    InvoiceSnapshot,
    PaymentNote,
)
from klantkluis.billing.rules import BillFrom
from klantkluis.core.roles import Role
from klantkluis.core.vat import PriceBasis
from klantkluis.ledger.queries import ledger_head
from klantkluis.office.privacy.retention_errands import remove_years_that_ended
from klantkluis.privacy.retaining.sweeping import overdue, sweep
from klantkluis.sales.commands import NewOrder, deliver, take_order
from rooms.story import a_customer, a_line, a_product, all_broken
from web_door import VAULT_PASSWORD, give_slot

pytestmark = pytest.mark.usefixtures("our_company")

YEARS = (2017, 2018, 2025)
NOON = datetime(2026, 11, 20, 11, tzinfo=UTC)


def a_year_of_business(owner, customer_id: int, product_id: int, year: int) -> None:
    """Bill, have it paid with some words, and credit a part of it."""
    day = date(year, 5, 2)
    order = NewOrder(
        lines=[a_line(product_id, "2")], basis=PriceBasis.GROSS, ordered_on=day,
        remarks=f"Achterom {year}",
    )  # fmt: skip
    order_id = take_order(customer_id=customer_id, order=order, actor=owner)
    deliver(order_id=order_id, actor=owner, delivered_on=day)
    invoice_id = draft_invoice(order_id=order_id, what=BillFrom.DELIVERIES, actor=owner, today=day)
    send_invoice(invoice_id=invoice_id, actor=owner, today=day)
    file_paper(invoice_id=invoice_id, actor=owner, made_at=NOON)
    receive_payment(
        invoice_id=invoice_id, received_on=day, amount_cents=75_800, note=f"Dank {year}",
        actor=owner, method=PaymentMethod.BANK,
    )  # fmt: skip
    line = InvoiceLine.objects.get(invoice=invoice_id)
    credit = NewCredit(CreditReason.RETURNED, False, {line.pk: 1})
    note = issue_credit_note(invoice_id=invoice_id, credit=credit, actor=owner, today=day)
    file_credit_paper(credit_note_id=note, actor=owner, made_at=NOON)


@pytest.fixture
def customer_id(owner) -> int:
    customer_id, product_id = a_customer(owner), a_product(owner)
    for year in YEARS:
        a_year_of_business(owner, customer_id, product_id, year)
    return customer_id


@pytest.fixture
def keeper(browser_of, in_process_vault) -> Client:
    """A browser of an owner with a real vault password."""
    client = browser_of(Role.OWNER, unlocked=True)
    give_slot(in_process_vault, client.staff)
    return client


def pages(customer_id: int) -> list[str]:
    """Give every page on which something of a document stands."""
    found = ["/", "/invoices/", "/orders/", "/ledger/", "/ledger/entries/", "/credit-notes/"]
    found += [reverse("customers:customer", args=[customer_id])]
    found += [reverse("billing:statement", args=[customer_id])]
    for invoice in Invoice.objects.all():
        found.append(reverse("billing:invoice", args=[invoice.pk]))
    found += [reverse("billing:credit-note", args=[each.pk]) for each in CreditNote.objects.all()]
    return found


def broken_pages(client: Client, customer_id: int) -> dict[str, int]:
    client.raise_request_exception = False
    answers = {url: client.get(url).status_code for url in pages(customer_id)}
    return {url: code for url, code in answers.items() if code != 200}


def end(client: Client, year: int) -> str:
    where = f"/privacy/retention/years/F7-{year}/"
    answer = client.post(where, {"vault_password": VAULT_PASSWORD}, follow=True)
    return answer.content.decode()


def says_so(client: Client) -> bool:
    """Tell whether the invoice and the credit note of the year that ended say what became of it."""
    ended = [reverse("billing:invoice", args=[Invoice.objects.order_by("pk")[0].pk])]
    ended += [reverse("billing:credit-note", args=[CreditNote.objects.order_by("pk")[0].pk])]
    lasts = reverse("billing:invoice", args=[Invoice.objects.order_by("pk")[2].pk])
    sentence = "nobody can read its words any more"
    return sentence not in client.get(lasts).content.decode() and all(
        sentence in client.get(url).content.decode() for url in ended
    )


def left(year: int) -> list[int]:
    kinds = (InvoiceSnapshot, InvoicePaper, CreditNoteSnapshot, PaymentNote)
    return [kind.objects.filter(cls=f"F7-{year}").count() for kind in kinds]


def test_everything_of_a_year_opens_while_its_key_is_gone_and_after_its_rows_are(
    owner, keeper, customer_id
):
    head, totals = ledger_head(), [each.gross_cents for each in Invoice.objects.order_by("pk")]
    sweep(timezone.now())
    overview = keeper.get("/privacy/retention/").content.decode()
    assert "The term of the documents of 2017 is over." in overview
    assert "The term of the documents of 2018 is over." in overview
    assert "The term of the documents of 2025 is over." not in overview
    assert "The key is destroyed" in end(keeper, 2017)
    assert left(2017) == [1, 1, 1, 1], "they go as soon as the clock of the house looks"
    assert broken_pages(keeper, customer_id) == {}
    assert says_so(keeper)
    assert remove_years_that_ended(timezone.now()) >= 4
    assert (left(2017), left(2018)) == ([0, 0, 0, 0], [1, 1, 1, 1])
    assert says_so(keeper)
    assert broken_pages(keeper, customer_id) == {}
    assert ledger_head() == head
    assert [each.gross_cents for each in Invoice.objects.order_by("pk")] == totals
    assert all_broken() == []
    sweep(timezone.now())
    assert not [each for each in overdue(timezone.localdate())[1] if each.startswith("F7-2017")]
    shown = keeper.get("/privacy/retention/").content.decode()
    assert "The term of the documents of 2017 is over." not in shown
    assert "F7-2017" in shown, "it says which keys were destroyed before"
