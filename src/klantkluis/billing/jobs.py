"""What billing does in the background."""

from contextlib import suppress
from datetime import date

from klantkluis.billing.commands import (
    InvoiceAlreadySent,
    NothingToBill,
    draft_collective_invoice,
    file_paper,
    send_invoice,
)
from klantkluis.billing.commands.collecting import MOST_LINES
from klantkluis.billing.queries.unbilled import batches, unbilled_of
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


def collect_invoices(run: Run) -> None:
    """Draft one invoice for each of the customers `customer_ids`, of what went out and is on none
    up to the day `until`, a number of a day.

    Harmless to do twice: what is on a draft is on one. More than fits on one becomes more.
    """
    until = date.fromordinal(run.about["until"][0])
    for customer_id in run.over(run.about["customer_ids"]):
        for group in unbilled_of(customer_ids=[customer_id], until=until):
            for ids in batches(group, MOST_LINES):
                _collect(run, customer_id, ids)


def _collect(run: Run, customer_id: int, ids: list[int]) -> None:
    try:
        draft_collective_invoice(delivery_ids=ids, actor=run.actor, today=run.today)
    except NothingToBill:
        return  # somebody billed it meanwhile
    except Refusal as refusal:
        run.leave_out(customer_id, refusal)


def _send(run: Run, invoice_id: int) -> None:
    # It may have been sent in an earlier run, which was interrupted before it could say so.
    with suppress(InvoiceAlreadySent):
        send_invoice(invoice_id=invoice_id, actor=run.actor, today=run.today)
    file_paper(invoice_id=invoice_id, actor=run.actor, made_at=run.clock())
