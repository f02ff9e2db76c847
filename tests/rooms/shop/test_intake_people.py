"""Post, accounts and the newsletter from the shop: each finds whose it is, or stands alone."""

import base64
import hashlib
import os
from datetime import date
from uuid import uuid4

import pytest

from klantkluis.core.days import answer_due
from klantkluis.customers.commands import merge_customers, register_customer
from klantkluis.customers.models import (
    Consent,
    ContactNote,
    Customer,
    Subscriber,
    SubscriberConsent,
)
from klantkluis.messages.letters import (
    AccountClosed,
    Address,
    ConsentGiven,
    NewKey,
    Person,
    Subscribed,
    Unsubscribed,
    Withdrawn,
)
from klantkluis.messages.outbox import Kind
from klantkluis.messages.profile import binding, read_profile
from klantkluis.privacy.rectifying import rectify_customer
from klantkluis.shop.commands.deciding import decide_change
from klantkluis.shop.invariants import broken
from klantkluis.shop.models import ProfileToSend, ProposedChange, ShopOrder, ShopPost, SiteAccount
from klantkluis.shop.stored import SHOP_POST
from klantkluis.vault.opening import open_sealed_to, public_bytes
from klantkluis.vault.purposes import Purpose
from rooms.shop.conftest import AT, WHO, a_question, a_registration, now
from rooms.shop.test_intake_orders import an_order

pytestmark = pytest.mark.django_db


def opened(row, owner):
    return SHOP_POST.open_one(owner.vault, Purpose.CONTACT, row)


def test_a_question_of_a_customer_lies_with_them_and_in_their_contacts(arrive, jan, owner):
    arrive(Kind.QUESTION, a_question(who=WHO, at=AT))
    post = ShopPost.objects.get()
    assert (post.customer_id, post.subject, post.kind) == (jan.pk, jan.uid, "question")
    assert opened(post, owner)["text"] == "Is er nog eiken?"
    assert ContactNote.objects.get().customer_id == jan.pk
    assert (post.due_on, post.handled_at) == (None, None)


def test_a_question_of_a_stranger_lies_under_a_key_of_its_own(arrive, owner):
    arrive(Kind.COMPLAINT, a_question(at=AT))
    post = ShopPost.objects.get()
    assert (post.customer_id, post.subject) == (None, post.uid)
    assert opened(post, owner)["surname"] == "Zwart"
    assert Customer.objects.count() == 0


def test_somebody_with_the_address_of_another_is_no_match(arrive, jan):
    arrive(Kind.QUESTION, a_question(who=Person(surname="Zwart", email=WHO.email), at=AT))
    assert ShopPost.objects.get().customer_id is None


@pytest.mark.parametrize(
    "kind", [Kind.ACCESS_REQUEST, Kind.CORRECTION_REQUEST, Kind.DELETION_REQUEST]
)
def test_a_request_under_the_gdpr_has_a_day_on_which_it_is_answered(arrive, kind):
    arrive(kind, a_question(at=AT))
    assert ShopPost.objects.get().due_on == date(2026, 12, 21)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 1, 31), date(2026, 3, 2)),
        (date(2026, 3, 31), date(2026, 4, 30)),
        (date(2026, 12, 15), date(2027, 1, 15)),
        (date(2026, 4, 16), date(2026, 5, 18)),
        (date(2026, 4, 17), date(2026, 5, 18)),
        (date(2027, 12, 31), date(2028, 1, 31)),
        (date(2026, 11, 25), date(2026, 12, 28)),
        (date(2026, 3, 6), date(2026, 4, 7)),
    ],
)
def test_a_month_is_a_month_and_no_answer_is_due_in_a_weekend_or_on_a_holiday(received, due):
    assert answer_due(received) == due


def test_a_withdrawal_finds_its_order_by_what_the_customer_was_told(arrive):
    arrive(Kind.ORDER, an_order(at=AT))
    arrive(
        Kind.WITHDRAWAL,
        Withdrawn(
            uid=uuid4(), language="nl", at=AT, name="Jan Berg", email=WHO.email,
            order=" w-7k2m ", mailed=True,
        ),
    )  # fmt: skip
    post = ShopPost.objects.get()
    assert (post.kind, post.order_id) == ("withdrawal", ShopOrder.objects.get().order_id)


def test_a_withdrawal_is_of_who_has_its_address_and_its_name(arrive, jan):
    said = {"uid": uuid4(), "language": "nl", "at": AT, "order": "", "mailed": True}
    arrive(Kind.WITHDRAWAL, Withdrawn(name="Jan Berg", email=WHO.email, **said))
    assert ShopPost.objects.get().customer_id == jan.pk


def a_yes(email=WHO.email, token="t" * 40, **parts):
    said = {
        "uid": uuid4(), "language": "nl", "at": AT, "email": email,
        "consent": ConsentGiven(wording=1, text="Ja", asked_at=AT, confirmed_at=AT),
        "unsubscribe": hashlib.sha256(token.encode()).hexdigest(),
    }  # fmt: skip
    return Subscribed(**(said | parts))


def a_no(**parts):
    return Unsubscribed(**({"uid": uuid4(), "language": "nl", "at": AT} | parts))


def test_a_yes_of_a_customer_is_theirs_and_the_link_takes_it_back(arrive, jan):
    arrive(Kind.SUBSCRIBE, a_yes())
    arrive(Kind.UNSUBSCRIBE, a_no(token="t" * 40, one_click=True))
    consents = Consent.objects.order_by("pk").values_list("customer_id", "given", "channel")
    assert list(consents) == [(jan.pk, True, "site"), (jan.pk, False, "site")]
    assert Subscriber.objects.count() == 0


