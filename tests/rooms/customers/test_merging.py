"""One customer of two: everything moves under one key, and issued documents stay as they were."""

from datetime import UTC, date, datetime

import pytest

from klantkluis.billing.commands import (
    NoCredit,
    PaymentMethod,
    draft_invoice,
    file_paper,
    pay_back,
    receive_payment,
    send_invoice,
    settle_with_credit,
)
from klantkluis.billing.models import Invoice
from klantkluis.billing.queries import invoice_card, paper_of
from klantkluis.billing.rules import BillFrom
from klantkluis.core.roles import Channel
from klantkluis.core.vat import PriceBasis
from klantkluis.customers.commands import (
    CustomerUnknown,
    SameCustomer,
    add_address,
    give_consent,
    merge_customers,
    note_contact,
    write_letter,
)
from klantkluis.customers.letters import LetterWords, letter_paper, letters_to
from klantkluis.customers.models import Consent, ContactNote, Customer, DeliveryAddress
from klantkluis.customers.queries import customer_card
from klantkluis.foundation.actors import Actor
from klantkluis.sales.commands import NewOrder, change_order, deliver
from klantkluis.sales.queries import order_card
from klantkluis.vault.purposes import Purpose
from rooms.restricting import restricted_now
from rooms.story import TODAY, a_customer, a_line, a_product, a_sent_invoice, all_broken, an_order

pytestmark = pytest.mark.usefixtures("our_company")
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def merged(actor: Actor, keep: int, gone: int) -> None:
    merge_customers(keep_id=keep, duplicate_id=gone, actor=actor)


def test_the_kept_one_gets_what_it_missed_and_keeps_what_it_had(owner: Actor) -> None:
    keep = a_customer(owner, surname="Jansen", phone="", email="oud@example.nl")
    gone = a_customer(owner, surname="Janssen", phone="+31301234567", email="nieuw@example.nl")
    merged(owner, keep, gone)
    card = customer_card(customer_id=keep, vault=owner.vault)
    assert card is not None
    assert card.fields["surname"] == "Jansen"
    assert card.fields["phone"] == "+31301234567"
    assert card.fields["email"] == "oud@example.nl"
    assert card.changes[0].fields == ("phone",)
    assert card.all_ids == (keep, gone)
    assert all_broken() == []


def test_nothing_of_the_other_is_left_under_its_own_key(owner: Actor) -> None:
    keep, gone = a_customer(owner), a_customer(owner, surname="Weg")
    merged(owner, keep, gone)
    card = customer_card(customer_id=gone, vault=owner.vault)
    assert card is not None
    assert (card.fields, card.merged_into_id) == ({}, keep)


def test_addresses_notes_and_consents_move_and_open_under_the_kept_key(owner: Actor) -> None:
    keep, gone = a_customer(owner), a_customer(owner)
    for who in (keep, gone):
        fields = {"street": f"Kade {who}", "town": "Elders"}
        add_address(customer_id=who, fields=fields, actor=owner)
        note_contact(
            customer_id=who, text=f"Van {who}", means="phone", direction="in", actor=owner
        )  # fmt: skip
        give_consent(
            customer_id=who, evidence=f"Bewijs {who}", at=NOON, channel=Channel.OFFICE,
            actor=owner, today=TODAY,
        )  # fmt: skip
    before = {
        model: bytes(model.objects.get(customer=gone).sealed)
        for model in (DeliveryAddress, ContactNote, Consent)
    }
    merged(owner, keep, gone)
    card = customer_card(customer_id=keep, vault=owner.vault)
    assert card is not None
    assert {each.fields["street"] for each in card.addresses} == {f"Kade {keep}", f"Kade {gone}"}
    assert {each.fields["text"] for each in card.notes} == {f"Van {keep}", f"Van {gone}"}
    assert {each.evidence for each in card.consents} == {f"Bewijs {keep}", f"Bewijs {gone}"}
    for model, sealed in before.items():
        (row,) = model.objects.filter(customer=keep, rev=2)
        assert bytes(row.sealed) != sealed
    assert all_broken() == []


def test_chains_of_merges_end_at_one_customer(owner: Actor) -> None:
    first, second, third = (a_customer(owner) for _ in range(3))
    merged(owner, second, first)
    merged(owner, third, second)
    into = Customer.objects.filter(merged_into__isnull=False).values_list("merged_into", flat=True)
    assert set(into) == {third}
    assert all_broken() == []


def test_a_customer_is_not_merged_with_itself_nor_twice(owner: Actor) -> None:
    keep, gone = a_customer(owner), a_customer(owner)
    with pytest.raises(SameCustomer):
        merged(owner, keep, keep)
    merged(owner, keep, gone)
    for pair in ((keep, gone), (gone, keep)):
        with pytest.raises(CustomerUnknown):
            merged(owner, *pair)


