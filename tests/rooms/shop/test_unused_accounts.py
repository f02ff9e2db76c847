"""An account that nobody uses ends by itself: found, told, and ended by the site on its day."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from klantkluis.core.days import first_of_month, month_number
from klantkluis.core.declared import Term
from klantkluis.core.mail import Security
from klantkluis.customers.commands import announce_lift, lift, merge_customers
from klantkluis.customers.models import Customer
from klantkluis.customers.restriction_rules import Told
from klantkluis.foundation.expiring import needed_of, with_a_basis
from klantkluis.foundation.mail.server import ServerFields, change_mail_server
from klantkluis.messages.wire import MOST_ACCOUNTS, UnusedAccount, UnusedAnswer, Verb
from klantkluis.privacy.models import PrivacyRequest
from klantkluis.privacy.retaining.holds import HoldGround, end_hold, place_hold
from klantkluis.privacy.retaining.people import relations
from klantkluis.privacy.retaining.sweeping import look, overdue, sweep
from klantkluis.privacy.retaining.terms import decide_term
from klantkluis.sales.models import OpenOrder
from klantkluis.shop import unused
from klantkluis.shop.commands.endings import note_told, note_untold
from klantkluis.shop.linking import ending, pulling
from klantkluis.shop.models import AccountEnding, PickUp, ProfileToSend, SiteAccount, SiteLink
from klantkluis.shop.rules import ends_on, unused_up_to
from klantkluis.shop.unused import UNUSED, account_card, customers_to_tell, to_end
from rooms.privacy.asking import a_request
from rooms.privacy.everything import an_account
from rooms.restricting import restricted_now
from rooms.story import a_customer, a_line, a_product, all_broken, an_order

pytestmark = pytest.mark.usefixtures("our_company")

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
OLD = month_number(date(2024, 11, 1))
"""Last used in a month of which the term of 24 months is over on 1 December 2026."""


@pytest.fixture
def round_on(paired, folder, site) -> Callable[[date], pulling.Round]:
    """Do a round of the office on a day; the site has the same clock."""

    def do(when: date) -> pulling.Round:
        at = datetime(when.year, when.month, when.day, 9, 0, tzinfo=UTC)
        site.clock = at.timestamp
        found = pulling.one_round(folder, lambda: at)
        assert found is not None
        return found

    return do


@pytest.fixture
def account(owner, paired) -> SiteAccount:
    return an_account(a_customer(owner))


@pytest.fixture
def mails(owner, paired) -> None:
    """Let the office have a mail server, so that people can be told."""
    change_mail_server(
        fields=ServerFields(
            host="127.0.0.1", port=2525, security=Security.NONE, user="",
            sender_name="Voorbeeld BV", sender_address="winkel@voorbeeld.example",
        ),
        password="", actor=owner, at=NOW,
    )  # fmt: skip


def later(days: int) -> date:
    return TODAY + timedelta(days=days)


def at(when: date) -> datetime:
    return datetime(when.year, when.month, when.day, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("used", "today", "is_found"),
    [
        (date(2024, 11, 1), date(2026, 11, 1), True),
        (date(2024, 11, 30), date(2026, 10, 31), False),
        (date(2024, 12, 1), date(2026, 11, 30), False),
        (date(2024, 12, 31), date(2026, 12, 2), True),
    ],
)
def test_an_account_is_found_thirty_days_before_the_month_of_its_last_use_is_two_years_ago(
    used, today, is_found
):
    assert (month_number(used) <= unused_up_to(today, 24)) is is_found


@pytest.mark.parametrize("months", [1, 12, 24, 60])
def test_an_account_never_ends_before_its_term_and_never_without_thirty_days_notice(months):
    for ordinal in range(date(2026, 1, 1).toordinal(), date(2028, 3, 1).toordinal()):
        today = date.fromordinal(ordinal)
        newest = unused_up_to(today, months)
        for used in (newest, newest - 1, newest - 40):
            end = ends_on(used, months, today)
            assert end >= today + timedelta(days=30)
            assert end >= first_of_month(used + 1 + months), "the whole month of its use counts"
        assert ends_on(newest, months, today) - today <= timedelta(days=62)


def test_who_is_found_is_told_and_ends_on_the_day_that_they_were_told(
    site, account, round_on, owner, mails
):
    site.unused[account.uid] = OLD
    round_on(TODAY)
    row = AccountEnding.objects.get()
    assert (row.account, row.used_in, row.ends_on) == (
        account,
        date(2024, 11, 1),
        later(30),
    )
    assert customers_to_tell(limit=10) == [account.customer_id]
    round_on(later(40))
    assert site.ended == [], "nobody was told, and somebody can be"
    note_told(customer_id=account.customer_id, actor=owner, at=at(later(40)))
    assert customers_to_tell(limit=10) == []
    round_on(later(69))
    assert site.ended == []
    round_on(later(70))
    assert site.ended == [account.uid]
    account.refresh_from_db()
    assert account.closed_at == at(later(70))
    assert AccountEnding.objects.get().ended_at == at(later(70))
    assert all_broken() == []


def test_who_logs_in_meanwhile_keeps_the_account_and_the_warning_is_over(
    site, account, round_on, owner, mails
):
    site.unused[account.uid] = OLD
    round_on(TODAY)
    note_told(customer_id=account.customer_id, actor=owner, at=NOW)
    del site.unused[account.uid]
    round_on(later(1))
    assert not AccountEnding.objects.exists()
    round_on(later(60))
    assert site.ended == []
    assert SiteAccount.objects.get().closed_at is None


def test_who_logs_in_on_the_very_day_keeps_the_account(site, account, round_on):
    site.unused[account.uid] = OLD
    round_on(TODAY)
    site.unused[account.uid] = month_number(later(30))
    round_on(later(30))
    assert site.ended == []
    assert not AccountEnding.objects.exists()


def test_without_a_mail_server_or_an_address_it_ends_on_the_day_all_the_same(
    site, account, round_on, owner, paired
):
    site.unused[account.uid] = OLD
    round_on(TODAY)
    round_on(later(29))
    assert site.ended == []
    note_untold(customer_id=account.customer_id, code="NoAddress", actor=owner)
    round_on(later(30))
    assert site.ended == [account.uid]
    assert AccountEnding.objects.get().untold == "NoAddress"


def test_an_account_of_which_nobody_knows_the_customer_ends_as_well(site, paired, round_on):
    stranger = uuid4()
    site.unused[stranger] = OLD
    round_on(TODAY)
    assert AccountEnding.objects.get().untold == ending.NOBODY
    assert customers_to_tell(limit=10) == []
    round_on(later(30))
    assert site.ended == [stranger]
    assert not AccountEnding.objects.exists()


def test_what_is_on_its_way_to_an_account_that_ended_stays_here(site, account, round_on):
    site.unused[account.uid] = OLD
    round_on(TODAY)
    ending.close_accounts([account.uid], NOW)
    ProfileToSend.objects.create(account=account, rev=1, for_key=bytes(32), sealed=b"x")
    ending.close_accounts([account.uid], NOW)
    assert not ProfileToSend.objects.exists()


def _hold(account, owner) -> Callable[[], object]:
    pk = place_hold(
        customer_id=account.customer_id, ground=HoldGround.CLAIM, note="Zaak", since=TODAY,
        actor=owner, at=NOW,
    )  # fmt: skip
    return lambda: end_hold(hold_id=pk, actor=owner, today=TODAY)


def _restrict(account, owner) -> Callable[[], object]:
    pk = restricted_now(account.customer_id, owner)

    def end() -> None:
        announce_lift(restriction_id=pk, how=Told.MAIL, actor=owner, at=timezone.now())
        lift(restriction_id=pk, actor=owner, at=timezone.now())

    return end


def _request(account, owner) -> Callable[[], object]:
    pk = a_request(owner)
    PrivacyRequest.objects.filter(pk=pk).update(customer_uid=account.customer.uid)
    return lambda: PrivacyRequest.objects.filter(pk=pk).update(customer_uid=None)


def _pick_up(account, owner) -> Callable[[], object]:
    row = PickUp.objects.create(
        uid=uuid4(), account=account, for_key=bytes(32), sealed_key=b"x",
        made_at=timezone.now(), until=timezone.now() + timedelta(days=14),
    )  # fmt: skip
    return row.delete


def _order(account, owner) -> Callable[[], object]:
    an_order(owner, [a_line(a_product(owner))], customer_id=account.customer_id)
    return lambda: OpenOrder.objects.all().delete()


@pytest.mark.parametrize("keep", [_hold, _restrict, _request, _pick_up, _order])
def test_nothing_is_told_and_nothing_ends_while_something_keeps_the_account(
    keep, site, account, round_on, owner
):
    site.unused[account.uid] = OLD
    round_on(TODAY)
    let_go = keep(account, owner)
    assert customers_to_tell(limit=10) == []
    round_on(later(31))
    assert site.ended == []
    assert stand(later(40)).held == 1
    assert (stand(later(40)).due, stand(later(40)).overdue) == (0, 0)
    assert account_card([account.customer_id]).held
    let_go()
    assert not account_card([account.customer_id]).held
    assert customers_to_tell(limit=10) == [account.customer_id]
    round_on(later(60))
    assert site.ended == [], "it has its notice anew"
    round_on(later(61))
    assert site.ended == [account.uid]


def test_who_was_told_and_kept_beyond_the_day_is_told_anew(site, account, round_on, owner, mails):
    site.unused[account.uid] = OLD
    round_on(TODAY)
    note_told(customer_id=account.customer_id, actor=owner, at=NOW)
    let_go = _hold(account, owner)
    round_on(later(30))
    let_go()
    round_on(later(31))
    assert site.ended == []
    assert customers_to_tell(limit=10) == [account.customer_id]
    assert _found(later(31)).overdue == 0


def stand(today: date):
    return unused.endings_stand(
        today=today, late=today - timedelta(days=3), late_to_tell=today - timedelta(days=31)
    )


def test_every_room_that_needs_an_account_leads_to_one():
    assert {each.path for each in needed_of(UNUSED)} == {"account", "account__customer"}


def test_of_who_was_merged_the_one_who_is_kept_is_told(site, account, round_on, owner):
    kept = a_customer(owner)
    merge_customers(keep_id=kept, duplicate_id=account.customer_id, actor=owner)
    site.unused[account.uid] = OLD
    round_on(TODAY)
    assert customers_to_tell(limit=10) == [kept]
    _hold_on = place_hold(
        customer_id=kept, ground=HoldGround.CLAIM, note="Zaak", since=TODAY, actor=owner, at=NOW
    )
    assert customers_to_tell(limit=10) == []
    end_hold(hold_id=_hold_on, actor=owner, today=TODAY)
    note_told(customer_id=kept, actor=owner, at=NOW)
    assert AccountEnding.objects.get().told_at == NOW


def test_the_site_is_asked_once_a_day_and_hears_the_term_that_was_decided(
    site, account, round_on, owner
):
    round_on(TODAY)
    round_on(TODAY)
    assert (site.asked.count(Verb.UNUSED), site.terms) == (1, [24])
    decide_term(term=Term.ACCOUNT, months=12, reason="Genoeg", actor=owner, at=NOW)
    site.unused[account.uid] = month_number(date(2025, 10, 1))
    round_on(later(1))
    assert site.terms == [24, 12]
    assert AccountEnding.objects.get().ends_on == later(31)
    decide_term(term=Term.ACCOUNT, months=36, reason="Toch niet", actor=owner, at=NOW)
    round_on(later(2))
    assert not AccountEnding.objects.exists(), "its term goes on"


def test_a_site_of_before_does_not_break_the_round(site, account, round_on):
    site.unused[account.uid] = OLD
    site.unknown_verbs = {Verb.UNUSED, Verb.END_UNUSED}
    assert round_on(TODAY).problem == ""
    assert round_on(TODAY).problem == ""
    assert site.asked.count(Verb.UNUSED) == 0
    assert not AccountEnding.objects.exists()
    asked, heard = SiteLink.objects.values_list("unused_on", "unused_heard_on").get()
    assert (asked, heard) == (TODAY, None)
    site.unknown_verbs = set()
    assert round_on(later(1)).problem == ""
    assert SiteLink.objects.get().unused_heard_on == later(1)
    assert AccountEnding.objects.count() == 1
    site.unknown_verbs = {Verb.UNUSED, Verb.END_UNUSED}
    assert round_on(later(40)).problem == "", "a site that was put back to an older version"
    assert SiteAccount.objects.get().closed_at is None


def test_a_site_that_cannot_be_reached_is_asked_the_next_round(site, account, round_on):
    site.unused[account.uid] = OLD
    site.dies_after = Verb.UNUSED
    assert round_on(TODAY).problem
    assert SiteLink.objects.get().unused_on is None
    assert not round_on(TODAY).problem
    assert AccountEnding.objects.count() == 1


def test_an_answer_that_was_lost_is_asked_for_again_and_the_end_is_the_same(
    site, account, round_on
):
    site.unused[account.uid] = OLD
    round_on(TODAY)
    site.dies_after = Verb.END_UNUSED
    assert round_on(later(30)).problem
    assert site.ended == [account.uid]
    account.refresh_from_db()
    assert account.closed_at is None
    assert not round_on(later(30)).problem
    account.refresh_from_db()
    assert account.closed_at is not None
    assert AccountEnding.objects.get().ended_at is not None


def test_an_account_that_is_gone_at_the_site_is_nobodys_base_any_more(site, account, round_on):
    """As when the office was put back from a backup of before the account was closed."""
    uid = account.customer.uid
    assert with_a_basis([uid]) == {uid}
    site.gone.add(account.uid)
    round_on(TODAY)
    assert with_a_basis([uid]) == set()


def test_who_comes_back_at_a_site_that_was_put_back_is_found_anew(site, account, round_on):
    site.unused[account.uid] = OLD
    round_on(TODAY)
    round_on(later(30))
    site.unused[account.uid] = OLD
    round_on(later(31))
    row = AccountEnding.objects.get()
    assert (row.account_id, row.untold, row.ended_at) == (None, ending.NOBODY, None)
    round_on(later(61))
    assert site.ended == [account.uid, account.uid]


@pytest.mark.parametrize(
    "answer",
    [
        lambda uids: [(uids[1], OLD), (uids[0], OLD)],
        lambda uids: [(uids[0], OLD), (uids[0], OLD)],
        lambda uids: [(uids[0], OLD + 2)],
    ],
)
def test_an_answer_that_does_not_fit_the_question_is_believed_in_nothing(
    answer, site, account, round_on, monkeypatch
):
    uids = sorted([account.uid, uuid4()])
    said = UnusedAnswer(
        accounts=tuple(UnusedAccount(account=uid, month=month) for uid, month in answer(uids))
    )
    monkeypatch.setattr(site, "_unused", lambda _question: said)
    assert round_on(TODAY).problem == ""
    assert not AccountEnding.objects.exists()


def test_a_site_cannot_say_that_an_account_of_another_is_gone(site, account, round_on, monkeypatch):
    said = UnusedAnswer(accounts=(), gone=(uuid4(),))
    monkeypatch.setattr(site, "_unused", lambda _question: said)
    round_on(TODAY)
    assert SiteAccount.objects.get().closed_at is None


def test_nothing_ends_while_the_link_is_broken(site, account, round_on):
    site.unused[account.uid] = OLD
    SiteLink.objects.update(broken="gap")
    round_on(TODAY)
    assert Verb.UNUSED not in site.asked


def test_the_retention_page_counts_what_is_due_held_and_ended(site, account, round_on, owner):
    site.unused[account.uid] = OLD
    round_on(TODAY)
    found = _found(TODAY)
    assert (found.due, found.overdue, found.next_on) == (0, 0, later(30))
    assert found.ahead == {date(2026, 12, 1): 1}
    assert _found(later(30)).due == 1
    assert _found(later(32)).overdue == 0
    assert _found(later(33)).overdue == 1
    assert overdue(later(33))[1] == ("unused_accounts: 1 kept beyond their term",)
    round_on(later(33))
    assert overdue(later(33)) == (0, ())
    swept = sweep(at(later(34)))
    assert next(each for each in swept if each.code == UNUSED).removed == 1
    swept = sweep(at(later(35)))
    assert next(each for each in swept if each.code == UNUSED).removed == 0


def _found(today: date):
    return next(each for each in look(today) if each.code == UNUSED)


def test_whom_nobody_told_for_a_month_while_mail_is_on_is_late(site, account, round_on, mails):
    site.unused[account.uid] = OLD
    round_on(TODAY)
    assert _found(later(60)).overdue == 0
    assert _found(later(61)).overdue == 1


def test_after_its_account_ended_a_customer_goes_by_the_term_of_the_relation(
    site, account, round_on
):
    Customer.objects.update(registered_on=date(2024, 1, 1))
    assert relations(today=later(31), months=24).based == 1
    site.unused[account.uid] = OLD
    round_on(TODAY)
    round_on(later(30))
    found = relations(today=later(31), months=24)
    assert [each.customer_id for each in found.over] == [account.customer_id]


def test_an_act_on_nobody_changes_nothing(owner, paired):
    note_told(customer_id=987, actor=owner, at=NOW)
    note_untold(customer_id=987, code="NoAddress", actor=owner)
    assert not AccountEnding.objects.exists()


def test_of_ten_thousand_accounts_every_portion_costs_the_same(site, account, round_on):
    uids = [UUID(int=n << 64) for n in range(1, 10_001)]
    SiteAccount.objects.bulk_create(
        SiteAccount(uid=uid, customer=account.customer, public=b"x", rev=1, registered_at=NOW)
        for uid in uids
    )
    site.unused = dict.fromkeys(uids, OLD)
    with CaptureQueriesContext(connection) as asked:
        assert not round_on(TODAY).problem
    assert AccountEnding.objects.count() == 10_000
    portions = 10_000 // MOST_ACCOUNTS + 1
    assert len(asked) < 60 + portions * 13
    with CaptureQueriesContext(connection) as ended:
        assert not round_on(later(30)).problem
    assert len(site.ended) == 10_000
    assert len(ended) < 60 + portions * 23
    assert not to_end(later(30)).exists()


def test_a_shop_that_does_not_tell_is_known_by_the_days(site, paired, round_on):
    SiteLink.objects.update(paired_at=NOW)
    assert unused.days_unheard(later(9)) == 9
    round_on(later(5))
    assert unused.days_unheard(later(9)) == 4
    SiteLink.objects.all().delete()
    assert unused.days_unheard(later(9)) == 0
