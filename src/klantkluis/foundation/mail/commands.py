"""What can be done with a mail: put it in line, note what came of it, decide what next."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from klantkluis.core.mail import State
from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert
from klantkluis.foundation.mail.queries import standing
from klantkluis.foundation.mail.server import NoMailServer, mail_is_on
from klantkluis.foundation.mail.transport import Answer
from klantkluis.foundation.mail.wording import LANGUAGES, MailKind
from klantkluis.foundation.models import (
    Mail,
    MailAttempt,
    MailDecision,
    MailOutcome,
    OpenMail,
)

SENDERS = (Role.SALES, Role.BOOKKEEPER)


class MailUnknown(Refusal):
    """There is no such mail."""


class MailInLine(Refusal):
    """A mail about this document is not done yet."""

    @classmethod
    def still(cls) -> "MailInLine":
        """Say so in one sentence."""
        return cls(_("A mail with this document is not done yet. Look at that one first."))


class MailNotToSend(Refusal):
    """It was sent, is going out this moment, or waits for a person to decide."""


class MailNotToDecide(Refusal):
    """It was accepted or settled, or is going out this moment."""


@command("mail.queued", *SENDERS)
def queue_mail(
    *, kind: MailKind, about_id: int, customer_uid: UUID, language: str, actor: Actor, at: datetime
) -> int:
    """Put a mail about a document in line; give its id. The front then lets a job send it.

    Raises:
        NoMailServer: the owner filled in none.
        MailInLine: another mail about this document is neither accepted nor settled.
    """
    if not mail_is_on():
        raise NoMailServer(_("Mail is off. The owner can fill in the mail server in the settings."))
    if OpenMail.objects.filter(kind=kind.value, about_id=about_id).exists():
        raise MailInLine.still()
    mail = Mail(
        uid=uuid4(),
        kind=kind.value,
        about_id=about_id,
        customer_uid=customer_uid,
        language=language if language in LANGUAGES else LANGUAGES[0],
        queued_at=at,
        staff_id=actor.staff_id,
    )
    try:
        with transaction.atomic():
            insert(mail)
            insert(OpenMail(mail_id=mail.pk, kind=kind.value, about_id=about_id))
    except IntegrityError:  # somebody else did the same this very moment
        raise MailInLine.still() from None
    return mail.pk


@command("mail.begun", *SENDERS)
def begin_attempt(*, mail_id: int, template_id: int | None, actor: Actor, at: datetime) -> int:
    """Note that the mail is about to be handed over; give the id of the attempt.

    Once this is saved nobody else can begin, and if nothing is heard of it any more, the mail is
    not sent again by itself.

    Raises:
        MailUnknown: there is no such mail.
        MailNotToSend: it is not in line, nor was its last attempt postponed.
    """
    _hold(mail_id)
    now = standing(mail_id=mail_id, now=at)
    assert now is not None
    if now.state not in {State.QUEUED, State.POSTPONED}:
        raise MailNotToSend(_("This mail is not in line to be sent. Look at it first."))
    row = MailAttempt(
        mail_id=mail_id, number=now.attempts + 1, began_at=at, template_id=template_id
    )
    insert(row)
    return row.pk


@command("mail.answered", *SENDERS)
def record_outcome(*, attempt_id: int, answer: Answer, actor: Actor, at: datetime) -> str:
    """Keep what the server said; give the outcome. A mail that was accepted is done."""
    attempt = MailAttempt.objects.get(pk=attempt_id)
    _hold(attempt.mail_id)
    insert(
        MailOutcome(
            attempt_id=attempt_id,
            at=at,
            outcome=answer.outcome.value,
            step=answer.step.value,
            code=answer.code,
            enhanced=answer.enhanced,
            said=answer.said,
            problem=answer.problem,
        )
    )
    now = standing(mail_id=attempt.mail_id, now=at)
    assert now is not None
    if now.state is State.ACCEPTED:
        OpenMail.objects.filter(pk=attempt.mail_id).delete()
    return answer.outcome.value


@command("mail.decided", *SENDERS)
def decide(
    *, mail_id: int, what: MailDecision.What, attempts: int, actor: Actor, at: datetime
) -> None:
    """Decide about a mail that failed or of which nobody knows: try again, or it is settled.

    `attempts` is how many the person saw: a decision about what was seen is none about what
    came after it.

    Raises:
        MailUnknown: there is no such mail.
        MailNotToDecide: it was accepted or settled, is going out, or was tried again since.
    """
    _hold(mail_id)
    now = standing(mail_id=mail_id, now=at)
    assert now is not None
    over = now.state in {State.ACCEPTED, State.SETTLED, State.GOING_ON}
    if over or now.attempts != attempts:
        raise MailNotToDecide(_("Something happened to this mail meanwhile. Look at it again."))
    if what == MailDecision.What.AGAIN and now.state in {State.QUEUED, State.POSTPONED}:
        return  # nothing stands in the way of that
    row = MailDecision(
        mail_id=mail_id, attempts=attempts, what=what, at=at, staff_id=actor.staff_id
    )
    insert(row)
    if what == MailDecision.What.SETTLED:
        OpenMail.objects.filter(pk=mail_id).delete()


def _hold(mail_id: int) -> None:
    """Keep the next act on this mail waiting."""
    if not Mail.objects.select_for_update().filter(pk=mail_id).values_list("pk", flat=True):
        raise MailUnknown(_("There is no such mail."))
