"""Collective invoices: what is to be billed per customer, a preview, and one draft for each."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from klantkluis.billing.models import Invoice, InvoiceLine
from klantkluis.core.roles import Role
from klantkluis.core.vat import PriceBasis
from klantkluis.foundation.models import Job
from klantkluis.office.housekeeping.chores import CHORES
from klantkluis.sales.commands import deliver
from rooms.story import TODAY, a_customer, a_line, a_product, all_broken, an_order
from web.office.shop import text_of

pytestmark = pytest.mark.usefixtures("our_company")
LIST = "/invoices/collective/"
UNTIL = {"until": TODAY.isoformat()}


@pytest.fixture
def delivered(owner) -> dict[int, list[int]]:
    """Give two deliveries of each of two customers."""
    product = a_product(owner, basis=PriceBasis.NET)
    found: dict[int, list[int]] = {}
    for name in ("Bakker", "Visser"):
        customer = a_customer(owner, surname=name)
        for _ in range(2):
            made = {"customer_id": customer, "basis": PriceBasis.NET}
            order_id = an_order(owner, [a_line(product)], **made)
            note = deliver(order_id=order_id, actor=owner, delivered_on=TODAY)
            found.setdefault(customer, []).append(note)
    return found


def test_the_list_says_what_each_customer_would_be_billed(as_owner, delivered):
    page = text_of(as_owner.get(LIST, UNTIL))
    assert "Bakker" in page
    assert "Visser" in page
    assert page.count("917.18") == 2
    assert LIST in as_owner.get("/invoices/").content.decode()


def test_before_the_first_delivery_it_says_so(as_owner, delivered):
    assert "Everything that was delivered" in text_of(as_owner.get(LIST, {"until": "2026-11-19"}))


def test_drafts_are_made_after_a_look_at_how_many_and_how_much(as_owner, delivered):
    preview = text_of(as_owner.post(f"{LIST}drafts/", UNTIL))
    assert "Make 2 drafts?" in preview
    assert "1,834.36" in preview
    assert not Invoice.objects.exists()
    answer = as_owner.post(f"{LIST}drafts/", {**UNTIL, "sure": "1"})
    job = Job.objects.get()
    assert answer["Location"] == f"/jobs/{job.uid}/"
    from klantkluis.office.jobs.worker import run_job

    run_job.func(str(job.uid))
    job.refresh_from_db()
    assert (job.state, job.problems) == (Job.State.DONE, [])
    assert sorted(Invoice.objects.values_list("customer", flat=True)) == sorted(delivered)
    assert all_broken() == []
    again = as_owner.post(f"{LIST}drafts/", {**UNTIL, "sure": "1"})
    assert again["Location"] == LIST


def test_only_who_is_picked_gets_one(as_owner, delivered):
    customer = next(iter(delivered))
    preview = as_owner.post(f"{LIST}drafts/", {**UNTIL, "pick": str(customer)})
    assert "Make 1 draft?" in text_of(preview)
    assert f'name="pick" value="{customer}"' in preview.content.decode()


def test_deliveries_of_one_customer_are_chosen_by_hand(as_owner, delivered):
    customer, notes = next(iter(delivered.items()))
    path = f"/customers/{customer}/deliveries-to-bill/"
    page = as_owner.get(path).content.decode()
    assert all(f'value="{note}" checked' in page for note in notes)
    answer = as_owner.post(path, {"pick": str(notes[0])})
    invoice = Invoice.objects.get()
    assert answer["Location"] == f"/invoices/{invoice.pk}/"
    assert InvoiceLine.objects.filter(invoice=invoice).count() == 1


def test_a_collective_invoice_names_all_its_orders(as_owner, delivered):
    customer, notes = next(iter(delivered.items()))
    as_owner.post(f"/customers/{customer}/deliveries-to-bill/", {"pick": [str(n) for n in notes]})
    page = text_of(as_owner.get(f"/invoices/{Invoice.objects.get().pk}/"))
    assert "Order 1" in page
    assert "Order 2" in page


def test_while_the_vault_is_locked_numbers_stand_for_names(browser_of, delivered):
    page = text_of(browser_of(Role.BOOKKEEPER).get(LIST, UNTIL))
    assert "Bakker" not in page
    assert "917.18" in page


def test_the_questions_do_not_grow_with_the_customers(as_owner, delivered, owner):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as two:
        as_owner.get(LIST, UNTIL)
    product = a_product(owner, "ANDER", basis=PriceBasis.NET)
    for number in range(5):
        customer = a_customer(owner, surname=f"Klant{'abcde'[number]}")
        made = {"customer_id": customer, "basis": PriceBasis.NET}
        order_id = an_order(owner, [a_line(product)], **made)
        deliver(order_id=order_id, actor=owner, delivered_on=TODAY)
    with CaptureQueriesContext(connection) as seven:
        as_owner.get(LIST, UNTIL)
    assert len(seven) <= len(two)


@pytest.mark.parametrize("path", [LIST, "/customers/{}/deliveries-to-bill/"])
def test_it_is_for_who_sells_and_who_keeps_the_books(as_stranger, browser_of, delivered, path):
    path = path.format(next(iter(delivered)))
    assert as_stranger.get(path)["Location"].startswith("/log-in/")
    assert browser_of(Role.WAREHOUSE).get(path).status_code == 403
    assert browser_of(Role.BOOKKEEPER).get(path).status_code == 200


def test_a_customer_that_is_none_is_not_found(as_owner: Client) -> None:
    assert as_owner.get("/customers/99/deliveries-to-bill/").status_code == 404


def test_a_customer_can_be_billed_each_week_by_itself(as_owner, browser_of, delivered):
    customer = next(iter(delivered))
    path = f"/customers/{customer}/deliveries-to-bill/"
    for chosen, shown in (("week", True), ("", False)):
        answer = as_owner.post(f"{path}rhythm/", {"every": chosen})
        assert answer["Location"] == path
        page = as_owner.get(path).content.decode()
        assert ('value="week" selected' in page) is shown
    assert browser_of(Role.WAREHOUSE).post(f"{path}rhythm/").status_code == 403
    (chore,) = [each for each in CHORES if each.name == "together"]
    as_owner.post(f"{path}rhythm/", {"every": "week"})
    assert chore.work(datetime(2026, 11, 24, 4, tzinfo=UTC)).count == 1
    assert Invoice.objects.get().customer_id == customer
