"""One invoice for many deliveries: each billed once, at the rate of its day, and told apart."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from klantkluis.billing.commands import (
    CreditReason,
    NewCredit,
    NothingToBill,
    NotTogether,
    bill_together_each,
    delete_draft,
    draft_collective_invoice,
    draft_invoice,
    draft_prepayment,
    file_paper,
    issue_credit_note,
    send_invoice,
)
from klantkluis.billing.e_checking import Form
from klantkluis.billing.einvoice.validating import validate
from klantkluis.billing.gathering import gather
from klantkluis.billing.models import Invoice, InvoiceLine
from klantkluis.billing.queries import invoice_card, paper_of
from klantkluis.billing.queries.e_invoices import e_invoice_of
from klantkluis.billing.queries.unbilled import (
    Unbilled,
    UnbilledDelivery,
    batches,
    customers_to_bill,
    unbilled_of,
)
from klantkluis.billing.rules import BillFrom, CollectiveEvery, collective_until
from klantkluis.core.vat import PriceBasis, VatCategory
from klantkluis.foundation.actors import Actor
from klantkluis.sales.commands import deliver
from klantkluis.sales.lines import sold_lines
from klantkluis.sales.models import Delivery
from rooms.e_invoices import validated
from rooms.story import TODAY, a_customer, a_line, a_product, all_broken, an_order

pytestmark = pytest.mark.usefixtures("our_company")
SIX_PER_CENT, NINE_PER_CENT = date(2018, 12, 31), date(2019, 1, 2)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def deliveries(actor: Actor, customer: int, product: int, *quantities: str) -> list[int]:
    """Deliver as many orders of a customer, one delivery each; give the ids of the notes."""
    found = []
    for quantity in quantities:
        order_id = an_order(
            actor, [a_line(product, quantity=quantity)], customer_id=customer,
            basis=PriceBasis.NET,
        )  # fmt: skip
        found.append(deliver(order_id=order_id, actor=actor, delivered_on=TODAY))
    return found


def together(actor: Actor, ids: list[int]) -> int:
    return draft_collective_invoice(delivery_ids=ids, actor=actor, today=TODAY)


def test_many_deliveries_are_one_invoice_and_nothing_is_left(owner: Actor) -> None:
    customer, product = a_customer(owner), a_product(owner, basis=PriceBasis.NET)
    ids = deliveries(owner, customer, product, "1", "2", "3")
    invoice_id = together(owner, ids)
    assert [str(line.quantity) for line in InvoiceLine.objects.order_by("position")] == [
        "1.000", "2.000", "3.000",
    ]  # fmt: skip
    with pytest.raises(NothingToBill):
        together(owner, ids)
    send_invoice(invoice_id=invoice_id, actor=owner, today=TODAY)
    assert Invoice.objects.get(pk=invoice_id).net_cents == 6 * 37_900
    assert all_broken() == []


def test_what_is_not_chosen_stays_to_be_billed(owner: Actor) -> None:
    product = a_product(owner, basis=PriceBasis.NET)
    order_id = an_order(owner, [a_line(product, quantity="5")], basis=PriceBasis.NET)
    line = sold_lines([order_id], {})[order_id][0].id
    notes = [
        deliver(order_id=order_id, actor=owner, delivered_on=TODAY, quantities={line: Decimal(n)})
        for n in (2, 3)
    ]
    together(owner, notes[:1])
    assert all_broken() == []
    assert together(owner, notes[1:])
    assert all_broken() == []


def test_a_deleted_draft_gives_every_order_back(owner: Actor) -> None:
    customer, product = a_customer(owner), a_product(owner, basis=PriceBasis.NET)
    ids = deliveries(owner, customer, product, "1", "2")
    delete_draft(invoice_id=together(owner, ids), actor=owner, today=TODAY)
    assert all_broken() == []
    assert [len(each.deliveries) for each in unbilled_of(customer_ids=[customer], until=TODAY)] == [
        2
    ]


def test_each_delivery_keeps_the_rate_of_its_day(owner: Actor) -> None:
    customer = a_customer(owner)
    product = a_product(owner, basis=PriceBasis.NET, category=VatCategory.REDUCED)
    ids = []
    for day in (SIX_PER_CENT, NINE_PER_CENT):
        line = a_line(product, price="100", category=VatCategory.REDUCED)
        order_id = an_order(owner, [line], customer_id=customer, basis=PriceBasis.NET)
        ids.append(deliver(order_id=order_id, actor=owner, delivered_on=day))
    invoice_id = together(owner, ids)
    send_invoice(invoice_id=invoice_id, actor=owner, today=NINE_PER_CENT)
    rates = InvoiceLine.objects.order_by("position").values_list("rate_bp", "amount_cents")
    assert list(rates) == [(600, 10_000), (900, 10_000)]
    assert all_broken() == []


def test_other_buyers_prices_or_discounts_are_not_together(owner: Actor) -> None:
    customer, product = a_customer(owner), a_product(owner, basis=PriceBasis.NET)
    (one,) = deliveries(owner, customer, product, "1")
    others = [
        an_order(
            owner, [a_line(product)], **{"basis": PriceBasis.NET, "customer_id": customer, **other}
        )
        for other in (
            {"customer_id": a_customer(owner, surname="Ander")},
            {"basis": PriceBasis.GROSS},
            {"discount_bp": 500},
        )
    ]
    for order_id in others:
        note = deliver(order_id=order_id, actor=owner, delivered_on=TODAY)
        with pytest.raises(NotTogether):
            together(owner, [one, note])
    assert not Invoice.objects.exists()


def test_an_order_that_was_paid_ahead_is_billed_by_itself(owner: Actor) -> None:
    customer, product = a_customer(owner), a_product(owner, basis=PriceBasis.NET)
    (one,) = deliveries(owner, customer, product, "1")
    order_id = an_order(owner, [a_line(product)], customer_id=customer, basis=PriceBasis.NET)
    ahead = draft_prepayment(order_id=order_id, share_bp=5000, actor=owner, today=TODAY)
    send_invoice(invoice_id=ahead, actor=owner, today=TODAY)
    note = deliver(order_id=order_id, actor=owner, delivered_on=TODAY)
    with pytest.raises(NotTogether):
        together(owner, [one, note])
    last = together(owner, [note])
    send_invoice(invoice_id=last, actor=owner, today=TODAY)
    assert Invoice.objects.get(pk=last).net_cents == 37_900 - 18_950
    assert all_broken() == []


def test_the_list_has_what_is_delivered_up_to_a_day_per_customer(owner: Actor) -> None:
    customers = [a_customer(owner, surname=name) for name in ("Aa", "Bee")]
    product = a_product(owner, basis=PriceBasis.NET)
    for customer in customers:
        deliveries(owner, customer, product, "1", "2")
    assert customers_to_bill(until=TODAY) == customers
    assert customers_to_bill(until=date(2026, 11, 19)) == []
    found = unbilled_of(customer_ids=customers, until=TODAY)
    assert [(each.customer_id, len(each.deliveries), each.net_cents) for each in found] == [
        (customer, 2, 3 * 37_900) for customer in customers
    ]
    assert found[0].gross_cents == round(3 * 37_900 * 1.21)
    together(owner, [each.id for each in found[0].deliveries])
    assert customers_to_bill(until=TODAY) == customers[1:]


def test_its_paper_and_e_invoice_name_each_order_and_pass_every_rule(owner: Actor) -> None:
    customer = a_customer(owner, company="Lunchroom De Linde", coc_number="87654321")
    product = a_product(owner, basis=PriceBasis.NET)
    ids = deliveries(owner, customer, product, "1", "2")
    invoice_id = together(owner, ids)
    send_invoice(invoice_id=invoice_id, actor=owner, today=TODAY)
    file_paper(invoice_id=invoice_id, actor=owner, made_at=NOON)
    paper = paper_of(invoice_id=invoice_id, vault=owner.vault)
    assert paper is not None
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages)
    for note in Delivery.objects.select_related("order"):
        assert f"Order {note.order.number}, pakbon {note.number} van 20 november 2026" in " ".join(
            text.split()
        )
    data = e_invoice_of(form=Form.PEPPOL, vault=owner.vault, invoice_id=invoice_id)
    assert data is not None
    assert not [each for each in validate(data).findings if each.fatal]
    assert b"OrderReference" not in data
    assert data.count(b"<cbc:Note>") == 2
    validated(owner, invoice_id=invoice_id)
    file_paper(invoice_id=invoice_id, actor=owner, made_at=datetime(2030, 1, 1, tzinfo=UTC))
    assert paper_of(invoice_id=invoice_id, vault=owner.vault) == paper
    card = invoice_card(invoice_id=invoice_id, today=TODAY, vault=owner.vault)
    assert card is not None
    assert len(card.orders) == 2


def test_a_credit_note_on_it_bills_all_of_its_orders_again(owner: Actor) -> None:
    customer, product = a_customer(owner), a_product(owner, basis=PriceBasis.NET)
    ids = deliveries(owner, customer, product, "1", "2")
    invoice_id = together(owner, ids)
    send_invoice(invoice_id=invoice_id, actor=owner, today=TODAY)
    credit = NewCredit(reason=CreditReason.WRONG, bills_again=True)
    issue_credit_note(invoice_id=invoice_id, credit=credit, actor=owner, today=TODAY)
    assert all_broken() == []
    assert together(owner, ids)
    assert all_broken() == []


def test_billing_by_order_and_together_never_bill_twice(owner: Actor) -> None:
    customer, product = a_customer(owner), a_product(owner, basis=PriceBasis.NET)
    ids = deliveries(owner, customer, product, "1", "2")
    first = Delivery.objects.get(pk=ids[0]).order_id
    draft_invoice(order_id=first, what=BillFrom.DELIVERIES, actor=owner, today=TODAY)
    invoice_id = together(owner, ids)
    assert InvoiceLine.objects.filter(invoice=invoice_id).count() == 1
    assert all_broken() == []


@pytest.mark.parametrize(
    ("every", "today", "until"),
    [
        (CollectiveEvery.WEEK, date(2026, 11, 23), date(2026, 11, 22)),
        (CollectiveEvery.WEEK, date(2026, 11, 29), date(2026, 11, 22)),
        (CollectiveEvery.MONTH, date(2026, 12, 1), date(2026, 11, 30)),
        (CollectiveEvery.MONTH, date(2027, 1, 31), date(2026, 12, 31)),
    ],
)
def test_weeks_end_on_sunday_and_months_on_their_last_day(
    every: CollectiveEvery, today: date, until: date
) -> None:
    assert collective_until(every, today) == until


def test_who_is_billed_each_month_gets_one_draft_when_it_is_over(owner: Actor) -> None:
    customer, product = a_customer(owner), a_product(owner, basis=PriceBasis.NET)
    other = a_customer(owner, surname="Ander")
    for each in (customer, other):
        deliveries(owner, each, product, "1", "2")
    bill_together_each(customer_id=customer, every=CollectiveEvery.MONTH, actor=owner)
    assert gather(today=date(2026, 11, 30)).drafts == []
    (invoice_id,) = gather(today=date(2026, 12, 2)).drafts
    assert Invoice.objects.get(pk=invoice_id).customer_id == customer
    assert InvoiceLine.objects.filter(invoice=invoice_id).count() == 2
    delete_draft(invoice_id=invoice_id, actor=owner, today=date(2026, 12, 2))
    assert gather(today=date(2026, 12, 3)).drafts == []
    assert len(gather(today=date(2027, 1, 1)).drafts) == 1
    bill_together_each(customer_id=customer, every=None, actor=owner)
    assert gather(today=date(2027, 2, 1)).drafts == []
    assert all_broken() == []


def test_more_than_fits_on_one_invoice_becomes_more() -> None:
    notes = tuple(UnbilledDelivery(n, n, 1, 1, TODAY, lines=4) for n in range(1, 6))
    group = Unbilled(1, notes, lines=21, net_cents=0, gross_cents=0)
    assert batches(group, 9) == [[1, 2], [3, 4], [5]]
    assert batches(group, 100) == [[1, 2, 3, 4, 5]]
