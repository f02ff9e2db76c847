"""Who is no customer is forgotten as well: a subscriber, and a stranger who wrote to us."""

from datetime import timedelta
from uuid import uuid4

import pytest

from klantkluis.core.roles import Channel
from klantkluis.customers.commands import give_consent, register_customer, withdraw_consent
from klantkluis.customers.models import Customer, Subscriber, SubscriberConsent
from klantkluis.customers.subscribing import keep_subscriber_consent, subscribe
from klantkluis.privacy.erasing.carrying import carry_out
from klantkluis.privacy.erasing.planning import work_out
from klantkluis.privacy.erasing.sweeping import finish_due
from klantkluis.privacy.erasing.withdrawing import plan_withdrawn
from klantkluis.privacy.models import ErasurePlan, OpenErasure
from klantkluis.shop.models import ShopPost, UnsubscribeToken
from klantkluis.shop.stored import SHOP_POST
from klantkluis.vault.inprocess import PASSWORD
from rooms.privacy.forgetting import NOW, a_signed_plan
from rooms.story import TODAY, a_customer, a_line, a_product, an_order

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("our_company")]
LATER = NOW + timedelta(minutes=1)


def answers(owner, subscriber_id: int, *, given: bool) -> None:
    keep_subscriber_consent(
        subscriber_id, given=given, evidence="op de site", at=NOW + timedelta(hours=not given),
        wording=1 if given else 0, language="nl", channel=Channel.SITE, actor=owner,
    )  # fmt: skip


@pytest.fixture
def subscriber(owner) -> Subscriber:
    pk = subscribe("merel@voorbeeld.example", language="nl", actor=owner)
    answers(owner, pk, given=True)
    UnsubscribeToken.objects.create(digest=b"s" * 32, subscriber_id=pk)
    return Subscriber.objects.get(pk=pk)


def test_a_subscriber_is_forgotten_with_every_answer(owner, subscriber, keys):
    plan_id = a_signed_plan(owner, subscriber.uid, keys)
    assert ErasurePlan.objects.get(pk=plan_id).kind == "subscriber"
    assert carry_out(plan_id, keys=keys, today=TODAY, now=LATER)
    assert not Subscriber.objects.exists()
    assert not SubscriberConsent.objects.exists()
    assert not UnsubscribeToken.objects.exists()


def test_a_stranger_who_wrote_is_forgotten_with_the_letter(owner, keys):
    post = ShopPost(subject=uuid4(), kind="question", received_at=NOW)
    SHOP_POST.seal_new(owner.vault, [(post, {"text": "Verkoopt u ook kasten?"})])
    post.save(force_insert=True)
    plan_id = a_signed_plan(owner, post.subject, keys)
    assert ErasurePlan.objects.get(pk=plan_id).kind == "stranger"
    assert carry_out(plan_id, keys=keys, today=TODAY, now=LATER)
    assert not ShopPost.objects.exists()


def test_who_complains_and_waits_for_an_answer_is_not_forgotten_yet(owner, keys):
    post = ShopPost(subject=uuid4(), kind="complaint", received_at=NOW)
    SHOP_POST.seal_new(owner.vault, [(post, {"text": "Hij is stuk."})])
    post.save(force_insert=True)
    worked_out = work_out(post.subject, today=TODAY)
    assert [claim.code for claim in worked_out.claims] == ["open_complaint"]
    assert not carry_out(
        a_signed_plan(owner, post.subject, keys), keys=keys, today=TODAY, now=LATER
    )  # fmt: skip
    assert ShopPost.objects.count() == 1


def standing(keys, each_day: int) -> None:
    """Let an owner say how many may be erased in a day without a plan."""
    owner = keys.vault.owner()
    grant = owner.confirm("change_settings", PASSWORD)
    owner.change_settings({"erasures_per_day": each_day}, grant=grant)


@pytest.fixture
def each_day(keys):
    yield lambda number: standing(keys, number)
    standing(keys, 0)


def test_who_stops_the_newsletter_and_is_nothing_else_goes_by_itself(
    owner, subscriber, keys, each_day
):
    each_day(10)
    assert plan_withdrawn(today=TODAY, now=NOW, by_itself=True) == 0
    answers(owner, subscriber.pk, given=False)
    assert plan_withdrawn(today=TODAY, now=NOW, by_itself=True) == 1
    assert finish_due(LATER, keys) == 1
    assert not Subscriber.objects.exists()


def test_without_leave_to_do_so_it_waits_for_an_owner(owner, subscriber, keys):
    answers(owner, subscriber.pk, given=False)
    assert plan_withdrawn(today=TODAY, now=NOW, by_itself=False) == 1
    assert plan_withdrawn(today=TODAY, now=NOW, by_itself=False) == 0
    assert ErasurePlan.objects.get().asked_by == "withdrawal"
    assert not OpenErasure.objects.exists()
    assert Subscriber.objects.exists()


def test_a_customer_with_nothing_but_a_newsletter_goes_and_one_who_bought_stays(
    owner, keys, each_day
):
    each_day(10)
    only_a_name = register_customer(fields={"surname": "Merel"}, actor=owner, today=TODAY)
    buyer = a_customer(owner)
    an_order(owner, [a_line(a_product(owner))], customer_id=buyer)
    for customer_id in (only_a_name, buyer):
        give_consent(customer_id=customer_id, evidence="formulier", at=NOW, today=TODAY,
                     channel=Channel.OFFICE, actor=owner)  # fmt: skip
        withdraw_consent(customer_id=customer_id, evidence="mail", at=NOW + timedelta(hours=1),
                         channel=Channel.OFFICE, actor=owner)  # fmt: skip
    assert plan_withdrawn(today=TODAY, now=NOW, by_itself=True) == 1
    finish_due(LATER, keys)
    assert Customer.objects.get(pk=only_a_name).state == "erased"
    assert Customer.objects.get(pk=buyer).state == "active"