def test_an_address_alone_is_a_subscriber_and_no_customer(arrive):
    arrive(Kind.SUBSCRIBE, a_yes(), a_yes(token="u" * 40))
    assert (Customer.objects.count(), Subscriber.objects.count()) == (0, 1)
    assert b"voorbeeld" not in bytes(Subscriber.objects.get().sealed)
    arrive(Kind.UNSUBSCRIBE, a_no(email="JAN@voorbeeld.example"))
    given = SubscriberConsent.objects.order_by("pk").values_list("given", flat=True)
    assert list(given) == [True, True, False]


def test_a_no_of_somebody_whom_we_do_not_have_asks_for_nothing(arrive):
    arrive(Kind.UNSUBSCRIBE, a_no(token="x" * 40), a_no(email="niemand@voorbeeld.example"))
    assert Consent.objects.count() + SubscriberConsent.objects.count() == 0


def test_a_registration_of_a_customer_is_linked_and_what_differs_is_proposed(arrive, jan):
    account, seed = uuid4(), os.urandom(32)
    arrive(Kind.REGISTRATION, a_registration(seed, account))
    row = SiteAccount.objects.get()
    assert (row.uid, row.customer_id, row.rev) == (account, jan.pk, 1)
    assert ProposedChange.objects.count() == 0
    moved = Address(street="Nieuweweg", house_number="1", postcode="1000 AA", town="Elders")
    arrive(Kind.PROFILE_CHANGE, a_registration(seed, account, rev=2, address=moved))
    assert SiteAccount.objects.get().rev == 2
    assert ProposedChange.objects.get().account == account
    assert Customer.objects.count() == 1


def test_an_account_of_who_was_merged_on_the_page_of_customers_hears_what_was_taken_over(
    arrive, jan, owner, today
):
    account, seed = uuid4(), os.urandom(32)
    arrive(Kind.REGISTRATION, a_registration(seed, account))
    keep = register_customer(fields={"surname": "Berg"}, actor=owner, today=today)
    merge_customers(keep_id=keep, duplicate_id=jan.pk, actor=owner)
    assert list(broken()) == []
    moved = Address(street="Nieuweweg", house_number="1", postcode="1000 AA", town="Elders")
    arrive(Kind.PROFILE_CHANGE, a_registration(seed, account, rev=2, address=moved))
    decide_change(change_id=ProposedChange.objects.get().pk, accept=True, actor=owner, now=now())
    assert ProfileToSend.objects.get().account.uid == account


def test_what_we_correct_on_request_goes_to_the_account_sealed(arrive, jan, owner, site, round_):
    account, seed = uuid4(), os.urandom(32)
    arrive(Kind.REGISTRATION, a_registration(seed, account))
    whose = SiteAccount.objects.get().customer_id
    rev = Customer.objects.get(pk=whose).rev
    said = {"payment_term_days": 14, "language": "nl", "actor": owner, "at": now()}
    rectify_customer(customer_id=whose, rev=rev, fields={"town": "Deventer"}, **said)
    assert b"Deventer" not in bytes(ProfileToSend.objects.get().sealed)
    round_()
    (sent,) = site.profiles
    plain = open_sealed_to(seed, sent.sealed, info=binding(site.site_id, account, sent.rev))
    assert read_profile(plain).address.town == "Deventer"
    rev = Customer.objects.get(pk=whose).rev
    rectify_customer(customer_id=whose, rev=rev, fields={"town": "Deventer"}, **said)
    assert ProfileToSend.objects.count() == 0, "nothing changed, nothing to bring"


def test_an_older_change_of_a_profile_is_left(arrive, jan):
    account, seed = uuid4(), os.urandom(32)
    arrive(Kind.REGISTRATION, a_registration(seed, account, rev=3))
    arrive(Kind.PROFILE_CHANGE, a_registration(os.urandom(32), account, rev=2))
    assert bytes(SiteAccount.objects.get().public) == public_bytes(seed)


def test_after_a_lost_password_the_profile_is_sealed_to_the_new_key(arrive, jan, site, round_):
    account, seed = uuid4(), os.urandom(32)
    arrive(Kind.REGISTRATION, a_registration(os.urandom(32), account))
    public = base64.b64encode(public_bytes(seed)).decode()
    key = NewKey(uid=uuid4(), account=account, language="nl", at=AT, public=public)
    arrive(Kind.NEW_KEY, key)
    assert b"Berg" not in bytes(ProfileToSend.objects.get().sealed)
    round_()
    (sent,) = site.profiles
    plain = open_sealed_to(seed, sent.sealed, info=binding(site.site_id, account, sent.rev))
    profile = read_profile(plain)
    assert (profile.surname, profile.address.town) == ("Berg", "Utrecht")
    assert sent.for_key == hashlib.sha256(public_bytes(seed)).digest()
    assert ProfileToSend.objects.count() == 0


def test_a_closed_account_leaves_the_customer_as_it_is(arrive, jan):
    account = uuid4()
    arrive(Kind.REGISTRATION, a_registration(os.urandom(32), account))
    arrive(Kind.ACCOUNT_CLOSED, AccountClosed(uid=uuid4(), account=account, language="nl", at=AT))
    assert SiteAccount.objects.get().closed_at == AT
    assert Customer.objects.get().state == "active"
