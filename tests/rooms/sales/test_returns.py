"""Returns: what comes back goes on stock, is credited once, and is never more than went out."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from klantkluis.billing.commands import (
    CreditDraftUnknown,
    CreditReason,
    NewCredit,
    NothingToBill,
    Received,
    ReturnOnDraft,
    delete_draft,
    draft_invoice,
    drop_credit_draft,
    issue_credit_note,
    send_invoice,
    take_back,
)
from klantkluis.billing.models import CreditNote, Invoice, InvoiceLine
from klantkluis.billing.return_rows import CreditDraft, CreditDraftLine, CreditedReturn
from klantkluis.billing.rules import BillFrom, spread
from klantkluis.catalogue.stock.commands import StockSettings, receive_stock, set_up_stock
from klantkluis.catalogue.stock.queries import levels
from klantkluis.core.refusals import Refusal
from klantkluis.sales.commands import (
    NewReturn,
    OrderInUse,
    ReturnEmpty,
    ReturnEnded,
    ReturnReason,
    ReturnTooLarge,
    ReturnUnknown,
    announce_return,
    cancel_order,
    cancel_return,
    deliver,
)
from klantkluis.sales.lines import sold_lines
from klantkluis.sales.models import (
    DeliveryLine,
    OpenOrder,
    Return,
    ReturnLine,
    ReturnReceiptLine,
)
from klantkluis.sales.returns.rules import Claim, ReturnState, returnable
from rooms.story import TODAY, a_line, a_product, all_broken, an_order

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("our_company")]
quantities = st.decimals("0", "999", places=3)


def kept(owner, sku="STOEL"):
    product_id = a_product(owner, sku)
    set_up_stock(product_id=product_id, settings=StockSettings(True), actor=owner)
    return product_id


@pytest.fixture
def product(owner):
    return kept(owner)


def delivered(owner, product_id, quantity="4", ordered=None):
    order_id = an_order(owner, [a_line(product_id, quantity=ordered or quantity)])
    (line,) = sold_lines([order_id], {})[order_id]
    deliver(
        order_id=order_id, actor=owner, delivered_on=TODAY,
        quantities={line.id: Decimal(quantity)},
    )  # fmt: skip
    return order_id, DeliveryLine.objects.get(delivery__order=order_id).pk


def announced(owner, order_id, part, quantity="1", **more):
    wanted = NewReturn({part: Decimal(quantity)}, ReturnReason.CHANGED_MIND, **more)
    return announce_return(order_id=order_id, returned=wanted, announced_on=TODAY, actor=owner)


def taken_back(owner, return_id, restocked="1", written_off="0", *, again=False):
    line = ReturnLine.objects.get(returned=return_id)
    received = Received({line.pk: (Decimal(restocked), Decimal(written_off))}, again=again)
    return take_back(return_id=return_id, received=received, received_on=TODAY, actor=owner)


def billed(owner, order_id, what=BillFrom.DELIVERIES):
    by = {"actor": owner, "today": TODAY}
    invoice_id = draft_invoice(order_id=order_id, what=what, **by)
    send_invoice(invoice_id=invoice_id, **by)
    return invoice_id


def on_hand(product_id):
    return levels(product_ids=[product_id])[product_id].on_hand


def billable(owner, order_id):
    """Give what a draft would hold now, by quantity; nothing is left of the draft."""
    by = {"actor": owner, "today": TODAY}
    try:
        invoice_id = draft_invoice(order_id=order_id, what=BillFrom.DELIVERIES, **by)
    except NothingToBill:
        return []
    found = list(InvoiceLine.objects.filter(invoice=invoice_id).values_list("quantity", flat=True))
    delete_draft(invoice_id=invoice_id, **by)
    return found


@given(
    delivered=quantities,
    claims=st.lists(st.builds(Claim, quantities, st.none() | quantities), max_size=5),
)
def test_no_more_can_come_back_than_went_out_and_did_not_come_back(delivered, claims):
    left = returnable(delivered, claims)
    taken = sum(each.quantity for each in claims)
    assert 0 <= left <= delivered
    assert left == 0 or left + taken == delivered


@given(quantity=quantities, left=st.lists(quantities, max_size=6))
def test_what_is_credited_is_never_more_than_is_left_of_each_line(quantity, left):
    parts = spread(quantity, list(enumerate(left)))
    assert all(0 < each.quantity <= left[each.invoice_line_id] for each in parts)
    assert sum(each.quantity for each in parts) == min(quantity, sum(left))


def test_a_delivery_takes_what_it_holds_off_the_stock(owner, product):
    receive_stock(quantities={product: Decimal(3)}, received_on=TODAY, actor=owner)
    delivered(owner, product, "4")
    assert on_hand(product) == Decimal(-1)
    line = DeliveryLine.objects.get()
    assert line.movement is not None
    assert all_broken() == []


def test_what_was_billed_and_comes_back_is_on_stock_and_ready_to_be_credited(owner, product):
    order_id, part = delivered(owner, product)
    invoice_id = billed(owner, order_id)
    return_id = announced(owner, order_id, part, "2", remarks="Te groot")
    taken_back(owner, return_id, "1.5", "0.5")
    assert on_hand(product) == Decimal("-2.5")
    draft = CreditDraft.objects.get()
    assert draft.invoice_id == invoice_id
    assert CreditDraftLine.objects.get().quantity == Decimal(2)
    assert billable(owner, order_id) == []
    assert all_broken() == []
    credit = NewCredit(
        CreditReason.RETURNED, False, {CreditDraftLine.objects.get().invoice_line_id: Decimal(2)}
    )
    issue = {"invoice_id": invoice_id, "credit": credit, "actor": owner, "today": TODAY}
    note_id = issue_credit_note(**issue, draft_id=draft.pk)
    assert CreditNote.objects.get().gross_cents == 2 * 37900
    assert CreditedReturn.objects.get().credit_note_id == note_id
    assert not CreditDraft.objects.exists()
    with pytest.raises(CreditDraftUnknown):
        issue_credit_note(**issue, draft_id=draft.pk)
    assert billable(owner, order_id) == []
    assert all_broken() == []


def test_what_was_never_billed_and_comes_back_is_not_billed_afterwards(owner, product):
    order_id, part = delivered(owner, product)
    taken_back(owner, announced(owner, order_id, part, "3"), "2", "1")
    assert not CreditDraft.objects.exists()
    assert billable(owner, order_id) == [Decimal(1)]
    assert all_broken() == []
    taken_back(owner, announced(owner, order_id, part, "1"))
    assert billable(owner, order_id) == []
    assert not OpenOrder.objects.exists()
    with pytest.raises(NothingToBill):
        draft_invoice(order_id=order_id, what=BillFrom.ORDER, actor=owner, today=TODAY)
    assert all_broken() == []


def test_what_was_billed_ahead_and_comes_back_is_credited_on_that_invoice(owner, product):
    order_id = an_order(owner, [a_line(product, quantity="5")])
    invoice_id = billed(owner, order_id, BillFrom.ORDER)
    (line,) = sold_lines([order_id], {})[order_id]
    deliver(
        order_id=order_id, actor=owner, delivered_on=TODAY, quantities={line.id: Decimal(2)}
    )  # fmt: skip
    part = DeliveryLine.objects.get().pk
    taken_back(owner, announced(owner, order_id, part), "1")
    assert CreditDraft.objects.get().invoice_id == invoice_id
    assert all_broken() == []
    deliver(order_id=order_id, actor=owner, delivered_on=TODAY)
    assert billable(owner, order_id) == []
    assert all_broken() == []


def test_what_is_replaced_goes_out_again_and_is_neither_credited_nor_billed_twice(owner, product):
    order_id, part = delivered(owner, product)
    billed(owner, order_id)
    taken_back(owner, announced(owner, order_id, part, "1"), "0", "1", again=True)
    assert not CreditDraft.objects.exists()
    assert OpenOrder.objects.get(pk=order_id).to_deliver
    (line,) = sold_lines([order_id], {})[order_id]
    assert line.undelivered_quantity == Decimal(1)
    assert all_broken() == []
    deliver(order_id=order_id, actor=owner, delivered_on=TODAY)
    assert on_hand(product) == Decimal(-5)
    assert billable(owner, order_id) == []
    assert not OpenOrder.objects.exists()
    assert all_broken() == []


def test_a_replacement_with_an_earlier_day_is_not_billed_either(owner, product):
    order_id, part = delivered(owner, product)
    billed(owner, order_id)
    taken_back(owner, announced(owner, order_id, part, "1"), again=True)
    deliver(order_id=order_id, actor=owner, delivered_on=TODAY.replace(day=1))
    assert billable(owner, order_id) == []
    assert all_broken() == []


def test_what_is_replaced_before_it_was_billed_is_billed_once(owner, product):
    order_id, part = delivered(owner, product, "4", ordered="6")
    taken_back(owner, announced(owner, order_id, part, "4"), "4", again=True)
    assert billable(owner, order_id) == []
    assert all_broken() == []
    deliver(order_id=order_id, actor=owner, delivered_on=TODAY)
    assert sum(billable(owner, order_id)) == Decimal(6)
    assert all_broken() == []


def test_nothing_is_replaced_on_an_order_that_was_cancelled(owner, product):
    order_id, part = delivered(owner, product, "1", ordered="2")
    cancel_order(order_id=order_id, actor=owner, today=TODAY)
    return_id = announced(owner, order_id, part)
    with pytest.raises(OrderInUse):
        taken_back(owner, return_id, again=True)
    taken_back(owner, return_id)
    assert not OpenOrder.objects.exists()
    assert all_broken() == []


def test_what_stands_on_a_draft_is_taken_back_once_the_draft_is_sent_or_gone(owner, product):
    order_id, part = delivered(owner, product)
    draft = draft_invoice(order_id=order_id, what=BillFrom.DELIVERIES, actor=owner, today=TODAY)
    return_id = announced(owner, order_id, part)
    with pytest.raises(ReturnOnDraft):
        taken_back(owner, return_id)
    assert on_hand(product) == Decimal(-4)
    delete_draft(invoice_id=draft, actor=owner, today=TODAY)
    taken_back(owner, return_id)
    assert billable(owner, order_id) == [Decimal(3)]
    assert not Invoice.objects.exists()


def test_no_more_is_prepared_than_is_left_of_the_invoice(owner, product):
    order_id, part = delivered(owner, product)
    invoice_id = billed(owner, order_id)
    line = InvoiceLine.objects.get()
    credit = NewCredit(CreditReason.GOODWILL, False, {line.pk: Decimal("3.5")})
    issue_credit_note(invoice_id=invoice_id, credit=credit, actor=owner, today=TODAY)
    taken_back(owner, announced(owner, order_id, part, "2"), "2")
    assert CreditDraftLine.objects.get().quantity == Decimal("0.5")
    taken_back(owner, announced(owner, order_id, part, "2"), "2")
    assert CreditDraft.objects.count() == 1
    assert all_broken() == []


def test_a_prepared_credit_can_be_thrown_away_once(owner, product):
    order_id, part = delivered(owner, product)
    billed(owner, order_id)
    taken_back(owner, announced(owner, order_id, part))
    draft_id = CreditDraft.objects.get().pk
    drop_credit_draft(draft_id=draft_id, actor=owner)
    assert not CreditDraftLine.objects.exists()
    with pytest.raises(CreditDraftUnknown):
        drop_credit_draft(draft_id=draft_id, actor=owner)
    assert billable(owner, order_id) == []
    assert all_broken() == []


def test_no_more_comes_back_than_went_out_whoever_asks(owner, product):
    order_id, part = delivered(owner, product)
    first = announced(owner, order_id, part, "3")
    with pytest.raises(ReturnTooLarge) as refusal:
        announced(owner, order_id, part, "1.001")
    assert refusal.value.field == f"line_{part}"
    second = announced(owner, order_id, part, "1")
    with pytest.raises(ReturnTooLarge):
        taken_back(owner, first, "2", "2")
    taken_back(owner, first, "3")
    cancel_return(return_id=second, actor=owner, today=TODAY)
    with pytest.raises(ReturnTooLarge):
        announced(owner, order_id, part, "2")
    announced(owner, order_id, part, "1")
    assert all_broken() == []


@pytest.mark.parametrize("quantity", ["-1", "0.0001", "5"])
def test_a_quantity_that_cannot_come_back_is_refused(owner, product, quantity):
    order_id, part = delivered(owner, product)
    with pytest.raises(ReturnTooLarge):
        announced(owner, order_id, part, quantity)
    assert not Return.objects.exists()


def test_nothing_and_nobody_elses_lines_come_back(owner, product):
    order_id, _part = delivered(owner, product)
    other, part = delivered(owner, kept(owner, "TAFEL"))
    with pytest.raises(ReturnEmpty):
        announced(owner, order_id, part, "0")
    with pytest.raises(ReturnTooLarge):
        announced(owner, order_id, part, "1")
    return_id = announced(owner, other, part)
    with pytest.raises(ReturnEmpty):
        taken_back(owner, return_id, "0", "0")
    with pytest.raises(ReturnUnknown):
        cancel_return(return_id=return_id + 99, actor=owner, today=TODAY)


def test_a_return_ends_once(owner, product):
    order_id, part = delivered(owner, product)
    came, called_off = announced(owner, order_id, part), announced(owner, order_id, part)
    taken_back(owner, came)
    cancel_return(return_id=called_off, actor=owner, today=TODAY)
    for return_id in (came, called_off):
        for act in (
            lambda pk=return_id: taken_back(owner, pk),
            lambda pk=return_id: cancel_return(return_id=pk, actor=owner, today=TODAY),
        ):
            with pytest.raises(ReturnEnded):
                act()
    assert ReturnState.of(received=True, cancelled=False) is ReturnState.RECEIVED


def test_announcing_twice_with_the_same_uid_makes_one(owner, product):
    order_id, part = delivered(owner, product)
    uid = uuid4()
    assert announced(owner, order_id, part, uid=uid) == announced(owner, order_id, part, uid=uid)


def test_a_product_that_keeps_no_stock_comes_back_without_a_movement(owner):
    order_id, part = delivered(owner, a_product(owner))
    taken_back(owner, announced(owner, order_id, part))
    assert ReturnReceiptLine.objects.get().movement is None
    assert all_broken() == []


INSERT = (
    "INSERT INTO sales_returnreceiptline (receipt_id, return_line_id, restocked, written_off,"
    " replaced, unbilled) SELECT (SELECT MIN(id) FROM sales_returnreceipt), MAX(id), {values}"
    " FROM sales_returnline"
)


@pytest.mark.parametrize(
    "statement",
    [
        INSERT.format(values="4, 0, 0, 0"),
        INSERT.format(values="0, 0, 0, 0"),
        INSERT.format(values="1, 0, 2, 0"),
        INSERT.format(values="1, 0, 0, 2"),
        INSERT.format(values="1, 0, 1, 1"),
        "UPDATE sales_returnreceiptline SET restocked = 2",
        "DELETE FROM sales_returnreceiptline",
        "UPDATE sales_returnline SET quantity = 2",
        "DELETE FROM sales_return",
        "UPDATE sales_return SET announced_on = '2020-01-01'",
        (
            "INSERT INTO sales_returnline (returned_id, delivery_line_id, quantity)"
            " SELECT (SELECT MAX(id) FROM sales_return), delivery_line_id, 3.001"
            " FROM sales_returnline WHERE id = (SELECT MIN(id) FROM sales_returnline)"
        ),
        (
            "INSERT INTO sales_returncancellation (returned_id, cancelled_on, staff_id)"
            " SELECT returned_id, received_on, staff_id FROM sales_returnreceipt"
        ),
        "DELETE FROM billing_creditedreturn",
        (
            "INSERT INTO billing_creditdraftline (draft_id, invoice_line_id, quantity)"
            " SELECT MAX(d.id), MAX(l.id), 4.001 FROM billing_creditdraft d, billing_invoiceline l"
        ),
    ],
)
def test_the_database_itself_refuses(owner, product, statement):
    order_id, part = delivered(owner, product)
    invoice_id = billed(owner, order_id)
    taken_back(owner, announced(owner, order_id, part))
    draft = CreditDraft.objects.get()
    credit = NewCredit(CreditReason.RETURNED, False)
    issue_credit_note(
        invoice_id=invoice_id, credit=credit, actor=owner, today=TODAY, draft_id=draft.pk
    )
    CreditDraft.objects.create(invoice_id=invoice_id, receipt_id=draft.receipt_id, drafted_on=TODAY)
    announced(owner, order_id, part)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_what_a_customer_said_of_a_return_lies_sealed(owner, product):
    order_id, part = delivered(owner, product)
    announced(owner, order_id, part, remarks="Past niet in de gang van Els")
    assert b"Els" not in bytes(Return.objects.get().sealed)


def test_every_refusal_is_a_sentence(owner, product):
    for kind in (ReturnEmpty, ReturnTooLarge, ReturnEnded, ReturnUnknown, ReturnOnDraft):
        assert issubclass(kind, Refusal)
