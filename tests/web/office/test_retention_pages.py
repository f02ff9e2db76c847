"""The pages about retention: what is due, what waits for an owner, terms and legal holds."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from klantkluis.core.declared import Term
from klantkluis.core.roles import Role
from klantkluis.customers.commands import note_contact, register_customer
from klantkluis.customers.models import ContactNote, Customer
from klantkluis.foundation.models import Job
from klantkluis.office.jobs.worker import run_job
from klantkluis.office.privacy.carrying import carry_on
from klantkluis.office.privacy.retention_errands import plan_who_was_confirmed
from klantkluis.privacy.decided import months_of
from klantkluis.privacy.models import (
    ClassEnd,
    LegalHold,
    LegalHoldEnd,
    RelationToEnd,
    Sweep,
    TermDecision,
)
from klantkluis.privacy.retaining.holds import HoldGround, place_hold
from klantkluis.privacy.retaining.sweeping import sweep
from rooms.story import JANSEN, a_customer, a_line, a_product
from web_door import VAULT_PASSWORD, give_slot

pytestmark = pytest.mark.usefixtures("our_company")

HOME = "/privacy/retention/"
PAGES = (HOME, f"{HOME}people/", f"{HOME}holds/", f"{HOME}holds/new/", f"{HOME}terms/relation/")


def text(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def keeper(browser_of, in_process_vault) -> Client:
    """A browser of an owner with a real vault password."""
    client = browser_of(Role.OWNER, unlocked=True)
    give_slot(in_process_vault, client.staff)
    return client


@pytest.fixture
def long_gone(owner) -> int:
    """A customer of whom nothing was heard for ten years."""
    return register_customer(fields=JANSEN, actor=owner, today=date(2016, 5, 1))


def look_now(client: Client) -> Job:
    """Press the button, and let the worker do what it asks."""
    answer = client.post(f"{HOME}looks/")
    job = Job.objects.latest("pk")
    assert answer.url == reverse("jobs:job", args=[job.uid])
    assert run_job.func(str(job.uid)) == Job.State.DONE
    job.refresh_from_db()
    return job


@pytest.mark.parametrize("page", PAGES)
def test_the_owner_sees_them_and_nobody_else(page, as_owner, as_stranger, browser_of):
    assert as_owner.get(page).status_code == 200
    assert browser_of(Role.SALES, Role.FISCAL, Role.BOOKKEEPER).get(page).status_code == 403
    assert as_stranger.get(page).status_code == 302


@pytest.mark.parametrize("page", PAGES)
def test_they_open_while_the_vault_is_locked_and_name_nobody(page, as_locked_owner, long_gone):
    sweep(timezone.now())
    shown = as_locked_owner.get(page)
    assert shown.status_code == 200
    assert "Jansen" not in text(shown)


def test_before_the_first_night_it_says_so_and_one_can_look(as_owner, owner, long_gone):
    assert "Nobody has looked yet" in text(as_owner.get(HOME))
    look_now(as_owner)
    assert "Nothing was removed" in text(as_owner.get(HOME))
    assert Sweep.objects.get().look_only
    assert Customer.objects.get(pk=long_gone).state == "active"


def test_it_shows_what_is_due_and_what_comes(as_owner, owner):
    customer_id = a_customer(owner)
    note_contact(customer_id=customer_id, text="x", means="phone", direction="in", actor=owner)
    ContactNote.objects.update(at=timezone.now() - timedelta(days=740))
    look_now(as_owner)
    shown = text(as_owner.get(HOME))
    assert "Contact notes" in shown
    assert "2 years after the contact" in shown
    assert '<span class="badge bad">1</span>' in shown
    assert "1 record should have gone by now." in shown
    sweep(timezone.now())
    assert "should have gone by now" not in text(as_owner.get(HOME))


def test_a_page_takes_as_many_queries_for_much_as_for_little(
    as_owner, owner, django_assert_max_num_queries
):
    for _ in range(4):
        register_customer(fields=JANSEN, actor=owner, today=date(2016, 5, 1))
    sweep(timezone.now())
    for page in (HOME, f"{HOME}people/"):
        with django_assert_max_num_queries(30):
            as_owner.get(page)


def test_a_term_is_changed_with_a_reason_and_within_bounds(as_owner):
    page = f"{HOME}terms/relation/"
    for typed in (
        {"months": "0", "reason": "x"},
        {"months": "85", "reason": "x"},
        {"months": "36"},
    ):
        assert as_owner.post(page, typed).status_code == 200
    assert not TermDecision.objects.exists()
    reason = "Op onze kasten zit vijf jaar garantie."
    shown = as_owner.post(page, {"months": "60", "reason": reason}, follow=True)
    assert "From tonight on this term holds." in text(shown)
    assert months_of(Term.RELATION) == 60
    assert reason in text(as_owner.get(HOME))
    assert reason in text(as_owner.get(page))


def test_what_the_law_sets_can_be_seen_and_not_changed(as_owner):
    page = f"{HOME}terms/books/"
    assert "The law sets this term" in text(as_owner.get(page))
    as_owner.post(page, {"months": "84", "reason": "x"})
    assert not TermDecision.objects.exists()
    for unknown in ("nothing", "log_in"):
        assert as_owner.get(f"{HOME}terms/{unknown}/").status_code == 404


def test_the_owner_forgets_all_whose_time_is_over_with_the_password(keeper, owner, long_gone):
    kept = a_customer(owner)
    sweep(timezone.now())
    assert "1 customer may be erased" in text(keeper.get(HOME))
    page = f"{HOME}people/"
    assert "Jansen" in text(keeper.get(page))
    wrong = keeper.post(page, {"vault_password": "een ander wachtwoord hier"})
    assert "That is not the vault password." in text(wrong)
    assert not RelationToEnd.objects.exists()
    shown = keeper.post(page, {"vault_password": VAULT_PASSWORD}, follow=True)
    assert "1 customer is being erased" in text(shown)
    assert plan_who_was_confirmed(timezone.now()) == 1
    assert carry_on(timezone.now() + timedelta(minutes=1)) == 1
    assert Customer.objects.get(pk=long_gone).state == "erased"
    assert Customer.objects.get(pk=kept).state == "active"
    assert "There is nobody to erase" in text(keeper.get(page))


def test_more_than_a_page_can_be_leafed_through(as_owner, owner, monkeypatch):
    monkeypatch.setattr("klantkluis.office.privacy.retention_ends.A_PAGE", 2)
    for year in (2014, 2015, 2016):
        register_customer(fields=JANSEN, actor=owner, today=date(year, 5, 1))
    sweep(timezone.now())
    first = text(as_owner.get(f"{HOME}people/"))
    (after,) = re.findall(r'href="\?after=(\d+)', first)
    second = text(as_owner.get(f"{HOME}people/?after={after}"))
    assert "2016" in second
    assert "2014" in first
    assert 'href="?after=' not in second
    assert as_owner.get(f"{HOME}people/?after=x").status_code == 200


def test_a_book_year_is_ended_with_the_password_when_its_term_is_over(keeper, owner):
    from klantkluis.billing.commands import draft_invoice, send_invoice
    from klantkluis.billing.rules import BillFrom
    from klantkluis.core.vat import PriceBasis
    from klantkluis.sales.commands import NewOrder, deliver, take_order

    customer_id, line = a_customer(owner), a_line(a_product(owner))
    for day in (date(2017, 3, 1), timezone.localdate()):
        order = NewOrder(lines=[line], basis=PriceBasis.GROSS, ordered_on=day)
        order_id = take_order(customer_id=customer_id, order=order, actor=owner)
        deliver(order_id=order_id, actor=owner, delivered_on=day)
        invoice_id = draft_invoice(
            order_id=order_id, what=BillFrom.DELIVERIES, actor=owner, today=day
        )
        send_invoice(invoice_id=invoice_id, actor=owner, today=day)
    sweep(timezone.now())
    assert "The term of the documents of 2017 is over." in text(keeper.get(HOME))
    now = f"{HOME}years/F7-{timezone.localdate().year}/"
    assert "Destroy the key" not in text(keeper.get(now))
    refused = keeper.post(now, {"vault_password": VAULT_PASSWORD})
    assert "The law keeps the documents of this year" in text(refused)
    then = f"{HOME}years/F7-2017/"
    keeper.post(then, {"vault_password": "een ander wachtwoord hier"})
    assert not ClassEnd.objects.exists()
    keeper.post(then, {"vault_password": VAULT_PASSWORD})
    assert ClassEnd.objects.get().name == "F7-2017"
    assert "2017 is over" not in text(keeper.get(HOME))
    assert keeper.get(f"{HOME}years/F7-1999/").status_code == 404


def test_a_hold_is_placed_by_number_and_ended(as_owner, owner):
    customer = Customer.objects.get(pk=a_customer(owner))
    page = f"{HOME}holds/new/"
    typed = {
        "number": str(customer.number), "ground": "claim", "since": "1-11-2026",
        "note": "Zaak over een kast",
    }  # fmt: skip
    for wrong in ({"number": "99999"}, {"number": "x"}, {"note": " "}, {"since": "1-1-2100"}):
        assert as_owner.post(page, typed | wrong).status_code == 200
    assert not LegalHold.objects.exists()
    shown = text(as_owner.post(page, typed, follow=True))
    assert "Zaak over een kast" in shown
    assert "Jansen" in shown
    hold = LegalHold.objects.get()
    assert "A legal hold: nothing of this customer goes" in text(
        as_owner.get(f"/customers/{customer.pk}/")
    )
    as_owner.post(f"{HOME}holds/{hold.pk}/end/")
    assert LegalHoldEnd.objects.get().hold == hold
    assert "A legal hold" not in text(as_owner.get(f"/customers/{customer.pk}/"))
    again = as_owner.post(f"{HOME}holds/{hold.pk}/end/")
    assert "This hold ended before." in text(again)


def test_who_is_held_is_not_among_who_may_be_forgotten(as_owner, owner, long_gone):
    place_hold(
        customer_id=long_gone, ground=HoldGround.COURT, note="Zaak", since=date(2026, 1, 1),
        actor=owner, at=timezone.now(),
    )  # fmt: skip
    sweep(timezone.now())
    assert "There is nobody to erase" in text(as_owner.get(f"{HOME}people/"))


def test_a_colleague_ends_nothing(browser_of, owner):
    hold_id = place_hold(
        customer_id=a_customer(owner), ground=HoldGround.CLAIM, note="Zaak",
        since=date(2026, 1, 1), actor=owner, at=timezone.now(),
    )  # fmt: skip
    clerk = browser_of(Role.SALES, unlocked=True)
    for page in (f"{HOME}holds/{hold_id}/end/", f"{HOME}looks/", f"{HOME}people/"):
        assert clerk.post(page).status_code == 403


def test_the_first_screen_says_what_waits_for_an_owner(as_owner, browser_of, long_gone):
    assert "may be erased" not in text(as_owner.get("/"))
    sweep(timezone.now())
    assert "1 customer may be erased." in text(as_owner.get("/"))
    assert "may be erased" not in text(browser_of(Role.SALES).get("/"))


def test_looking_is_a_job_that_says_how_far_it_is_and_needs_no_vault(as_locked_owner, long_gone):
    job = look_now(as_locked_owner)
    assert (job.state, job.done, job.total) == (Job.State.DONE, 100, 100)
    shown = text(as_locked_owner.get(reverse("jobs:job", args=[job.uid])))
    assert "Look what is due" in shown
    assert HOME in shown
    assert Sweep.objects.get().look_only


def test_who_asks_twice_gets_the_look_that_is_going_on(as_owner, browser_of):
    first = as_owner.post(f"{HOME}looks/")
    second = as_owner.post(f"{HOME}looks/")
    assert first.url == second.url
    assert Job.objects.count() == 1
    assert browser_of(Role.SALES, Role.FISCAL).post(f"{HOME}looks/").status_code == 403
