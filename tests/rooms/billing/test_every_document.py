"""Any document says the same cents everywhere: rows, books, paper, UBL, CII, and its credit note.

Soak it with `DOCUMENTS_EXAMPLES=10000`. The official rules look at each e-invoice as it is filed.
"""

import os
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from itertools import count
from typing import Any, Final

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from klantkluis.billing.commands import (
    CreditReason,
    InvoiceBelowZero,
    NewCredit,
    draft_invoice,
    issue_credit_note,
    send_invoice,
)
from klantkluis.billing.einvoice.model import Invoice as EInvoice
from klantkluis.billing.models import CreditNote, Invoice
from klantkluis.billing.queries import open_of, paper_of
from klantkluis.billing.queries.credits import credit_paper_of
from klantkluis.billing.rules import BillFrom
from klantkluis.core.money import from_cents
from klantkluis.core.treatment import Supply
from klantkluis.core.vat import PriceBasis, VatCategory
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.company import change_company
from klantkluis.ledger.models import JournalLine
from klantkluis.sales.commands import LineKind, NewLine, NewOrder, deliver, take_order
from rooms.e_invoices import said, validated
from rooms.story import TODAY, a_customer, all_broken

pytestmark = pytest.mark.usefixtures("our_company")
EXAMPLES: Final = int(os.environ.get("DOCUMENTS_EXAMPLES", "20"))
LOOSE: Final = settings(
    deadline=None, suppress_health_check=list(HealthCheck), max_examples=EXAMPLES
)
BUYERS: Final[dict[str, dict[str, str]]] = {
    "person": {},
    "company": {"company": "Koper BV", "coc_number": "87654321"},
    "consumer in Germany": {"country": "DE", "postcode": "10115", "town": "Berlin"},
    "consumer in Switzerland": {"country": "CH", "postcode": "8001", "town": "Zürich"},
}

lines = st.builds(
    lambda kind, quantity, price, less, category, supply: NewLine(
        kind=kind, text="Maatwerk", quantity=quantity, unit_price=price,
        discount_bp=less, vat_category=category, supply=supply,
    ),
    st.sampled_from([LineKind.TEXT, LineKind.TEXT, LineKind.SHIPPING]),
    st.decimals("0.001", "500", places=3),
    st.decimals("0", "2000", places=4),
    st.sampled_from([0, 0, 500, 1000, 3333, 9999]),
    st.sampled_from(VatCategory),
    st.just(Supply.GOODS),
)  # fmt: skip
rebates = st.builds(
    lambda price, category: NewLine(
        kind=LineKind.DISCOUNT, quantity=Decimal(1), unit_price=-price, vat_category=category
    ),
    st.decimals("0.01", "25", places=2),
    st.sampled_from(VatCategory),
)
documents = st.builds(
    lambda goods, less: [*goods, *less],
    st.lists(lines, min_size=1, max_size=7).filter(
        lambda drawn: any(each.kind is LineKind.TEXT for each in drawn)
    ),
    st.lists(rebates, max_size=2),
)
NUMBER: Final = count(1)


@LOOSE
@given(
    documents,
    st.sampled_from(PriceBasis),
    st.sampled_from([0, 0, 250, 1000, 3333]),
    st.sampled_from(sorted(BUYERS)),
)
def test_a_document_and_its_credit_note_say_the_same_cents_everywhere(
    owner: Actor,
    document: list[NewLine],
    basis: PriceBasis,
    discount_bp: int,
    buyer: str,
) -> None:
    with transaction.atomic():
        change_company(fields={"oss_since": date(2021, 7, 1)}, actor=owner)
        invoice = sent(owner, document, basis, discount_bp, buyer)
        if invoice is not None:
            everywhere(owner, invoice)
            credited(owner, invoice)
            assert all_broken() == []
        transaction.set_rollback(True)


def sent(
    owner: Actor, document: Sequence[NewLine], basis: PriceBasis, discount_bp: int, buyer: str
) -> Invoice | None:
    """Sell and bill a document; None when it would ask for nothing."""
    order = NewOrder(
        lines=document, basis=basis, ordered_on=TODAY, discount_bp=discount_bp, reference="K-7"
    )
    customer = a_customer(owner, **BUYERS[buyer])
    order_id = take_order(customer_id=customer, order=order, actor=owner)
    deliver(order_id=order_id, actor=owner, delivered_on=TODAY)
    invoice_id = draft_invoice(
        order_id=order_id, what=BillFrom.DELIVERIES, actor=owner, today=TODAY
    )
    try:
        send_invoice(invoice_id=invoice_id, actor=owner, today=TODAY)
    except InvoiceBelowZero:
        return None
    return Invoice.objects.get(pk=invoice_id)


