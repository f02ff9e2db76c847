"""What billing does in the background."""

from contextlib import suppress

from klantkluis.billing.commands import InvoiceAlreadySent, file_paper, send_invoice
from klantkluis.core.refusals import Refusal
from klantkluis.foundation.jobs import Run
from klantkluis.vault.refusals import VaultLocked


def send_invoices(run: Run) -> None:
    """Send the drafts `invoice_ids` in their order, and file the paper of each.

    Harmless to do twice: what was sent keeps its number and its paper. A draft that is refused
    stays a draft; the others go on.
    """
    for invoice_id in run.over(run.about["invoice_ids"]):
        try:
            _send(run, invoice_id)
        except VaultLocked:
            raise
        except Refusal as refusal:
            run.leave_out(invoice_id, refusal)


def _send(run: Run, invoice_id: int) -> None:
    # It may have been sent in an earlier run, which was interrupted before it could say so.
    with suppress(InvoiceAlreadySent):
        send_invoice(invoice_id=invoice_id, actor=run.actor, today=run.today)
    file_paper(invoice_id=invoice_id, actor=run.actor, made_at=run.clock())
