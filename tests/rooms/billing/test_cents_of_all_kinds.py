"""Collective invoices, prepayments with what takes them off, and subscriptions: to the cent.

Each is reckoned a second time in fractions, and held against lines, VAT, snapshot, books, paper,
UBL and CII; a credit note of the whole is the invoice with the other sign.
"""

from datetime import date
from io import BytesIO

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from klantkluis.billing.commands import (
    CreditEmpty,
    CreditReason,
    InvoiceBelowZero,
    NewCredit,
    PrepaymentTooLarge,
    draft_collective_invoice,
    draft_invoice,
    draft_prepayment,
    issue_credit_note,
    send_invoice,
)
from klantkluis.billing.models import CreditNote, CreditNoteVat, Invoice, InvoiceVat
from klantkluis.billing.periodic import make_due
from klantkluis.billing.queries import invoice_card, paper_of
from klantkluis.billing.rules import BillFrom
from klantkluis.core.vat import PriceBasis
from klantkluis.foundation.actors import Actor
from klantkluis.ledger.queries import trial_balance
from klantkluis.sales.commands import NewLine, NewOrder, deliver
from rooms.billing.test_cents import (
    EXAMPLES,
    LOOSE,
    REVENUE,
    VAT,
    _agrees,
    bases,
    discounts,
    documents,
    euros,
    reckoned,
)
from rooms.e_invoices import validated
from rooms.story import TODAY, a_customer, all_broken, an_order
from rooms.subscribing import a_subscription

