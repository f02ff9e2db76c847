"""The large office of the benches is as true as one that a clerk made."""

from datetime import date

import pytest

from klantkluis.billing.commands import draft_invoice, send_invoice
from klantkluis.billing.models import Invoice, OpenInvoice, Payment
from klantkluis.billing.queries import InvoiceNarrowing, InvoiceState, invoice_rows, money_open
from klantkluis.billing.rules import BillFrom
from klantkluis.customers.models import Customer
from klantkluis.foundation.actors import Actor
from klantkluis.office.bench.bulk import make_bulk
from klantkluis.sales.commands import deliver
from klantkluis.sales.models import OpenOrder
from rooms.story import TODAY, a_line, a_product, a_sent_invoice, all_broken

pytestmark = pytest.mark.usefixtures("our_company")


def silent(_what: str, _done: int, _total: int) -> None:
    pass


def more(owner: Actor, seed: int, until: date = TODAY) -> None:
    make_bulk(
        customers=30, invoices=600, seed=seed, vault=owner.vault, progress=silent, until=until
    )


def test_what_is_made_in_bulk_keeps_every_rule_and_work_goes_on_from_there(owner: Actor) -> None:
    a_sent_invoice(owner)
    more(owner, 1)
    more(owner, 2)
    assert Customer.objects.count() == 61
    assert Invoice.objects.filter(number__isnull=False).count() == 1201
    assert 1000 < Payment.objects.count() < 1200
    assert all_broken() == []
    for order in list(OpenOrder.objects.all()):
        if order.to_deliver:
            deliver(order_id=order.pk, actor=owner, delivered_on=TODAY)
        draft_invoice(order_id=order.pk, what=BillFrom.DELIVERIES, actor=owner, today=TODAY)
    for draft in Invoice.objects.filter(number=None).values_list("pk", flat=True):
        send_invoice(invoice_id=draft, actor=owner, today=TODAY)
    a_sent_invoice(owner, [a_line(a_product(owner, "NIEUW"))])
    assert all_broken() == []


@pytest.mark.parametrize("state", [None, InvoiceState.OPEN, InvoiceState.OVERDUE])
def test_pages_of_a_long_list_show_each_invoice_once(
    owner: Actor, state: InvoiceState | None
) -> None:
    more(owner, 3)
    rows = Invoice.objects.filter(number__isnull=False)
    if state is not None:
        rows = rows.filter(pk__in=OpenInvoice.objects.values("pk"))
    if state is InvoiceState.OVERDUE:
        rows = rows.filter(due_on__lt=TODAY)
        assert rows.count() == money_open(today=TODAY).overdue
    expected = list(rows.order_by("-sent_on", "-pk").values_list("pk", flat=True))
    seen: list[int] = []
    after = None
    narrowing = InvoiceNarrowing(state=state)
    while page := invoice_rows(today=TODAY, narrowing=narrowing, after=after, limit=7):
        seen += [row.id for row in page]
        assert page[-1].sent_on is not None
        after = (page[-1].sent_on, page[-1].id)
    assert seen == expected
    assert len(seen) > 7
