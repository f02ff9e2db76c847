"""VAT numbers that wait for an answer are asked for again each night, with the vault of whoever
comes to work."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from klantkluis.core.roles import Role
from klantkluis.core.treatment import NumberState
from klantkluis.customers.jobs import IN_A_ROW
from klantkluis.customers.models import VatNumberCheck
from klantkluis.customers.vat_checks.queries import customers_to_ask, vat_standings
from klantkluis.customers.vat_checks.rules import AGAIN_AFTER
from klantkluis.customers.vat_checks.vies import SERVICE
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.models import Event, Job
from klantkluis.foundation.outgoing import open_service
from klantkluis.office.customers import vat_numbers
from klantkluis.office.customers.vat_numbers import ask_by_night
from klantkluis.office.housekeeping.chores import CHORES
from klantkluis.office.housekeeping.running import do_chore
from klantkluis.office.jobs import lending
from klantkluis.office.jobs.kinds import CHECK_BY_NIGHT
from klantkluis.office.jobs.worker import lend_to_waiting, run_job
from rooms.story import a_customer
from support.fake_vies import PROOF, FakeVies, fake_vies
from web_door import staff_of

BELGIAN, GERMAN, FRENCH = "BE0403019261", "DE136695976", "FR83404833048"
NIGHT = datetime(2026, 11, 26, 2, 30, tzinfo=UTC)


@pytest.fixture
def vies(as_owner: Client, owner: Actor) -> Iterator[FakeVies]:
    with fake_vies() as server:
        as_owner.post("/company/connections/", {"service": SERVICE, "url": server.url})
        yield server


def a_firm(owner: Actor, number: str = BELGIAN) -> int:
    return a_customer(owner, company="Firma", vat_number=number)


def state_of(customer_id: int) -> NumberState:
    return vat_standings(customer_ids=[customer_id])[customer_id].state


def a_night(client: Client, now: datetime | None = None) -> str:
    """Let a night pass, and somebody come to work in the morning; give how the job ended."""
    if not ask_by_night(now or timezone.now()):
        return ""
    uid = str(Job.objects.latest("pk").uid)
    assert run_job.call(uid) == Job.State.WAITING, "at night nobody lends their part"
    lending.LOOKS.next_at = 0
    client.get("/products/")
    return str(run_job.call(uid))


def test_a_night_goes_through_all_four_states(
    as_owner: Client, owner: Actor, vies: FakeVies, monkeypatch
) -> None:
    firm, other, third = a_firm(owner), a_firm(owner, GERMAN), a_firm(owner, FRENCH)
    vies.answers |= {GERMAN: "invalid", FRENCH: "no, because down"}
    assert {state_of(pk) for pk in (firm, other, third)} == {NumberState.UNCHECKED}
    assert a_night(as_owner) == Job.State.DONE
    assert (state_of(firm), state_of(other)) == (NumberState.VALID, NumberState.INVALID)
    assert state_of(third) is NumberState.DOWN
    found = vat_standings(customer_ids=[firm])[firm].check
    assert found is not None
    assert found.consultation == PROOF
    # The next night asks for what was down only; an outage never becomes invalid.
    asked = len(vies.asked)
    assert a_night(as_owner) == Job.State.DONE
    assert len(vies.asked) == asked + 1
    assert state_of(third) is NumberState.DOWN
    vies.answers[FRENCH] = "valid"
    assert a_night(as_owner) == Job.State.DONE
    assert state_of(third) is NumberState.VALID
    assert a_night(as_owner) == "", "all are answered for"


def test_a_month_later_a_valid_number_is_asked_for_again(
    as_owner: Client, owner: Actor, vies: FakeVies
) -> None:
    firm = a_firm(owner)
    a_night(as_owner)
    later = timezone.now() + AGAIN_AFTER + timedelta(hours=1)
    assert customers_to_ask(now=later) == [firm]
    vies.answers[BELGIAN] = "broken"
    a_night(as_owner, later)
    assert state_of(firm) is NumberState.VALID, "an outage takes nothing away"


def test_nothing_is_begun_while_the_connection_is_shut(owner: Actor, our_company) -> None:
    a_firm(owner)
    assert ask_by_night(NIGHT) == 0
    assert not Job.objects.exists()


def test_one_job_at_a_time_and_its_arguments_name_nobody(
    as_owner: Client, owner: Actor, vies: FakeVies
) -> None:
    firm = a_firm(owner)
    assert ask_by_night(NIGHT) == 1
    assert ask_by_night(NIGHT) == 0
    job = Job.objects.get(kind=CHECK_BY_NIGHT)
    assert job.about == {"customer_ids": [firm]}
    assert job.staff_id == as_owner.staff.uid


def test_a_night_is_bounded_and_who_waits_longest_comes_first(
    as_owner: Client, owner: Actor, vies: FakeVies, monkeypatch
) -> None:
    monkeypatch.setattr(vat_numbers, "MOST_BY_NIGHT", 2)
    ids = [a_firm(owner, number) for number in (BELGIAN, GERMAN, FRENCH)]
    for pk, days in zip(ids, (40, 90, 60), strict=True):
        VatNumberCheck.objects.create(
            customer_id=pk, number_rev=1, at=NIGHT - timedelta(days=days), state="valid"
        )
    assert ask_by_night(NIGHT) == 2
    assert Job.objects.latest("pk").about == {"customer_ids": sorted([ids[1], ids[2]])}


def test_while_vies_is_not_there_the_rest_is_left_for_another_night(
    as_owner: Client, owner: Actor
) -> None:
    with fake_vies() as server:
        url = server.url
    open_service(
        name=SERVICE, url=url,
        actor=Actor(as_owner.staff.uid, frozenset({Role.OWNER}), owner.channel),
    )  # fmt: skip
    ids = [a_firm(owner) for _ in range(IN_A_ROW + 2)]
    assert a_night(as_owner) == Job.State.DONE
    assert [state_of(pk) for pk in ids].count(NumberState.DOWN) == IN_A_ROW
    assert [state_of(pk) for pk in ids].count(NumberState.UNCHECKED) == 2
    left = Job.objects.latest("pk").problems
    assert left == [[ids[-2], "ServiceAway"], [ids[-1], "ServiceAway"]]


def test_the_chore_says_how_many_it_asked_for(
    as_owner: Client, owner: Actor, vies: FakeVies
) -> None:
    a_firm(owner)
    chore = next(each for each in CHORES if each.name == "vat_numbers")
    run = do_chore(chore, timezone.now)
    assert run is not None
    assert (run.outcome, run.count) == ("well", 1)


def test_who_may_not_lends_nothing_and_a_colleague_who_may_does(
    as_owner: Client, browser_of, owner: Actor, vies: FakeVies, in_process_vault
) -> None:
    firm = a_firm(owner)
    ask_by_night(NIGHT)
    uid = str(Job.objects.latest("pk").uid)
    run_job.call(uid)
    for role, lent in ((Role.WAREHOUSE, 0), (Role.BOOKKEEPER, 1)):
        client = browser_of(role, unlocked=True)
        actor = Actor(client.staff.uid, client.staff.roles, owner.channel)
        session = in_process_vault.session(
            token=client.cookies["vault"].value, session=client.session.session_key
        )
        assert lend_to_waiting(session, actor) == lent, role
    assert run_job.call(uid) == Job.State.DONE
    assert state_of(firm) is NumberState.VALID
    taken = Event.objects.filter(name="job.taken_up")
    assert [event.about["result"] for event in taken] == [1]


def test_a_page_with_a_locked_vault_lends_nothing(
    as_locked_owner: Client, owner: Actor, monkeypatch
) -> None:
    with fake_vies() as server:
        as_locked_owner.post("/company/connections/", {"service": SERVICE, "url": server.url})
        a_firm(owner)
        ask_by_night(NIGHT)
        uid = str(Job.objects.latest("pk").uid)
        run_job.call(uid)
        lending.LOOKS.next_at = 0
        as_locked_owner.get("/products/")
        assert Job.objects.get().state == Job.State.WAITING


def test_the_list_of_customers_offers_to_ask_for_all(
    as_owner: Client, browser_of, owner: Actor, vies: FakeVies
) -> None:
    a_firm(owner)
    button = 'formaction="/customers/vat-numbers/"'
    assert button in as_owner.get("/customers/").content.decode()
    assert button in browser_of(Role.BOOKKEEPER).get("/customers/").content.decode()
    assert button not in browser_of(Role.WAREHOUSE).get("/customers/").content.decode()
    as_owner.post(f"/company/connections/{SERVICE}/closed/")
    assert button not in as_owner.get("/customers/").content.decode()


def test_when_who_opened_it_has_left_an_owner_stands_in(
    as_owner: Client, browser_of, staff, owner: Actor, vies: FakeVies
) -> None:
    a_firm(owner)
    person = staff_of(as_owner)
    person.is_active = False
    person.save()
    assert ask_by_night(NIGHT) == 0, "nobody is there"
    other = staff(Role.OWNER, username="other")
    assert ask_by_night(NIGHT) == 1
    assert Job.objects.latest("pk").staff_id == other.uid
