"""The paper of an invoice is made once and stays what it was, byte for byte."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from klantkluis.billing.commands import InvoiceNotOpen, draft_invoice, file_paper
from klantkluis.billing.models import Invoice, InvoicePaper
from klantkluis.billing.queries import paper_of
from klantkluis.billing.rules import BillFrom
from klantkluis.customers.commands import change_customer
from klantkluis.customers.models import Customer
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.company import change_company
from rooms.story import TODAY, a_line, a_product, a_sent_invoice, an_order

pytestmark = pytest.mark.usefixtures("our_company")
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def text_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_the_paper_says_what_the_invoice_says(owner: Actor) -> None:
    invoice_id = a_sent_invoice(owner, [a_line(a_product(owner)), a_line(a_product(owner, "B"))])
    file_paper(invoice_id=invoice_id, actor=owner, made_at=NOON)
    pdf = paper_of(invoice_id=invoice_id, vault=owner.vault)
    assert pdf is not None
    words = text_of(pdf)
    for expected in (
        "313,2231",
        "2026-0001",
        "Els van der Jansen",
        "Dorpsstraat 12",
        "758,00",
        "131,55",
    ):
        assert expected in words


def test_a_copy_is_byte_identical_whatever_changed_since(owner: Actor) -> None:
    invoice_id = a_sent_invoice(owner)
    file_paper(invoice_id=invoice_id, actor=owner, made_at=NOON)
    issued = paper_of(invoice_id=invoice_id, vault=owner.vault)
    change_company(fields={"name": "Andere naam", "colour": "#aa0000"}, actor=owner)
    customer = Customer.objects.get(pk=Invoice.objects.get(pk=invoice_id).customer_id)
    change_customer(
        customer_id=customer.pk, rev=customer.rev, fields={"surname": "Pietersen"},
        language="en", payment_term_days=8, actor=owner,
    )  # fmt: skip
    file_paper(invoice_id=invoice_id, actor=owner, made_at=NOON)
    assert paper_of(invoice_id=invoice_id, vault=owner.vault) == issued
    assert InvoicePaper.objects.count() == 1


def test_nothing_of_the_paper_lies_in_clear(owner: Actor) -> None:
    invoice_id = a_sent_invoice(owner)
    file_paper(invoice_id=invoice_id, actor=owner, made_at=NOON)
    row = InvoicePaper.objects.get(invoice=invoice_id)
    assert b"%PDF" not in bytes(row.contents)
    assert b"Jansen" not in bytes(row.contents)


def test_a_draft_has_no_paper(owner: Actor) -> None:
    order_id = an_order(owner, [a_line(a_product(owner))])
    invoice_id = draft_invoice(order_id=order_id, what=BillFrom.ORDER, actor=owner, today=TODAY)
    with pytest.raises(InvoiceNotOpen):
        file_paper(invoice_id=invoice_id, actor=owner, made_at=NOON)
    assert paper_of(invoice_id=invoice_id, vault=owner.vault) is None