pytestmark = pytest.mark.usefixtures("our_company")
SOME = max(EXAMPLES // 3, 3)
"""Each example goes through every rule of the e-invoices, which takes its time."""
FIRM = {"company": "Lunchroom De Linde", "coc_number": "87654321"}


def sent(actor: Actor, invoice_id: int) -> bool:
    """Send a draft; tell whether it asks for anything."""
    try:
        send_invoice(invoice_id=invoice_id, actor=actor, today=TODAY)
    except InvoiceBelowZero:
        return False
    return True


def shown_everywhere(actor: Actor, invoice_id: int) -> None:
    """See the same cents in UBL, CII and on the paper."""
    validated(actor, invoice_id=invoice_id)
    pdf = paper_of(invoice_id=invoice_id, vault=actor.vault)
    assert pdf is not None
    words = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    row = Invoice.objects.get(pk=invoice_id)
    found = [row.net_cents or 0, row.gross_cents or 0]
    found += [each.vat_cents for each in InvoiceVat.objects.filter(invoice=invoice_id)]
    assert [euros(cents) for cents in found if cents and euros(cents) not in words] == []


def mirrored(actor: Actor, invoice_id: int) -> None:
    """Credit all of an invoice: the credit note is the invoice with the other sign."""
    row = Invoice.objects.get(pk=invoice_id)
    credit = NewCredit(CreditReason.WRONG, bills_again=True)
    pk = issue_credit_note(invoice_id=invoice_id, credit=credit, actor=actor, today=TODAY)
    note = CreditNote.objects.get(pk=pk)
    sums = ("net_cents", "vat_cents", "gross_cents")
    assert [getattr(note, name) for name in sums] == [getattr(row, name) for name in sums]
    columns = ("treatment", "country", "vat_category", "rate_bp", "net_cents", "vat_cents")
    ours = InvoiceVat.objects.filter(invoice=invoice_id).exclude(net_cents=0, vat_cents=0)
    theirs = CreditNoteVat.objects.filter(credit_note=pk)
    assert set(theirs.values_list(*columns)) == set(ours.values_list(*columns))
    validated(actor, credit_note_id=pk)


@settings(LOOSE, max_examples=SOME)
@given(st.lists(documents, min_size=2, max_size=3), bases, discounts)
def test_of_many_deliveries(
    owner: Actor, orders: list[list[NewLine]], basis: PriceBasis, discount_bp: int
) -> None:
    whole = [line for document in orders for line in document]
    expected = reckoned(whole, basis, discount_bp)
    with transaction.atomic():
        made = {"customer_id": a_customer(owner, **FIRM), "basis": basis}
        notes = [
            deliver(
                order_id=an_order(owner, document, discount_bp=discount_bp, **made),
                actor=owner,
                delivered_on=TODAY,
            )
            for document in orders
        ]
        pk = draft_collective_invoice(delivery_ids=notes, actor=owner, today=TODAY)
        assert sent(owner, pk) is (expected.gross > 0)
        if expected.gross > 0:
            card = invoice_card(invoice_id=pk, today=TODAY, vault=owner.vault)
            assert card is not None
            _agrees(card, expected)
            shown_everywhere(owner, pk)
            mirrored(owner, pk)
        assert all_broken() == []
        transaction.set_rollback(True)


@settings(LOOSE, max_examples=SOME)
@given(documents, bases, discounts, st.lists(st.integers(1, 5000), min_size=1, max_size=3))
def test_of_parts_asked_ahead_and_what_takes_them_off(
    owner: Actor, document: list[NewLine], basis: PriceBasis, discount_bp: int, parts: list[int]
) -> None:
    expected = reckoned(document, basis, discount_bp)
    with transaction.atomic():
        made = {"customer_id": a_customer(owner, **FIRM), "basis": basis}
        order_id = an_order(owner, document, discount_bp=discount_bp, **made)
        invoices = []
        for share_bp in parts:
            try:
                pk = draft_prepayment(
                    order_id=order_id, share_bp=share_bp, actor=owner, today=TODAY
                )
            except PrepaymentTooLarge:
                break
            assert sent(owner, pk)
            invoices.append(pk)
        deliver(order_id=order_id, actor=owner, delivered_on=TODAY)
        last = draft_invoice(order_id=order_id, what=BillFrom.DELIVERIES, actor=owner, today=TODAY)
        if expected.gross > 0:
            assert sent(owner, last)
            _adds_up([*invoices, last], expected.per_rate)
            for pk in (*invoices, last):
                shown_everywhere(owner, pk)
            if Invoice.objects.get(pk=last).gross_cents:
                mirrored(owner, last)
            else:
                with pytest.raises(CreditEmpty):
                    mirrored(owner, last)
        assert all_broken() == []
        transaction.set_rollback(True)


def _adds_up(invoices: list[int], per_rate: dict[tuple[str, int], tuple[int, int]]) -> None:
    """All documents of an order are the order: per rate, and in the books."""
    found: dict[tuple[str, int], tuple[int, int]] = {}
    for row in InvoiceVat.objects.filter(invoice__in=invoices):
        net, vat = found.get((row.vat_category, row.rate_bp), (0, 0))
        found[row.vat_category, row.rate_bp] = (net + row.net_cents, vat + row.vat_cents)
    whole = {rate: sums for rate, sums in per_rate.items() if any(sums)}
    assert {rate: sums for rate, sums in found.items() if any(sums)} == whole
    booked = {each.code: each.balance_cents for each in trial_balance(until=TODAY)}
    expected = {"1300": sum(net + vat for net, vat in whole.values())}
    for (category, _rate), (net, vat) in whole.items():
        for account, cents in ((REVENUE[category], net), (VAT.get(category, ""), vat)):
            if cents:
                expected[account] = expected.get(account, 0) - cents
    assert {code: cents for code, cents in booked.items() if cents} == expected


@settings(LOOSE, max_examples=SOME)
@given(documents, bases, discounts, st.booleans())
def test_of_a_period(
    owner: Actor, document: list[NewLine], basis: PriceBasis, discount_bp: int, in_advance: bool
) -> None:
    expected = reckoned(document, basis, discount_bp)
    starts_on = TODAY if in_advance else date(2026, 10, 20)
    order = NewOrder(lines=document, basis=basis, ordered_on=starts_on, discount_bp=discount_bp)
    with transaction.atomic():
        customer = a_customer(owner, **FIRM)
        a_subscription(owner, customer_id=customer, order=order, in_advance=in_advance)
        (pk,) = make_due(today=TODAY).drafts
        assert sent(owner, pk) is (expected.gross > 0)
        if expected.gross > 0:
            card = invoice_card(invoice_id=pk, today=TODAY, vault=owner.vault)
            assert card is not None
            _agrees(card, expected)
            shown_everywhere(owner, pk)
            mirrored(owner, pk)
        assert all_broken() == []
        transaction.set_rollback(True)
