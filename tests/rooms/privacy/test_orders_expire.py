"""The words of orders, deliveries and returns of customers who stay go when their term is over."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from klantkluis.billing.commands import (
    PaymentMethod,
    Received,
    draft_invoice,
    end_subscription,
    receive_payment,
    send_invoice,
    take_back,
)
from klantkluis.billing.models import Invoice, InvoiceLine
from klantkluis.billing.rules import BillFrom
from klantkluis.billing.subscription_rows import SubscriptionVersion
from klantkluis.core.declared import Term
from klantkluis.core.vat import PriceBasis, VatTreatment
from klantkluis.customers.commands import note_contact
from klantkluis.customers.models import Customer
from klantkluis.customers.restriction_rules import Cause
from klantkluis.privacy.access.gathering import gather
from klantkluis.privacy.erasing.planning import work_out
from klantkluis.privacy.models import RelationOver
from klantkluis.privacy.retaining.holds import HoldGround, place_hold
from klantkluis.privacy.retaining.sweeping import Found, look, sweep
from klantkluis.privacy.retaining.terms import decide_term
from klantkluis.privacy.verdicts import Verdict
from klantkluis.sales.commands import (
    NewOrder,
    NewReturn,
    ReturnReason,
    accept_quote,
    announce_return,
    cancel_return,
    deliver,
    file_delivery_note,
    order_from_quote,
    take_order,
)
from klantkluis.sales.forgetting import WordsGone
from klantkluis.sales.models import (
    Delivery,
    DeliveryLine,
    DeliveryPaper,
    Order,
    QuoteAcceptance,
    QuotePaper,
    QuoteVersion,
    Return,
    ReturnLine,
)
from klantkluis.sales.paper import order_confirmation
from klantkluis.sales.queries import delivery_card, order_card
from klantkluis.shop.models import ShopPost
from klantkluis.vault.purposes import Purpose
from rooms.privacy.asking import a_request
from rooms.quoting import a_yes, an_issued_quote
from rooms.restricting import restricted_now
from rooms.story import TODAY, a_customer, a_line, a_product, all_broken
from rooms.subscribing import a_subscription

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("our_company")]

LAST_DAY = date(2028, 11, 19)
"""Two years after a delivery of today, but for a day."""
DELIVERY_ENDS = date(2028, 11, 20)
ORDER_ENDS = date(2031, 11, 20)
NOON = datetime(2026, 11, 20, 11, tzinfo=UTC)


def night(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 2, 30, tzinfo=UTC)


def found(code: str, day: date) -> Found:
    return next(each for each in look(day) if each.code == code)


def an_ordinary_order(owner, customer_id: int) -> int:
    return take_order(
        customer_id=customer_id, actor=owner,
        order=NewOrder(
            lines=[a_line(a_product(owner, sku=f"S{Order.objects.count()}"))],
            basis=PriceBasis.GROSS, ordered_on=TODAY, reference="PO 12", remarks="Achterom",
        ),
    )  # fmt: skip


def delivered(owner, customer_id: int, *, paid: bool = True) -> int:
    """Take an order, deliver it with its paper, bill it, and have it paid."""
    order_id = an_ordinary_order(owner, customer_id)
    delivery_id = deliver(order_id=order_id, actor=owner, delivered_on=TODAY)
    file_delivery_note(delivery_id=delivery_id, actor=owner, made_at=NOON)
    invoice_id = draft_invoice(
        order_id=order_id, what=BillFrom.DELIVERIES, actor=owner, today=TODAY
    )
    send_invoice(invoice_id=invoice_id, actor=owner, today=TODAY)
    if paid:
        pay(owner, invoice_id)
    return order_id


def pay(owner, invoice_id: int, cents: int = 37_900) -> None:
    receive_payment(
        invoice_id=invoice_id, received_on=TODAY, amount_cents=cents, note="Dank",
        actor=owner, method=PaymentMethod.BANK,
    )  # fmt: skip


def words() -> tuple[int, int, int]:
    """Count the orders, deliveries and papers of deliveries of which words are left."""
    kept = (Order.objects.exclude(sealed=b""), Delivery.objects.exclude(sealed=b""))
    return (*(rows.count() for rows in kept), DeliveryPaper.objects.count())


def stays(owner, customer_id: int) -> None:
    """Let somebody stay a customer: there is contact each year."""
    note_contact(customer_id=customer_id, text="Belde", means="phone", direction="in", actor=owner)


def test_of_a_customer_who_stays_a_delivery_goes_after_two_years_and_an_order_after_five(owner):
    delivered(owner, a_customer(owner))
    sweep(night(LAST_DAY))
    assert words() == (1, 1, 1)
    sweep(night(DELIVERY_ENDS))
    assert words() == (1, 0, 0), "the address lies with the order still"
    sweep(night(ORDER_ENDS - timedelta(days=1)))
    assert words() == (1, 0, 0)
    sweep(night(ORDER_ENDS))
    assert words() == (0, 0, 0)
    assert Customer.objects.get().state == "active"
    assert (Order.objects.count(), Delivery.objects.count()) == (1, 1), "numbers have no gap"
    assert all_broken() == []


def test_what_is_left_is_a_fact_of_the_books(owner):
    order_id = delivered(owner, a_customer(owner))
    before = order_card(order_id=order_id, vault=owner.vault, purpose=Purpose.FILE)
    sweep(night(ORDER_ENDS))
    card = order_card(order_id=order_id, vault=owner.vault, purpose=Purpose.FILE)
    note = delivery_card(delivery_id=card.deliveries[0].id, vault=owner.vault, purpose=Purpose.SHIP)
    assert (card.words_gone, note.words_gone, note.has_paper) == (True, True, False)
    assert (card.contents, note.contents) == ({}, {})
    assert (card.totals, card.number) == (before.totals, before.number)
    with pytest.raises(WordsGone):
        order_confirmation(order_id=order_id, vault=owner.vault, made_at=NOON)
    with pytest.raises(WordsGone):
        file_delivery_note(delivery_id=note.id, actor=owner, made_at=NOON)


@pytest.mark.parametrize("code", ["orders", "deliveries"])
def test_while_an_invoice_of_it_is_not_paid_nothing_goes(owner, code):
    delivered(owner, a_customer(owner), paid=False)
    assert found(code, ORDER_ENDS).due == 0
    pay(owner, Invoice.objects.get().pk)
    assert found(code, ORDER_ENDS).due == 1


def test_while_something_is_to_be_delivered_nothing_goes(owner):
    an_ordinary_order(owner, a_customer(owner))
    assert found("orders", date(2050, 1, 1)).due == 0


def test_who_carried_goods_abroad_is_known_as_long_as_the_books(owner):
    swiss = a_customer(owner, country="CH", postcode="8001", town="Zürich")
    delivered(owner, swiss, paid=False)
    invoice = Invoice.objects.get()
    assert InvoiceLine.objects.get().treatment == VatTreatment.EXPORT
    assert found("deliveries_abroad", date(2034, 1, 1)).due == 0, "it is not paid"
    pay(owner, invoice.pk, cents=invoice.gross_cents)
    assert found("deliveries", date(2034, 1, 1)).due == 0
    assert found("deliveries_abroad", date(2033, 12, 31)).due == 0
    assert found("deliveries_abroad", date(2034, 1, 1)).due == 1
    sweep(night(date(2034, 1, 1)))
    assert bytes(Delivery.objects.get().sealed) == b""


def a_return(owner) -> Return:
    line = DeliveryLine.objects.select_related("delivery").get()
    wanted = NewReturn({line.pk: Decimal(1)}, ReturnReason.FAULTY, remarks="Poot stuk")
    announce_return(
        order_id=line.delivery.order_id, returned=wanted, announced_on=TODAY, actor=owner
    )
    return Return.objects.get()


def test_while_something_is_on_its_way_back_nothing_goes(owner):
    delivered(owner, a_customer(owner))
    back = a_return(owner)
    far = date(2050, 1, 1)
    assert [found(code, far).due for code in ("orders", "deliveries", "returns")] == [0, 0, 0]
    cancel_return(return_id=back.pk, actor=owner, today=date(2027, 3, 1))
    sweep(night(date(2029, 2, 28)))
    assert Return.objects.exclude(sealed=b"").count() == 1
    sweep(night(date(2029, 3, 1)))
    assert not Return.objects.exclude(sealed=b"").exists()
    assert Return.objects.get().reason == ReturnReason.FAULTY
    assert all_broken() == []


def test_until_the_credit_of_what_came_back_is_issued_nothing_goes(owner):
    delivered(owner, a_customer(owner))
    back = a_return(owner)
    line = ReturnLine.objects.get()
    received = Received({line.pk: (Decimal(1), Decimal(0))})
    take_back(return_id=back.pk, received=received, received_on=TODAY, actor=owner)
    assert [found(code, date(2050, 1, 1)).due for code in ("orders", "returns")] == [0, 0]


@pytest.mark.parametrize("kind", ["complaint", "withdrawal"])
def test_while_a_complaint_is_not_answered_nothing_goes_that_it_may_be_about(owner, kind):
    customer_id = a_customer(owner)
    delivered(owner, customer_id)
    post = ShopPost(
        subject=Customer.objects.get().uid, kind=kind, received_at=NOON, sealed=b"x",
        language="nl",
    )  # fmt: skip
    ShopPost.objects.bulk_create([post])
    codes = ("orders", "deliveries")
    assert [found(code, ORDER_ENDS).due for code in codes] == [0, 0]


def test_of_who_is_held_or_asked_for_a_restriction_nothing_goes(owner):
    held, restricted, other = (a_customer(owner) for _ in range(3))
    for each in (held, restricted, other):
        delivered(owner, each)
    place_hold(
        customer_id=held, ground=HoldGround.CLAIM, note="Zaak", since=TODAY, actor=owner, at=NOON
    )
    restricted_now(restricted, owner, Cause.CLAIMS)
    deliveries = found("deliveries", DELIVERY_ENDS)
    assert (deliveries.due, deliveries.held) == (1, 2)
    sweep(night(DELIVERY_ENDS))
    left = Delivery.objects.exclude(sealed=b"").values_list("order__customer", flat=True)
    assert set(left) == {held, restricted}


def test_while_somebody_waits_for_an_answer_nothing_goes_that_it_is_about(owner):
    customer_id = a_customer(owner)
    delivered(owner, customer_id)
    a_request(owner, customer_id=customer_id)
    assert found("deliveries", DELIVERY_ENDS).due == 0


def test_the_owner_may_choose_another_length_with_a_reason(owner):
    delivered(owner, a_customer(owner))
    for term, months in ((Term.ORDER, 84), (Term.DELIVERY, 6)):
        decide_term(term=term, months=months, reason="Afgesproken", actor=owner, at=NOON)
    assert found("deliveries", date(2027, 5, 20)).due == 1
    assert found("orders", ORDER_ENDS).due == 0
    assert found("orders", date(2033, 11, 20)).due == 1


def test_the_quote_of_an_order_goes_with_it(owner):
    customer_id = a_customer(owner)
    quote_id = an_issued_quote(owner, a_line(a_product(owner)), customer_id=customer_id)
    accept_quote(quote_id=quote_id, acceptance=a_yes(), actor=owner)
    order_id = order_from_quote(quote_id=quote_id, actor=owner, ordered_on=TODAY)
    deliver(order_id=order_id, actor=owner, delivered_on=TODAY)
    invoice_id = draft_invoice(
        order_id=order_id, what=BillFrom.DELIVERIES, actor=owner, today=TODAY
    )
    send_invoice(invoice_id=invoice_id, actor=owner, today=TODAY)
    pay(owner, invoice_id)
    assert found("accepted_quotes", date(2050, 1, 1)).due == 0
    sweep(night(ORDER_ENDS))
    for model in (QuoteVersion, QuoteAcceptance, Order):
        assert not model.objects.exclude(sealed=b"").exists(), model
        assert model.objects.count() == 1, model
    assert not QuotePaper.objects.exists()
    assert all_broken() == []


def test_a_quote_that_was_accepted_and_never_ordered_goes_five_years_after_the_yes(owner):
    quote_id = an_issued_quote(owner, a_line(a_product(owner)))
    accept_quote(quote_id=quote_id, acceptance=a_yes(), actor=owner)
    assert found("accepted_quotes", ORDER_ENDS - timedelta(days=1)).due == 0
    sweep(night(ORDER_ENDS))
    assert not QuoteVersion.objects.exclude(sealed=b"").exists()
    assert all_broken() == []


def test_what_a_subscription_says_goes_five_years_after_its_end(owner):
    subscription_id = a_subscription(owner)
    assert found("subscriptions", date(2050, 1, 1)).due == 0
    end_subscription(subscription_id=subscription_id, ends_on=TODAY, actor=owner)
    assert found("subscriptions", ORDER_ENDS - timedelta(days=1)).due == 0
    sweep(night(ORDER_ENDS))
    assert not SubscriptionVersion.objects.exclude(sealed=b"").exists()
    assert all_broken() == []


def test_a_package_says_until_when_and_then_that_it_is_gone(owner):
    customer_id = a_customer(owner)
    delivered(owner, customer_id)
    uid = Customer.objects.get(pk=customer_id).uid
    kinds = {each.record.model: each for each in gather([uid], owner.vault)}
    assert kinds["sales.Order"].items[0].kept.until == ORDER_ENDS
    assert kinds["sales.Delivery"].items[0].kept.until == DELIVERY_ENDS
    sweep(night(ORDER_ENDS))
    kinds = {each.record.model: each for each in gather([uid], owner.vault)}
    assert "deliver_to" not in kinds["sales.Order"].items[0].values
    assert "sales.DeliveryPaper" not in kinds
    planned = {line.model for line in work_out(uid, today=TODAY).lines
               if line.decision.verdict is Verdict.ERASE}  # fmt: skip
    assert not planned & {"sales.Order", "sales.Delivery", "sales.DeliveryPaper"}


def test_that_words_went_is_no_new_business(owner):
    """Whose relation is over is found on the same day as before."""
    delivered(owner, a_customer(owner))
    sweep(night(DELIVERY_ENDS))
    assert RelationOver.objects.get().last_on == TODAY
