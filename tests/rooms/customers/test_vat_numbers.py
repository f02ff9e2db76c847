"""A VAT number is asked for, and whatever the other side does, its state is true."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from klantkluis.core.treatment import NumberState
from klantkluis.customers.commands import change_customer, merge_customers
from klantkluis.customers.commands.vat_checks import record_vat_check
from klantkluis.customers.models import Customer, VatNumberCheck
from klantkluis.customers.vat_checks.queries import customers_to_ask, vat_standings
from klantkluis.customers.vat_checks.rules import AGAIN_AFTER, Outcome
from klantkluis.customers.vat_checks.vies import SERVICE
from klantkluis.disclosures.queries import disclosures_of
from klantkluis.foundation import outgoing
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.jobs import carry_on, start_job
from klantkluis.foundation.models import Job
from klantkluis.foundation.outgoing import AddressWrong, open_service, shut_service
from klantkluis.office.jobs.vat_numbers import check_vat_numbers
from rooms.restricting import restricted_now
from rooms.story import TODAY, a_customer
from support.fake_vies import PROOF, FakeVies, fake_vies
from support.patience import SHORT

pytestmark = pytest.mark.usefixtures("our_company")

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
BELGIAN, GERMAN, FRENCH = "BE0403019261", "DE136695976", "FR83404833048"


@pytest.fixture
def vies(owner: Actor) -> Iterator[FakeVies]:
    with fake_vies() as server:
        open_service(name=SERVICE, url=server.url, actor=owner)
        yield server


def a_firm(owner: Actor, number: str = BELGIAN) -> int:
    return a_customer(owner, company="Firma", vat_number=number)


def check(owner: Actor, *ids: int, now: datetime = NOW) -> Job:
    about = {"customer_ids": list(ids)}
    uid = start_job(
        uid=uuid4(), kind="vat_numbers.check", about=about, total=len(ids), actor=owner, now=now
    )
    carry_on(job_uid=uid, actor=owner, work=check_vat_numbers, clock=lambda: now, today=TODAY)
    return Job.objects.get(uid=uid)


def state_of(customer_id: int) -> NumberState:
    return vat_standings(customer_ids=[customer_id])[customer_id].state


def test_a_valid_number_has_its_proof_and_only_two_numbers_left_the_house(
    owner: Actor, vies: FakeVies
) -> None:
    firm = a_firm(owner)
    assert state_of(firm) is NumberState.UNCHECKED
    assert check(owner, firm).state == Job.State.DONE
    found = vat_standings(customer_ids=[firm])[firm]
    assert found.state is NumberState.VALID
    assert found.check is not None
    assert (found.check.consultation, found.check.at) == (PROOF, NOW)
    assert vies.asked == [
        {
            "countryCode": "BE", "vatNumber": "0403019261",
            "requesterMemberStateCode": "NL", "requesterNumber": "000099998B57",
        }
    ]  # fmt: skip
    (noted,) = disclosures_of(subject_uids=[Customer.objects.get(pk=firm).uid])
    assert (noted.recipient, noted.ground) == ("vies", "regulation_904_2010_31")
    assert "Cookie" not in vies.headers[0]
    assert "Authorization" not in vies.headers[0]


@pytest.mark.parametrize(
    ("answer", "state", "problem"),
    [
        ("valid", NumberState.VALID, ""),
        ("invalid", NumberState.INVALID, ""),
        ("no, because down", NumberState.DOWN, "MS_UNAVAILABLE"),
        ("wrapped", NumberState.DOWN, "MS_MAX_CONCURRENT_REQ"),
        ("garbage", NumberState.DOWN, "garbage"),
        ("list", NumberState.DOWN, "garbage"),
        ("huge", NumberState.DOWN, "too_large"),
        ("broken", NumberState.DOWN, "http_500"),
        ("elsewhere", NumberState.DOWN, "http_302"),
        ("slow", NumberState.DOWN, "timeout"),
        ("drip", NumberState.DOWN, "timeout"),
    ],
)
def test_each_answer_leads_to_its_state_and_an_outage_never_to_invalid(
    owner: Actor,
    vies: FakeVies,
    answer: str,
    state: NumberState,
    problem: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if problem == "timeout":
        monkeypatch.setattr(outgoing, "SECONDS", (SHORT, SHORT))
        monkeypatch.setattr(outgoing, "MOST_SECONDS", SHORT)
    vies.answers[BELGIAN] = answer
    firm = a_firm(owner)
    check(owner, firm)
    found = vat_standings(customer_ids=[firm])[firm]
    assert found.state is state
    assert found.check is not None
    assert found.check.problem == problem
    assert len(vies.asked) == 1, "a redirect is not followed"


def test_a_server_that_is_not_there_is_an_outage(owner: Actor) -> None:
    with fake_vies() as server:
        url = server.url
    open_service(name=SERVICE, url=url, actor=owner)
    firm = a_firm(owner)
    check(owner, firm)
    assert state_of(firm) is NumberState.DOWN


def test_an_outage_after_an_answer_changes_nothing(owner: Actor, vies: FakeVies) -> None:
    firm = a_firm(owner)
    check(owner, firm)
    vies.answers[BELGIAN] = "broken"
    check(owner, firm, now=NOW + timedelta(days=40))
    assert state_of(firm) is NumberState.VALID
    vies.answers[BELGIAN] = "invalid"
    check(owner, firm, now=NOW + timedelta(days=41))
    assert state_of(firm) is NumberState.INVALID


def test_another_number_has_not_been_checked(owner: Actor, vies: FakeVies) -> None:
    firm = a_firm(owner)
    check(owner, firm)

    def changed(rev: int, **fields: str) -> None:
        change_customer(
            customer_id=firm, rev=rev, fields=fields, language="nl", payment_term_days=14,
            actor=owner,
        )  # fmt: skip

    changed(1, phone="+31209999999")
    assert state_of(firm) is NumberState.VALID, "the number is the same"
    changed(2, vat_number=GERMAN)
    assert state_of(firm) is NumberState.UNCHECKED
    assert Customer.objects.get(pk=firm).vat_country == "DE"
    late = Outcome(NumberState.VALID, PROOF)
    record_vat_check(customer_id=firm, number_rev=1, outcome=late, actor=owner, at=NOW)
    assert state_of(firm) is NumberState.UNCHECKED, "that answer was about the old number"
    changed(3, vat_number="")
    assert state_of(firm) is NumberState.NONE


def test_a_number_that_cannot_be_one_is_not_asked_for(owner: Actor, vies: FakeVies) -> None:
    firm = a_firm(owner, "BE0403019262")
    check(owner, firm)
    assert state_of(firm) is NumberState.INVALID
    assert vies.asked == []


def test_nothing_leaves_while_the_connection_is_shut(owner: Actor, vies: FakeVies) -> None:
    shut_service(name=SERVICE, actor=owner)
    firm = a_firm(owner)
    job = check(owner, firm)
    assert job.problems == [[firm, "ServiceShut"]]
    assert vies.asked == []
    assert disclosures_of(subject_uids=[Customer.objects.get(pk=firm).uid]) == []
    assert state_of(firm) is NumberState.UNCHECKED


def test_who_is_to_be_asked(owner: Actor, vies: FakeVies) -> None:
    valid, down, restricted = a_firm(owner), a_firm(owner, GERMAN), a_firm(owner, FRENCH)
    a_customer(owner)
    restricted_now(restricted, owner)
    assert customers_to_ask(now=NOW) == [valid, down]
    vies.answers[GERMAN] = "wrapped"
    check(owner, valid, down, restricted)
    assert customers_to_ask(now=NOW) == [down], "an outage is asked again"
    assert len(vies.asked) == 2, "who is restricted is not asked for"
    assert customers_to_ask(now=NOW + AGAIN_AFTER) == [valid, down]


def test_a_merged_customer_takes_its_number_along_unchecked(owner: Actor, vies: FakeVies) -> None:
    keep, duplicate = a_customer(owner), a_firm(owner)
    check(owner, duplicate)
    merge_customers(keep_id=keep, duplicate_id=duplicate, actor=owner)
    assert state_of(keep) is NumberState.UNCHECKED
    assert state_of(duplicate) is NumberState.NONE
    assert customers_to_ask(now=NOW) == [keep]


@pytest.mark.parametrize(
    "url", ["http://example.com/x", "ftp://example.com", "https://u:p@example.com", "https://", ""]
)
def test_only_a_safe_address_can_be_opened(owner: Actor, url: str) -> None:
    with pytest.raises(AddressWrong):
        open_service(name=SERVICE, url=url, actor=owner)


def test_a_check_never_changes(owner: Actor, vies: FakeVies) -> None:
    check(owner, a_firm(owner))
    with pytest.raises(DatabaseError), transaction.atomic():
        VatNumberCheck.objects.update(state="invalid")
