"""What can be done with a mail: put it in line, note what came of it, decide what next."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from klantkluis.core.mail import Outcome, State
from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.foundation.actors import Actor, NotAllowed
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert
from klantkluis.foundation.mail.queries import MailRow, standing
from klantkluis.foundation.mail.reports import Report
from klantkluis.foundation.mail.server import NoMailServer, mail_is_on
from klantkluis.foundation.mail.stored import BOUNCE
from klantkluis.foundation.mail.transport import Answer
from klantkluis.foundation.mail.wording import LANGUAGES, MailKind
from klantkluis.foundation.mail_box_rows import MailBounce
from klantkluis.foundation.models import (
    Mail,
    MailAttempt,
    MailDecision,
    MailOutcome,
    OpenMail,
)
from klantkluis.vault.refusals import ForbiddenContent, SubjectErased

SENDERS = (Role.SALES, Role.BOOKKEEPER)
EVERY_SENDER = (*SENDERS, Role.WAREHOUSE)
"""Who mails anything at all; the warehouse its delivery notes only."""


def senders_of(kind: MailKind) -> tuple[Role, ...]:
    """Give who may mail this kind of document, besides the owner.

    Answers to requests about personal data are the owner's alone.
    """
    if kind is MailKind.REQUEST:
        return ()
    return EVERY_SENDER if kind is MailKind.DELIVERY_NOTE else SENDERS


def kinds_of(actor: Actor) -> tuple[MailKind, ...]:
    """Give the kinds of documents that this person may mail, and whose mails they see."""
    return tuple(kind for kind in MailKind if actor.may(*senders_of(kind)))


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


@command("mail.queued", *EVERY_SENDER)
def queue_mail(
    *, kind: MailKind, about_id: int, customer_uid: UUID, language: str, actor: Actor, at: datetime
) -> int:
    """Put a mail about a document in line; give its id. The front then lets a job send it.

    Raises:
        NoMailServer: the owner filled in none.
        MailInLine: another mail about this document is neither accepted nor settled.
        NotAllowed: this kind of document is not for the actor to mail.
    """
    _allow(actor, kind)
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


@command("mail.begun", *EVERY_SENDER)
def begin_attempt(*, mail_id: int, template_id: int | None, actor: Actor, at: datetime) -> int:
    """Note that the mail is about to be handed over; give the id of the attempt.

    Once this is saved nobody else can begin, and if nothing is heard of it any more, the mail is
    not sent again by itself.

    Raises:
        MailUnknown: there is no such mail.
        MailNotToSend: it is not in line, nor was its last attempt postponed.
    """
    now = _held(mail_id, actor, at)
    if now.state not in {State.QUEUED, State.POSTPONED}:
        raise MailNotToSend(_("This mail is not in line to be sent. Look at it first."))
    row = MailAttempt(
        mail_id=mail_id, number=now.attempts + 1, began_at=at, template_id=template_id
    )
    insert(row)
    return row.pk


@command("mail.answered", *EVERY_SENDER)
def record_outcome(*, attempt_id: int, answer: Answer, actor: Actor, at: datetime) -> str:
    """Keep what the server said; give the outcome. A mail that was accepted is done."""
    attempt = MailAttempt.objects.get(pk=attempt_id)
    _held(attempt.mail_id, actor, at)
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
    if answer.outcome is Outcome.ACCEPTED:
        OpenMail.objects.filter(pk=attempt.mail_id).delete()
    return answer.outcome.value


@command("mail.decided", *EVERY_SENDER)
def decide(
    *, mail_id: int, what: MailDecision.What, attempts: int, actor: Actor, at: datetime
) -> None:
    """Decide about a mail that failed or of which nobody knows: try again, or it is settled.

    One that bounced is only settled: its document is mailed anew, once the address was mended.

    `attempts` is how many the person saw: a decision about what was seen is none about what
    came after it.

    Raises:
        MailUnknown: there is no such mail.
        MailNotToDecide: it was accepted or settled, is going out, or was tried again since.
    """
    now = _held(mail_id, actor, at)
    can = now.can_go_again if what == MailDecision.What.AGAIN else now.can_be_decided
    if not can or now.attempts != attempts:
        raise MailNotToDecide(_("Something happened to this mail meanwhile. Look at it again."))
    if what == MailDecision.What.AGAIN and now.state in {State.QUEUED, State.POSTPONED}:
        return  # nothing stands in the way of that
    row = MailDecision(
        mail_id=mail_id, attempts=attempts, what=what, at=at, staff_id=actor.staff_id
    )
    insert(row)
    if what == MailDecision.What.SETTLED:
        OpenMail.objects.filter(pk=mail_id).delete()


def bounce_is_news(report: Report) -> bool:
    """Tell whether a report makes a fact, as `record_bounce` looks at it."""
    return _bounced_mail(report) is not None


@command("mail.bounced", *EVERY_SENDER)
def record_bounce(*, report: Report, actor: Actor, at: datetime) -> int:
    """Keep a report about a mail of ours; give the id of the fact, or 0 when it makes none.

    It makes none when it is about no mail of ours, about one that never left, or says what is
    known already: so a forged report, and the same report twice, change nothing. What the other
    side said is sealed under the key of the customer, unless that key is gone or the words hold
    a number that may not be kept; then they are left out.
    """
    mail = _bounced_mail(report, lock=True)
    if mail is None:
        return 0
    action = report.action.value
    row = MailBounce(mail=mail, action=action, status=report.status, at=at, sealed=b"")
    with suppress(SubjectErased, ForbiddenContent):
        BOUNCE.seal_new(actor.vault, [(row, {"said": report.said})])
    insert(row)
    return row.pk


def _bounced_mail(report: Report, *, lock: bool = False) -> Mail | None:
    """Give the one mail of ours that a report tells something new about."""
    mails = Mail.objects.select_for_update() if lock else Mail.objects.all()
    found = list(mails.filter(uid__in=[UUID(hex=token) for token in report.tokens])[:2])
    if len(found) != 1 or not _was_handed_over(found[0]):
        return None
    known = MailBounce.objects.filter(mail=found[0], action=report.action.value)
    return None if known.exists() else found[0]


def _was_handed_over(mail: Mail) -> bool:
    kept = (Outcome.ACCEPTED.value, Outcome.UNKNOWN.value)
    attempts = MailAttempt.objects.filter(mail=mail)
    without = ~Exists(MailOutcome.objects.filter(attempt=OuterRef("pk")))
    said = Exists(MailOutcome.objects.filter(attempt=OuterRef("pk"), outcome__in=kept))
    return attempts.filter(without | said).exists()


def _allow(actor: Actor, kind: MailKind) -> None:
    if not actor.may(*senders_of(kind)):
        raise NotAllowed(_("Your account may not do this. Ask the owner for the right."))


def _held(mail_id: int, actor: Actor, at: datetime) -> MailRow:
    """Keep the next act on this mail waiting, and give where it stands."""
    if not Mail.objects.select_for_update().filter(pk=mail_id).values_list("pk", flat=True):
        raise MailUnknown(_("There is no such mail."))
    now = standing(mail_id=mail_id, now=at)
    assert now is not None
    _allow(actor, now.kind)
    return now
