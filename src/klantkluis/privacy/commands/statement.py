"""Publishing the privacy statement, and the owner's word for what no program can measure."""

from datetime import date, datetime

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert
from klantkluis.privacy.models import SentenceConfirmation, StatementVersion
from klantkluis.privacy.register.recipients import KINDS, unnamed
from klantkluis.privacy.register.setting import setting
from klantkluis.privacy.statement.composing import Composed, body, compose
from klantkluis.privacy.statement.sentences import every_sentence
from klantkluis.privacy.statement.shapes import Grade
from klantkluis.shop.statement import show_statement


class StatementIncomplete(Refusal):
    """Something that the statement has to say is not known yet."""


class SentenceUnknown(Refusal):
    """There is no such sentence, or it is not one that a person answers for."""


@command("statement.published")
def publish_statement(*, actor: Actor, now: datetime) -> int:
    """Let the statement of now be the one that holds, and show it in the shop; give its number.

    When it says what the last version said, no version is added; the shop shows it all the same.

    Raises:
        StatementIncomplete: our own data are not there, or nobody said who does some work.
    """
    settled = setting()
    if not settled.controller.name:
        raise StatementIncomplete(_("First enter the data of your own company, in the settings."))
    if missing := unnamed(settled):
        raise StatementIncomplete(
            _("First say who this is: %(kind)s.") % {"kind": str(KINDS[missing[0]].title)}
        )
    composed = compose(settled)
    row = StatementVersion.objects.order_by("-number").first()
    if row is None or row.digest != composed.digest:
        row = _new_version(composed, actor, now)
    _show(row, actor)
    return row.number


@command("statement.shown", Role.SALES)
def show_published(*, actor: Actor) -> int:
    """Let a shop that was just set up show the version that holds; give its number, 0 for none."""
    row = StatementVersion.objects.order_by("-number").first()
    if row is None:
        return 0
    _show(row, actor)
    return row.number


def _show(row: StatementVersion, actor: Actor) -> None:
    show_statement(
        title_nl=row.title_nl, body_nl=row.body_nl, title_en=row.title_en, body_en=row.body_en,
        staff_id=actor.staff_id,
    )  # fmt: skip


def _new_version(composed: Composed, actor: Actor, now: datetime) -> StatementVersion:
    last = StatementVersion.objects.aggregate(last=Max("number"))["last"] or 0
    number, day = last + 1, timezone.localtime(now).date()
    row = StatementVersion(
        number=number,
        title_nl=composed.title["nl"],
        title_en=composed.title["en"],
        body_nl=body(composed, "nl", number=number, day=day),
        body_en=body(composed, "en", number=number, day=day),
        sentences=composed.sentences,
        digest=composed.digest,
        published_at=now,
        staff_id=actor.staff_id,
    )
    insert(row)
    return row


@command("sentence.confirmed")
def confirm_sentence(*, sentence: str, actor: Actor, today: date) -> None:
    """Say that a sentence about what people do still holds; that counts for a year.

    Raises:
        SentenceUnknown: no such sentence, or checks and tests answer for it.
    """
    found = [each for each in every_sentence() if each.id == sentence]
    if not found or found[0].grade is not Grade.ORGANISATIONAL:
        raise SentenceUnknown(_("This is no sentence that a person answers for."))
    insert(SentenceConfirmation(sentence=sentence, confirmed_on=today, staff_id=actor.staff_id))
