"""Questions about what customers pay ahead."""

from dataclasses import dataclass

from klantkluis.billing.models import CreditNoteVat, Invoice, InvoiceLine
from klantkluis.billing.prepaying import prepaid_of


@dataclass(frozen=True, slots=True)
class Prepayments:
    """What was asked ahead on an order, in cents with VAT; drafts are told apart."""

    asked_cents: int
    credited_cents: int
    left_cents: int
    drafts: int

    @property
    def settled_cents(self) -> int:
        """What went off invoices and drafts by now."""
        return self.asked_cents - self.credited_cents - self.left_cents


def prepayments_of(order_id: int) -> Prepayments | None:
    """Give what was asked ahead on an order, or None when nothing was."""
    ids = InvoiceLine.objects.filter(prepays=order_id).values("invoice")
    asked = list(Invoice.objects.filter(pk__in=ids).values_list("pk", "gross_cents"))
    if not asked:
        return None
    notes = CreditNoteVat.objects.filter(credit_note__invoice__in=[pk for pk, _cents in asked])
    return Prepayments(
        asked_cents=sum(cents or 0 for _pk, cents in asked),
        credited_cents=sum(net + vat for net, vat in notes.values_list("net_cents", "vat_cents")),
        left_cents=sum(each.left.gross_cents for each in prepaid_of(order_id)),
        drafts=sum(cents is None for _pk, cents in asked),
    )
