"""Lines, VAT, snapshot, books, what is open and the paper agree to the cent, on any document."""

import os
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from klantkluis.billing.commands import (
    InvoiceBelowZero,
    draft_invoice,
    file_paper,
    send_invoice,
)
from klantkluis.billing.models import Invoice, InvoiceVat
from klantkluis.billing.queries import InvoiceCard, invoice_card, open_of, paper_of
from klantkluis.billing.rules import BillFrom
from klantkluis.core.vat import PriceBasis, Priced, VatCategory, totals
from klantkluis.foundation.actors import Actor
from klantkluis.ledger.queries import trial_balance
from klantkluis.sales.commands import LineKind, NewLine, deliver
from klantkluis.sales.queries import order_card
from klantkluis.vault.purposes import Purpose
from rooms.story import TODAY, a_customer, all_broken, an_order
from support.reckoning import Reckoned, reckon

pytestmark = pytest.mark.usefixtures("our_company")
EXAMPLES = int(os.environ.get("CENTS_EXAMPLES", "15"))
RATES = {"standard": 2100, "reduced": 900, "zero": 0, "exempt": 0}
REVENUE = {"standard": "8000", "reduced": "8010", "zero": "8030", "exempt": "8070"}
VAT = {"standard": "1600", "reduced": "1610"}
LOOSE = settings(deadline=None, suppress_health_check=list(HealthCheck))

lines = st.builds(
    lambda quantity, price, less, category: NewLine(
        kind=LineKind.TEXT, text="Maatwerk", quantity=quantity, unit_price=price,
        discount_bp=less, vat_category=category,
    ),
    st.decimals("0.001", "500", places=3),
    st.decimals("0", "2000", places=4),
    st.sampled_from([0, 0, 500, 1000, 3333, 9999]),
    st.sampled_from(VatCategory),
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
    st.lists(lines, min_size=1, max_size=7),
    st.lists(rebates, max_size=1),
)
bases = st.sampled_from(PriceBasis)
discounts = st.sampled_from([0, 0, 250, 1000, 3333])


def reckoned(document: list[NewLine], basis: PriceBasis, discount_bp: int) -> Reckoned:
    return reckon(
        [
            (x.quantity, x.unit_price, x.discount_bp, x.vat_category.value, RATES[x.vat_category])
            for x in document
        ],
        gross=basis is PriceBasis.GROSS,
        discount_bp=discount_bp,
    )


@settings(LOOSE, max_examples=300)
@given(documents, bases, discounts)
def test_the_one_place_that_adds_up_agrees_with_fractions(
    document: list[NewLine], basis: PriceBasis, discount_bp: int
) -> None:
    expected = reckoned(document, basis, discount_bp)
    found = totals(
        (
            Priced(x.quantity, x.unit_price, x.discount_bp, x.vat_category, RATES[x.vat_category])
            for x in document
        ),
        basis=basis,
        discount_bp=discount_bp,
    )
    assert found.line_cents == expected.lines
    per_rate = {(x.category.value, x.rate_bp): (x.net_cents, x.vat_cents) for x in found.vat}
    assert per_rate == expected.per_rate
    assert found.gross_cents == expected.gross


def sent(
    actor: Actor, document: list[NewLine], basis: PriceBasis, discount_bp: int
) -> InvoiceCard | None:
    """Take an order through delivery to an invoice, or None when it asks for nothing."""
    order_id = an_order(
        actor, document, customer_id=a_customer(actor), basis=basis, discount_bp=discount_bp
    )
    order = order_card(order_id=order_id, vault=actor.vault, purpose=Purpose.INVOICE)
    deliver(order_id=order_id, actor=actor, delivered_on=TODAY)
    invoice_id = draft_invoice(
        order_id=order_id, what=BillFrom.DELIVERIES, actor=actor, today=TODAY
    )
    draft = invoice_card(invoice_id=invoice_id, today=TODAY, vault=actor.vault)
    try:
        send_invoice(invoice_id=invoice_id, actor=actor, today=TODAY)
    except InvoiceBelowZero:
        return None
    card = invoice_card(invoice_id=invoice_id, today=TODAY, vault=actor.vault)
    assert card is not None
    assert order is not None
    assert draft is not None
    assert order.totals == draft.totals == card.totals
    return card


