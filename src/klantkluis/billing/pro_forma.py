"""What a draft would say as an invoice, on a paper that says that it is none."""

from datetime import date, datetime

from django.utils.translation import override

from klantkluis.billing.models import Invoice, InvoiceLine
from klantkluis.billing.paper import common_of
from klantkluis.billing.queries.lists import totals_of
from klantkluis.billing.snapshots import SAID_LINES, snapshot_of
from klantkluis.foundation.company import company
from klantkluis.foundation.letterhead import branding_of, seller_of
from klantkluis.foundation.paper import OrderKind, OrderPaper, render_order
from klantkluis.vault.client import VaultSession


def draft_pro_forma(
    *, invoice_id: int, vault: VaultSession, today: date, made_at: datetime
) -> bytes | None:
    """Give the PDF of a draft as a pro forma, or None when there is no such draft.

    Nothing of it is kept: it has no number, and nothing is booked.

    Raises:
        VaultLocked: the vault is not open to the actor.
    """
    drafts = Invoice.objects.select_related("customer").filter(number=None)
    invoice = drafts.filter(pk=invoice_id).first()
    if invoice is None:
        return None
    lines = list(
        InvoiceLine.objects.filter(invoice=invoice).select_related(*SAID_LINES).order_by("position")
    )
    invoice.sent_on = invoice.due_on = today
    says = snapshot_of(
        invoice=invoice, lines=lines, result=totals_of(invoice, lines), evidence={}, vault=vault
    )
    ours, language = company(), says["language"]
    with override(language):
        paper = OrderPaper(
            **common_of(says, seller_of(ours)), kind=OrderKind.PRO_FORMA, ordered_on=today
        )
    return render_order(paper, branding_of(ours, language=language), made_at=made_at)
