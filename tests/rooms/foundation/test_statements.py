"""Each act asks the database a constant number of things, however long the document is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from klantkluis.billing.commands import delete_draft, draft_invoice, receive_payment, send_invoice
from klantkluis.billing.models import Payment
from klantkluis.billing.queries import invoice_card, invoice_rows
from klantkluis.billing.rules import BillFrom
from klantkluis.core.vat import PriceBasis
from klantkluis.foundation.actors import Actor
from klantkluis.sales.commands import NewOrder, change_order, deliver
from klantkluis.sales.lists import order_rows
from klantkluis.sales.queries import order_card
from klantkluis.vault.purposes import Purpose
from rooms.story import TODAY, a_customer, a_line, a_product, an_order

pytestmark = pytest.mark.usefixtures("our_company")

MOST = {
    "register": 6,
    "order": 7,
    "change": 12,
    "deliver": 10,
    "draft": 14,
    "delete": 17,
    "send": 17,
    "pay": 12,
    "order card": 8,
    "invoice card": 7,
    "order rows": 7,
    "invoice rows": 2,
}
"""The most statements of each act, without NOT_COUNTED."""

NOT_COUNTED = (
    *("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"),
    "SELECT id, uid, rev, schema, sealed, change_seq",  # what the vault reads for its own index
    "SELECT coalesce(max(change_seq)",
)


def statements_of(owner: Actor, product: int, lines: int) -> dict[str, int]:
    """Do everything once with a document of so many lines; give the number of statements."""
    counted: dict[str, int] = {}

    @contextmanager
    def counting(name: str) -> Iterator[None]:
        with CaptureQueriesContext(connection) as captured:
            yield
        counted[name] = sum(
            not each["sql"].startswith(NOT_COUNTED) for each in captured.captured_queries
        )

    def done(name: str, act: Callable[..., Any], **arguments: Any) -> Any:
        with counting(name):
            return act(**arguments)

    sold = [a_line(product)] * lines
    by = {"actor": owner, "today": TODAY}
    customer_id = done("register", a_customer, actor=owner)
    order_id = done("order", an_order, actor=owner, lines=sold, customer_id=customer_id)
    order = NewOrder(lines=sold, basis=PriceBasis.GROSS, ordered_on=TODAY)
    done("change", change_order, order_id=order_id, rev=1, order=order, actor=owner)
    done("deliver", deliver, order_id=order_id, actor=owner, delivered_on=TODAY)
    bill = {"order_id": order_id, "what": BillFrom.DELIVERIES, **by}
    done("delete", delete_draft, invoice_id=done("draft", draft_invoice, **bill), **by)
    invoice_id = draft_invoice(**bill)
    done("send", send_invoice, invoice_id=invoice_id, **by)
    paid = {"invoice_id": invoice_id, "amount_cents": 1000, "received_on": TODAY}
    done("pay", receive_payment, **paid, method=Payment.Method.BANK, note="x", actor=owner)
    seen = {"vault": owner.vault}
    done("order card", order_card, order_id=order_id, purpose=Purpose.FILE, **seen)
    done("invoice card", invoice_card, invoice_id=invoice_id, today=TODAY, **seen)
    done("order rows", order_rows)
    done("invoice rows", invoice_rows, today=TODAY)
    return counted


def test_the_number_of_statements_does_not_grow_with_the_lines(owner: Actor) -> None:
    product = a_product(owner)
    statements_of(owner, product, 1)
    one, ten, forty = (statements_of(owner, product, lines) for lines in (1, 10, 40))
    assert one == ten == forty
    assert {name: n for name, n in one.items() if n > MOST[name]} == {}