def everywhere(owner: Actor, invoice: Invoice) -> None:
    """Hold rows, snapshot, books, paper and both e-invoices of an invoice against each other."""
    assert invoice.net_cents + invoice.vat_cents == invoice.gross_cents
    assert open_of(invoice_id=invoice.pk) == invoice.gross_cents
    says = said(owner, invoice_id=invoice.pk)
    # Every official layer, and the sums of CII and UBL against the row.
    again = validated(owner, invoice_id=invoice.pk)
    _adds_up(again)
    assert _rates(again) == _rates_said(says)
    assert booked(f"invoice:{invoice.uid}") == booked_as(says, 1)
    _on_paper(says, paper_of(invoice_id=invoice.pk, vault=owner.vault))


def credited(owner: Actor, invoice: Invoice) -> None:
    """Credit an invoice whole: all its figures come back with the other sign."""
    credit = NewCredit(reason=CreditReason.WRONG, bills_again=False)
    note_id = issue_credit_note(invoice_id=invoice.pk, credit=credit, actor=owner, today=TODAY)
    note = CreditNote.objects.get(pk=note_id)
    assert (note.net_cents, note.vat_cents, note.gross_cents) == (
        invoice.net_cents,
        invoice.vat_cents,
        invoice.gross_cents,
    )
    says, of_invoice = said(owner, credit_note_id=note_id), said(owner, invoice_id=invoice.pk)
    assert _rates_said(says) == _rates_said(of_invoice)
    again = validated(owner, credit_note_id=note_id)
    _adds_up(again)
    assert _rates(again) == _rates_said(says)
    assert booked(f"credit:{note.uid}") == booked_as(of_invoice, -1)
    assert open_of(invoice_id=invoice.pk) == 0
    _on_paper(says, credit_paper_of(credit_note_id=note_id, vault=owner.vault))


def _adds_up(it: EInvoice) -> None:
    totals = it.totals
    assert sum(line.net for line in it.lines) == totals.lines
    less = sum(each.amount for each in it.adjustments if not each.charge)
    more = sum(each.amount for each in it.adjustments if each.charge)
    assert totals.lines - less + more == totals.net
    assert totals.net + (totals.vat or 0) == totals.gross
    assert sum(vat.tax for vat in it.vat) == (totals.vat or 0)
    assert sum(vat.taxable for vat in it.vat) == totals.net


type Rates = dict[tuple[str, Decimal], tuple[Decimal, Decimal]]


def _rates(it: EInvoice) -> Rates:
    """Give what is taxed at each rate with its VAT; an e-invoice keeps kinds of zero apart."""
    found: Rates = {}
    for vat in it.vat:
        key = ("taxed" if vat.rate else "untaxed", vat.rate or Decimal(0))
        net, tax = found.get(key, (Decimal(0), Decimal(0)))
        found[key] = (net + vat.taxable, tax + vat.tax)
    return {key: sums for key, sums in found.items() if any(sums)}


def _rates_said(says: dict[str, Any]) -> Rates:
    found: Rates = {}
    for vat in says["vat"]:
        rate = Decimal(vat.get("rate_bp", 0)) / 100
        key = ("taxed" if rate else "untaxed", rate)
        net, tax = found.get(key, (Decimal(0), Decimal(0)))
        found[key] = (
            net + from_cents(vat.get("net_cents", 0)),
            tax + from_cents(vat.get("vat_cents", 0)),
        )
    return {key: sums for key, sums in found.items() if any(sums)}


def booked(source: str) -> dict[str, int]:
    """Give what an entry of the books says: debtors, revenue and VAT together."""
    found: dict[str, int] = {}
    for row in JournalLine.objects.filter(entry__source=source).select_related("account"):
        kind = row.account.use.split("_")[0]
        found[kind] = found.get(kind, 0) + row.amount_cents
    return {kind: cents for kind, cents in found.items() if cents}


def booked_as(says: dict[str, Any], sign: int) -> dict[str, int]:
    wanted = {
        "debtors": says["gross_cents"],
        "revenue": -says["net_cents"],
        "vat": -says.get("vat_cents", 0),
    }
    return {kind: sign * cents for kind, cents in wanted.items() if cents}


def _on_paper(says: dict[str, Any], pdf: bytes | None) -> None:
    assert pdf is not None
    words = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    shown = [line.get("amount_cents", 0) for line in says["lines"]]
    shown += [says["net_cents"], says["gross_cents"]]
    shown += [vat["vat_cents"] for vat in says["vat"] if vat.get("vat_cents")]
    assert [euros(cents) for cents in shown if euros(cents) not in words] == []


def euros(cents: int) -> str:
    """Write an amount as it stands on Dutch paper."""
    whole = f"{abs(cents) // 100:,}".replace(",", ".")
    return f"{whole},{abs(cents) % 100:02}"
