"""Drafts of subscriptions that are sent by themselves, as soon as somebody opens the vault."""

from klantkluis.billing.periodic import drafts_to_send
from klantkluis.core.roles import Role
from klantkluis.office.jobs.kinds import SEND_INVOICES
from klantkluis.office.jobs.worker import begin
from klantkluis.office.requests import OfficeRequest
from klantkluis.vault.staff import StaffVault

SENDERS = (Role.SALES, Role.BOOKKEEPER)
MOST = 500


def send_what_waits(request: OfficeRequest, session: StaffVault) -> None:
    """Start a job that sends them, when this person may send invoices.

    What one job has begun on is no trouble to another: a draft is sent once.
    """
    if not request.actor.may(*SENDERS):
        return
    ids = drafts_to_send()[:MOST]
    if ids:
        about = {"invoice_ids": ids}
        begin(request, kind=SEND_INVOICES, about=about, total=len(ids), session=session)
