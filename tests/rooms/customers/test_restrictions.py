"""Data that may be kept and not used are used in no room; facts.md section 17, test 7."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from klantkluis.billing.commands import draft_invoice, receive_payment, send_invoice
from klantkluis.billing.gathering import gather
from klantkluis.billing.models import Payment
from klantkluis.billing.periodic import make_due
from klantkluis.billing.rules import BillFrom
from klantkluis.core.roles import Channel, Role
from klantkluis.customers.blocking import (
    CustomerRestricted,
    blocked_among,
    blocked_uids,
    may_look,
    refuse_when_restricted,
)
from klantkluis.customers.commands import (
    CauseWrong,
    NotYetTold,
    ReasonMissing,
    RestrictionUnknown,
    announce_lift,
    give_consent,
    lift,
    merge_customers,
    object_to,
    permit_use,
    restrict,
    withdraw_consent,
    write_letter,
)
from klantkluis.customers.invariants import broken
from klantkluis.customers.letters import LetterWords
from klantkluis.customers.mailing import recipient_of
from klantkluis.customers.models import Customer
from klantkluis.customers.restriction_rows import Restriction
from klantkluis.customers.restriction_rules import (
    BLOCKED,
    CAUSES,
    Against,
    Cause,
    Kind,
    Permission,
    Told,
    Use,
)
from klantkluis.customers.restrictions import (
    permitted_uses,
    restrictions_of,
)
from klantkluis.customers.vat_checks.queries import customers_to_ask
from klantkluis.foundation.actors import Actor, NotAllowed
from klantkluis.sales.commands import NewOrder, deliver, take_order, write_quote
from klantkluis.sales.commands.quoting import NewQuote
from klantkluis.sales.commands.receiving import OrderOf, take_rows
from klantkluis.sales.holding import orders_on_hold
from rooms.restricting import restricted_now
from rooms.story import (
    TODAY,
    PriceBasis,
    a_customer,
    a_line,
    a_product,
    a_sent_invoice,
    an_order,
)
from rooms.subscribing import a_subscription

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("our_company")]
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
WORDS = LetterWords(subject="Over uw data", salutation="Geachte", text="Een brief.")


@pytest.fixture
def els(owner) -> int:
    return a_customer(owner)


def freed(restriction_id: int, actor: Actor) -> None:
    announce_lift(restriction_id=restriction_id, how=Told.LETTER, actor=actor, at=timezone.now())
    lift(restriction_id=restriction_id, actor=actor, at=timezone.now())


def permitted(customer_id: int, use: Use, actor: Actor, at: datetime | None = None) -> int:
    return permit_use(
        customer_id=customer_id, use=use, permission=Permission.CLAIMS, reason="Rechtszaak 12.",
        actor=actor, at=at or timezone.now(),
    )  # fmt: skip


def order_for(customer_id: int, actor: Actor, line) -> int:
    order = NewOrder(lines=[line], basis=PriceBasis.GROSS, ordered_on=TODAY)
    return take_order(customer_id=customer_id, order=order, actor=actor)


def quote_for(customer_id: int, actor: Actor, line) -> int:
    order = NewOrder(lines=[line], basis=PriceBasis.GROSS, ordered_on=TODAY)
    quote = NewQuote(order=order, valid_until=TODAY + timedelta(days=30))
    return write_quote(customer_id=customer_id, quote=quote, actor=actor)


def letter_to(customer_id: int, actor: Actor) -> int:
    return write_letter(customer_id=customer_id, words=WORDS, actor=actor, today=TODAY, made_at=NOW)


def consent_of(customer_id: int, actor: Actor) -> int:
    return give_consent(
        customer_id=customer_id, evidence="Aan de balie.", at=NOW, channel=Channel.OFFICE,
        actor=actor, today=TODAY,
    )  # fmt: skip


def test_each_use_is_refused_and_goes_on_when_the_owner_says_why(owner, els):
    line = a_line(a_product(owner))
    waiting = an_order(owner, [line], customer_id=els)
    restricted_now(els, owner)
    uses = {
        Use.ORDER: lambda: order_for(els, owner, line),
        Use.QUOTE: lambda: quote_for(els, owner, line),
        Use.DELIVERY: lambda: deliver(order_id=waiting, actor=owner, delivered_on=TODAY),
        Use.LETTER: lambda: letter_to(els, owner),
        Use.MAIL: lambda: recipient_of(customer_id=els, vault=owner.vault),
        Use.NEWSLETTER: lambda: consent_of(els, owner),
    }
    for use, act in uses.items():
        with pytest.raises(CustomerRestricted):
            act()
        permitted(els, use, owner)
        assert act(), use
    for use in Use:
        if use not in uses:
            assert blocked_among([els], use) == {els}, use


def test_money_is_booked_and_what_was_delivered_is_billed(owner, els):
    line = a_line(a_product(owner))
    order_id = an_order(owner, [line], customer_id=els)
    deliver(order_id=order_id, actor=owner, delivered_on=TODAY)
    restricted_now(els, owner)
    invoice_id = draft_invoice(
        order_id=order_id, what=BillFrom.DELIVERIES, actor=owner, today=TODAY
    )
    assert send_invoice(invoice_id=invoice_id, actor=owner, today=TODAY)
    receive_payment(
        invoice_id=invoice_id, amount_cents=37_900, received_on=TODAY, actor=owner,
        method=Payment.Method.BANK,
    )  # fmt: skip
    assert Payment.objects.count() == 1


def test_nothing_is_billed_by_itself(owner, els):
    subscription = a_subscription(owner, customer_id=els)
    restriction = restricted_now(els, owner)
    assert make_due(today=TODAY + timedelta(days=40)).drafts == []
    assert gather(today=TODAY + timedelta(days=40)).drafts == []
    freed(restriction, owner)
    assert make_due(today=TODAY + timedelta(days=40)).drafts, subscription


def test_vat_numbers_of_the_restricted_are_not_asked_for(owner):
    firm = a_customer(owner, company="Firma", vat_number="BE0403019261")
    assert customers_to_ask(now=NOW) == [firm]
    restricted_now(firm, owner)
    assert customers_to_ask(now=NOW) == []


def test_signing_off_is_always_possible(owner, els):
    restricted_now(els, owner)
    assert withdraw_consent(
        customer_id=els, evidence="", at=NOW, channel=Channel.OFFICE, actor=owner
    )


def test_an_objection_to_advertising_stops_the_newsletter_and_nothing_else(owner, els):
    object_to(customer_id=els, against=Against.DIRECT_MARKETING, reason="", actor=owner, at=NOW)
    with pytest.raises(CustomerRestricted):
        consent_of(els, owner)
    assert not Customer.objects.get(pk=els).restricted
    assert order_for(els, owner, a_line(a_product(owner)))
    assert recipient_of(customer_id=els, vault=owner.vault).address == "els@example.nl"


def test_an_objection_to_our_interest_stops_what_rests_on_it(owner, els):
    object_to(
        customer_id=els, against=Against.LEGITIMATE_INTEREST, reason="Mijn situatie.", actor=owner,
        at=NOW,
    )  # fmt: skip
    blocked = {use for use in Use if blocked_among([els], use)}
    assert blocked == BLOCKED[Against.LEGITIMATE_INTEREST]


def test_nobody_objects_to_everything(owner, els):
    with pytest.raises(CauseWrong):
        object_to(customer_id=els, against=Against.ALL, reason="", actor=owner, at=NOW)
    with pytest.raises(CauseWrong):
        restrict(customer_id=els, cause=Cause.MARKETING, reason="", actor=owner, at=NOW)


@pytest.mark.parametrize(("kind", "against"), CAUSES)
def test_the_database_knows_no_cause_of_another_kind(owner, els, kind, against):
    wrong = Cause.ACCURACY if kind is Kind.OBJECTION else Cause.MARKETING
    with pytest.raises(IntegrityError), transaction.atomic():
        Restriction.objects.create(
            customer_id=els, kind=kind, against=against, cause=wrong, since=NOW, channel="office",
            staff_id=owner.staff_id, sealed=b"x",
        )  # fmt: skip


def test_it_is_lifted_only_after_the_person_was_told(owner, els):
    pk = restricted_now(els, owner)
    with pytest.raises(NotYetTold):
        lift(restriction_id=pk, actor=owner, at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO customers_restrictionlift (restriction_id, lifted_at, staff_id)"
            f" VALUES ({pk}, '2030-01-01 00:00:00', '{owner.staff_id.hex}')"
        )
    freed(pk, owner)
    assert not Customer.objects.get(pk=els).restricted
    refuse_when_restricted(els, Use.MAIL)
    with pytest.raises(RestrictionUnknown):
        lift(restriction_id=pk, actor=owner, at=timezone.now())
    (row,) = restrictions_of(customer_id=els, vault=owner.vault)
    assert (row.told_how, row.holds) == ("letter", False)
    assert row.reason.startswith("Zegt dat")


def test_one_that_is_lifted_leaves_the_other(owner, els):
    first, second = restricted_now(els, owner), restricted_now(els, owner, Cause.CLAIMS)
    freed(first, owner)
    assert Customer.objects.get(pk=els).restricted
    freed(second, owner)
    assert not Customer.objects.get(pk=els).restricted
    assert list(broken()) == []


@pytest.mark.parametrize(
    "act",
    [
        "UPDATE customers_restriction SET cause = 'claims'",
        "UPDATE customers_permitteduse SET use = 'mail'",
        "UPDATE customers_restrictionannouncement SET how = 'phone'",
        "UPDATE customers_restrictionlift SET lifted_at = '2030-01-01'",
    ],
)
def test_what_happened_is_not_rewritten(owner, els, act):
    pk = restricted_now(els, owner)
    permitted(els, Use.LOOK, owner)
    freed(pk, owner)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act)


def test_a_permission_says_why_holds_for_an_hour_and_for_one_use(owner, els):
    restricted_now(els, owner)
    with pytest.raises(ReasonMissing):
        permit_use(
            customer_id=els, use=Use.MAIL, permission=Permission.LAW, reason=" ", actor=owner,
            at=timezone.now(),
        )  # fmt: skip
    permitted(els, Use.MAIL, owner, at=timezone.now() - timedelta(minutes=61))
    assert blocked_among([els], Use.MAIL) == {els}
    permitted(els, Use.MAIL, owner)
    assert blocked_among([els], Use.MAIL) == set()
    assert blocked_among([els], Use.LETTER) == {els}
    assert [each.reason for each in permitted_uses(customer_id=els, vault=owner.vault)] == [
        "Rechtszaak 12.", "Rechtszaak 12.",
    ]  # fmt: skip


def test_who_reads_for_the_law_may_look_and_only_look(owner, els, in_process_vault):
    restricted_now(els, owner)
    fiscal = Actor(
        staff_id=owner.staff_id, roles=frozenset({Role.FISCAL}), channel=Channel.OFFICE,
        vault=owner.vault,
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        permitted(els, Use.MAIL, fiscal)
    assert not may_look(els, fiscal.staff_id)
    permitted(els, Use.LOOK, fiscal)
    assert may_look(els, fiscal.staff_id)
    sales = Actor(
        staff_id=owner.staff_id, roles=frozenset({Role.SALES}), channel=Channel.OFFICE,
        vault=owner.vault,
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        permitted(els, Use.LOOK, sales)


def test_a_merge_takes_the_restriction_and_its_words_along(owner, els):
    keep = a_customer(owner, surname="Bakker")
    pk = restricted_now(els, owner)
    permitted(els, Use.LOOK, owner)
    merge_customers(keep_id=keep, duplicate_id=els, actor=owner)
    (row,) = restrictions_of(customer_id=keep, vault=owner.vault)
    assert (row.id, row.reason[:4]) == (pk, "Zegt")
    assert blocked_among([els, keep], Use.MAIL) == {els, keep}, "also by the old number"
    uids = set(Customer.objects.values_list("uid", flat=True))
    assert blocked_uids(uids, Use.MAIL) == uids
    freed(pk, owner)
    assert blocked_among([els, keep], Use.MAIL) == set()
    assert list(broken()) == []


def test_many_are_asked_about_in_one_question(owner, django_assert_num_queries):
    people = [a_customer(owner, surname=f"Nummer{n}") for n in range(6)]
    restricted_now(people[2], owner)
    with django_assert_num_queries(1):
        assert blocked_among(people, Use.EXPORT) == {people[2]}
    assert blocked_among([], Use.EXPORT) == set()


def test_an_order_from_the_shop_is_taken_and_stays_on_hold(owner, els):
    pk = restricted_now(els, owner)
    goes_to = {"name": "Els", "street": "Dorpsstraat", "house_number": "12",
               "postcode": "1234 AB", "town": "Ons Dorp", "country": "NL"}  # fmt: skip
    order = NewOrder(
        lines=[a_line(a_product(owner))], basis=PriceBasis.GROSS, ordered_on=TODAY,
        deliver_to=goes_to,
    )  # fmt: skip
    (taken,) = take_rows([OrderOf(els, order, {"country": "NL", "postcode": "1234 AB"})], owner)
    assert [held for held, _number in orders_on_hold(limit=5)] == [taken.id]
    with pytest.raises(CustomerRestricted):
        deliver(order_id=taken.id, actor=owner, delivered_on=TODAY)
    freed(pk, owner)
    assert orders_on_hold(limit=5) == []
    assert deliver(order_id=taken.id, actor=owner, delivered_on=TODAY)


def test_an_order_of_before_is_delivered_after_it_was_lifted(owner, els):
    invoice = a_sent_invoice(owner, [a_line(a_product(owner))], customer_id=els)
    pk = restricted_now(els, owner)
    freed(pk, owner)
    order_id = an_order(owner, [a_line(None, kind="text", text="Montage")], customer_id=els)
    assert invoice
    assert order_id
