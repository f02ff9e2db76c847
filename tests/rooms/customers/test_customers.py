"""Customers: numbered, changed by two people at once, and with the provenance of each field."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from klantkluis.core.roles import Channel, Role
from klantkluis.customers.commands import (
    AddressIncomplete,
    AddressUnknown,
    CustomerUnknown,
    EvidenceMissing,
    NameMissing,
    NewCustomer,
    NoteEmpty,
    add_address,
    change_address,
    change_customer,
    give_consent,
    note_contact,
    register_customer,
    register_customers,
    remove_address,
    withdraw_consent,
)
from klantkluis.customers.commands.registering import checked
from klantkluis.customers.models import Consent, ConsentWording, Customer, CustomerChange
from klantkluis.customers.queries import CustomerCard, customer_card
from klantkluis.customers.rules import NAME_FIELDS, check_customer
from klantkluis.foundation.actors import Actor, NotAllowed
from klantkluis.foundation.models import Event
from klantkluis.foundation.sealing import RowChanged
from klantkluis.vault.client import LockedVault
from klantkluis.vault.refusals import VaultLocked
from rooms.story import JANSEN, TODAY, a_customer, all_broken

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
KADE = {"street": "Kade", "house_number": "3", "town": "Elders"}


def card(actor: Actor, customer_id: int) -> CustomerCard:
    found = customer_card(customer_id=customer_id, vault=actor.vault)
    assert found is not None
    return found


def changed(actor: Actor, customer_id: int, rev: int = 1, **fields: str) -> None:
    change_customer(
        customer_id=customer_id, rev=rev, fields=fields, language="nl", payment_term_days=14,
        actor=actor,
    )  # fmt: skip


def consented(actor: Actor, customer_id: int, at: datetime = NOON, evidence: str = "Form") -> int:
    return give_consent(
        customer_id=customer_id, evidence=evidence, at=at, channel=Channel.OFFICE, actor=actor,
        today=TODAY,
    )  # fmt: skip


def test_customers_are_numbered_from_one_without_gaps(owner: Actor) -> None:
    ids = [a_customer(owner) for _ in range(2)]
    ids += register_customers(
        customers=[NewCustomer({"company": "Kaas BV"}), NewCustomer({"surname": "Bos"})],
        actor=owner, today=TODAY,
    )  # fmt: skip
    assert [Customer.objects.get(pk=pk).number for pk in ids] == [1, 2, 3, 4]
    assert all_broken() == []


def test_only_a_name_is_required(owner: Actor) -> None:
    customer_id = register_customer(fields={"surname": "Bos"}, actor=owner, today=TODAY)
    assert card(owner, customer_id).fields == {"kind": "person", "surname": "Bos"}
    with pytest.raises(NameMissing) as refusal:
        register_customer(fields={"town": "Utrecht"}, actor=owner, today=TODAY)
    assert refusal.value.field == "surname"


def test_one_without_a_name_keeps_all_of_them_out(owner: Actor) -> None:
    with pytest.raises(NameMissing):
        register_customers(
            customers=[NewCustomer({"surname": "Bos"}), NewCustomer({"town": "Utrecht"})],
            actor=owner, today=TODAY,
        )  # fmt: skip
    assert Customer.objects.count() == 0
    assert a_customer(owner)
    assert Customer.objects.get().number == 1


def test_nothing_of_a_customer_lies_in_clear(owner: Actor) -> None:
    customer = Customer.objects.get(pk=a_customer(owner))
    assert b"Jansen" not in bytes(customer.sealed)
    assert "Jansen" not in f"{customer}{customer!r}{vars(customer)}"


def test_what_is_left_out_of_a_change_stays_as_it_was(owner: Actor) -> None:
    customer_id = a_customer(owner)
    changed(owner, customer_id, surname="Pietersen", phone="")
    fields = dict(card(owner, customer_id).fields)
    expected = {**JANSEN, "kind": "person", "surname": "Pietersen"}
    del expected["phone"]
    assert fields == expected


def test_the_second_of_two_people_is_told_and_changes_nothing(owner: Actor) -> None:
    customer_id = a_customer(owner)
    changed(owner, customer_id, rev=1, surname="Eerste")
    with pytest.raises(RowChanged):
        changed(owner, customer_id, rev=1, surname="Tweede")
    found = card(owner, customer_id)
    assert (found.fields["surname"], found.rev, len(found.changes)) == ("Eerste", 2, 2)


def test_a_change_cannot_take_the_name_away(owner: Actor) -> None:
    customer_id = a_customer(owner)
    with pytest.raises(NameMissing):
        changed(owner, customer_id, surname="", first_name="", company="")
    assert card(owner, customer_id).rev == 1


def test_each_change_tells_who_when_how_and_which_fields_and_no_values(owner: Actor) -> None:
    customer_id = a_customer(owner)
    changed(owner, customer_id, street="Nieuwe Gracht", remarks="Belt liever niet")
    newest, first = card(owner, customer_id).changes
    assert newest.fields == ("remarks", "street")
    assert (newest.rev, newest.staff_id, newest.channel) == (2, owner.staff_id, Channel.OFFICE)
    assert set(first.fields) == {"kind", *JANSEN}
    assert "Gracht" not in str(list(CustomerChange.objects.values()))
    assert "Gracht" not in str(list(Event.objects.values()))


def test_a_new_customer_is_found_at_once_after_the_commit(
    owner: Actor, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        a_customer(owner, surname="Wijngaarden", postcode="9876 ZY")
    page = owner.vault.search("wijngaarden")
    assert [hit.name for hit in page.hits] == ["Els van der Wijngaarden"]


def test_somebody_who_looks_the_same_is_named_while_typing(
    owner: Actor, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        customer_id = a_customer(owner, email="uniek@example.nl")
    uid = Customer.objects.get(pk=customer_id).uid
    found = owner.vault.duplicates({"surname": "Jansen", "email": "UNIEK@example.nl"})
    assert uid in {each.uid for each in found}


def test_a_locked_vault_shows_numbers_and_lets_nothing_in(owner: Actor) -> None:
    customer_id = a_customer(owner)
    locked = Actor(owner.staff_id, owner.roles, owner.channel, LockedVault())
    found = card(locked, customer_id)
    assert (found.number, found.name, found.fields) == (1, "", {})
    for act in (lambda: a_customer(locked), lambda: changed(locked, customer_id, town="X")):
        with pytest.raises(VaultLocked), transaction.atomic():
            act()
    assert Customer.objects.count() == 1


def test_the_warehouse_registers_nobody(owner: Actor) -> None:
    warehouse = Actor(owner.staff_id, frozenset({Role.WAREHOUSE}), owner.channel, owner.vault)
    with pytest.raises(NotAllowed):
        a_customer(warehouse)
    assert Customer.objects.count() == Event.objects.count() == 0


def test_an_address_is_added_changed_and_removed(owner: Actor) -> None:
    customer_id = a_customer(owner)
    address_id = add_address(customer_id=customer_id, fields=KADE, actor=owner)
    change_address(address_id=address_id, rev=1, fields={**KADE, "label": "Loods"}, actor=owner)
    with pytest.raises(RowChanged):
        change_address(address_id=address_id, rev=1, fields=KADE, actor=owner)
    (address,) = card(owner, customer_id).addresses
    assert address.fields == {**KADE, "label": "Loods"}
    remove_address(address_id=address_id, actor=owner)
    assert card(owner, customer_id).addresses == ()
    with pytest.raises(AddressUnknown):
        remove_address(address_id=address_id, actor=owner)


@pytest.mark.parametrize("missing", ["street", "town"])
def test_no_parcel_can_go_to_half_an_address(owner: Actor, missing: str) -> None:
    fields = {name: value for name, value in KADE.items() if name != missing}
    with pytest.raises(AddressIncomplete) as refusal:
        add_address(customer_id=a_customer(owner), fields=fields, actor=owner)
    assert refusal.value.field == missing


def test_a_contact_note_says_something_and_lies_sealed(owner: Actor) -> None:
    customer_id = a_customer(owner)
    with pytest.raises(NoteEmpty):
        note_contact(
            customer_id=customer_id, text="  ", means="phone", direction="in", actor=owner
        )  # fmt: skip
    note_contact(
        customer_id=customer_id, text=" Belde terug ", means="phone", direction="out", actor=owner
    )  # fmt: skip
    (note,) = card(owner, customer_id).notes
    assert note.fields == {"text": "Belde terug", "channel": "phone", "direction": "out"}


def test_there_is_no_consent_without_evidence(owner: Actor) -> None:
    customer_id = a_customer(owner)
    with pytest.raises(EvidenceMissing):
        consented(owner, customer_id, evidence=" ")
    assert not card(owner, customer_id).wants_newsletter
    consented(owner, customer_id, evidence="Zei het aan de balie")
    (consent,) = card(owner, customer_id).consents
    assert (consent.evidence, consent.wording_version) == ("Zei het aan de balie", 1)
    assert card(owner, customer_id).wants_newsletter


def test_a_no_needs_no_reason_and_counts_from_its_own_moment(owner: Actor) -> None:
    customer_id = a_customer(owner)
    withdraw_consent(
        customer_id=customer_id, evidence="", at=NOON, channel=Channel.OFFICE, actor=owner
    )  # fmt: skip
    consented(owner, customer_id, at=NOON.replace(hour=9))
    assert not card(owner, customer_id).wants_newsletter, "the yes was said before the no"
    consented(owner, customer_id, at=NOON.replace(hour=13))
    assert card(owner, customer_id).wants_newsletter


def test_the_database_keeps_a_yes_without_wording_out(owner: Actor) -> None:
    customer_id = a_customer(owner)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(
            customer_id=customer_id, given=True, at=NOON, channel="office",
            staff_id=owner.staff_id, sealed=b"x",
        )  # fmt: skip


def test_nobody_can_be_changed_who_is_not_there(owner: Actor) -> None:
    with pytest.raises(CustomerUnknown):
        changed(owner, 99, surname="X")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE customers_customerchange SET channel = 'import'",
        "UPDATE customers_consent SET given = NOT given",
        "UPDATE customers_consent SET at = '2020-01-01'",
        "UPDATE customers_consentwording SET text = 'x'",
        "DELETE FROM customers_consentwording",
    ],
)
def test_the_database_lets_nobody_rewrite_provenance_or_consent(owner: Actor, sql: str) -> None:
    consented(owner, a_customer(owner))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_words_to_agree_to_are_there_in_both_languages() -> None:
    assert set(ConsentWording.objects.values_list("language", flat=True)) == {"nl", "en"}


@pytest.mark.parametrize("name", NAME_FIELDS)
@pytest.mark.parametrize("kind", ["", "person", "company"])
def test_form_import_and_command_agree_on_what_a_name_is(name, kind):
    fields = {name: "Berg", "kind": kind}
    seen = check_customer(fields)
    assert seen.can_be_kept
    assert checked(fields) == seen.values == checked(seen.values)
