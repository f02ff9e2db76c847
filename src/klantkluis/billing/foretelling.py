"""What would stand in the way of the e-invoice of a draft, told before it is sent."""

from datetime import date, timedelta

from klantkluis.billing.commands.issuing import ours_of
from klantkluis.billing.describing import sold_of
from klantkluis.billing.e_checking import foreseen
from klantkluis.billing.models import Invoice, InvoiceLine
from klantkluis.billing.queries.e_invoices import FoundRule, words_of
from klantkluis.billing.snapshots import SAID_LINES, order_of, snapshot_of
from klantkluis.billing.working_out import work_out
from klantkluis.core.fiscal import book_year
from klantkluis.core.treatment import Supply
from klantkluis.customers.queries import in_use
from klantkluis.foundation.company import company, has_company
from klantkluis.sales.vat import situation_of
from klantkluis.vault.client import VaultSession


def foretold(*, invoice_id: int, today: date, vault: VaultSession) -> list[FoundRule]:
    """Give the rules that the e-invoice of a draft would break if it were sent today.

    Only our own check looks: it names the field to mend, and takes a few milliseconds. The official
    rules look when it is sent. Nothing is kept, and nothing is told while the vault is locked, of
    an invoice to a person, or of one that was sent or comes to nothing.

    Raises:
        SubjectErased: the key of the customer is gone.
    """
    draft = Invoice.objects.select_related("customer__merged_into").filter(pk=invoice_id).first()
    if draft is None or draft.number is not None or not vault.is_open or not has_company():
        return []
    lines = list(
        InvoiceLine.objects.filter(invoice=draft).select_related(*SAID_LINES).order_by("position")
    )
    draft.customer = in_use(draft.customer)
    draft.series, draft.number = str(book_year(today)), 1
    draft.sent_on, draft.due_on = today, today + timedelta(days=draft.customer.payment_term_days)
    supplies = {
        line.position: Supply(sold.supply) for line in lines if (sold := sold_of(line)) is not None
    }
    order = order_of(lines, draft.customer)
    situation = situation_of(order, day=today, buyer=draft.customer)
    found = work_out(draft, lines, supplies, situation)
    if found.totals.gross_cents <= 0:
        return []
    says = snapshot_of(
        invoice=draft, lines=lines, result=found.totals, evidence=found.evidence(today),
        vault=vault,
    )  # fmt: skip
    return [
        FoundRule(form, each.layer, each.rule, each.field, each.fatal, *words_of(each.rule))
        for form, findings in foreseen(says, ours_of(company())).items()
        for each in findings
    ]
