"""VAT numbers on the card of a customer, and the page of connections to the outside."""

from collections.abc import Iterator

import pytest
from django.test import Client

from klantkluis.core.roles import Role
from klantkluis.core.treatment import NumberState
from klantkluis.customers.vat_checks.queries import vat_standings
from klantkluis.customers.vat_checks.vies import ADDRESS, SERVICE
from klantkluis.foundation.models import Job
from klantkluis.foundation.outgoing import opened_services
from support.fake_vies import PROOF, FakeVies, fake_vies

CONNECTIONS = "/company/connections/"
BELGIAN = "BE0403019261"
FIRM = {
    "company": "Firma", "street": "Rue Haute", "house_number": "1", "postcode": "1000",
    "town": "Brussel", "country": "BE", "vat_number": BELGIAN, "language": "nl",
    "payment_term_days": "14",
}  # fmt: skip


@pytest.fixture
def vies(as_owner: Client) -> Iterator[FakeVies]:
    with fake_vies() as server:
        as_owner.post(CONNECTIONS, {"service": SERVICE, "url": server.url})
        yield server


def a_firm(client: Client) -> int:
    answer = client.post("/customers/new/", FIRM)
    assert answer.status_code == 302, answer.content.decode()
    return int(answer["Location"].strip("/").split("/")[-1])


def state_of(customer_id: int) -> NumberState:
    return vat_standings(customer_ids=[customer_id])[customer_id].state


def test_everything_is_closed_until_the_owner_opens_it(as_owner: Client) -> None:
    page = as_owner.get(CONNECTIONS).content.decode()
    assert "Closed" in page
    assert ADDRESS in page
    assert opened_services() == ()
    assert as_owner.post(CONNECTIONS, {"service": SERVICE, "url": ADDRESS}).status_code == 302
    assert [each.url for each in opened_services()] == [ADDRESS]
    assert "Close this connection" in as_owner.get(CONNECTIONS).content.decode()
    as_owner.post(f"{CONNECTIONS}{SERVICE}/closed/")
    assert opened_services() == ()
    assert as_owner.post(f"{CONNECTIONS}nonsense/closed/").status_code == 404


def test_an_unsafe_address_is_refused_beside_the_field(as_owner: Client) -> None:
    answer = as_owner.post(CONNECTIONS, {"service": SERVICE, "url": "http://example.com/vies"})
    page = answer.content.decode()
    assert "Give an address that begins with https://." in page
    assert "http://example.com/vies" in page
    assert opened_services() == ()


@pytest.mark.parametrize("role", [Role.SALES, Role.BOOKKEEPER])
def test_a_colleague_may_not_open_a_connection(browser_of, role: Role) -> None:
    client = browser_of(role)
    assert client.get(CONNECTIONS).status_code == 403
    assert client.post(f"{CONNECTIONS}{SERVICE}/closed/").status_code == 403


def test_a_stranger_sees_nothing(as_stranger: Client) -> None:
    assert as_stranger.get(CONNECTIONS)["Location"].startswith("/log-in/")
    assert as_stranger.post("/customers/1/vat-number/")["Location"].startswith("/log-in/")


def test_a_number_is_asked_for_by_hand_and_its_proof_is_shown(
    as_owner: Client, vies: FakeVies
) -> None:
    firm = a_firm(as_owner)
    assert "not checked" in as_owner.get(f"/customers/{firm}/").content.decode()
    as_owner.post(f"/customers/{firm}/vat-number/", follow=True)
    assert state_of(firm) is NumberState.VALID
    page = as_owner.get(f"/customers/{firm}/").content.decode()
    assert PROOF in page
    assert len(vies.asked) == 1


def test_a_new_number_is_put_in_line_and_the_page_does_not_wait(
    as_owner: Client, vies: FakeVies
) -> None:
    firm = a_firm(as_owner)
    job = Job.objects.get(kind="vat_numbers.check")
    assert job.about == {"customer_ids": [firm]}
    assert vies.asked == []


def test_an_outage_is_said_and_keeps_nobody_from_working(as_owner: Client, vies: FakeVies) -> None:
    vies.answers[BELGIAN] = "wrapped"
    firm = a_firm(as_owner)
    page = as_owner.post(f"/customers/{firm}/vat-number/", follow=True).content.decode()
    assert "VIES gives no answer now" in page
    assert "no answer yet" in page
    assert as_owner.get(f"/orders/new/?customer={firm}").status_code == 200


def test_a_number_that_is_not_valid_is_said_in_red(as_owner: Client, vies: FakeVies) -> None:
    vies.answers[BELGIAN] = "invalid"
    firm = a_firm(as_owner)
    page = as_owner.post(f"/customers/{firm}/vat-number/", follow=True).content.decode()
    assert "badge bad" in page
    assert "is not valid" in page


def test_all_numbers_are_asked_for_in_one_job(as_owner: Client, vies: FakeVies) -> None:
    Job.objects.all().delete()
    a_firm(as_owner)
    answer = as_owner.post("/customers/vat-numbers/")
    assert answer["Location"].startswith("/jobs/")
    assert Job.objects.filter(kind="vat_numbers.check").count() == 2


def test_while_the_connection_is_closed_nothing_is_asked(as_owner: Client) -> None:
    firm = a_firm(as_owner)
    page = as_owner.post(f"/customers/{firm}/vat-number/", follow=True).content.decode()
    assert "The connection to VIES is closed" in page
    assert not Job.objects.exists()


def test_an_order_for_a_firm_elsewhere_shows_its_vat_while_it_is_typed(
    as_owner: Client, vies: FakeVies
) -> None:
    firm = a_firm(as_owner)
    typed = {
        "customer": str(firm), "order-ordered_on": "2026-11-20", "order-basis": "net",
        "order-deliver_to": "own", "lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "0",
        "lines-0-kind": "text", "lines-0-text": "Advies", "lines-0-quantity": "1",
        "lines-0-unit_price": "100",
    }  # fmt: skip
    before = as_owner.post("/orders/totals/", typed).content.decode()
    assert "121.00" in before
    as_owner.post(f"/customers/{firm}/vat-number/")
    after = as_owner.post("/orders/totals/", typed).content.decode()
    assert "reverse charged" in after
    assert "121.00" not in after