@settings(LOOSE, max_examples=EXAMPLES)
@given(documents, bases, discounts)
def test_every_place_shows_the_same_cents(
    owner: Actor, document: list[NewLine], basis: PriceBasis, discount_bp: int
) -> None:
    expected = reckoned(document, basis, discount_bp)
    with transaction.atomic():
        card = sent(owner, document, basis, discount_bp)
        if expected.gross <= 0:
            assert card is None
        else:
            assert card is not None
            _agrees(card, expected)
        transaction.set_rollback(True)


def _agrees(card: InvoiceCard, expected: Reckoned) -> None:
    sums = (expected.net, expected.vat, expected.gross)
    row = Invoice.objects.get(pk=card.id)
    assert (row.net_cents, row.vat_cents, row.gross_cents) == sums
    assert tuple(line.amount_cents for line in card.lines) == expected.lines
    stored = InvoiceVat.objects.filter(invoice=card.id)
    assert {
        (each.vat_category, each.rate_bp): (each.net_cents, each.vat_cents) for each in stored
    } == expected.per_rate
    says = card.says
    assert (says["net_cents"], says.get("vat_cents", 0), says["gross_cents"]) == sums
    assert [line.get("amount_cents", 0) for line in says["lines"]] == list(expected.lines)
    assert open_of(invoice_id=card.id) == expected.gross
    balances = {each.code: each.balance_cents for each in trial_balance(until=TODAY)}
    assert balances == _balances(expected)
    assert all_broken() == []


def _balances(expected: Reckoned) -> dict[str, int]:
    found = {"1300": expected.gross}
    for (category, _rate), (net, vat) in expected.per_rate.items():
        for account, cents in ((REVENUE[category], net), (VAT.get(category, ""), vat)):
            if cents:
                found[account] = found.get(account, 0) - cents
    return found


def euros(cents: int) -> str:
    """Write an amount as it stands on Dutch paper."""
    whole = f"{abs(cents) // 100:,}".replace(",", ".")
    return f"{whole},{abs(cents) % 100:02}"


SAMPLES: list[tuple[list[tuple[str, str, int, VatCategory]], PriceBasis, int]] = [
    ([("2", "379", 0, VatCategory.STANDARD)], PriceBasis.GROSS, 0),
    (
        [
            ("3", "19.99", 1000, VatCategory.STANDARD),
            ("0.333", "33.3333", 0, VatCategory.REDUCED),
            ("1", "1250", 0, VatCategory.EXEMPT),
        ],
        PriceBasis.NET,
        250,
    ),
    (
        [("7", "0.0125", 0, VatCategory.REDUCED), ("1", "555.56", 0, VatCategory.STANDARD)],
        PriceBasis.GROSS,
        1000,
    ),
]


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_paper_shows_the_same_cents(owner: Actor, sample: Any) -> None:
    drawn, basis, discount_bp = sample
    document = [
        NewLine(
            kind=LineKind.TEXT, text="Maatwerk", quantity=Decimal(quantity),
            unit_price=Decimal(price), discount_bp=less, vat_category=category,
        )
        for quantity, price, less, category in drawn
    ]  # fmt: skip
    expected = reckoned(document, basis, discount_bp)
    card = sent(owner, document, basis, discount_bp)
    assert card is not None
    file_paper(
        invoice_id=card.id, actor=owner, made_at=datetime(2026, 11, 20, 12, tzinfo=UTC)
    )  # fmt: skip
    pdf = paper_of(invoice_id=card.id, vault=owner.vault)
    assert pdf is not None
    words = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    shown = [*expected.lines, expected.net, expected.gross]
    shown += [vat for _net, vat in expected.per_rate.values() if vat]
    assert [euros(cents) for cents in shown if euros(cents) not in words] == []
