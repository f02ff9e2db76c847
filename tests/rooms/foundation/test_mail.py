"""A mail goes out once, its state is what the server said, and nothing of it is kept."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from klantkluis.billing.commands import file_paper
from klantkluis.billing.mailing import invoice_content, invoice_recipient
from klantkluis.core.mail import Outcome, Security, State, Step
from klantkluis.core.refusals import Refusal
from klantkluis.customers.blocking import CustomerRestricted
from klantkluis.customers.mailing import NoAddress
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.mail import transport
from klantkluis.foundation.mail.commands import (
    MailInLine,
    MailNotToDecide,
    MailNotToSend,
    begin_attempt,
    decide,
    queue_mail,
    record_outcome,
)
from klantkluis.foundation.mail.composing import AddressNotUsable, Words
from klantkluis.foundation.mail.queries import mail_card, mail_counts, mail_rows, standing
from klantkluis.foundation.mail.sending import send_mail
from klantkluis.foundation.mail.server import (
    NoMailServer,
    ServerFields,
    ServerWrong,
    change_mail_server,
    mail_server,
    open_server,
    shut_mail_server,
)
from klantkluis.foundation.mail.templates import WordsWrong, change_template, template_of
from klantkluis.foundation.mail.transport import Answer
from klantkluis.foundation.mail.wording import MailKind
from klantkluis.foundation.models import (
    Mail,
    MailAttempt,
    MailDecision,
    MailOutcome,
    MailServer,
    OpenMail,
)
from klantkluis.vault.refusals import NotAllowed
from rooms.restricting import restricted_now
from rooms.story import a_customer, a_line, a_product, a_sent_invoice, all_broken
from support.fake_smtp import PASSWORD, USER, FakeSmtp, fake_smtp
from support.patience import SHORT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("our_company")]
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
AGAIN, SETTLED = MailDecision.What.AGAIN, MailDecision.What.SETTLED


def fields(**changes: Any) -> ServerFields:
    return ServerFields(
        **{
            "host": "127.0.0.1", "port": 25, "security": Security.NONE, "user": USER,
            "sender_name": "Voorbeeld BV", "sender_address": "post@voorbeeld.nl", **changes,
        }
    )  # fmt: skip


@pytest.fixture
def smtp(owner: Actor) -> Iterator[FakeSmtp]:
    with fake_smtp() as fake:
        change_mail_server(fields=fields(port=fake.port), password=PASSWORD, actor=owner, at=NOW)
        yield fake


def queued(owner: Actor, invoice_id: int) -> int:
    to = invoice_recipient(invoice_id=invoice_id, vault=owner.vault)
    file_paper(invoice_id=invoice_id, actor=owner, made_at=NOW)
    return queue_mail(
        kind=MailKind.INVOICE, about_id=invoice_id, customer_uid=to.uid, language=to.language,
        actor=owner, at=NOW,
    )  # fmt: skip


@pytest.fixture
def mail(owner: Actor, smtp: FakeSmtp) -> int:
    """A mail in line."""
    return queued(owner, a_sent_invoice(owner))


def send(owner: Actor, mail_id: int, at: datetime = NOW, **how: Any) -> Answer:
    return send_mail(mail_id=mail_id, actor=owner, write=invoice_content, clock=lambda: at, **how)


def state(mail_id: int, at: datetime = NOW) -> State:
    row = standing(mail_id=mail_id, now=at)
    assert row is not None
    return row.state


def test_a_mail_that_the_server_accepted_is_done(owner: Actor, smtp: FakeSmtp, mail: int) -> None:
    assert state(mail) is State.QUEUED
    assert send(owner, mail).outcome is Outcome.ACCEPTED
    assert state(mail) is State.ACCEPTED
    (sent,) = smtp.mails
    assert smtp.recipients == ["els@example.nl"]
    assert sent["Subject"] == "Factuur 2026-0001 van Voorbeeld BV"
    assert "Beste Els van der Jansen," in sent.get_body(("plain",)).get_content()
    assert "€ 379,00" in sent.get_body(("plain",)).get_content()
    (paper,) = sent.iter_attachments()
    assert paper.get_filename() == "2026-0001.pdf"
    assert paper.get_content().startswith(b"%PDF-")
    assert not OpenMail.objects.exists()
    with pytest.raises(MailNotToSend):
        send(owner, mail)
    assert all_broken() == []


def test_a_no_for_now_is_tried_again_and_a_no_for_good_is_not(
    owner: Actor, smtp: FakeSmtp, mail: int
) -> None:
    smtp.does["rcpt"] = "451 4.7.1 try els@example.nl later"
    assert send(owner, mail).outcome is Outcome.POSTPONED
    assert state(mail) is State.POSTPONED
    smtp.does["rcpt"] = "550 5.1.1 <els@example.nl> unknown"
    assert send(owner, mail).outcome is Outcome.REFUSED
    assert state(mail) is State.REFUSED
    with pytest.raises(MailNotToSend):
        send(owner, mail)
    smtp.does.clear()
    decide(mail_id=mail, what=AGAIN, attempts=2, actor=owner, at=NOW)
    assert state(mail) is State.QUEUED
    assert send(owner, mail).outcome is Outcome.ACCEPTED
    card = mail_card(mail_id=mail, now=NOW)
    assert card is not None
    assert [(each.code, each.enhanced) for each in card.attempts] == [
        (451, "4.7.1"), (550, "5.1.1"), (250, "2.0.0"),
    ]  # fmt: skip
    assert [each.said for each in card.attempts[:2]] == ["4.7.1 try … later", "5.1.1 <…> unknown"]
    assert all_broken() == []


@pytest.mark.parametrize("how", ["stall", "cut"])
def test_a_mail_of_which_nobody_knows_is_never_sent_again_by_itself(
    owner: Actor, smtp: FakeSmtp, mail: int, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if how == "stall":
        monkeypatch.setattr(transport, "SECONDS", SHORT)
    smtp.does["after_data"] = how
    assert send(owner, mail).outcome is Outcome.UNKNOWN
    smtp.does.clear()
    for _ in range(3):
        with pytest.raises(MailNotToSend):
            send(owner, mail, NOW + timedelta(days=1))
    assert len(smtp.got) == 1
    assert state(mail) is State.UNKNOWN
    assert mail_counts(now=NOW, waiting_since=NOW).unknown == 1
    decide(mail_id=mail, what=SETTLED, attempts=1, actor=owner, at=NOW)
    assert state(mail) is State.SETTLED
    assert mail_counts(now=NOW, waiting_since=NOW).unknown == 0
    assert all_broken() == []


def test_a_process_that_dies_in_between_leaves_it_unknown(
    owner: Actor, smtp: FakeSmtp, mail: int
) -> None:
    def die(*_all: object) -> Answer:
        assert MailAttempt.objects.count() == 1  # kept before anything goes out
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        send(owner, mail, hand_over=die)
    assert state(mail) is State.GOING_ON
    with pytest.raises(MailNotToSend):
        send(owner, mail)
    with pytest.raises(MailNotToDecide):
        decide(mail_id=mail, what=AGAIN, attempts=1, actor=owner, at=NOW)
    later = NOW + timedelta(minutes=11)
    assert state(mail, later) is State.UNKNOWN
    with pytest.raises(MailNotToSend):
        send(owner, mail, later)
    decide(mail_id=mail, what=AGAIN, attempts=1, actor=owner, at=later)
    assert send(owner, mail, later).outcome is Outcome.ACCEPTED
    assert len(smtp.got) == 1


def test_a_decision_is_about_what_was_seen(owner: Actor, smtp: FakeSmtp, mail: int) -> None:
    smtp.does["rcpt"] = "550 no"
    send(owner, mail)
    for seen in (0, 2, -1):
        with pytest.raises(MailNotToDecide):
            decide(mail_id=mail, what=SETTLED, attempts=seen, actor=owner, at=NOW)
    decide(mail_id=mail, what=SETTLED, attempts=1, actor=owner, at=NOW)
    for what in (AGAIN, SETTLED):
        with pytest.raises(MailNotToDecide):
            decide(mail_id=mail, what=what, attempts=1, actor=owner, at=NOW)


def test_one_mail_about_a_document_is_open_at_a_time(
    owner: Actor, smtp: FakeSmtp, mail: int
) -> None:
    invoice_id = Mail.objects.get().about_id
    with pytest.raises(MailInLine):
        queued(owner, invoice_id)
    send(owner, mail)
    again = queued(owner, invoice_id)
    assert again != mail
    assert [row.id for row in mail_rows(now=NOW)] == [again, mail]
    assert [row.id for row in mail_rows(now=NOW, state=State.QUEUED)] == [again]
    assert [row.id for row in mail_rows(now=NOW, state=State.ACCEPTED)] == [mail]


def test_a_customer_who_cannot_be_mailed_is_refused(owner: Actor, smtp: FakeSmtp) -> None:
    silent = a_sent_invoice(owner, customer_id=a_customer(owner, email=""))
    with pytest.raises(NoAddress):
        queued(owner, silent)
    restricted = a_customer(owner)
    lines = [a_line(a_product(owner, sku="TAFEL"))]
    invoice_id = a_sent_invoice(owner, lines, customer_id=restricted)
    mail_id = queued(owner, invoice_id)
    restricted_now(restricted, owner)
    with pytest.raises(CustomerRestricted):
        send(owner, mail_id)
    assert state(mail_id) is State.QUEUED
    assert not MailAttempt.objects.exists()
    assert smtp.got == []


def test_an_address_that_no_server_takes_never_begins(owner: Actor, smtp: FakeSmtp) -> None:
    odd = a_customer(owner, email="els jansen@example.nl")
    mail_id = queued(owner, a_sent_invoice(owner, customer_id=odd))
    with pytest.raises(AddressNotUsable):
        send(owner, mail_id)
    assert not MailAttempt.objects.exists()


def test_nothing_goes_out_without_a_server(owner: Actor, smtp: FakeSmtp, mail: int) -> None:
    shut_mail_server(actor=owner)
    with pytest.raises(NoMailServer):
        send(owner, mail)
    with pytest.raises(NoMailServer):
        queued(owner, Mail.objects.get().about_id)
    assert state(mail) is State.QUEUED


def test_the_password_lies_in_the_vault_and_goes_to_its_own_server_only(
    owner: Actor, smtp: FakeSmtp
) -> None:
    row = MailServer.objects.get()
    assert PASSWORD.encode() not in bytes(row.sealed)
    assert open_server(owner.vault)[0].password == PASSWORD
    same = fields(port=smtp.port, sender_name="Anders")
    change_mail_server(fields=same, password="", actor=owner, at=NOW)
    assert open_server(owner.vault)[0].password == PASSWORD
    for other in ({"host": "mail.kwaad.example", "security": Security.TLS}, {"port": 26},
                  {"user": "ander"}):  # fmt: skip
        with pytest.raises(ServerWrong) as refused:
            change_mail_server(
                fields=fields(**{"port": smtp.port, **other}), password="", actor=owner, at=NOW
            )
        assert refused.value.field == "password"
    change_mail_server(fields=fields(port=smtp.port, user=""), password="", actor=owner, at=NOW)
    assert open_server(owner.vault)[0].password == ""


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"host": "mail.example.nl"}, "security"),
        ({"host": "https://x.nl", "security": Security.TLS}, "host"),
        ({"host": "x.nl\r\nQUIT", "security": Security.TLS}, "host"),
        ({"port": 0}, "port"),
        ({"user": "é"}, "user"),
        ({"sender_address": "geen adres"}, "sender_address"),
    ],
)
def test_settings_that_cannot_be_kept_are_refused_beside_their_field(
    owner: Actor, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(ServerWrong) as refused:
        change_mail_server(fields=fields(**changes), password="x", actor=owner, at=NOW)
    assert refused.value.field == field
    assert mail_server() is None


def test_words_are_kept_in_versions_and_checked(owner: Actor, smtp: FakeSmtp, mail: int) -> None:
    assert template_of(MailKind.INVOICE, "nl").version == 0
    mine = Words("Rekening {number}", "Dag {name}, {amount} voor {due_on}.")
    for words, field in (
        (Words("{nummer}", "x"), "subject"),
        (Words("x", "{name"), "body"),
        (Words("", "x"), "subject"),
        (Words("x", "y" * 5001), "body"),
    ):
        with pytest.raises(WordsWrong) as refused:
            change_template(kind=MailKind.INVOICE, language="nl", words=words, actor=owner, at=NOW)
        assert refused.value.field == field
    for _ in range(2):
        change_template(kind=MailKind.INVOICE, language="nl", words=mine, actor=owner, at=NOW)
    assert template_of(MailKind.INVOICE, "nl").version == 2
    assert template_of(MailKind.INVOICE, "en").version == 0
    send(owner, mail)
    assert smtp.mails[0]["Subject"] == "Rekening 2026-0001"
    card = mail_card(mail_id=mail, now=NOW)
    assert card is not None
    assert card.attempts[0].template_version == 2


def refused_by_the_database(statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def attempt(number: int) -> str:
    return (
        "INSERT INTO foundation_mailattempt (mail_id, number, began_at)"
        f" SELECT id, {number}, queued_at FROM foundation_mail"
    )


def test_the_database_refuses_to_send_twice(owner: Actor, smtp: FakeSmtp, mail: int) -> None:
    refused_by_the_database(attempt(2))
    refused_by_the_database(attempt(0))
    attempt_id = begin_attempt(mail_id=mail, template_id=None, actor=owner, at=NOW)
    refused_by_the_database(attempt(1))
    refused_by_the_database(attempt(2))  # nobody knows of the first one
    no = Answer(Outcome.REFUSED, Step.RECIPIENT, 550)
    record_outcome(attempt_id=attempt_id, answer=no, actor=owner, at=NOW)
    refused_by_the_database(attempt(2))
    for table in ("mail", "mailattempt", "mailoutcome"):
        refused_by_the_database(f"DELETE FROM foundation_{table}")
    refused_by_the_database("UPDATE foundation_mailoutcome SET outcome = 'postponed'")
    refused_by_the_database("UPDATE foundation_mail SET about_id = 9")
    decision = (
        "INSERT INTO foundation_maildecision (mail_id, attempts, what, at, staff_id)"
        " SELECT id, {n}, '{what}', queued_at, staff_id FROM foundation_mail"
    )
    refused_by_the_database(decision.format(n=0, what="again"))
    decide(mail_id=mail, what=SETTLED, attempts=1, actor=owner, at=NOW)
    refused_by_the_database(decision.format(n=1, what="again"))
    refused_by_the_database(attempt(2))


@pytest.mark.parametrize(
    "how",
    [
        {"outcome": "accepted", "step": "data", "code": 250},
        {"outcome": "accepted", "step": "handed_over", "code": 0},
        {"outcome": "unknown", "step": "recipient", "code": 0},
    ],
)
def test_an_outcome_is_no_more_than_the_server_said(
    owner: Actor, smtp: FakeSmtp, mail: int, how: dict[str, Any]
) -> None:
    attempt_id = begin_attempt(mail_id=mail, template_id=None, actor=owner, at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        MailOutcome.objects.create(attempt_id=attempt_id, at=NOW, **how)


def test_only_who_sells_or_keeps_books_sends_and_only_the_owner_sets_the_server(
    owner: Actor, smtp: FakeSmtp, mail: int
) -> None:
    nobody = Actor(owner.staff_id, frozenset(), owner.channel, owner.vault)
    with pytest.raises(Refusal):
        begin_attempt(mail_id=mail, template_id=None, actor=nobody, at=NOW)
    with pytest.raises(Refusal):
        change_mail_server(fields=fields(), password="x", actor=nobody, at=NOW)
    assert issubclass(NotAllowed, Refusal)
