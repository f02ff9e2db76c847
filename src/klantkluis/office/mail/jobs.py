"""Sending mails in the background, under the lease of the person who asked for it."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from klantkluis.core.mail import ABOUT_THE_MAIL, Outcome
from klantkluis.core.refusals import Refusal
from klantkluis.foundation.company import CompanyUnknown
from klantkluis.foundation.jobs import Run
from klantkluis.foundation.mail.sending import send_mail
from klantkluis.foundation.mail.server import NoMailServer
from klantkluis.office.jobs.kinds import Kind
from klantkluis.office.mail.documents import write
from klantkluis.vault.purposes import JobKind
from klantkluis.vault.refusals import VaultLocked

SEND_MAILS = "mail.send"


class ServerNotReached(Refusal):
    """The server did not get as far as the mails, so there is no sense in trying the others."""


class MailFailed(Refusal):
    """The server did not accept this mail."""


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


KINDS: Mapping[str, Kind] = {
    SEND_MAILS: Kind(
        gettext_lazy("Send mail"),
        send_mails,
        JobKind.SERVICE_MAIL,
        subjects_each=3,
        things="mail:mail",
        after=("mail:mails", gettext_lazy("To the mails")),
    )
}
