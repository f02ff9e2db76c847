"""Whose relation with us is over: the last business of the person decides, in all its rows."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from klantkluis.billing.commands import PaymentMethod, receive_payment
from klantkluis.core.roles import Channel
from klantkluis.customers.commands import (
    give_consent,
    merge_customers,
    note_contact,
    register_customer,
    withdraw_consent,
)
from klantkluis.customers.models import ContactNote, Customer
from klantkluis.foundation.records import all_records
from klantkluis.privacy.retaining.holds import HoldGround, place_hold
from klantkluis.privacy.retaining.people import business_records, customer_path, relations
from klantkluis.shop.models import SiteAccount
from rooms.story import JANSEN, TODAY, a_customer, a_line, a_product, a_sent_invoice, an_order

pytestmark = pytest.mark.usefixtures("our_company")

END = date(2028, 11, 20)
"""Two years after the day of the stories."""
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def over(today: date, months: int = 24) -> set[int]:
    return {each.customer_id for each in relations(today=today, months=months).over}


def test_every_kind_of_business_leads_to_a_customer():
    told = {record.model for record in all_records() if record.business}
    assert {record.model for record in business_records()} == told
    for record in business_records():
        list(record.rows().values_list(customer_path(record), record.since)[:0])


def test_who_never_bought_is_kept_two_years_after_the_day_of_registration(owner):
    customer_id = a_customer(owner)
    assert over(END - timedelta(days=1)) == set()
    assert over(END) == {customer_id}
    assert over(END, months=25) == set(), "the owner decided on a longer term"


def test_the_last_business_begins_the_term_anew(owner):
    customer_id = register_customer(fields=JANSEN, actor=owner, today=date(2020, 1, 1))
    assert over(date(2022, 1, 1)) == {customer_id}
    note_contact(customer_id=customer_id, text="Belde", means="phone", direction="in", actor=owner)
    ContactNote.objects.update(at=datetime(2025, 3, 1, 23, 30, tzinfo=UTC))
    assert over(date(2027, 3, 1)) == set(), "in Utrecht it was the second of March"
    assert over(date(2027, 3, 2)) == {customer_id}
    an_order(owner, [a_line(a_product(owner))], customer_id=customer_id)
    assert over(date(2027, 3, 2)) == set()


def test_what_is_not_finished_keeps_a_customer(owner):
    invoice_id = a_sent_invoice(owner)
    found = relations(today=END, months=24)
    assert (found.over, found.claimed) == ((), 1)
    receive_payment(
        invoice_id=invoice_id, received_on=TODAY, amount_cents=37_900, note="", actor=owner,
        method=PaymentMethod.BANK,
    )  # fmt: skip
    assert len(over(END)) == 1


def test_who_reads_the_newsletter_or_has_an_account_is_not_over(owner):
    reader, member, nobody = (a_customer(owner) for _ in range(3))
    give_consent(
        customer_id=reader, evidence="Formulier", at=NOW, channel=Channel.OFFICE, actor=owner,
        today=TODAY,
    )  # fmt: skip
    account = SiteAccount.objects.create(
        uid=uuid4(), customer_id=member, public=b"x", rev=1, registered_at=NOW
    )
    found = relations(today=END, months=24)
    assert ([each.customer_id for each in found.over], found.based) == ([nobody], 2)
    withdraw_consent(
        customer_id=reader, evidence="Mail", at=NOW + timedelta(hours=1), channel=Channel.OFFICE,
        actor=owner,
    )  # fmt: skip
    SiteAccount.objects.filter(pk=account.pk).update(closed_at=NOW)
    assert over(END) == {reader, member, nobody}


def test_a_merge_makes_one_person_of_two(owner):
    keep, duplicate = a_customer(owner), a_customer(owner)
    an_order(owner, [a_line(a_product(owner))], customer_id=duplicate)
    merge_customers(keep_id=keep, duplicate_id=duplicate, actor=owner)
    found = relations(today=END, months=24)
    assert (found.over, found.claimed) == ((), 1), "the order of the one keeps the other"
    place_hold(
        customer_id=duplicate, ground=HoldGround.CLAIM, note="Zaak", since=TODAY, actor=owner,
        at=NOW,
    )  # fmt: skip
    found = relations(today=END, months=24)
    assert (found.claimed, found.held) == (0, 1)


def test_a_relation_is_of_all_uids_of_the_person(owner):
    keep, duplicate = a_customer(owner), a_customer(owner)
    uids = {Customer.objects.get(pk=pk).uid for pk in (keep, duplicate)}
    merge_customers(keep_id=keep, duplicate_id=duplicate, actor=owner)
    (found,) = relations(today=END, months=24).over
    assert (found.customer_id, set(found.uids), found.last_on) == (keep, uids, TODAY)


def test_a_hold_keeps_a_customer(owner):
    customer_id = a_customer(owner)
    place_hold(
        customer_id=customer_id, ground=HoldGround.COURT, note="Zaak", since=TODAY, actor=owner,
        at=NOW,
    )  # fmt: skip
    found = relations(today=END, months=24)
    assert (found.over, found.held, found.claimed) == ((), 1, 0)


def test_it_is_known_when_the_others_come_to_their_end(owner):
    for _ in range(2):
        a_customer(owner)
    assert relations(today=TODAY, months=24).ahead == {date(2028, 11, 1): 2}
    assert relations(today=END, months=24).ahead == {}


def test_some_can_be_looked_at_without_the_others(owner):
    first, second = a_customer(owner), a_customer(owner)
    found = relations(today=END, months=24, among=[second])
    assert [each.customer_id for each in found.over] == [second]
    assert over(END) == {first, second}


def test_the_number_of_queries_does_not_grow_with_customers(owner, django_assert_max_num_queries):
    for _ in range(5):
        a_customer(owner)
    with django_assert_max_num_queries(40):
        assert len(over(END)) == 5
