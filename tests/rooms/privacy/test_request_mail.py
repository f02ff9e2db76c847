"""A letter goes by mail to whom it was written for, under no more of the vault than it takes."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest

from klantkluis.core.mail import Outcome, Security
from klantkluis.customers.mailing import NoAddress
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.mail.commands import queue_mail
from klantkluis.foundation.mail.sending import send_mail
from klantkluis.foundation.mail.server import ServerFields, change_mail_server
from klantkluis.foundation.mail.wording import MailKind
from klantkluis.privacy.letters import LetterKind
from klantkluis.privacy.mailing import letter_content, letter_labels, letter_recipient
from klantkluis.privacy.models import PrivacyRequest
from klantkluis.privacy.queries import letter_paper
from klantkluis.privacy.rules import AnswerWay, IdentityMethod
from klantkluis.vault.inprocess import PASSWORD as VAULT_PASSWORD
from klantkluis.vault.purposes import JobKind
from rooms.privacy.asking import NOON, a_letter, a_request, uid_of, write
from rooms.story import a_customer
from support.fake_smtp import PASSWORD, USER, FakeSmtp, fake_smtp

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("our_company")]


@pytest.fixture
def smtp(owner: Actor) -> Iterator[FakeSmtp]:
    with fake_smtp() as fake:
        fields = ServerFields(
            "127.0.0.1", fake.port, Security.NONE, USER, "Voorbeeld BV", "post@voorbeeld.nl"
        )
        change_mail_server(fields=fields, password=PASSWORD, actor=owner, at=NOON)
        yield fake


def queued(owner: Actor, letter_id: int) -> int:
    to = letter_recipient(letter_id=letter_id, vault=owner.vault)
    return queue_mail(
        kind=MailKind.REQUEST, about_id=letter_id, customer_uid=to.uid, language=to.language,
        actor=owner, at=NOON,
    )  # fmt: skip


def sent(actor: Actor, mail_id: int) -> Outcome:
    return send_mail(mail_id=mail_id, actor=actor, write=letter_content, clock=lambda: NOON).outcome


def test_the_letter_goes_with_the_mail_as_it_was_written(owner, in_process_vault, smtp):
    pk = a_request(owner, language="en")
    letter = write(owner, pk, a_letter(LetterKind.ACKNOWLEDGEMENT, AnswerWay.EMAIL))
    uid = uuid4()
    in_process_vault.owner().lease(uid, JobKind.DESK, subjects=5, minutes=5)
    borrowed = replace(owner, vault=in_process_vault.claim(uid))
    assert sent(borrowed, queued(owner, letter)) is Outcome.ACCEPTED
    (message,) = smtp.mails
    assert message["To"] == "els@example.nl"
    assert message["Subject"] == "Uw verzoek"
    assert "Dear Els van der Jansen" in message.get_body(("plain",)).get_content()
    (paper,) = message.iter_attachments()
    assert paper.get_filename() == "1.pdf"
    assert paper.get_content() == letter_paper(letter_id=letter, vault=owner.vault)
    assert letter_labels(ids=[letter]) == {letter: "1"}


def test_a_code_goes_to_the_address_that_was_known_before(owner, smtp):
    els = a_customer(owner)
    pk = a_request(owner, customer_id=els, email="ander@example.org", name="Iemand Anders")
    asked = a_letter(
        LetterKind.IDENTITY, AnswerWay.EMAIL, text="{code}", method=IdentityMethod.EMAIL_CODE
    )
    letter = write(owner, pk, asked)
    assert letter_recipient(letter_id=letter, vault=owner.vault).address == "els@example.nl"


def test_the_answer_to_an_erasure_goes_out_after_the_person_is_forgotten(owner, vault, smtp):
    els = a_customer(owner)
    pk = a_request(owner, customer_id=els)
    grant = vault.confirm("shred", VAULT_PASSWORD)
    vault.shred(uid_of(els), grant=grant, reason="request")
    letter = write(owner, pk, a_letter(LetterKind.NOTHING_HELD, AnswerWay.EMAIL))
    assert sent(owner, queued(owner, letter)) is Outcome.ACCEPTED
    to = letter_recipient(letter_id=letter, vault=owner.vault)
    assert to.uid == PrivacyRequest.objects.get(pk=pk).uid


def test_a_letter_on_paper_goes_by_no_mail(owner):
    pk = a_request(owner, address="Kade 1\n1234 AB  Elders")
    letter = write(owner, pk, a_letter(LetterKind.ACKNOWLEDGEMENT))
    with pytest.raises(NoAddress):
        letter_recipient(letter_id=letter, vault=owner.vault)
