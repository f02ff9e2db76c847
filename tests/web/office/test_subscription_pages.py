"""Subscriptions: written down, billed, skipped, changed, paused and ended on their pages."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from klantkluis.billing.models import Invoice
from klantkluis.billing.periodic import make_due
from klantkluis.billing.subscription_rows import (
    Subscription,
    SubscriptionEnd,
    SubscriptionPause,
    SubscriptionPeriod,
    SubscriptionVersion,
)
from klantkluis.core.roles import Role
from klantkluis.foundation.models import Job
from klantkluis.office.housekeeping.chores import CHORES
from klantkluis.office.jobs.worker import run_job
from rooms.story import a_customer, all_broken
from rooms.subscribing import a_subscription, said
from web.office.shop import order_data, text_of
from web_door import VAULT_PASSWORD, give_slot

pytestmark = pytest.mark.usefixtures("our_company")
LIST = "/subscriptions/"
WORDS = {"text": "Onderhoud lift", "quantity": "1", "unit_price": "75", "kind": "text"}


def today() -> date:
    return timezone.localdate()


@pytest.fixture
def written(owner) -> int:
    return a_subscription(owner, order=said(starts_on=today()))


def typed(**more: str) -> dict[str, str]:
    head = {
        "order-every": "1", "order-unit": "month", "order-when": "advance",
        "order-ordered_on": today().isoformat(), "order-basis": "net",
    }  # fmt: skip
    return order_data(WORDS, **{**head, **more})


def test_a_subscription_is_written_down_as_an_order_is(as_owner, owner):
    assert "No subscriptions yet" in text_of(as_owner.get(LIST))
    customer = a_customer(owner)
    assert as_owner.get(f"{LIST}new/?customer={customer}").status_code == 200
    data = typed(customer=str(customer), **{"order-sends": "on"})
    answer = as_owner.post(f"{LIST}new/", data)
    row = Subscription.objects.get()
    assert answer["Location"] == f"{LIST}{row.pk}/"
    assert (row.unit, row.every, row.in_advance, row.sends) == ("month", 1, True, True)
    page = text_of(as_owner.get(answer["Location"]))
    assert "Onderhoud lift" in page
    assert "every month" in page
    assert page.count("still to come") == 3
    assert as_owner.post(f"{LIST}new/", data)["Location"] == answer["Location"]


def test_what_cannot_be_stays_on_the_page(as_owner, owner):
    data = typed(**{"order-every": "0"})
    answer = as_owner.post(f"{LIST}new/", data)
    assert answer.status_code == 200
    assert "Onderhoud lift" in answer.content.decode()
    answer = as_owner.post(f"{LIST}new/", typed())
    assert "Choose a customer for this subscription" in text_of(answer)
    past = typed(**{"order-ordered_on": (today() - timedelta(days=90)).isoformat()})
    answer = as_owner.post(f"{LIST}new/", {**past, "customer": str(a_customer(owner))})
    assert "Every period since this day" in text_of(answer)
    assert not Subscription.objects.exists()


def test_what_is_due_is_made_by_a_button_once(as_owner, written):
    assert "Make what is due" in text_of(as_owner.get(f"{LIST}{written}/"))
    as_owner.post(f"{LIST}drafts/")
    invoice = Invoice.objects.get()
    assert f"/invoices/{invoice.pk}/" in as_owner.get(f"{LIST}{written}/").content.decode()
    assert "Onderhoud" in text_of(as_owner.get(f"/invoices/{invoice.pk}/"))
    assert "Nothing is due" in text_of(as_owner.post(f"{LIST}drafts/", follow=True))
    assert "1 draft of a subscription waits for you" in text_of(as_owner.get("/"))


def test_the_chore_of_the_night_makes_what_is_due_without_the_vault(owner, written):
    (chore,) = [each for each in CHORES if each.name == "periods"]
    assert not chore.needs_vault
    assert chore.work(timezone.now()).count == 1
    assert chore.work(timezone.now()).count == 0
    assert Invoice.objects.count() == 1


def test_what_sends_by_itself_goes_once_somebody_opens_the_vault(
    browser_of, owner, in_process_vault
):
    a_subscription(owner, order=said(starts_on=today()), sends=True)
    make_due(today=today())
    for role, jobs in ((Role.WAREHOUSE, 0), (Role.SALES, 1)):
        client = browser_of(role)
        give_slot(in_process_vault, client.staff)
        answer = client.post("/vault/unlock/", {"vault_password": VAULT_PASSWORD})
        assert answer.status_code == 302
        assert Job.objects.count() == jobs
    run_job.func(str(Job.objects.get().uid))
    assert Invoice.objects.get().number == 1
    assert all_broken() == []


def test_the_button_sends_what_sends_by_itself(as_owner, owner):
    a_subscription(owner, order=said(starts_on=today()), sends=True)
    answer = as_owner.post(f"{LIST}drafts/")
    job = Job.objects.get()
    assert answer["Location"] == f"/jobs/{job.uid}/"
    run_job.func(str(job.uid))
    assert Invoice.objects.get().number == 1
    assert all_broken() == []


def test_deleting_a_draft_skips_its_period_and_it_can_be_billed_after_all(as_owner, written):
    as_owner.post(f"{LIST}drafts/")
    answer = as_owner.post(f"/invoices/{Invoice.objects.get().pk}/deletion/")
    assert answer["Location"] == f"{LIST}{written}/"
    assert "skipped on" in text_of(as_owner.get(f"{LIST}{written}/"))
    answer = as_owner.post(f"{LIST}{written}/periods/1/invoices/")
    assert answer["Location"] == f"/invoices/{SubscriptionPeriod.objects.get().invoice_id}/"


def test_other_terms_hold_from_the_next_period_and_conflicts_are_told(as_owner, written):
    page = as_owner.get(f"{LIST}{written}/terms/").content.decode()
    assert 'value="50.00"' in page
    data = typed(**{"order-version": "1", "order-sends": "on"})
    assert as_owner.post(f"{LIST}{written}/terms/", data)["Location"] == f"{LIST}{written}/"
    assert SubscriptionVersion.objects.count() == 2
    assert Subscription.objects.get().sends
    answer = as_owner.post(f"{LIST}{written}/terms/", data)
    assert "A colleague changed this subscription" in text_of(answer)


def test_it_is_paused_resumed_and_ended(as_owner, written):
    until = today() + timedelta(days=40)
    span = {"first_on": today().isoformat(), "last_on": until.isoformat()}
    as_owner.post(f"{LIST}{written}/pauses/", span)
    assert SubscriptionPause.objects.count() == 1
    page = text_of(as_owner.get(f"{LIST}{written}/"))
    assert "Go on from today" in page
    assert "Paused" in text_of(as_owner.get(LIST))
    as_owner.post(f"{LIST}{written}/resumption/")
    assert not SubscriptionPause.objects.exists()
    wrong = as_owner.post(f"{LIST}{written}/pauses/", {**span, "last_on": "2020-01-01"})
    assert "A pause ends after it begins" in text_of(wrong)
    as_owner.post(f"{LIST}{written}/end/", {"ends_on": today().isoformat()})
    assert SubscriptionEnd.objects.get().ends_on == today()
    again = as_owner.post(f"{LIST}{written}/end/", {"ends_on": today().isoformat()})
    assert "has an end" in text_of(again)
    as_owner.post(f"{LIST}drafts/")
    assert "Ended" in text_of(as_owner.get(LIST))


def test_the_customer_shows_its_subscriptions(as_owner, written):
    customer = Subscription.objects.get().customer_id
    assert f"{LIST}{written}/" in as_owner.get(f"/customers/{customer}/").content.decode()


def test_while_the_vault_is_locked_numbers_stand_for_names(browser_of, written):
    locked = browser_of(Role.BOOKKEEPER)
    for path in (LIST, f"{LIST}{written}/"):
        page = text_of(locked.get(path))
        assert "Jansen" not in page
        assert "Onderhoud" not in page


def test_subscriptions_are_for_who_sells_and_who_keeps_the_books(as_stranger, browser_of, written):
    warehouse, books = browser_of(Role.WAREHOUSE), browser_of(Role.BOOKKEEPER)
    for path in (LIST, f"{LIST}{written}/"):
        assert as_stranger.get(path)["Location"].startswith("/log-in/")
        assert warehouse.get(path).status_code == 403
        assert books.get(path).status_code == 200
    assert books.get(f"{LIST}new/").status_code == 403
    assert books.post(f"{LIST}{written}/end/").status_code == 403


def test_what_is_not_there_is_not_found(as_owner):
    assert as_owner.get(f"{LIST}99/").status_code == 404
    assert as_owner.get(f"{LIST}99/terms/").status_code == 404


def test_the_questions_do_not_grow_with_the_subscriptions(as_owner, owner, written):
    with CaptureQueriesContext(connection) as one:
        as_owner.get(LIST)
    for number in range(4):
        customer = a_customer(owner, surname=f"Klant{'abcd'[number]}")
        a_subscription(owner, customer_id=customer, order=said(starts_on=today()))
    make_due(today=today())
    with CaptureQueriesContext(connection) as five:
        as_owner.get(LIST)
    assert len(five) <= len(one)
