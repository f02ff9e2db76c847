"""Questions about what returns prepare to be credited, and what was credited of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from klantkluis.billing.return_rows import CreditDraft, CreditDraftLine, CreditedReturn


@dataclass(frozen=True, slots=True)
class PreparedCredit:
    """What a return prepared to be credited of an invoice."""

    id: int
    invoice_id: int
    invoice_label: str
    receipt_id: int
    return_number: int
    return_id: int
    customer_id: int
    drafted_on: date


@dataclass(frozen=True, slots=True)
class CreditOfReturn:
    """The credit note that answers a return."""

    credit_note_id: int
    label: str
    return_id: int
    return_number: int


def prepared_credits(
    *, receipt_id: int | None = None, below: int | None = None, limit: int = 50
) -> list[PreparedCredit]:
    """Give what is ready to be credited, the newest first."""
    rows = CreditDraft.objects.select_related("invoice", "receipt__returned").order_by("-pk")
    if receipt_id is not None:
        rows = rows.filter(receipt=receipt_id)
    if below is not None:
        rows = rows.filter(pk__lt=below)
    return [_row(row) for row in rows[:limit]]


def prepared_credit(*, draft_id: int) -> PreparedCredit | None:
    """Give one prepared credit, or None when it was issued or thrown away."""
    rows = CreditDraft.objects.select_related("invoice", "receipt__returned")
    row = rows.filter(pk=draft_id).first()
    return _row(row) if row else None


def prepared_quantities(*, draft_id: int) -> dict[int, Decimal]:
    """Give how much of each line of the invoice is to be credited, by the id of the line."""
    rows = CreditDraftLine.objects.filter(draft=draft_id)
    return dict(rows.values_list("invoice_line", "quantity"))


def credits_of_return(*, receipt_id: int) -> Sequence[CreditOfReturn]:
    """Give the credit notes that answer a return."""
    rows = CreditedReturn.objects.select_related("credit_note", "receipt__returned")
    return [_credit(row) for row in rows.filter(receipt=receipt_id).order_by("pk")]


def return_of_credit(*, credit_note_id: int) -> CreditOfReturn | None:
    """Give the return that a credit note answers, or None."""
    rows = CreditedReturn.objects.select_related("credit_note", "receipt__returned")
    row = rows.filter(credit_note=credit_note_id).first()
    return _credit(row) if row else None


def _credit(row: CreditedReturn) -> CreditOfReturn:
    returned = row.receipt.returned
    return CreditOfReturn(row.credit_note_id, row.credit_note.label, returned.pk, returned.number)


def _row(row: CreditDraft) -> PreparedCredit:
    returned = row.receipt.returned
    return PreparedCredit(
        id=row.pk,
        invoice_id=row.invoice_id,
        invoice_label=row.invoice.label,
        receipt_id=row.receipt_id,
        return_number=returned.number,
        return_id=returned.pk,
        customer_id=row.invoice.customer_id,
        drafted_on=row.drafted_on,
    )
