"""The nightly row check over everything that a business seals, on the real tables."""

from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db import connection

from klantkluis.billing.commands import PaymentMethod, file_paper, receive_payment
from klantkluis.core.mail import Security
from klantkluis.core.roles import Channel
from klantkluis.customers.commands import add_address, change_customer, give_consent, note_contact
from klantkluis.customers.queries import customer_card
from klantkluis.foundation.mail.server import ServerFields, change_mail_server
from klantkluis.foundation.models import SealedModel
from klantkluis.foundation.records import all_records
from klantkluis.office.housekeeping import sealed
from klantkluis.office.housekeeping.sealed import (
    OWNERS,
    SEAL_TABLES,
    rows_to_open,
    sealed_rows,
    wrong_rows,
)
from klantkluis.office.imports.keeping import classes_in_use, keep_file
from klantkluis.office.imports.models import What
from klantkluis.vault.purposes import TABLES
from rooms.story import TODAY, a_customer, a_line, a_product, a_sent_invoice

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ELSEWHERE = {"street": "Laan", "house_number": "3", "town": "Zeist", "country": "NL"}

pytestmark = pytest.mark.usefixtures("our_company")


def test_every_kind_of_sealed_row_is_checked():
    kinds = {model._meta.label for model in apps.get_models() if issubclass(model, SealedModel)}
    assert kinds == set(SEAL_TABLES)
    assert set(SEAL_TABLES.values()) | {"product_file"} == set(TABLES)


@pytest.fixture
def business(owner) -> int:
    """A customer with something of everything; give its id."""
    customer_id = a_customer(owner)
    add_address(customer_id=customer_id, fields=ELSEWHERE, actor=owner)
    note_contact(customer_id=customer_id, text="Called", means="phone", direction="in", actor=owner)
    give_consent(
        customer_id=customer_id, evidence="form", at=NOW, channel=Channel.OFFICE, actor=owner,
        today=TODAY,
    )  # fmt: skip
    invoice_id = a_sent_invoice(owner, [a_line(a_product(owner))], customer_id=customer_id)
    file_paper(invoice_id=invoice_id, actor=owner, made_at=NOW)
    receive_payment(
        invoice_id=invoice_id, received_on=TODAY, amount_cents=100, note="thanks", actor=owner,
        method=PaymentMethod.BANK,
    )  # fmt: skip
    server = ServerFields("localhost", 25, Security.NONE, "wij", "Wij", "wij@voorbeeld.nl")
    change_mail_server(fields=server, password="geheim", actor=owner, at=NOW)
    change_mail_server(fields=server, password="geheimer", actor=owner, at=NOW)
    for what in What:
        keep_file(what=what, name="a.csv", contents=b"x", actor=owner, now=NOW)
    return customer_id


def move(card, town: str, owner) -> None:
    """Change a customer, and let the vault know as a page does after its transaction."""
    change_customer(
        customer_id=card.id, rev=card.rev, fields={**card.fields, "town": town}, language="nl",
        payment_term_days=14, actor=owner,
    )  # fmt: skip
    owner.vault.index([card.uid])


def test_all_that_a_business_seals_passes(business, in_process_vault):
    assert sum(1 for label in SEAL_TABLES for _row in sealed_rows(label)) >= 10
    assert list(wrong_rows(in_process_vault.upkeep())) == []
    assert classes_in_use() == {"T-2026-11-20"}


@pytest.mark.parametrize("label", sorted(SEAL_TABLES))
def test_it_is_known_whose_key_each_kind_of_row_lies_under(label):
    declared = {each.model: each.stored.owner_field for each in all_records() if each.stored}
    assert OWNERS[label] == declared.get(label, OWNERS[label])
    assert list(rows_to_open(label)) == []


def test_every_row_opens_under_the_key_of_its_owner(business, in_process_vault):
    assert OWNERS.keys() == SEAL_TABLES.keys()
    rows = [row for label in SEAL_TABLES for row in rows_to_open(label)]
    assert len(rows) >= 10
    assert in_process_vault.upkeep().scan_stored(rows) == {}


def test_a_row_that_was_put_back_by_sql_is_found_and_named_by_its_uid(
    business, owner, in_process_vault
):
    in_process_vault.owner().seen_alarms()
    card = customer_card(customer_id=business, vault=owner.vault)
    with connection.cursor() as cursor:
        cursor.execute("SELECT rev, sealed FROM customers_customer WHERE id = %s", [business])
        rev, old = cursor.fetchone()
    move(card, "Zwolle", owner)
    assert list(wrong_rows(in_process_vault.upkeep())) == []
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE customers_customer SET rev = %s, sealed = %s WHERE id = %s",
            [rev, bytes(old), business],
        )
    (sentence,) = wrong_rows(in_process_vault.upkeep())
    assert str(card.uid) in sentence
    assert "customers.Customer" in sentence
    kinds = in_process_vault.status().alarm_kinds
    assert [(kind["what"], kind["count"]) for kind in kinds] == [("rows_rolled_back", 1)]
    in_process_vault.owner().seen_alarms()


@pytest.mark.parametrize("at_once", [1, 3, 1000])
def test_wrong_rows_of_several_kinds_are_found_however_many_are_asked_at_once(
    business, owner, in_process_vault, monkeypatch, at_once
):
    monkeypatch.setattr(sealed, "ROWS_SEEN_AT_ONCE", at_once)
    monkeypatch.setattr(sealed, "UIDS_AT_ONCE", at_once)
    add_address(customer_id=business, fields=ELSEWHERE, actor=owner)
    assert list(wrong_rows(in_process_vault.upkeep())) == []
    bent = "E'\\\\x0101'" if connection.vendor == "postgresql" else "x'0101'"
    with connection.cursor() as cursor:
        for table in ("customers_deliveryaddress", "customers_contactnote"):
            cursor.execute(f"UPDATE {table} SET sealed = {bent}")
    found = sorted(sentence.split(" of ")[1] for sentence in wrong_rows(in_process_vault.upkeep()))
    assert [each.split()[0] for each in found] == [
        "customers.ContactNote", "customers.DeliveryAddress", "customers.DeliveryAddress"
    ]  # fmt: skip
    in_process_vault.owner().seen_alarms()


def test_a_row_that_is_saved_while_we_look_is_no_alarm(
    business, owner, in_process_vault, monkeypatch
):
    """The check reads a row, somebody saves a newer one, and only then is the log read."""
    in_process_vault.owner().seen_alarms()
    read, saved_meanwhile = sealed_rows, []

    def slow(label: str, *only):
        rows = list(read(label, *only))
        if label == "customers.Customer" and not saved_meanwhile:
            saved_meanwhile.append(1)
            card = customer_card(customer_id=business, vault=owner.vault)
            move(card, "Zwolle", owner)
        yield from rows

    monkeypatch.setattr(sealed, "sealed_rows", slow)
    assert list(wrong_rows(in_process_vault.upkeep())) == []
    assert saved_meanwhile
    assert in_process_vault.status().alarms == 0