def test_who_asked_to_be_restricted_stays_restricted(owner: Actor) -> None:
    keep, gone = a_customer(owner), a_customer(owner)
    restricted_now(gone, owner)
    merged(owner, keep, gone)
    assert Customer.objects.get(pk=keep).restricted


def test_issued_documents_stay_as_they_were(owner: Actor) -> None:
    gone = a_customer(owner, surname="Weg")
    invoice_id = a_sent_invoice(owner, customer_id=gone)
    file_paper(invoice_id=invoice_id, actor=owner, made_at=NOON)
    before = invoice_card(invoice_id=invoice_id, today=TODAY, vault=owner.vault)
    paper = paper_of(invoice_id=invoice_id, vault=owner.vault)
    row = Invoice.objects.values().get(pk=invoice_id)
    merged(owner, a_customer(owner), gone)
    assert invoice_card(invoice_id=invoice_id, today=TODAY, vault=owner.vault) == before
    assert paper_of(invoice_id=invoice_id, vault=owner.vault) == paper
    assert Invoice.objects.values().get(pk=invoice_id) == row


def test_an_order_of_before_is_delivered_and_billed_to_who_is_left(owner: Actor) -> None:
    keep, gone = a_customer(owner, surname="Blijft"), a_customer(owner, surname="Weg")
    order_id = an_order(owner, [a_line(a_product(owner))], customer_id=gone)
    merged(owner, keep, gone)
    deliver(order_id=order_id, actor=owner, delivered_on=TODAY)
    invoice_id = draft_invoice(
        order_id=order_id, what=BillFrom.DELIVERIES, actor=owner, today=TODAY
    )
    send_invoice(invoice_id=invoice_id, actor=owner, today=TODAY)
    card = invoice_card(invoice_id=invoice_id, today=TODAY, vault=owner.vault)
    assert card is not None
    assert card.customer_id == keep
    assert card.says["buyer"]["name"] == "Els van der Blijft"
    assert card.says["customer_number"] == Customer.objects.get(pk=keep).number
    assert all_broken() == []


def test_an_order_of_before_can_be_changed_and_goes_to_the_kept_address(owner: Actor) -> None:
    keep, gone = a_customer(owner, street="Blijfstraat"), a_customer(owner)
    product = a_product(owner)
    order_id = an_order(owner, [a_line(product)], customer_id=gone)
    merged(owner, keep, gone)
    order = NewOrder(lines=[a_line(product, "2")], basis=PriceBasis.GROSS, ordered_on=TODAY)
    change_order(order_id=order_id, rev=1, order=order, actor=owner)
    card = order_card(order_id=order_id, vault=owner.vault, purpose=Purpose.SHIP)
    assert card is not None
    assert card.contents["deliver_to"]["street"] == "Blijfstraat"


def test_credit_of_both_pays_what_either_owes(owner: Actor) -> None:
    keep, gone = a_customer(owner), a_customer(owner)
    product = a_product(owner)
    paid = a_sent_invoice(owner, [a_line(product)], customer_id=gone)
    receive_payment(
        invoice_id=paid, amount_cents=40_000, received_on=TODAY, method=PaymentMethod.BANK,
        actor=owner,
    )  # fmt: skip
    owed = a_sent_invoice(owner, [a_line(product, price="10")], customer_id=keep)
    with pytest.raises(NoCredit):
        settle_with_credit(invoice_id=owed, actor=owner, today=TODAY)
    merged(owner, keep, gone)
    assert settle_with_credit(invoice_id=owed, actor=owner, today=TODAY) == 1_000
    pay_back(
        customer_id=keep, amount_cents=1_100, paid_on=date(2026, 11, 21),
        method=PaymentMethod.BANK, actor=owner,
    )  # fmt: skip
    assert all_broken() == []


def test_letters_move_and_stay_the_same_bytes(owner: Actor) -> None:
    keep, gone = a_customer(owner), a_customer(owner, surname="Janssen")
    words = LetterWords(subject="Uw vraag", salutation="Beste,", text="Het antwoord is ja.")
    letter = write_letter(customer_id=gone, words=words, actor=owner, today=TODAY, made_at=NOON)
    before = letter_paper(customer_id=gone, letter_id=letter, vault=owner.vault)
    merged(owner, keep, gone)
    assert letter_paper(customer_id=keep, letter_id=letter, vault=owner.vault) == before
    assert letters_to(customer_id=gone, vault=owner.vault) == []
    assert [each.subject for each in letters_to(customer_id=keep, vault=owner.vault)] == [
        "Uw vraag"
    ]
