"""A mail that came back is a fact, by its own token only; and facts go when their term is over."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from klantkluis.core.mail import WAITS, BounceAction, Outcome, Security, State, Step
from klantkluis.customers.models import Customer
from klantkluis.foundation.actors import Actor, NotAllowed
from klantkluis.foundation.mail.box import BoxFields, BoxWrong, change_mail_box, mail_box, open_box
from klantkluis.foundation.mail.commands import (
    MailNotToDecide,
    MailNotToSend,
    begin_attempt,
    bounce_is_news,
    decide,
    queue_mail,
    record_bounce,
    record_outcome,
)
from klantkluis.foundation.mail.expiring import EXPIRING
from klantkluis.foundation.mail.forgetting import forget_mails, forget_templates
from klantkluis.foundation.mail.queries import (
    mail_card,
    mail_counts,
    mail_rows,
    mails_due,
    standing,
)
from klantkluis.foundation.mail.reports import Report
from klantkluis.foundation.mail.server import ServerFields, change_mail_server
from klantkluis.foundation.mail.transport import Answer
from klantkluis.foundation.mail.wording import MailKind
from klantkluis.foundation.mail_box_rows import MailBounce, MailBox
from klantkluis.foundation.models import (
    Event,
    Mail,
    MailAttempt,
    MailDecision,
    MailOutcome,
    MailTemplate,
    OpenMail,
)
from rooms.story import a_customer, all_broken

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("our_company")]
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
SAID = "smtp; 550 5.1.1 <els@example.nl> unknown"
AGAIN, SETTLED = MailDecision.What.AGAIN, MailDecision.What.SETTLED


@pytest.fixture
def mail(owner: Actor) -> Mail:
    """A mail in line to somebody that we know."""
    fields = ServerFields("localhost", 25, Security.NONE, "", "Wij", "post@voorbeeld.nl")
    change_mail_server(fields=fields, password="", actor=owner, at=NOW)
    customer = Customer.objects.get(pk=a_customer(owner))
    mail_id = queue_mail(
        kind=MailKind.INVOICE, about_id=1, customer_uid=customer.uid, language="nl",
        actor=owner, at=NOW,
    )  # fmt: skip
    return Mail.objects.get(pk=mail_id)


def attempt(owner: Actor, mail: Mail, outcome: str, at: datetime = NOW) -> None:
    """Let a mail be handed over, with this outcome; `lost` keeps none."""
    attempt_id = begin_attempt(mail_id=mail.pk, template_id=None, actor=owner, at=at)
    if outcome != "lost":
        step, code = {
            "accepted": (Step.HANDED_OVER, 250), "unknown": (Step.HANDED_OVER, 0),
            "refused": (Step.RECIPIENT, 550), "postponed": (Step.RECIPIENT, 451),
        }[outcome]  # fmt: skip
        answer = Answer(Outcome(outcome), step, code)
        record_outcome(attempt_id=attempt_id, answer=answer, actor=owner, at=at)


def report(mail: Mail | None, action: str = "failed", **more: Any) -> Report:
    token = mail.uid.hex if mail else uuid4().hex
    told = {"status": "5.1.1", "said": SAID, **more}
    return Report(frozenset({token}), BounceAction(action), **told)


def bounce(owner: Actor, said: Report) -> int:
    return record_bounce(report=said, actor=owner, at=NOW)


def state(mail: Mail, at: datetime = NOW) -> State:
    row = standing(mail_id=mail.pk, now=at)
    assert row is not None
    return row.state


def test_a_mail_that_came_back_stands_there_until_somebody_deals_with_it(
    owner: Actor, mail: Mail
) -> None:
    attempt(owner, mail, "accepted")
    assert mail_counts(now=NOW, waiting_since=NOW).bounced == 0
    assert bounce(owner, report(mail))
    assert state(mail) is State.BOUNCED
    assert mail_counts(now=NOW, waiting_since=NOW).bounced == 1
    assert [row.id for row in mail_rows(now=NOW, state=State.BOUNCED)] == [mail.pk]
    assert mail_rows(now=NOW, state=State.ACCEPTED) == []
    card = mail_card(mail_id=mail.pk, now=NOW, vault=owner.vault)
    assert card is not None
    assert [(each.status, each.said) for each in card.bounces] == [("5.1.1", SAID)]
    with pytest.raises(MailNotToDecide):
        decide(mail_id=mail.pk, what=AGAIN, attempts=1, actor=owner, at=NOW)
    with pytest.raises(MailNotToSend):
        begin_attempt(mail_id=mail.pk, template_id=None, actor=owner, at=NOW)
    decide(mail_id=mail.pk, what=SETTLED, attempts=1, actor=owner, at=NOW)
    assert state(mail) is State.SETTLED
    assert mail_counts(now=NOW, waiting_since=NOW).bounced == 0
    assert all_broken() == []


def test_what_the_other_side_said_goes_two_years_after_it_and_the_mail_stays(
    owner: Actor, mail: Mail
) -> None:
    attempt(owner, mail, "accepted")
    bounce(owner, report(mail))
    reports = next(each for each in EXPIRING if each.code == "bounces")
    decide(mail_id=mail.pk, what=SETTLED, attempts=1, actor=owner, at=NOW)
    assert reports.let_go(NOW.date() - timedelta(days=1)) == 0
    assert reports.let_go(NOW.date()) == 1
    assert MailBounce.objects.get().sealed == b""
    assert state(mail) is State.SETTLED, "that it bounced is still known"
    card = mail_card(mail_id=mail.pk, now=NOW, vault=owner.vault)
    assert card is not None
    assert [(each.status, each.said) for each in card.bounces] == [("5.1.1", "")]
    assert all_broken() == []


def test_what_the_other_side_said_lies_sealed(owner: Actor, mail: Mail) -> None:
    attempt(owner, mail, "accepted")
    bounce(owner, report(mail))
    row = MailBounce.objects.get()
    assert b"els@example.nl" not in bytes(row.sealed)
    assert row.sealed
    card = mail_card(mail_id=mail.pk, now=NOW)
    assert card is not None
    assert card.bounces[0].said == ""
    events = Event.objects.filter(name="mail.bounced")
    assert "els" not in str([event.about for event in events])


def test_a_number_that_may_not_be_kept_is_left_out_and_the_fact_stays(
    owner: Actor, mail: Mail
) -> None:
    attempt(owner, mail, "accepted")
    assert bounce(owner, report(mail, said="550 pay to NL02ABNA0123456789 first"))
    assert bytes(MailBounce.objects.get().sealed) == b""
    assert state(mail) is State.BOUNCED


def test_the_same_report_twice_makes_one_fact(owner: Actor, mail: Mail) -> None:
    attempt(owner, mail, "accepted")
    assert bounce(owner, report(mail, "delayed", status="4.4.1"))
    assert not bounce_is_news(report(mail, "delayed"))
    assert bounce(owner, report(mail, "delayed")) == 0
    row = standing(mail_id=mail.pk, now=NOW)
    assert row is not None
    assert (row.state, row.delayed) == (State.ACCEPTED, True), "a delay is no failure"
    assert mail_counts(now=NOW, waiting_since=NOW).bounced == 0
    assert bounce(owner, report(mail))
    assert bounce(owner, report(mail)) == 0
    assert MailBounce.objects.count() == 2


@pytest.mark.parametrize("kind", ["unknown id", "two ids", "never left", "refused"])
def test_a_forged_report_changes_nothing(owner: Actor, mail: Mail, kind: str) -> None:
    other = Mail.objects.create(
        uid=uuid4(), kind="order", about_id=1, customer_uid=uuid4(), language="nl",
        queued_at=NOW, staff_id=owner.staff_id,
    )  # fmt: skip
    OpenMail.objects.create(mail=other, kind="order", about_id=1)
    told = report(mail)
    if kind in {"unknown id", "two ids"}:
        attempt(owner, mail, "accepted")
        attempt(owner, other, "accepted")
    if kind == "refused":
        attempt(owner, mail, "refused")
    if kind == "unknown id":
        told = report(None)
    if kind == "two ids":
        told = Report(frozenset({mail.uid.hex, other.uid.hex}), BounceAction.FAILED)
    before = state(mail)
    assert not bounce_is_news(told)
    assert bounce(owner, told) == 0
    assert state(mail) is before
    assert not MailBounce.objects.exists()


@pytest.mark.parametrize("outcome", ["unknown", "lost"])
def test_a_mail_of_which_nobody_knew_is_known_when_it_comes_back(
    owner: Actor, mail: Mail, outcome: str
) -> None:
    attempt(owner, mail, outcome)
    later = NOW + timedelta(hours=1)
    assert state(mail, later) is State.UNKNOWN
    assert bounce(owner, report(mail))
    assert state(mail, later) is State.BOUNCED
    decide(mail_id=mail.pk, what=SETTLED, attempts=1, actor=owner, at=NOW)
    assert not OpenMail.objects.exists()
    assert all_broken() == []


def refused(statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_database_keeps_to_it_too(owner: Actor, mail: Mail) -> None:
    a_bounce = (
        "INSERT INTO foundation_mailbounce (uid, rev, schema, sealed, mail_id, at, action, status)"
        " SELECT uid, 1, 1, uid, id, queued_at, 'failed', '' FROM foundation_mail"
    )
    if connection.vendor == "postgresql":
        a_bounce = a_bounce.replace("1, 1, uid,", "1, 1, '\\x00'::bytea,")
    refused(a_bounce)  # it never left
    attempt(owner, mail, "accepted")
    bounce(owner, report(mail))
    refused(a_bounce)
    refused("UPDATE foundation_mailbounce SET status = ''")
    refused("DELETE FROM foundation_mailbounce")
    refused(
        "INSERT INTO foundation_mailattempt (mail_id, number, began_at)"
        " SELECT id, 2, queued_at FROM foundation_mail"
    )
    refused(
        "INSERT INTO foundation_maildecision (mail_id, attempts, what, at, staff_id)"
        " SELECT id, 1, 'again', queued_at, staff_id FROM foundation_mail"
    )


def test_by_itself_a_mail_is_tried_so_often_and_no_more(owner: Actor, mail: Mail) -> None:
    now = NOW
    for wait in WAITS:
        attempt(owner, mail, "postponed", now)
        assert state(mail, now) is State.POSTPONED
        assert mails_due(now=now + wait - timedelta(seconds=1), in_line_since=now) == []
        now += wait
        assert [row.id for row in mails_due(now=now, in_line_since=now)] == [mail.pk]
    attempt(owner, mail, "postponed", now)
    assert state(mail, now) is State.GIVEN_UP
    assert mails_due(now=now + timedelta(days=30), in_line_since=now) == []
    assert mail_counts(now=now, waiting_since=now).given_up == 1
    with pytest.raises(MailNotToSend):
        begin_attempt(mail_id=mail.pk, template_id=None, actor=owner, at=now)
    number = 2 + len(WAITS)
    refused(
        "INSERT INTO foundation_mailattempt (mail_id, number, began_at)"
        f" SELECT id, {number}, queued_at FROM foundation_mail"
    )
    decide(mail_id=mail.pk, what=AGAIN, attempts=number - 1, actor=owner, at=now)
    attempt(owner, mail, "postponed", now)
    assert state(mail, now) is State.POSTPONED, "it begins anew when a person says so"
    assert all_broken() == []


@pytest.mark.parametrize("outcome", ["unknown", "lost", "refused", "accepted"])
def test_only_what_was_not_taken_is_due(owner: Actor, mail: Mail, outcome: str) -> None:
    attempt(owner, mail, outcome)
    later = NOW + timedelta(days=3)
    assert mails_due(now=later, in_line_since=later) == []


LONG_AGO = datetime(2015, 6, 1, tzinfo=UTC)


def an_old_mail(owner: Actor, at: datetime = LONG_AGO, *, is_open: bool = False) -> Mail:
    """Write down a mail of years ago, with everything that can happen to one."""
    words = MailTemplate.objects.create(
        kind="order", language="nl", version=1 + MailTemplate.objects.count(), subject="x",
        body="x", changed_at=at, staff_id=owner.staff_id,
    )  # fmt: skip
    mail = Mail.objects.create(
        uid=uuid4(), kind="order", about_id=1 + Mail.objects.count(), customer_uid=uuid4(),
        language="nl", queued_at=at, staff_id=owner.staff_id,
    )  # fmt: skip
    tried = MailAttempt.objects.create(mail=mail, number=1, began_at=at, template=words)
    MailOutcome.objects.create(
        attempt=tried, at=at, outcome="unknown", step="handed_over", problem="cut"
    )
    MailBounce.objects.create(mail=mail, at=at, action="failed", sealed=b"")
    if is_open:
        OpenMail.objects.create(mail=mail, kind="order", about_id=mail.about_id)
    else:
        MailDecision.objects.create(
            mail=mail, attempts=1, what="settled", at=at, staff_id=owner.staff_id
        )
    return mail


def test_facts_about_mail_go_when_the_term_of_the_books_is_over(owner: Actor) -> None:
    old, still_open = an_old_mail(owner), an_old_mail(owner, is_open=True)
    recent = an_old_mail(owner, datetime(2024, 6, 1, tzinfo=UTC))
    mails = EXPIRING[0]
    assert mails.let_go(date(2018, 12, 31)) == 1
    assert forget_templates(before=datetime(2019, 1, 1, tzinfo=UTC)) == 1
    assert set(Mail.objects.values_list("pk", flat=True)) == {still_open.pk, recent.pk}
    assert MailBounce.objects.count() == MailAttempt.objects.count() == 2
    assert MailTemplate.objects.count() == 2
    assert old.pk not in MailOutcome.objects.values_list("attempt__mail", flat=True)
    assert mails.let_go(date(2018, 12, 31)) == 0


def test_the_database_lets_none_go_a_day_before(owner: Actor) -> None:
    an_old_mail(owner, datetime(2024, 6, 1, tzinfo=UTC))
    for table in ("mailbounce", "maildecision", "mailoutcome", "mailattempt", "mail"):
        refused(f"DELETE FROM foundation_{table}")
    with pytest.raises(DatabaseError), transaction.atomic():
        forget_mails(Mail.objects.all())


def box(**changes: Any) -> BoxFields:
    return BoxFields(**{"host": "imap.voorbeeld.nl", "port": 993, "user": "post", "folder": "INBOX",
                        **changes})  # fmt: skip


def test_the_password_of_the_mailbox_lies_sealed_and_goes_to_its_own_server_only(
    owner: Actor,
) -> None:
    change_mail_box(fields=box(), password="geheim-99", actor=owner, at=NOW)
    assert b"geheim-99" not in bytes(MailBox.objects.get().sealed)
    assert open_box(owner.vault).password == "geheim-99"
    change_mail_box(fields=box(folder="Bounces"), password="", actor=owner, at=NOW)
    assert (open_box(owner.vault).password, open_box(owner.vault).folder) == (
        "geheim-99",
        "Bounces",
    )
    for other in ({"host": "kwaad.example"}, {"port": 143}, {"user": "ander"}):
        with pytest.raises(BoxWrong) as no:
            change_mail_box(fields=box(**other), password="", actor=owner, at=NOW)
        assert no.value.field == "password"


@pytest.mark.parametrize(
    ("changes", "password", "field"),
    [
        ({"host": "https://x.nl"}, "x", "host"),
        ({"port": 70000}, "x", "port"),
        ({"user": "é"}, "x", "user"),
        ({"user": "a\r\nLOGOUT"}, "x", "user"),
        ({"folder": 'IN"BOX'}, "x", "folder"),
        ({"folder": "IN\r\nBOX"}, "x", "folder"),
        ({}, "geheim\r\nx", "password"),
        ({}, "", "password"),
    ],
)
def test_settings_of_a_mailbox_that_cannot_be_kept_are_refused(
    owner: Actor, changes: dict[str, Any], password: str, field: str
) -> None:
    with pytest.raises(BoxWrong) as no:
        change_mail_box(fields=box(**changes), password=password, actor=owner, at=NOW)
    assert no.value.field == field
    assert mail_box() is None


def test_only_the_owner_fills_in_the_mailbox(owner: Actor) -> None:
    nobody = Actor(owner.staff_id, frozenset(), owner.channel, owner.vault)
    with pytest.raises(NotAllowed):
        change_mail_box(fields=box(), password="x", actor=nobody, at=NOW)
