"""Taking in as work of the house: whoever is at work lends it their part in the vault."""

from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from klantkluis.core.refusals import Refusal
from klantkluis.foundation.company import CompanyUnknown
from klantkluis.foundation.jobs import Run
from klantkluis.foundation.mail.commands import queue_mail
from klantkluis.foundation.mail.sending import send_mail
from klantkluis.foundation.mail.server import NoMailServer, mail_is_on
from klantkluis.foundation.mail.wording import MailKind
from klantkluis.office.jobs.kinds import Kind
from klantkluis.office.jobs.worker import begin_by_itself
from klantkluis.office.mail.documents import write
from klantkluis.privacy.commands import take_over_post, take_over_withdrawals
from klantkluis.shop.handing_on import post_to_hand_on
from klantkluis.shop.link import paired_by
from klantkluis.shop.queries import orders_to_confirm
from klantkluis.shop.running import take_in_what_waits, waiting_messages
from klantkluis.shop.showing import MOST as MOST_SHOWN
from klantkluis.shop.showing import show_what_changed, waiting_accounts
from klantkluis.vault.purposes import JobKind
from klantkluis.vault.refusals import VaultLocked

TAKE_IN: Final = "intake.take_in"
CONFIRM: Final = "intake.confirm"
SHOW: Final = "intake.show"
AT_ONCE: Final = 100


def confirm_by_mail(run: Run) -> None:
    """Mail the confirmations of the orders `order_ids` that the site could not mail, each once.

    Harmless to do twice. What the server does not take goes again by itself, as any mail does;
    what is refused stays in line, where a person sees why.
    """
    for order_id in run.over(run.about["order_ids"]):
        for order in orders_to_confirm(order_id=order_id):
            try:
                mail_id = queue_mail(
                    kind=MailKind.ORDER, about_id=order_id, customer_uid=order.customer_uid,
                    language=order.language, actor=run.actor, at=run.clock(),
                )  # fmt: skip
                send_mail(mail_id=mail_id, actor=run.actor, write=write, clock=run.clock)
            except (VaultLocked, NoMailServer, CompanyUnknown):
                raise
            except Refusal as refusal:
                run.leave_out(order_id, refusal)


def take_in(run: Run) -> None:
    """Take in what waits, and hand on to the desk what people ask about their data.

    A letter that was taken in and not handed on, because the machine stopped, is so the next time.
    """
    take_in_what_waits(run)
    for post_id in post_to_hand_on(limit=AT_ONCE):
        take_over_post(post_id=post_id, actor=run.actor, today=run.today, now=run.clock())
    take_over_withdrawals(limit=AT_ONCE, actor=run.actor, now=run.clock())


KINDS: dict[str, Kind] = {
    CONFIRM: Kind(
        _("Mail confirmations of orders from the shop"),
        confirm_by_mail,
        JobKind.SERVICE_MAIL,
        subjects_each=3,
        things="sales:order",
        after=("intake:doubts", _("To the doubts")),
        by_itself=True,
    ),
    SHOW: Kind(
        _("Bring changed names and addresses to accounts in the shop"),
        show_what_changed,
        JobKind.INTAKE,
        by_itself=True,
    ),
    TAKE_IN: Kind(
        _("Take in what came from the shop"),
        take_in,
        JobKind.INTAKE,
        subjects_each=10,
        by_itself=True,
    ),
}
LEAST: Final = 200
"""More may come while a job waits for the vault: its lease is wide enough for those too."""


def begin_intake(now: datetime) -> int:
    """Begin to take in what waits; give how many messages and letters do. Looked at each minute."""
    waiting, staff_id = waiting_messages() + len(post_to_hand_on(limit=AT_ONCE)), paired_by()
    if not waiting or staff_id is None:
        return 0
    begin_by_itself(kind=TAKE_IN, about={}, total=max(waiting, LEAST), staff_id=staff_id)
    return waiting


def begin_showing(now: datetime) -> int:
    """Begin to bring what changed of customers to their accounts; give how many. Each minute."""
    waiting, staff_id = waiting_accounts(), paired_by()
    if not waiting or staff_id is None:
        return 0
    # What is changed while the job waits for the vault comes along.
    uid = begin_by_itself(kind=SHOW, about={}, total=MOST_SHOWN, staff_id=staff_id)
    return waiting if uid else 0


def begin_confirmations(now: datetime) -> int:
    """Begin to mail what the site could not; give how many orders. Looked at each minute."""
    staff_id = paired_by()
    if staff_id is None or not mail_is_on():
        return 0
    ids = [each.order_id for each in orders_to_confirm()]
    if not ids:
        return 0
    about = {"order_ids": ids}
    uid = begin_by_itself(kind=CONFIRM, about=about, total=len(ids), staff_id=staff_id)
    return len(ids) if uid else 0
