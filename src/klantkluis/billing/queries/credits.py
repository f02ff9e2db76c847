"""Questions about credit notes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Sum

from klantkluis.billing.closed import of_closed, refuse_when_closed
from klantkluis.billing.models import (
    CreditNote,
    CreditNoteLine,
    CreditNotePaper,
    CreditNoteSnapshot,
    CreditNoteVat,
    CreditUse,
)
from klantkluis.billing.stored import CREDIT_SNAPSHOT, PAPER
from klantkluis.core.vat import VatCategory, VatSum, VatTreatment
from klantkluis.foundation.files import open_contents
from klantkluis.sales.paper import kind_name
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose


@dataclass(frozen=True, slots=True)
class CreditNoteRow:
    """A credit note in a list; amounts are positive."""

    id: int
    label: str
    invoice_id: int
    invoice_label: str
    customer_id: int
    issued_on: date
    reason: str
    net_cents: int
    gross_cents: int
    left_cents: int


@dataclass(frozen=True, slots=True)
class CreditedLine:
    """A line as the credit note says it."""

    description: str
    sku: str
    unit: str
    quantity: Decimal
    unit_price: Decimal
    amount_cents: int


@dataclass(frozen=True, slots=True)
class CreditNoteCard:
    """Everything of one credit note. `says` is empty while the vault is locked."""

    row: CreditNoteRow
    uid: UUID
    vat: tuple[VatSum, ...]
    bills_again: bool
    lines: tuple[CreditedLine, ...] = field(default=(), repr=False)
    says: Mapping[str, Any] = field(default_factory=dict, repr=False)


def credited_quantities(*, invoice_id: int) -> dict[int, Decimal]:
    """Give how much of each line of an invoice was credited, by the id of the line."""
    rows = CreditNoteLine.objects.filter(credit_note__invoice=invoice_id)
    return dict(rows.values_list("invoice_line").annotate(n=Sum("quantity")))


def credit_note_rows(
    *,
    invoice_id: int | None = None,
    customer_ids: Collection[int] | None = None,
    below: int | None = None,
    limit: int = 50,
) -> list[CreditNoteRow]:
    """Give a page of credit notes, the newest first."""
    notes = CreditNote.objects.select_related("invoice").order_by("-pk")
    if invoice_id is not None:
        notes = notes.filter(invoice=invoice_id)
    if customer_ids is not None:
        notes = notes.filter(invoice__customer__in=customer_ids)
    if below is not None:
        notes = notes.filter(pk__lt=below)
    page = list(notes[:limit])
    used = dict(
        CreditUse.objects.filter(credit_note__in=[note.pk for note in page])
        .values_list("credit_note")
        .annotate(n=Sum("amount_cents"))
    )
    return [_row(note, used.get(note.pk, 0)) for note in page]


def credit_note_card(*, credit_note_id: int, vault: VaultSession) -> CreditNoteCard | None:
    """Give everything of one credit note, or None when there is no such row."""
    note = CreditNote.objects.select_related("invoice").filter(pk=credit_note_id).first()
    if note is None:
        return None
    used = CreditUse.objects.filter(credit_note=note).aggregate(n=Sum("amount_cents"))["n"] or 0
    says: Mapping[str, Any] = {}
    kept = CreditNoteSnapshot.objects.exclude(of_closed("credit_note__invoice__customer__"))
    snapshot = kept.filter(credit_note=note).first() if vault.is_open else None
    if snapshot is not None:
        says = CREDIT_SNAPSHOT.open_one(vault, Purpose.INVOICE, snapshot).get("says", {})
    return CreditNoteCard(
        row=_row(note, used),
        uid=note.uid,
        vat=tuple(_vat(each) for each in CreditNoteVat.objects.filter(credit_note=note)),
        bills_again=note.bills_again,
        lines=tuple(_line(line) for line in says.get("lines", ())),
        says=says,
    )


def credit_paper_of(*, credit_note_id: int, vault: VaultSession) -> bytes | None:
    """Give the PDF of a credit note as it was issued, or None when none was filed.

    Raises:
        ForTheBooksOnly: the customer was erased.
        VaultLocked: the vault is not open to the actor.
    """
    rows = CreditNotePaper.objects.filter(credit_note=credit_note_id)
    row = rows.select_related("credit_note__invoice").first()
    if row is None:
        return None
    refuse_when_closed(row.credit_note.invoice.customer_id)
    return open_contents(PAPER.open_one(vault, Purpose.INVOICE, row), bytes(row.contents))


def _line(line: Mapping[str, Any]) -> CreditedLine:
    return CreditedLine(
        description=line.get("description") or kind_name(line["kind"]),
        sku=line.get("sku", ""),
        unit=line["unit"],
        quantity=Decimal(line["quantity"]),
        unit_price=Decimal(line["unit_price"]),
        amount_cents=line.get("amount_cents", 0),
    )


def _vat(row: CreditNoteVat) -> VatSum:
    return VatSum(
        category=VatCategory(row.vat_category),
        rate_bp=row.rate_bp,
        net_cents=row.net_cents,
        vat_cents=row.vat_cents,
        treatment=VatTreatment(row.treatment),
        country=row.country,
    )


def _row(note: CreditNote, used: int) -> CreditNoteRow:
    return CreditNoteRow(
        id=note.pk,
        label=note.label,
        invoice_id=note.invoice_id,
        invoice_label=note.invoice.label,
        customer_id=note.invoice.customer_id,
        issued_on=note.issued_on,
        reason=note.reason,
        net_cents=note.net_cents,
        gross_cents=note.gross_cents,
        left_cents=note.gross_cents - used,
    )
