"""The privacy statement of the demo: who works for the invented company, and what it says."""

from datetime import datetime, timedelta

from django.utils import timezone

from klantkluis.core.declared import Recipient
from klantkluis.foundation.actors import Actor
from klantkluis.privacy.commands import confirm_sentence, name_processor, publish_statement
from klantkluis.privacy.statement.sentences import every_sentence
from klantkluis.privacy.statement.shapes import Grade

NAMES = (
    (Recipient.HOST, "Voorbeeld Hosting BV"),
    (Recipient.MAIL_SERVICE, "Voorbeeld Mail BV"),
    (Recipient.CARRIER, "Voorbeeld Bezorging BV"),
    (Recipient.ACCOUNTANT, "Administratiekantoor Voorbeeld"),
)


def publish_demo_statement(*, actor: Actor, now: datetime) -> None:
    """Name who works for the company, confirm what people do, and publish a first statement.

    It was published some time ago, before there was a website; one sentence was confirmed too
    long ago, so that it can be seen how that looks.
    """
    today = timezone.localtime(now).date()
    for kind, name in NAMES:
        name_processor(
            kind=kind, name=name, country="NL", agreed_on=today - timedelta(days=200),
            safeguard="", actor=actor, today=today,
        )  # fmt: skip
    for sentence in every_sentence():
        if sentence.grade is Grade.ORGANISATIONAL:
            days = 400 if sentence.id == "P9.work" else 40
            confirm_sentence(sentence=sentence.id, actor=actor, today=today - timedelta(days=days))
    publish_statement(actor=actor, now=now - timedelta(days=60))
