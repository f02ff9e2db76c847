"""Looking into the mailbox where reports about our mails arrive, under somebody's lease."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy

from klantkluis.foundation.jobs import Run, forget_done
from klantkluis.foundation.mail.box import mail_box, mail_box_is_on, open_box, record_look
from klantkluis.foundation.mail.commands import bounce_is_news, record_bounce
from klantkluis.foundation.mail.imap import look_into
from klantkluis.foundation.mail.queries import is_ours
from klantkluis.foundation.mail.reports import read_report
from klantkluis.office.jobs.kinds import Kind
from klantkluis.office.jobs.worker import begin_by_itself
from klantkluis.vault.purposes import JobKind

READ_BOX = "mail.box"
EVERY = timedelta(minutes=10)
"""How often we look; after a look that went wrong it takes longer."""
AFTER_TROUBLE = timedelta(hours=1)
FIRST_DAYS = timedelta(days=14)
"""How far back the first look goes."""


def read_box(run: Run) -> None:
    """Look into the mailbox once, and keep what it says about our mails.

    Harmless to do twice: the same report makes one fact. What went wrong is a fact as well, and
    stands on the first screen until a look goes well. Nothing when it was shut in the meantime.
    """
    if not mail_box_is_on():
        return
    bounces = 0

    def handle(raw: bytes) -> bool:
        nonlocal bounces
        report = read_report(raw)
        if report is None or not is_ours(report.tokens):
            return False
        if bounce_is_news(report):
            bounces += bool(record_bounce(report=report, actor=run.actor, at=run.clock()))
        return True

    box = open_box(run.actor.vault)
    look = look_into(box, since=run.today - FIRST_DAYS, handle=handle)
    record_look(look=look, bounces=bounces, actor=run.actor, at=run.clock())


def look_when_due(now: datetime) -> int:
    """Begin a job that looks into the mailbox, when it is time; nothing while it is shut."""
    box = mail_box()
    if box is None:
        return 0
    wait = AFTER_TROUBLE if box.last and box.last.problem else EVERY
    seen_at = max(box.last.at, box.changed_at - wait) if box.last else box.changed_at - wait
    if now - seen_at < wait:
        return 0
    forget_done(kind=READ_BOX)
    return bool(begin_by_itself(kind=READ_BOX, about={}, total=1, staff_id=box.staff_id))


KINDS: Mapping[str, Kind] = {
    READ_BOX: Kind(
        gettext_lazy("Look for mail that came back"),
        read_box,
        JobKind.BOUNCES,
        after=("mail:mails", gettext_lazy("To the mails")),
        by_itself=True,
    ),
}
