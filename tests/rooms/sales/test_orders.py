"""Orders: changed while nothing happened, delivered in parts, cancelled for the rest."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from klantkluis.billing.commands import delete_draft, draft_invoice
from klantkluis.billing.rules import BillFrom
from klantkluis.core.vat import PriceBasis
from klantkluis.customers.commands import AddressIncomplete, change_customer
from klantkluis.customers.models import Customer
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.sealing import RowChanged
from klantkluis.sales.commands import (
    DeliveryEmpty,
    DeliveryTooLarge,
    LineKind,
    NewOrder,
    OrderEmpty,
    OrderInUse,
    OrderUnknown,
    cancel_order,
    change_order,
    deliver,
    take_order,
)
from klantkluis.sales.lines import sold_lines
from klantkluis.sales.lists import order_rows
from klantkluis.sales.models import Delivery, DeliveryLine, OpenOrder, Order
from klantkluis.sales.queries import DeliveryCard, OrderCard, delivery_card, order_card
from klantkluis.sales.waiting import sales_waits
from klantkluis.vault.client import LockedVault
from klantkluis.vault.purposes import Purpose
from klantkluis.vault.refusals import VaultLocked
from rooms.story import TODAY, a_customer, a_line, a_product, all_broken, an_order

pytestmark = pytest.mark.usefixtures("our_company")


def waiting() -> tuple[int, int]:
    """Count the orders to deliver and to bill."""
    found = sales_waits(today=TODAY)
    return found.to_deliver, found.to_bill


def new(*lines: object, **more: object) -> NewOrder:
    said = {"basis": PriceBasis.GROSS, "ordered_on": TODAY, **more}
    return NewOrder(lines=list(lines), **said)  # type: ignore[arg-type]


def card(actor: Actor, order_id: int) -> OrderCard:
    found = order_card(order_id=order_id, vault=actor.vault, purpose=Purpose.SHIP)
    assert found is not None
    return found


def note(actor: Actor, delivery_id: int) -> DeliveryCard:
    found = delivery_card(delivery_id=delivery_id, vault=actor.vault, purpose=Purpose.SHIP)
    assert found is not None
    return found


def goes(actor: Actor, order_id: int, *quantities: str) -> int:
    lines = [line.id for line in sold_lines([order_id], {})[order_id]]
    chosen = dict(zip(lines, map(Decimal, quantities), strict=False))
    return deliver(order_id=order_id, actor=actor, delivered_on=TODAY, quantities=chosen)


def test_parts_go_out_until_nothing_is_left(owner: Actor) -> None:
    product = a_product(owner)
    order_id = an_order(owner, [a_line(product, "10"), a_line(product, "2")])
    for number, part in enumerate([("3", "0"), ("7", "1"), ("0", "1")], start=1):
        delivery_id = goes(owner, order_id, *part)
        assert note(owner, delivery_id).number == number
        assert card(owner, order_id).to_deliver == (number < 3)
        assert all_broken() == []
    assert [line.undelivered_quantity for line in card(owner, order_id).lines] == [0, 0]
    with pytest.raises(DeliveryEmpty):
        deliver(order_id=order_id, actor=owner, delivered_on=TODAY)


def test_parts_of_a_tenth_add_up_exactly(owner: Actor) -> None:
    order_id = an_order(owner, [a_line(a_product(owner), "0.3")])
    for quantity in ("0.1", "0.2"):
        goes(owner, order_id, quantity)
    assert card(owner, order_id).lines[0].undelivered_quantity == 0
    assert waiting() == (0, 1)
    assert all_broken() == []


@pytest.mark.parametrize("quantity", ["3.001", "99", "-1", "0.0004"])
def test_no_more_goes_out_than_was_ordered(owner: Actor, quantity: str) -> None:
    order_id = an_order(owner, [a_line(a_product(owner), "5")])
    goes(owner, order_id, "2")
    with pytest.raises(DeliveryTooLarge):
        goes(owner, order_id, quantity)
    assert Delivery.objects.count() == 1


def test_a_refused_delivery_takes_no_number(owner: Actor) -> None:
    order_id = an_order(owner, [a_line(a_product(owner), "5")])
    with pytest.raises(DeliveryTooLarge):
        goes(owner, order_id, "6")
    assert note(owner, goes(owner, order_id, "5")).number == 1


def test_shipping_and_discount_do_not_leave_the_house(owner: Actor) -> None:
    lines = [
        a_line(a_product(owner)),
        a_line(None, price="6.95", kind=LineKind.SHIPPING),
        a_line(None, price="-1", kind=LineKind.DISCOUNT),
    ]
    order_id = an_order(owner, lines)
    delivery_id = deliver(order_id=order_id, actor=owner, delivered_on=TODAY)
    assert [line.kind for line, _quantity in note(owner, delivery_id).lines] == ["product"]
    assert not card(owner, order_id).to_deliver


def test_costs_without_goods_are_marked_to_bill_and_billed(owner: Actor) -> None:
    order_id = an_order(owner, [a_line(None, price="25", kind=LineKind.SHIPPING)])
    assert waiting() == (0, 1)
    draft_invoice(order_id=order_id, what=BillFrom.DELIVERIES, actor=owner, today=TODAY)
    assert waiting() == (0, 0)
    assert all_broken() == []


def test_what_was_not_delivered_is_cancelled_and_the_rest_stays_to_be_billed(
    owner: Actor,
) -> None:
    order_id = an_order(owner, [a_line(a_product(owner), "5")])
    goes(owner, order_id, "2")
    cancel_order(order_id=order_id, actor=owner, today=TODAY)
    found = card(owner, order_id)
    assert (found.cancelled_on, found.to_deliver, found.to_bill) == (TODAY, False, True)
    for act in (
        lambda: goes(owner, order_id, "1"),
        lambda: cancel_order(order_id=order_id, actor=owner, today=TODAY),
        lambda: change_order(order_id=order_id, rev=1, order=new(a_line(1)), actor=owner),
    ):
        with pytest.raises(OrderInUse):
            act()
    assert all_broken() == []


def test_an_order_of_which_nothing_went_out_is_gone_from_the_lists_when_cancelled(
    owner: Actor,
) -> None:
    orders = [
        an_order(owner, [a_line(a_product(owner))]),
        an_order(owner, [a_line(None, price="5", kind=LineKind.SHIPPING)]),
    ]
    for order_id in orders:
        cancel_order(order_id=order_id, actor=owner, today=TODAY)
    assert not OpenOrder.objects.exists()
    assert all_broken() == []


def test_an_order_can_be_changed_while_nothing_happened(owner: Actor) -> None:
    product = a_product(owner)
    order_id = an_order(owner, [a_line(product), a_line(product)])
    words = a_line(None, "2", "10", kind=LineKind.TEXT, text="Op maat")
    order = new(words, basis=PriceBasis.NET, discount_bp=500, reference=" INK-1 ")
    change_order(order_id=order_id, rev=1, order=order, actor=owner)
    found = card(owner, order_id)
    assert (found.rev, found.basis, found.discount_bp) == (2, PriceBasis.NET, 500)
    assert [(line.text, line.quantity) for line in found.lines] == [("Op maat", 2)]
    assert found.contents["reference"] == "INK-1"
    assert (found.totals.net_cents, found.totals.vat_cents) == (1_900, 399)
    with pytest.raises(RowChanged):
        change_order(order_id=order_id, rev=1, order=order, actor=owner)


def test_an_order_of_which_something_went_out_stays_as_it_is(owner: Actor) -> None:
    order_id = an_order(owner, [a_line(a_product(owner), "2")])
    goes(owner, order_id, "1")
    with pytest.raises(OrderInUse):
        change_order(order_id=order_id, rev=1, order=new(a_line(None)), actor=owner)


def test_an_order_with_a_draft_stays_as_it_is_until_the_draft_is_deleted(owner: Actor) -> None:
    product = a_product(owner)
    order_id = an_order(owner, [a_line(product)])
    draft = draft_invoice(order_id=order_id, what=BillFrom.ORDER, actor=owner, today=TODAY)
    with pytest.raises(OrderInUse), transaction.atomic():
        change_order(order_id=order_id, rev=1, order=new(a_line(product, "9")), actor=owner)
    assert card(owner, order_id).lines[0].quantity == 1
    delete_draft(invoice_id=draft, actor=owner, today=TODAY)
    change_order(order_id=order_id, rev=1, order=new(a_line(product, "9")), actor=owner)
    assert card(owner, order_id).lines[0].quantity == 9
    assert all_broken() == []


def test_a_page_that_is_sent_twice_takes_one_order(owner: Actor) -> None:
    customer_id, order = a_customer(owner), new(a_line(a_product(owner)))
    ids = [take_order(customer_id=customer_id, order=order, actor=owner) for _ in range(2)]
    assert ids[0] == ids[1]
    assert Order.objects.count() == 1
    assert [row.number for row in order_rows()] == [1]


def test_an_order_keeps_the_address_it_was_taken_with(owner: Actor) -> None:
    customer_id = a_customer(owner)
    order_id = an_order(owner, [a_line(a_product(owner), "2")], customer_id=customer_id)
    change_customer(
        customer_id=customer_id, rev=1, fields={"street": "Nieuwe Gracht"}, language="nl",
        payment_term_days=14, actor=owner,
    )  # fmt: skip
    delivery_id = goes(owner, order_id, "1")
    for found in (card(owner, order_id), note(owner, delivery_id)):
        assert found.contents["deliver_to"]["street"] == "Dorpsstraat"
        assert found.contents["deliver_to"]["name"] == "Els van der Jansen"


def test_an_order_can_go_elsewhere_but_not_to_half_an_address(owner: Actor) -> None:
    customer_id, line = a_customer(owner), a_line(a_product(owner))
    there = {"name": "Magazijn", "street": "Kade", "town": "Elders"}
    order_id = take_order(
        customer_id=customer_id, order=new(line, deliver_to=there), actor=owner
    )  # fmt: skip
    assert card(owner, order_id).contents["deliver_to"] == there
    with pytest.raises(AddressIncomplete):
        take_order(
            customer_id=customer_id, order=new(line, deliver_to={"town": "Elders"}), actor=owner
        )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"quantity": Decimal(0)}, "quantity"),
        ({"quantity": Decimal("0.0001")}, "quantity"),
        ({"unit_price": Decimal("-1")}, "unit_price"),
        ({"unit_price": Decimal("0.00001")}, "unit_price"),
        ({"product_id": None}, "product"),
        ({"kind": LineKind.TEXT, "product_id": None}, "text"),
        ({"kind": LineKind.DISCOUNT, "product_id": None}, "unit_price"),
    ],
)
def test_a_line_that_says_too_little_is_refused_beside_its_field(
    owner: Actor, change: dict[str, object], field: str
) -> None:
    line = replace(a_line(a_product(owner)), **change)  # type: ignore[arg-type]
    with pytest.raises(OrderEmpty) as refusal:
        an_order(owner, [line])
    assert refusal.value.field == field
    assert Order.objects.count() == 0


def test_an_order_has_a_line(owner: Actor) -> None:
    with pytest.raises(OrderEmpty):
        an_order(owner, [])
    with pytest.raises(OrderUnknown):
        deliver(order_id=99, actor=owner, delivered_on=TODAY)


def test_the_words_of_an_order_lie_sealed(owner: Actor) -> None:
    line = a_line(None, kind=LineKind.TEXT, text="Gravure voor Opa Henk")
    order_id = an_order(owner, [line])
    row = Order.objects.get(pk=order_id)
    assert b"Henk" not in bytes(row.sealed)
    locked = order_card(order_id=order_id, vault=LockedVault(), purpose=Purpose.SHIP)
    assert locked is not None
    assert (locked.lines[0].text, locked.contents) == ("", {})


def test_a_locked_vault_delivers_nothing_and_cancels_all_the_same(owner: Actor) -> None:
    order_id = an_order(owner, [a_line(a_product(owner))])
    locked = Actor(owner.staff_id, owner.roles, owner.channel, LockedVault())
    with pytest.raises(VaultLocked):
        deliver(order_id=order_id, actor=locked, delivered_on=TODAY)
    assert not Delivery.objects.exists()
    cancel_order(order_id=order_id, actor=locked, today=TODAY)
    assert all_broken() == []


def test_the_database_names_an_order_line_once_in_a_delivery(owner: Actor) -> None:
    order_id = an_order(owner, [a_line(a_product(owner), "2")])
    goes(owner, order_id, "1")
    line = DeliveryLine.objects.get()
    line.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save(force_insert=True)


def test_customers_with_orders_cannot_vanish(owner: Actor) -> None:
    an_order(owner, [a_line(a_product(owner))])
    with pytest.raises(IntegrityError), transaction.atomic():
        Customer.objects.all().delete()
