"""Papers of orders and deliveries: what they say, and that an issued one stays what it was."""

from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import DatabaseError, transaction
from pypdf import PdfReader

from klantkluis.core.roles import Channel, Role
from klantkluis.core.vat import PriceBasis
from klantkluis.customers.commands import change_customer
from klantkluis.customers.models import Customer
from klantkluis.foundation.actors import Actor, NotAllowed
from klantkluis.foundation.company import change_company
from klantkluis.foundation.paper import Language
from klantkluis.foundation.paper.wording import WORDS
from klantkluis.sales.commands import DeliveryUnknown, deliver, file_delivery_note
from klantkluis.sales.models import DeliveryPaper, Order, OrderLine
from klantkluis.sales.paper import order_confirmation
from klantkluis.sales.queries import delivery_card, delivery_paper_of
from klantkluis.sales.rules import Delivered, left_after
from klantkluis.vault.client import LockedVault
from klantkluis.vault.purposes import Purpose
from klantkluis.vault.refusals import VaultLocked
from rooms.story import TODAY, a_customer, a_line, a_product, an_order

pytestmark = pytest.mark.usefixtures("our_company")
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def text_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def a_partial_delivery(owner: Actor) -> int:
    """Order four chairs and a table top, deliver three chairs."""
    lines = [
        a_line(a_product(owner), quantity="4"),
        a_line(None, kind=OrderLine.Kind.TEXT, text="Blad op maat", price="120"),
    ]
    order_id = an_order(owner, lines)
    chair = OrderLine.objects.get(order=order_id, position=1)
    return deliver(
        order_id=order_id, actor=owner, delivered_on=TODAY, quantities={chair.pk: Decimal(3)},
        track_and_trace="3SKLNT123", remarks="Achterom",
    )  # fmt: skip


def filed(owner: Actor, delivery_id: int) -> bytes:
    file_delivery_note(delivery_id=delivery_id, actor=owner, made_at=NOON)
    found = delivery_paper_of(delivery_id=delivery_id, vault=owner.vault)
    assert found is not None
    return found[1]


def test_a_delivery_note_says_what_is_in_the_box_and_never_what_it_costs(owner: Actor) -> None:
    words = text_of(filed(owner, a_partial_delivery(owner)))
    for expected in ("Els van der Jansen", "Dorpsstraat 12", "Artikel STOEL", "3SKLNT123"):
        assert expected in words
    assert "Achterom" in words
    assert "379" not in words
    assert "€" not in words
    assert "Blad op maat" not in words


def test_a_copy_is_byte_identical_whatever_changed_since(owner: Actor) -> None:
    delivery_id = a_partial_delivery(owner)
    issued = filed(owner, delivery_id)
    change_company(fields={"name": "Andere naam"}, actor=owner)
    order = Order.objects.get()
    deliver(order_id=order.pk, actor=owner, delivered_on=TODAY)
    customer = Customer.objects.get(pk=order.customer_id)
    change_customer(
        customer_id=customer.pk, rev=customer.rev, fields={"surname": "Pietersen"},
        language="en", payment_term_days=8, actor=owner,
    )  # fmt: skip
    assert filed(owner, delivery_id) == issued
    assert DeliveryPaper.objects.count() == 1


def test_a_note_that_is_filed_late_still_says_what_was_left_then(owner: Actor) -> None:
    first = a_partial_delivery(owner)
    deliver(order_id=Order.objects.get().pk, actor=owner, delivered_on=TODAY)
    assert WORDS[Language.DUTCH].remaining in text_of(filed(owner, first))


def test_what_was_left_after_a_delivery_leaves_later_ones_aside() -> None:
    gone = [Delivered(7, TODAY, Decimal(3)), Delivered(9, TODAY, Decimal(1))]
    assert left_after(Decimal(5), gone, 7) == 2
    assert left_after(Decimal(5), gone, 9) == 1


def test_nothing_of_the_paper_lies_in_clear(owner: Actor) -> None:
    filed(owner, a_partial_delivery(owner))
    row = DeliveryPaper.objects.get()
    assert b"%PDF" not in bytes(row.contents)
    assert b"Jansen" not in bytes(row.contents) + bytes(row.sealed)


def test_the_database_refuses_another_paper_in_place_of_an_issued_one(owner: Actor) -> None:
    filed(owner, a_partial_delivery(owner))
    with pytest.raises(DatabaseError, match="issued documents stay"), transaction.atomic():
        DeliveryPaper.objects.update(contents=b"another")


def test_without_the_vault_there_is_no_paper(owner: Actor) -> None:
    delivery_id = a_partial_delivery(owner)
    locked = Actor(staff_id=owner.staff_id, roles=owner.roles, channel=Channel.OFFICE)
    with pytest.raises(VaultLocked):
        file_delivery_note(delivery_id=delivery_id, actor=locked, made_at=NOON)
    assert not DeliveryPaper.objects.exists()
    card = delivery_card(delivery_id=delivery_id, vault=LockedVault(), purpose=Purpose.SHIP)
    assert card is not None
    assert not card.has_paper


def test_only_sales_and_the_warehouse_file_delivery_notes(owner: Actor) -> None:
    delivery_id = a_partial_delivery(owner)
    other = Actor(
        staff_id=owner.staff_id, roles=frozenset({Role.MARKETING}), channel=Channel.OFFICE,
        vault=owner.vault,
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        file_delivery_note(delivery_id=delivery_id, actor=other, made_at=NOON)
    with pytest.raises(DeliveryUnknown):
        file_delivery_note(delivery_id=delivery_id + 1, actor=owner, made_at=NOON)


@pytest.mark.parametrize("basis", list(PriceBasis))
def test_a_confirmation_says_what_was_ordered_to_the_cent(owner: Actor, basis: PriceBasis) -> None:
    lines = [
        a_line(a_product(owner), quantity="2"),
        a_line(None, kind=OrderLine.Kind.SHIPPING, price="6.95"),
    ]
    order_id = an_order(owner, lines, basis=basis, discount_bp=1000)
    pdf = order_confirmation(order_id=order_id, vault=owner.vault, made_at=NOON)
    assert pdf is not None
    words = text_of(pdf)
    total = {PriceBasis.GROSS: "688,45", PriceBasis.NET: "833,02"}[basis]
    for expected in ("Els van der Jansen", "Artikel STOEL", "758,00", "6,95", total):
        assert expected in words


def test_a_confirmation_of_no_order_is_nothing(owner: Actor) -> None:
    a_customer(owner)
    assert order_confirmation(order_id=999, vault=owner.vault, made_at=NOON) is None
