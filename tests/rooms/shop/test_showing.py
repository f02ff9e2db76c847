"""What the office knows of a customer is what the account shows, however it came to know it."""

import os
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from klantkluis.customers.commands import announce_lift, change_customer, lift, merge_customers
from klantkluis.customers.commands.registering import register_customer
from klantkluis.customers.models import Customer
from klantkluis.customers.restriction_rules import Told
from klantkluis.messages.letters import Address
from klantkluis.messages.outbox import Kind
from klantkluis.messages.profile import Profile, binding, read_profile
from klantkluis.messages.wire import Verb
from klantkluis.privacy.rectifying import rectify_customer
from klantkluis.shop.commands.deciding import decide_change
from klantkluis.shop.linking.asking import Conversation
from klantkluis.shop.models import ProfileToSend, ProposedChange, SiteAccount
from klantkluis.shop.queries import doubts
from klantkluis.shop.showing import accounts_to_show, show_accounts, waiting_accounts
from klantkluis.vault.opening import open_sealed_to, public_bytes
from rooms.customers.test_importing_customers import FILE, import_customers, previewed
from rooms.restricting import restricted_now
from rooms.shop.conftest import a_registration, now
from rooms.shop.test_intake_orders import an_order

pytestmark = pytest.mark.django_db
MOVED = Address(street="Nieuweweg", house_number="1", postcode="1000 AA", town="Elders")


@pytest.fixture
def account(arrive, jan) -> tuple[UUID, bytes]:
    """The account of Jan, and the seed that opens what is sealed to it."""
    uid, seed = uuid4(), os.urandom(32)
    arrive(Kind.REGISTRATION, a_registration(seed, uid))
    return uid, seed


@pytest.fixture
def show(owner) -> Callable[[], int]:
    def do() -> int:
        ids = list(accounts_to_show().values_list("pk", flat=True))
        return show_accounts(account_ids=ids, actor=owner)

    return do


@pytest.fixture
def shown(round_, site, show, account) -> Callable[[], Profile]:
    """Let the round come by, and give what the account then shows."""

    def do() -> Profile:
        show()
        assert waiting_accounts() == 0
        round_()
        uid, seed = account
        sent = [each for each in site.profiles if each.account == uid][-1]
        plain = open_sealed_to(seed, sent.sealed, info=binding(site.site_id, uid, sent.rev))
        return read_profile(plain)

    return do


def change(customer: Customer, owner, **fields: str) -> None:
    rev = Customer.objects.values_list("rev", flat=True).get(pk=customer.pk)
    change_customer(
        customer_id=customer.pk, rev=rev, fields=fields, language="nl", payment_term_days=14,
        actor=owner,
    )  # fmt: skip


def test_what_is_changed_on_the_page_of_a_customer_is_shown_in_the_account(jan, owner, shown):
    change(jan, owner, town="Deventer", surname="Bergen")
    assert (shown().address.town, shown().surname) == ("Deventer", "Bergen")


def test_what_is_cleared_is_gone_from_the_account(jan, owner, shown):
    change(jan, owner, company="Berg BV")
    assert shown().company == "Berg BV"
    change(jan, owner, company="")
    assert shown().company == ""


def test_who_is_merged_is_shown_as_who_is_kept(jan, owner, today, shown):
    shown()
    keep = register_customer(
        fields={"surname": "Berg", "town": "Zwolle"}, actor=owner, today=today
    )  # fmt: skip
    merge_customers(keep_id=keep, duplicate_id=jan.pk, actor=owner)
    assert (shown().address.town, shown().first_name) == ("Zwolle", "Jan")


def test_nothing_is_brought_twice(jan, owner, show, round_, shown, site):
    shown()
    before = len(site.profiles)
    assert show() == 0
    round_()
    assert (ProfileToSend.objects.count(), len(site.profiles)) == (0, before)


def test_own_words_stay_until_somebody_decided(arrive, jan, owner, account, show, shown):
    shown()
    arrive(Kind.PROFILE_CHANGE, a_registration(account[1], account[0], rev=2, address=MOVED))
    change(jan, owner, phone="0612345678", town="Deventer")
    assert show() == 0, "the account shows what its owner said"
    proposed = ProposedChange.objects.get(ended_at=None)
    decide_change(change_id=proposed.pk, accept=True, actor=owner, now=now())
    assert shown().address.town == "Elders"


def test_what_was_refused_is_shown_as_we_have_it(arrive, jan, owner, account, shown):
    arrive(Kind.PROFILE_CHANGE, a_registration(account[1], account[0], rev=2, address=MOVED))
    proposed = ProposedChange.objects.get(ended_at=None)
    decide_change(change_id=proposed.pk, accept=False, actor=owner, now=now())
    assert shown().address.town == "Utrecht"


