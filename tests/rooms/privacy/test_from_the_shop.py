"""What people ask on the site becomes a request by itself, from the day on which they asked."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from klantkluis.core.roles import Channel
from klantkluis.customers.commands.consents import keep_consent
from klantkluis.customers.subscribing import keep_subscriber_consent, subscribe
from klantkluis.privacy.commands import take_over_post, take_over_withdrawals
from klantkluis.privacy.invariants import broken
from klantkluis.privacy.models import PrivacyRequest
from klantkluis.privacy.queries import request_card, request_from_post
from klantkluis.privacy.rules import Next, RequestChannel, RequestKind, StepKind
from klantkluis.shop.handing_on import post_to_hand_on
from klantkluis.shop.models import ShopPost, SiteAccount
from klantkluis.shop.stored import SHOP_POST
from klantkluis.vault.purposes import JobKind
from rooms.privacy.asking import DAY, NOON, later, moment, uid_of
from rooms.story import a_customer

pytestmark = pytest.mark.django_db
SENT = datetime(2026, 11, 18, 23, 30, tzinfo=UTC)  # the 19th by the clock on our wall
SAID = {
    "first_name": "Jan", "surname": "Berg", "email": "jan@example.nl", "street": "Kerkstraat",
    "house_number": "12", "postcode": "3511 LN", "town": "Utrecht", "country": "NL",
    "subject": "Mijn gegevens", "text": "Wat hebt u van mij?", "order": "W-12",
}  # fmt: skip


def a_letter(owner, kind: str = "access", customer_id: int | None = None, **more) -> ShopPost:
    row = ShopPost(kind=kind, customer_id=customer_id, received_at=SENT, language="en")
    row.subject = uid_of(customer_id) if customer_id else row.uid
    SHOP_POST.seal_new(owner.vault, [(row, {**SAID, **more})])
    row.save()
    return row


def an_account(customer_id: int) -> SiteAccount:
    return SiteAccount.objects.create(
        uid=uuid4(), customer_id=customer_id, public=b"x", rev=1, registered_at=SENT
    )


def taken_over(owner, letter: ShopPost):
    pk = take_over_post(post_id=letter.pk, actor=owner, **moment(DAY))
    found = request_card(request_id=pk, vault=owner.vault, today=DAY)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("kind", "asks"),
    [
        ("access", RequestKind.ACCESS),
        ("correction", RequestKind.RECTIFICATION),
        ("deletion", RequestKind.ERASURE),
        ("complaint", RequestKind.COMPLAINT),
    ],
)
def test_a_letter_becomes_a_request_from_the_day_on_which_it_was_sent(owner, kind, asks):
    letter = a_letter(owner, kind)
    assert post_to_hand_on(limit=9) == [letter.pk]
    found = taken_over(owner, letter)
    assert found.row.kind is asks
    assert found.row.channel is RequestChannel.SITE
    assert found.row.received_on == date(2026, 11, 19)
    assert found.row.clock.due_on == date(2026, 12, 21)
    assert found.row.language == "en"
    assert found.fields == {
        "name": "Jan Berg", "email": "jan@example.nl", "order": "W-12",
        "address": "Kerkstraat 12\n3511 LN  Utrecht",
        "asked": "Mijn gegevens\n\nWat hebt u van mij?",
    }  # fmt: skip
    letter.refresh_from_db()
    assert letter.handled_at == NOON
    assert post_to_hand_on(limit=9) == []
    assert request_from_post(post_uid=letter.uid) == (found.row.id, found.row.number)


@pytest.mark.parametrize("kind", ["question", "quote", "withdrawal"])
def test_other_post_stays_in_the_post_box(owner, kind):
    letter = a_letter(owner, kind)
    assert post_to_hand_on(limit=9) == []
    assert take_over_post(post_id=letter.pk, actor=owner, **moment(DAY)) == 0
    assert not PrivacyRequest.objects.exists()


def test_taking_over_twice_makes_one_request(owner):
    letter = a_letter(owner)
    taken_over(owner, letter)
    assert take_over_post(post_id=letter.pk, actor=owner, **moment(DAY)) == 0
    assert PrivacyRequest.objects.count() == 1


def test_who_was_logged_in_is_known(owner):
    els = a_customer(owner)
    found = taken_over(owner, a_letter(owner, customer_id=els, account=an_account(els).uid.hex))
    assert found.row.customer_uid == uid_of(els)
    assert found.row.next is Next.ANSWER
    known = found.steps[-1]
    assert (known.what, known.method) == (StepKind.IDENTIFIED, "logged_in")
    assert list(broken()) == []


def test_an_account_of_somebody_else_proves_nothing(owner):
    els, other = a_customer(owner), a_customer(owner, surname="Ander")
    for account in (an_account(other).uid.hex, uuid4().hex):
        found = taken_over(owner, a_letter(owner, customer_id=els, account=account))
        assert found.row.next is Next.ASK_WHO


def test_a_closed_account_proves_nothing(owner):
    els = a_customer(owner)
    account = an_account(els)
    SiteAccount.objects.update(closed_at=SENT)
    found = taken_over(owner, a_letter(owner, customer_id=els, account=account.uid.hex))
    assert found.row.next is Next.ASK_WHO


def test_unsubscribing_is_a_request_that_was_answered_at_once(owner):
    els = a_customer(owner)
    no = {
        "given": False, "evidence": "one click", "at": SENT, "wording": 0, "language": "nl",
        "actor": owner,
    }  # fmt: skip
    keep_consent(els, channel=Channel.SITE, **no)
    keep_consent(els, channel=Channel.OFFICE, **no)
    somebody = subscribe("piet@example.nl", language="en", actor=owner)
    keep_subscriber_consent(somebody, channel=Channel.SITE, **no)
    by = {"limit": 9, "actor": owner, "now": NOON}
    assert take_over_withdrawals(**by) == 2
    assert take_over_withdrawals(**by) == 0
    for row in PrivacyRequest.objects.all():
        assert (row.kind, row.ended_on, row.closed_on) == (
            "withdrawal", date(2026, 11, 19), date(2026, 11, 19),
        )  # fmt: skip
    assert {row.customer_uid for row in PrivacyRequest.objects.all()} == {uid_of(els), None}
    assert PrivacyRequest.objects.exclude(subscriber_uid=None).count() == 1
    assert list(broken()) == []


def test_old_withdrawals_are_no_news(owner):
    els = a_customer(owner)
    keep_consent(
        els, given=False, evidence="x", at=SENT, wording=0, language="nl", channel=Channel.SITE,
        actor=owner,
    )  # fmt: skip
    later_on = {"limit": 9, "actor": owner, "now": moment(later(500))["now"]}
    assert take_over_withdrawals(**later_on) == 0


def test_the_work_needs_no_more_of_the_vault_than_a_lease_of_the_intake(owner, in_process_vault):
    """It goes on under the part that somebody at work lends to the intake."""
    els = a_customer(owner)
    letter = a_letter(owner, customer_id=els)
    session = in_process_vault.owner()
    uid = uuid4()
    session.lease(uid, JobKind.INTAKE, subjects=20, minutes=5)
    borrowed = replace(owner, vault=in_process_vault.claim(uid))
    assert take_over_post(post_id=letter.pk, actor=borrowed, **moment(DAY))
    assert take_over_withdrawals(limit=9, actor=borrowed, now=NOON) == 0
