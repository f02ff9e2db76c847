"""Invoices: made from what was delivered, numbered without gaps, final once sent."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from klantkluis.billing.commands import (
    InvoiceAlreadySent,
    InvoiceBelowZero,
    NothingToBill,
    delete_draft,
    draft_invoice,
    send_invoice,
)
from klantkluis.billing.models import Invoice, InvoiceLine, InvoiceSnapshot
from klantkluis.billing.queries import InvoiceState, invoice_card, invoice_rows
from klantkluis.billing.rules import BillFrom
from klantkluis.core.vat import PriceBasis, VatCategory
from klantkluis.customers.commands import change_customer
from klantkluis.customers.models import Customer
from klantkluis.foundation.actors import Actor
from klantkluis.ledger.queries import trial_balance
from klantkluis.sales.commands import cancel_order, deliver
from klantkluis.sales.models import OpenOrder, OrderLine
from rooms.story import TODAY, a_line, a_product, a_sent_invoice, all_broken, an_order

pytestmark = pytest.mark.usefixtures("our_company")


def drafted(actor: Actor, order_id: int, what: BillFrom = BillFrom.DELIVERIES) -> int:
    return draft_invoice(order_id=order_id, what=what, actor=actor, today=TODAY)


def lines_of(order_id: int) -> list[int]:
    return list(
        OrderLine.objects.filter(order=order_id).order_by("position").values_list("pk", flat=True)
    )


def test_two_lines_of_379_including_vat_are_758_on_invoice_books_and_list(owner: Actor) -> None:
    product = a_product(owner)
    invoice_id = a_sent_invoice(owner, [a_line(product), a_line(product)])
    invoice = Invoice.objects.get(pk=invoice_id)
    assert (invoice.gross_cents, invoice.net_cents, invoice.vat_cents) == (75_800, 62_645, 13_155)
    (row,) = invoice_rows(today=TODAY)
    assert (row.gross_cents, row.open_cents, row.state) == (75_800, 75_800, InvoiceState.OPEN)
    balances = {each.code: each.balance_cents for each in trial_balance(until=TODAY)}
    assert balances == {"1300": 75_800, "8000": -62_645, "1600": -13_155}
    assert all_broken() == []


def test_ten_per_cent_off_to_exactly_500_stays_500(owner: Actor) -> None:
    product = a_product(owner, price="555.56")
    invoice_id = a_sent_invoice(owner, [a_line(product, price="555.56")], discount_bp=1000)
    assert Invoice.objects.get(pk=invoice_id).gross_cents == 50_000
    assert all_broken() == []


def test_only_what_was_delivered_and_not_billed_is_billed(owner: Actor) -> None:
    order_id = an_order(owner, [a_line(a_product(owner), quantity="10", price="5")])
    (line,) = lines_of(order_id)
    with pytest.raises(NothingToBill):
        drafted(owner, order_id)
    for quantity, billed in (("3", "3"), ("2", "2")):
        deliver(
            order_id=order_id, actor=owner, delivered_on=TODAY, quantities={line: Decimal(quantity)}
        )
        invoice_id = drafted(owner, order_id)
        found = InvoiceLine.objects.get(invoice=invoice_id)
        assert found.quantity == Decimal(billed)
    with pytest.raises(NothingToBill):
        drafted(owner, order_id)
    rest = drafted(owner, order_id, BillFrom.ORDER)
    assert InvoiceLine.objects.get(invoice=rest).quantity == 5
    deliver(order_id=order_id, actor=owner, delivered_on=TODAY)
    with pytest.raises(NothingToBill):
        drafted(owner, order_id)
    assert all_broken() == []


def test_shipping_and_discount_go_on_the_first_invoice_once(owner: Actor) -> None:
    order_id = an_order(
        owner,
        [
            a_line(a_product(owner), quantity="2", price="100"),
            a_line(None, price="6.95", kind=OrderLine.Kind.SHIPPING),
            a_line(None, price="-10", kind=OrderLine.Kind.DISCOUNT),
        ],
    )
    first, _shipping, _discount = lines_of(order_id)
    totals = []
    for _ in range(2):
        deliver(order_id=order_id, actor=owner, delivered_on=TODAY, quantities={first: Decimal(1)})
        invoice_id = drafted(owner, order_id)
        send_invoice(invoice_id=invoice_id, actor=owner, today=TODAY)
        totals.append(Invoice.objects.get(pk=invoice_id).gross_cents)
    assert totals == [9_695, 10_000]


def test_each_delivery_is_billed_at_the_rate_of_its_own_day(owner: Actor) -> None:
    product = a_product(owner, category=VatCategory.REDUCED, basis=PriceBasis.NET)
    line = a_line(product, quantity="2", price="100", category=VatCategory.REDUCED)
    order_id = an_order(owner, [line], basis=PriceBasis.NET)
    (order_line,) = lines_of(order_id)
    for day in (date(2018, 12, 31), date(2019, 1, 2)):
        quantities = {order_line: Decimal(1)}
        deliver(order_id=order_id, actor=owner, delivered_on=day, quantities=quantities)
    invoice_id = drafted(owner, order_id)
    send_invoice(invoice_id=invoice_id, actor=owner, today=date(2019, 1, 3))
    assert sorted(
        InvoiceLine.objects.filter(invoice=invoice_id).values_list("rate_bp", flat=True)
    ) == [600, 900]
    assert Invoice.objects.get(pk=invoice_id).vat_cents == 1_500
    assert all_broken() == []


def test_deleting_draft_two_of_three_gives_the_others_numbers_one_and_two(owner: Actor) -> None:
    drafts = []
    for sku in "ABC":
        order_id = an_order(owner, [a_line(a_product(owner, sku))])
        deliver(order_id=order_id, actor=owner, delivered_on=TODAY)
        drafts.append((order_id, drafted(owner, order_id)))
    delete_draft(invoice_id=drafts[1][1], actor=owner, today=TODAY)
    labels = [
        send_invoice(invoice_id=drafts[index][1], actor=owner, today=TODAY) for index in (0, 2)
    ]
    assert labels == ["2026-0001", "2026-0002"]
    assert OpenOrder.objects.get(pk=drafts[1][0]).to_bill
    again = drafted(owner, drafts[1][0])
    assert send_invoice(invoice_id=again, actor=owner, today=TODAY) == "2026-0003"
    assert all_broken() == []


def test_an_invoice_is_sent_once(owner: Actor) -> None:
    invoice_id = a_sent_invoice(owner)
    with pytest.raises(InvoiceAlreadySent):
        send_invoice(invoice_id=invoice_id, actor=owner, today=TODAY)
    assert Invoice.objects.count() == 1


def test_an_invoice_that_asks_for_nothing_is_refused_and_takes_no_number(owner: Actor) -> None:
    order_id = an_order(
        owner,
        [
            a_line(a_product(owner), price="10"),
            a_line(None, price="-10", kind=OrderLine.Kind.DISCOUNT),
        ],
    )
    deliver(order_id=order_id, actor=owner, delivered_on=TODAY)
    invoice_id = drafted(owner, order_id)
    with pytest.raises(InvoiceBelowZero):
        send_invoice(invoice_id=invoice_id, actor=owner, today=TODAY)
    assert Invoice.objects.get(pk=invoice_id).number is None
    a_sent = a_sent_invoice(owner, [a_line(a_product(owner, "ANDER"))])
    assert Invoice.objects.get(pk=a_sent).number == 1


def test_a_new_address_does_not_change_what_was_issued(owner: Actor) -> None:
    invoice_id = a_sent_invoice(owner)
    customer = Customer.objects.get(pk=Invoice.objects.get(pk=invoice_id).customer_id)
    change_customer(
        customer_id=customer.pk, rev=customer.rev, fields={"street": "Nieuwe Gracht"},
        language="en", payment_term_days=30, actor=owner,
    )  # fmt: skip
    card = invoice_card(invoice_id=invoice_id, today=TODAY, vault=owner.vault)
    assert card is not None
    assert card.says["buyer"]["street"] == "Dorpsstraat"
    assert card.says["language"] == "nl"
    assert "phone" not in card.says["buyer"]
    assert "email" not in card.says["buyer"]


def test_a_cancelled_order_bills_what_was_delivered_and_no_more(owner: Actor) -> None:
    order_id = an_order(owner, [a_line(a_product(owner), quantity="4", price="10")])
    (line,) = lines_of(order_id)
    deliver(order_id=order_id, actor=owner, delivered_on=TODAY, quantities={line: Decimal(1)})
    cancel_order(order_id=order_id, actor=owner, today=TODAY)
    invoice_id = drafted(owner, order_id, BillFrom.ORDER)
    assert InvoiceLine.objects.get(invoice=invoice_id).quantity == 1
    assert not OpenOrder.objects.filter(pk=order_id).exists()
    assert all_broken() == []


SABOTAGE = [
    ("UPDATE billing_invoice SET gross_cents = gross_cents + 100, net_cents = net_cents + 100"),
    ("UPDATE billing_invoice SET sent_on = sent_on"),
    ("DELETE FROM billing_invoice"),
    ("UPDATE billing_invoiceline SET quantity = 1"),
    ("DELETE FROM billing_invoiceline"),
    ("UPDATE billing_invoicevat SET vat_cents = 0"),
    ("DELETE FROM billing_invoicevat"),
    ("UPDATE billing_invoicesnapshot SET rev = 2"),
    ("UPDATE ledger_journalline SET amount_cents = 1"),
    ("DELETE FROM ledger_journalline"),
    ("UPDATE ledger_journalentry SET description = 'x'"),
    ("DELETE FROM ledger_journalentry"),
    ("UPDATE foundation_event SET name = 'x'"),
]


@pytest.mark.parametrize("sql", SABOTAGE)
def test_the_database_refuses_to_change_what_was_issued(owner: Actor, sql: str) -> None:
    a_sent_invoice(owner)
    from django.db import connection

    with (
        pytest.raises((IntegrityError, DatabaseError)),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert all_broken() == []


def test_no_line_can_be_added_to_a_sent_invoice(owner: Actor) -> None:
    invoice_id = a_sent_invoice(owner)
    line = InvoiceLine.objects.get(invoice=invoice_id)
    line.pk, line.position = None, 2
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save(force_insert=True)


def test_the_snapshot_of_a_sent_invoice_is_there_once(owner: Actor) -> None:
    a_sent_invoice(owner)
    assert InvoiceSnapshot.objects.count() == 1
