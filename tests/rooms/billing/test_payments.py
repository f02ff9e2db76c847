"""Payments: in part, too much, twice, and back."""

from uuid import uuid4

import pytest

from klantkluis.billing.commands import (
    AmountWrong,
    InvoiceNotOpen,
    NoCredit,
    pay_back,
    receive_payment,
    settle_with_credit,
)
from klantkluis.billing.commands.paying import customer_credit
from klantkluis.billing.models import Invoice, Payment
from klantkluis.billing.queries import InvoiceState, invoice_card, money_open
from klantkluis.customers.models import Customer
from klantkluis.foundation.actors import Actor
from klantkluis.ledger.queries import party_balance
from rooms.story import TODAY, a_line, a_product, a_sent_invoice, all_broken

pytestmark = pytest.mark.usefixtures("our_company")


def paid(actor: Actor, invoice_id: int, cents: int, **more: object) -> int:
    return receive_payment(
        invoice_id=invoice_id, amount_cents=cents, received_on=TODAY,
        method=Payment.Method.BANK, actor=actor, **more,
    )  # type: ignore[arg-type]  # fmt: skip


def state_of(actor: Actor, invoice_id: int) -> tuple[InvoiceState, int]:
    card = invoice_card(invoice_id=invoice_id, today=TODAY, vault=actor.vault)
    assert card is not None
    return card.state, card.open_cents


def test_parts_add_up_until_the_invoice_is_paid(owner: Actor) -> None:
    invoice_id = a_sent_invoice(owner)
    paid(owner, invoice_id, 10_000, note="eerste deel")
    assert state_of(owner, invoice_id) == (InvoiceState.OPEN, 27_900)
    paid(owner, invoice_id, 27_900)
    assert state_of(owner, invoice_id) == (InvoiceState.PAID, 0)
    with pytest.raises(InvoiceNotOpen):
        paid(owner, invoice_id, 1)
    card = invoice_card(invoice_id=invoice_id, today=TODAY, vault=owner.vault)
    assert card is not None
    assert [each.note for each in card.payments] == ["", "eerste deel"]
    assert money_open(today=TODAY).open_cents == 0
    assert all_broken() == []


def test_too_much_stays_as_credit_and_pays_the_next_invoice(owner: Actor) -> None:
    first = a_sent_invoice(owner)
    customer_id = Invoice.objects.get(pk=first).customer_id
    paid(owner, first, 40_000)
    assert customer_credit([customer_id]) == 2_100
    second = a_sent_invoice(
        owner, [a_line(a_product(owner, "TAFEL"), price="50")], customer_id=customer_id
    )
    assert settle_with_credit(invoice_id=second, actor=owner, today=TODAY) == 2_100
    assert state_of(owner, second) == (InvoiceState.OPEN, 2_900)
    with pytest.raises(NoCredit):
        settle_with_credit(invoice_id=second, actor=owner, today=TODAY)
    uid = Customer.objects.get(pk=customer_id).uid
    assert party_balance(parties=[uid]) == 2_900
    assert all_broken() == []


def test_credit_can_be_paid_back_and_no_more_than_that(owner: Actor) -> None:
    invoice_id = a_sent_invoice(owner)
    customer_id = Invoice.objects.get(pk=invoice_id).customer_id
    paid(owner, invoice_id, 40_000)
    with pytest.raises(NoCredit):
        pay_back(
            customer_id=customer_id, amount_cents=2_101, paid_on=TODAY,
            method=Payment.Method.BANK, actor=owner,
        )  # fmt: skip
    pay_back(
        customer_id=customer_id, amount_cents=2_100, paid_on=TODAY,
        method=Payment.Method.BANK, actor=owner,
    )  # fmt: skip
    assert customer_credit([customer_id]) == 0
    assert all_broken() == []


def test_a_page_that_is_sent_twice_makes_one_payment(owner: Actor) -> None:
    invoice_id, uid = a_sent_invoice(owner), uuid4()
    assert paid(owner, invoice_id, 100, uid=uid) == paid(owner, invoice_id, 100, uid=uid)
    assert Payment.objects.count() == 1


@pytest.mark.parametrize("cents", [0, -1])
def test_a_payment_is_above_zero(owner: Actor, cents: int) -> None:
    with pytest.raises(AmountWrong):
        paid(owner, a_sent_invoice(owner), cents)