def test_an_address_of_an_order_that_nobody_decided_on_holds_nothing_up(jan, owner, account, shown):
    shown()
    ProposedChange.objects.create(customer=jan, account=account[0], proposed_at=now())
    change(jan, owner, town="Deventer")
    assert shown().address.town == "Deventer"


def test_what_may_be_kept_and_not_used_is_not_brought_until_that_is_lifted(jan, owner, show, shown):
    shown()
    at = now()
    restriction = restricted_now(jan.pk, owner, at=at - timedelta(hours=1))
    change(jan, owner, town="Deventer")
    assert (waiting_accounts(), show()) == (0, 0)
    announce_lift(restriction_id=restriction, how=Told.PHONE, actor=owner, at=at)
    lift(restriction_id=restriction, actor=owner, at=at)
    assert shown().address.town == "Deventer"


def test_what_a_restricted_person_asks_to_correct_reaches_their_account(jan, owner, shown):
    shown()
    restricted_now(jan.pk, owner)
    rectify_customer(
        customer_id=jan.pk, rev=Customer.objects.get(pk=jan.pk).rev, fields={"town": "Deventer"},
        payment_term_days=14, language="nl", actor=owner, at=now(),
    )  # fmt: skip
    assert shown().address.town == "Deventer"


def test_what_an_import_fills_in_is_shown(owner, today, show, our_company, paired):
    import_customers(preview=previewed(), actor=owner, today=today)
    for customer in Customer.objects.all():
        SiteAccount.objects.create(
            uid=uuid4(), customer=customer, public=public_bytes(os.urandom(32)), rev=1,
            registered_at=now(), shown_change=customer.change_seq,
        )  # fmt: skip
    assert waiting_accounts() == 0
    fuller = FILE.replace("3;Piet Smit;;;;;;;", "3;Piet Smit;;Weg 9;6711AB;Ede;NL;piet@example.nl;")
    import_customers(preview=previewed(fuller), complete_known=True, actor=owner, today=today)
    assert (waiting_accounts(), show(), waiting_accounts()) == (1, 1, 0)


def test_what_is_sealed_anew_while_the_site_is_told_is_not_lost(
    jan, owner, show, round_, shown, site, monkeypatch
):
    asks = Conversation.ask

    def ask(self, verb, question=None):
        answer = asks(self, verb, question)
        if verb is Verb.PROFILES:
            monkeypatch.setattr(Conversation, "ask", asks)
            change(jan, owner, town="Deventer")
            show()
        return answer

    monkeypatch.setattr(Conversation, "ask", ask)
    show()
    round_()
    assert ProfileToSend.objects.count() == 1
    assert shown().address.town == "Deventer"


WITH_MORE = {"company": "Berg BV", "house_number_addition": "B", "address_line_2": "Achterom"}


def test_who_moves_takes_no_part_of_the_old_address_along(arrive, jan, owner, account, shown):
    change(jan, owner, **WITH_MORE)
    arrive(Kind.ORDER, an_order(account=account[0], address=MOVED))
    decide_change(change_id=ProposedChange.objects.get().pk, accept=True, actor=owner, now=now())
    address = shown().address
    assert (address.street, address.house_number) == ("Nieuweweg", "1")
    assert (address.house_number_addition, address.address_line_2) == ("", "")
    assert shown().company == "Berg BV", "an order says nothing of what it does not ask"


def test_what_is_emptied_in_the_account_is_proposed_and_not_lost(
    arrive, jan, owner, account, shown
):
    change(jan, owner, **WITH_MORE)
    assert shown().company == "Berg BV"
    arrive(Kind.PROFILE_CHANGE, a_registration(account[1], account[0], rev=2))
    (row,) = doubts(vault=owner.vault, staff_id=owner.staff_id).changes
    assert {(side.name, side.theirs) for side in row.sides} == {(name, "") for name in WITH_MORE}
    decide_change(change_id=row.id, accept=True, actor=owner, now=now())
    assert (shown().company, shown().address.house_number_addition) == ("", "")


def test_many_accounts_are_shown_in_a_constant_number_of_questions(
    jan, owner, account, show, django_assert_max_num_queries
):
    public = SiteAccount.objects.get().public
    for _ in range(30):
        SiteAccount.objects.create(
            uid=uuid4(), customer=jan, public=public, rev=1, registered_at=now()
        )
    with django_assert_max_num_queries(14):
        assert show() == 31
