"""Telling people that their account ends, as work of the house: it needs the vault and mail."""

from contextlib import suppress
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from klantkluis.core.refusals import Refusal
from klantkluis.customers.mailing import NoAddress
from klantkluis.foundation.company import CompanyUnknown
from klantkluis.foundation.jobs import Run, code_of
from klantkluis.foundation.mail.commands import MailInLine, queue_mail
from klantkluis.foundation.mail.composing import AddressNotUsable
from klantkluis.foundation.mail.sending import send_mail
from klantkluis.foundation.mail.server import NoMailServer, mail_is_on
from klantkluis.foundation.mail.wording import MailKind
from klantkluis.office.jobs.kinds import Kind
from klantkluis.office.jobs.worker import begin_by_itself
from klantkluis.office.mail.documents import write
from klantkluis.shop.commands.endings import note_told, note_untold
from klantkluis.shop.ending_mailing import ending_recipient
from klantkluis.shop.link import paired_by
from klantkluis.shop.unused import customers_to_tell, is_to_tell
from klantkluis.vault.purposes import JobKind
from klantkluis.vault.refusals import VaultLocked

TELL: Final = "intake.endings"
AT_ONCE: Final = 100


def tell_of_endings(run: Run) -> None:
    """Mail the customers `customer_ids` that their account ends, each once.

    Harmless to do twice: who was told is not told again. Who has no address, or one that no mail
    server takes, is noted as such, and their account ends on its day all the same.
    """
    for customer_id in run.over(run.about["customer_ids"]):
        if not is_to_tell(customer_id):
            continue
        try:
            _tell(customer_id, run)
        except (VaultLocked, NoMailServer, CompanyUnknown):
            raise
        except (NoAddress, AddressNotUsable) as nowhere:
            note_untold(customer_id=customer_id, code=code_of(nowhere), actor=run.actor)
        except Refusal as refusal:
            run.leave_out(customer_id, refusal)


def _tell(customer_id: int, run: Run) -> None:
    """Put the mail in line, note that they are told, and send it; it goes again by itself."""
    person = ending_recipient(customer_id=customer_id, vault=run.actor.vault)
    mail_id = None
    # When the machine stopped after the mail was put in line, it goes out by itself.
    with suppress(MailInLine):
        mail_id = queue_mail(
            kind=MailKind.ACCOUNT, about_id=customer_id, customer_uid=person.uid,
            language=person.language, actor=run.actor, at=run.clock(),
        )  # fmt: skip
    note_told(customer_id=customer_id, actor=run.actor, at=run.clock())
    if mail_id is not None:
        send_mail(mail_id=mail_id, actor=run.actor, write=write, clock=run.clock)


def begin_telling(now: datetime) -> int:
    """Begin to tell people that their account ends; give how many. Looked at each minute."""
    staff_id = paired_by()
    if staff_id is None or not mail_is_on():
        return 0
    ids = customers_to_tell(limit=AT_ONCE)
    if not ids:
        return 0
    about = {"customer_ids": ids}
    uid = begin_by_itself(kind=TELL, about=about, total=len(ids), staff_id=staff_id)
    return len(ids) if uid else 0


KINDS: dict[str, Kind] = {
    TELL: Kind(
        _("Tell people that their account in the shop ends"),
        tell_of_endings,
        JobKind.SERVICE_MAIL,
        subjects_each=3,
        things="customers:customer",
        after=("mail:mails", _("To the mails")),
        by_itself=True,
    )
}
