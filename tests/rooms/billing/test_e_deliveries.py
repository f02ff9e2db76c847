"""An e-invoice goes over the access point once, and its state is what was said there."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from django.db import DatabaseError, connection, transaction
from lxml import etree

from klantkluis.billing.commands import issue_e_invoice
from klantkluis.billing.commands.delivering import (
    DeliveryInLine,
    DeliveryNotToDecide,
    DeliveryNotToSend,
    DeliveryUnknown,
    KeyWrong,
    change_access_point_key,
    decide_delivery,
    queue_delivery,
)
from klantkluis.billing.e_checking import Form
from klantkluis.billing.e_delivery_rows import (
    AccessPointKey,
    EDeliveryAnswer,
    EDeliveryAttempt,
    EDeliveryDecision,
    OpenEDelivery,
)
from klantkluis.billing.e_invoice_rows import EInvoice
from klantkluis.billing.einvoice.access_point import Answer, Outcome, State, enveloped, read_answer
from klantkluis.billing.queries.deliveries import (
    deliveries_to_look_at,
    delivery_answers,
    delivery_row,
)
from klantkluis.billing.queries.e_invoices import e_invoice_of
from klantkluis.billing.sending_over import (
    SERVICE,
    access_point,
    access_point_is_on,
    ask_over,
    send_over,
)
from klantkluis.customers.blocking import CustomerRestricted
from klantkluis.customers.models import Customer
from klantkluis.disclosures.queries import disclosures_of
from klantkluis.foundation import outgoing
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.outgoing import ServiceShut, open_service, shut_service
from rooms.restricting import restricted_now
from rooms.story import a_customer, a_sent_invoice, all_broken
from support.fake_access_point import KEY, FakeAccessPoint, fake_access_point
from support.patience import SHORT

pytestmark = pytest.mark.usefixtures("our_company")
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
FIRM = {"company": "Lunchroom De Linde", "coc_number": "87654321"}
AGAIN, SETTLED = EDeliveryDecision.What.AGAIN, EDeliveryDecision.What.SETTLED


@pytest.fixture
def point(owner: Actor) -> Iterator[FakeAccessPoint]:
    with fake_access_point() as fake:
        change_access_point_key(key=KEY, actor=owner, at=NOW)
        open_service(name=SERVICE, url=fake.url, actor=owner)
        yield fake


@pytest.fixture
def file(owner: Actor) -> int:
    """The e-invoice of an invoice to a firm."""
    invoice_id = a_sent_invoice(owner, customer_id=a_customer(owner, **FIRM))
    made = issue_e_invoice(invoice_id=invoice_id, form=Form.PEPPOL, actor=owner)
    assert made is not None
    return made


@pytest.fixture
def delivery(owner: Actor, point: FakeAccessPoint, file: int) -> int:
    return queue_delivery(e_invoice_id=file, actor=owner, at=NOW)


def send(owner: Actor, delivery: int, at: datetime = NOW) -> Answer:
    return send_over(delivery_id=delivery, actor=owner, clock=lambda: at)


def state(delivery: int, at: datetime = NOW) -> State:
    row = delivery_row(delivery_id=delivery, now=at)
    assert row is not None
    return row.state


def test_what_goes_is_the_validated_file_in_the_envelope_of_the_network(
    owner: Actor, point: FakeAccessPoint, delivery: int
) -> None:
    assert state(delivery) is State.QUEUED
    assert send(owner, delivery).outcome is Outcome.HANDED_OVER
    assert state(delivery) is State.HANDED_OVER
    (got,) = point.got
    given = disclosures_of(subject_uids=list(Customer.objects.values_list("uid", flat=True)))
    assert [(each.recipient, each.ground) for each in given] == [
        ("person", "gdpr_6_1_b"), ("access_point", "gdpr_28"),
    ]  # fmt: skip
    assert {each.sha256 for each in given} == {sha256(got).hexdigest()}, "the bytes that went"
    root = etree.fromstring(got)
    assert root.tag.endswith("}StandardBusinessDocument")
    said = {each.tag.rpartition("}")[2]: each.text for each in root.iter() if each.text}
    assert said["CreationDateAndTime"] == "2026-11-26T12:00:00+00:00"
    ends = [e.text for e in root.iterfind(".//{*}StandardBusinessDocumentHeader//{*}Identifier")]
    assert ends[:2] == ["0106:12345678", "0106:87654321"]
    invoice_id = EInvoice.objects.get().invoice_id
    ours = e_invoice_of(form=Form.PEPPOL, vault=owner.vault, invoice_id=invoice_id)
    inside = root.find("./{*}Invoice")
    assert inside is not None
    assert ours is not None
    whole = etree.fromstring(ours)
    assert [e.text for e in inside.iter()] == [e.text for e in whole.iter()]
    head = point.headers[0]
    assert head["Authorization"] == f"Bearer {KEY}"
    assert len(head["Idempotency-Key"]) == 32
    assert "Cookie" not in head
    with pytest.raises(DeliveryNotToSend):
        send(owner, delivery)
    assert len(point.got) == 1


@pytest.mark.parametrize(
    ("does", "outcome", "problem"),
    [
        ("ok", State.HANDED_OVER, ""),
        ("accept", State.ACCEPTED, ""),
        ("refuse", State.REFUSED, ""),
        ("key", State.REFUSED, "key"),
        ("busy", State.POSTPONED, "http_503"),
        ("broken", State.UNKNOWN, "http_500"),
        ("garbage", State.UNKNOWN, "garbage"),
        ("lies", State.UNKNOWN, "garbage"),
        ("huge", State.UNKNOWN, "too_large"),
        ("stall", State.UNKNOWN, "timeout"),
        ("cut", State.UNKNOWN, "unreachable"),
        ("cut at once", State.UNKNOWN, "unreachable"),
        ("elsewhere", State.UNKNOWN, "http_302"),
    ],
)
def test_each_answer_leads_to_its_state_and_nothing_goes_twice_by_itself(
    owner: Actor,
    point: FakeAccessPoint,
    delivery: int,
    does: str,
    outcome: State,
    problem: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    point.does = does
    with monkeypatch.context() as patience:
        if does == "stall":
            patience.setattr(outgoing, "SECONDS", (SHORT, SHORT))
        answer = send(owner, delivery)
    assert (state(delivery), answer.problem) == (outcome, problem)
    looked_at = [row.id for row in deliveries_to_look_at(now=NOW)]
    asks = outcome in {State.POSTPONED, State.REFUSED, State.UNKNOWN}
    assert looked_at == ([delivery] if asks else [])
    assert len(point.got) <= 1, "a redirect is not followed"
    point.does = "ok"
    if outcome is State.POSTPONED:
        assert send(owner, delivery).outcome is Outcome.HANDED_OVER
    else:
        with pytest.raises(DeliveryNotToSend):
            send(owner, delivery)
    assert all_broken() == []


def test_a_server_that_is_not_there_has_nothing(owner: Actor, file: int) -> None:
    with fake_access_point() as gone:
        url = gone.url
    change_access_point_key(key=KEY, actor=owner, at=NOW)
    open_service(name=SERVICE, url=url, actor=owner)
    delivery = queue_delivery(e_invoice_id=file, actor=owner, at=NOW)
    assert send(owner, delivery).outcome is Outcome.POSTPONED


def test_the_words_of_a_refusal_lie_sealed(
    owner: Actor, point: FakeAccessPoint, delivery: int
) -> None:
    point.does = "refuse"
    send(owner, delivery)
    row = EDeliveryAnswer.objects.get()
    assert b"Jansen" not in bytes(row.sealed)
    (answer,) = delivery_answers(delivery_id=delivery, vault=owner.vault)
    assert answer.said == "Els van der Jansen is unknown"


def test_a_process_that_dies_in_between_leaves_it_unknown(
    owner: Actor, point: FakeAccessPoint, delivery: int
) -> None:
    class Dying:
        def hand_over(self, _parcel: object) -> Answer:
            assert EDeliveryAttempt.objects.count() == 1, "kept before anything goes out"
            raise KeyboardInterrupt

        def ask(self, _reference: str) -> Answer:
            raise AssertionError

    with pytest.raises(KeyboardInterrupt):
        send_over(
            delivery_id=delivery, actor=owner, clock=lambda: NOW, through=lambda _vault: Dying()
        )
    assert state(delivery) is State.GOING_ON
    later = NOW + timedelta(minutes=11)
    assert state(delivery, later) is State.UNKNOWN
    with pytest.raises(DeliveryNotToSend):
        send(owner, delivery, later)
    decide_delivery(delivery_id=delivery, what=AGAIN, attempts=1, actor=owner, at=later)
    assert send(owner, delivery, later).outcome is Outcome.HANDED_OVER
    assert all_broken() == []


def test_asking_later_brings_news_and_nothing_else(
    owner: Actor, point: FakeAccessPoint, delivery: int
) -> None:
    def ask() -> Answer | None:
        return ask_over(delivery_id=delivery, actor=owner, clock=lambda: NOW)

    assert ask() is None
    send(owner, delivery)
    point.status = "queued"
    ask()
    assert (state(delivery), EDeliveryAnswer.objects.count()) == (State.HANDED_OVER, 1)
    with pytest.raises(DeliveryNotToDecide):
        decide_delivery(delivery_id=delivery, what=AGAIN, attempts=1, actor=owner, at=NOW)
    point.status = "delivered"
    ask()
    assert point.asked == [{"id": "ap-1"}, {"id": "ap-1"}]
    assert state(delivery) is State.ACCEPTED
    assert not OpenEDelivery.objects.exists()
    assert ask() is None
    assert all_broken() == []


def test_one_of_an_e_invoice_is_on_its_way_at_a_time(
    owner: Actor, point: FakeAccessPoint, file: int, delivery: int
) -> None:
    with pytest.raises(DeliveryInLine):
        queue_delivery(e_invoice_id=file, actor=owner, at=NOW)
    point.does = "accept"
    send(owner, delivery)
    with pytest.raises(DeliveryInLine):
        queue_delivery(e_invoice_id=file, actor=owner, at=NOW)
    with pytest.raises(DeliveryUnknown):
        queue_delivery(e_invoice_id=file + 99, actor=owner, at=NOW)


def test_what_was_settled_goes_no_more_and_can_be_sent_anew(
    owner: Actor, point: FakeAccessPoint, file: int, delivery: int
) -> None:
    point.does = "refuse"
    send(owner, delivery)
    decide_delivery(delivery_id=delivery, what=SETTLED, attempts=1, actor=owner, at=NOW)
    assert state(delivery) is State.SETTLED
    with pytest.raises(DeliveryNotToDecide):
        decide_delivery(delivery_id=delivery, what=AGAIN, attempts=1, actor=owner, at=NOW)
    assert queue_delivery(e_invoice_id=file, actor=owner, at=NOW) != delivery
    assert all_broken() == []


def test_nothing_goes_while_the_connection_is_shut(
    owner: Actor, point: FakeAccessPoint, delivery: int
) -> None:
    assert access_point_is_on()
    shut_service(name=SERVICE, actor=owner)
    assert not access_point_is_on()
    with pytest.raises(ServiceShut):
        send(owner, delivery)
    with pytest.raises(ServiceShut):
        access_point(owner.vault)
    assert not EDeliveryAttempt.objects.exists()
    assert point.got == []


def test_the_key_lies_sealed(owner: Actor, point: FakeAccessPoint) -> None:
    assert KEY.encode() not in bytes(AccessPointKey.objects.get().sealed)
    for wrong in ("", "é", "a\r\nX: y"):
        with pytest.raises(KeyWrong):
            change_access_point_key(key=wrong, actor=owner, at=NOW)


def test_the_database_refuses_to_send_twice(
    owner: Actor, point: FakeAccessPoint, delivery: int
) -> None:
    def refused(statement: str) -> None:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    attempt = (
        "INSERT INTO billing_edeliveryattempt (delivery_id, number, began_at)"
        " SELECT id, {n}, queued_at FROM billing_edelivery"
    )
    refused(attempt.format(n=2))
    point.does = "cut"
    send(owner, delivery)
    refused(attempt.format(n=2))
    for table in ("edelivery", "edeliveryattempt", "edeliveryanswer"):
        refused(f"DELETE FROM billing_{table}")
    refused("UPDATE billing_edeliveryanswer SET outcome = 'accepted'")


@pytest.mark.parametrize("status", [200, 201, 302, 400, 404, 408, 409, 429, 500, 503])
@pytest.mark.parametrize(
    "said", [None, {}, {"id": "x"}, {"status": "queued"}, {"status": [1], "id": 7, "message": {}}]
)
def test_no_answer_that_is_not_clear_counts_as_a_yes(status: int, said: object) -> None:
    answer = read_answer(status, said)  # type: ignore[arg-type]
    assert answer.outcome not in {Outcome.ACCEPTED, Outcome.HANDED_OVER}


def test_a_file_without_addresses_makes_no_envelope() -> None:
    bare = b'<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>'
    with pytest.raises(ValueError, match="electronic addresses"):
        enveloped(bare, NOW)


def test_of_who_is_restricted_no_e_invoice_goes_out(owner: Actor, file: int) -> None:
    restricted_now(Customer.objects.get().pk, owner)
    with pytest.raises(CustomerRestricted):
        queue_delivery(e_invoice_id=file, actor=owner, at=NOW)
