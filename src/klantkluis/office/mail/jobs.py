"""Sending mails in the background, under the lease of the person who asked for it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from klantkluis.core.mail import ABOUT_THE_MAIL, Outcome
from klantkluis.core.refusals import Refusal
from klantkluis.foundation.company import CompanyUnknown
from klantkluis.foundation.jobs import Run, Work, is_going_on
from klantkluis.foundation.mail.queries import MailRow, mails_due
from klantkluis.foundation.mail.sending import send_mail
from klantkluis.foundation.mail.server import NoMailServer, mail_is_on
from klantkluis.foundation.mail.wording import MailKind
from klantkluis.foundation.models import OpenMail
from klantkluis.office.forms.base import Label
from klantkluis.office.jobs.kinds import Kind
from klantkluis.office.jobs.worker import begin_by_itself
from klantkluis.office.mail.documents import write
from klantkluis.vault.purposes import JobKind
from klantkluis.vault.refusals import VaultLocked

SEND_MAILS = "mail.send"
SEND_NOTES = "mail.send_notes"
SEND_LETTERS = "mail.send_letters"
SEND_AGAIN = "mail.again"
NOTES_AGAIN = "mail.notes_again"
LETTERS_AGAIN = "mail.letters_again"
MOST_AT_ONCE = 200
IN_LINE_FOR = timedelta(minutes=15)
"""What was left in line for so long goes out by itself, like what was not taken for now."""


class ServerNotReached(Refusal):
    """The server did not get as far as the mails, so there is no sense in trying the others."""


class MailFailed(Refusal):
    """The server did not accept this mail."""


def kind_of_job(kind: MailKind) -> str:
    """Give the kind of job that sends this kind of mail: what it may see differs."""
    others = {MailKind.DELIVERY_NOTE: SEND_NOTES, MailKind.REQUEST: SEND_LETTERS}
    return others.get(kind, SEND_MAILS)


def send_mails(run: Run) -> None:
    """Send the mails `mail_ids` in their order, each at most once.

    Harmless to do twice: what was begun in an earlier run is left to a person. When the server
    cannot be reached the others stay in line.
    """
    ids = run.about["mail_ids"]
    for mail_id in run.over(ids):
        try:
            answer = send_mail(mail_id=mail_id, actor=run.actor, write=write, clock=run.clock)
        except (VaultLocked, NoMailServer, CompanyUnknown):
            raise
        except Refusal as refusal:
            run.leave_out(mail_id, refusal)
            continue
        if answer.outcome is Outcome.ACCEPTED:
            continue
        if answer.step not in ABOUT_THE_MAIL and mail_id != ids[-1]:
            raise ServerNotReached(_("The mail server could not be reached."))
        run.leave_out(mail_id, MailFailed(_("The server did not accept this mail.")))


def send_again(run: Run) -> None:
    """Send those of the mails `mail_ids` that are due at this moment, each at most once.

    How each went stands with the mail, so nothing is left out here. A server that is not there is
    not asked for the others: they stay due. Nothing when mail was switched off in the meantime.
    """
    if not mail_is_on():
        return
    for mail_id in run.over(run.about["mail_ids"]):
        if mail_id not in {row.id for row in _due(run.clock())}:
            continue
        try:
            answer = send_mail(mail_id=mail_id, actor=run.actor, write=write, clock=run.clock)
        except (VaultLocked, NoMailServer, CompanyUnknown):
            raise
        except Refusal as refusal:
            run.leave_out(mail_id, refusal)
            continue
        if answer.outcome is not Outcome.ACCEPTED and answer.step not in ABOUT_THE_MAIL:
            return


def _due(now: datetime) -> list[MailRow]:
    return mails_due(now=now, in_line_since=now - IN_LINE_FOR)


_AGAIN = (
    (SEND_AGAIN, SEND_MAILS), (NOTES_AGAIN, SEND_NOTES), (LETTERS_AGAIN, SEND_LETTERS),
)  # fmt: skip


def send_what_is_due(now: datetime) -> int:
    """Begin jobs for the mails that are to go out again by themselves; give how many mails.

    Nothing while mail is off, or a job that sends is in line, going on, or waits for the vault.
    """
    if not mail_is_on():
        return 0
    due, begun = _due(now) if OpenMail.objects.exists() else [], 0
    for kind, others in _AGAIN:
        mails = [row for row in due if kind_of_job(row.kind) == others][:MOST_AT_ONCE]
        if mails and not is_going_on([others]):
            about = {"mail_ids": [row.id for row in mails]}
            who = mails[0].staff_id
            uid = begin_by_itself(kind=kind, about=about, total=len(mails), staff_id=who)
            begun += len(mails) if uid else 0
    return begun


def _kind(title: Label, work: Work, lease: JobKind, *, by_itself: bool = False) -> Kind:
    return Kind(
        title,
        work,
        lease,
        subjects_each=3,
        things="mail:mail",
        after=("mail:mails", gettext_lazy("To the mails")),
        by_itself=by_itself,
    )


KINDS: Mapping[str, Kind] = {
    SEND_MAILS: _kind(gettext_lazy("Send mail"), send_mails, JobKind.SERVICE_MAIL),
    SEND_NOTES: _kind(gettext_lazy("Mail delivery notes"), send_mails, JobKind.DELIVERY_MAIL),
    SEND_LETTERS: _kind(gettext_lazy("Mail letters about requests"), send_mails, JobKind.DESK),
    LETTERS_AGAIN: _kind(
        gettext_lazy("Mail letters about requests again"), send_again, JobKind.DESK, by_itself=True
    ),
    SEND_AGAIN: _kind(
        gettext_lazy("Send mail again"), send_again, JobKind.SERVICE_MAIL, by_itself=True
    ),
    NOTES_AGAIN: _kind(
        gettext_lazy("Mail delivery notes again"),
        send_again,
        JobKind.DELIVERY_MAIL,
        by_itself=True,
    ),
}
