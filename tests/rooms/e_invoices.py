"""Taking a sent invoice or a credit note through to its validated e-invoices."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from klantkluis.billing.commands import (
    file_credit_paper,
    file_paper,
    issue_credit_e_invoice,
    issue_e_invoice,
)
from klantkluis.billing.commands.issuing import ours_of
from klantkluis.billing.e_checking import Form
from klantkluis.billing.einvoice.codes import EN16931
from klantkluis.billing.einvoice.model import Invoice
from klantkluis.billing.einvoice.reading import read_invoice
from klantkluis.billing.einvoice.ubl_writing import write_ubl
from klantkluis.billing.einvoice.validating import validate
from klantkluis.billing.einvoicing import e_invoice
from klantkluis.billing.models import (
    CreditNote,
    CreditNoteSnapshot,
    InvoiceSnapshot,
)
from klantkluis.billing.models import Invoice as SentInvoice
from klantkluis.billing.queries import paper_of
from klantkluis.billing.queries.credits import credit_paper_of
from klantkluis.billing.queries.e_invoices import e_invoice_of
from klantkluis.billing.stored import CREDIT_SNAPSHOT, SNAPSHOT
from klantkluis.core.money import from_cents
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.company import company_of
from klantkluis.vault.purposes import Purpose

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def inside(pdf: bytes | None) -> bytes | None:
    """Give the e-invoice that lies inside a paper."""
    assert pdf is not None
    files = PdfReader(BytesIO(pdf)).attachments.get("factur-x.xml")
    return files[0] if files else None


def said(owner: Actor, *, invoice_id: int = 0, credit_note_id: int = 0) -> dict[str, Any]:
    if invoice_id:
        row = InvoiceSnapshot.objects.get(invoice=invoice_id)
        return SNAPSHOT.open_one(owner.vault, Purpose.INVOICE, row)["says"]  # type: ignore[no-any-return]
    note = CreditNoteSnapshot.objects.get(credit_note=credit_note_id)
    return CREDIT_SNAPSHOT.open_one(owner.vault, Purpose.INVOICE, note)["says"]  # type: ignore[no-any-return]


def validated(owner: Actor, *, invoice_id: int = 0, credit_note_id: int = 0) -> Invoice:
    """File the paper and issue the UBL: every layer takes them, and all say the same cents.

    Buyers who are no company get UBL under EN 16931 alone: they have no address for e-invoices.
    """
    if invoice_id:
        file_paper(invoice_id=invoice_id, actor=owner, made_at=NOON)
        pdf = paper_of(invoice_id=invoice_id, vault=owner.vault)
    else:
        file_credit_paper(credit_note_id=credit_note_id, actor=owner, made_at=NOON)
        pdf = credit_paper_of(credit_note_id=credit_note_id, vault=owner.vault)
    says = said(owner, invoice_id=invoice_id, credit_note_id=credit_note_id)
    cii = inside(pdf)
    assert cii is not None, "the paper holds no e-invoice"
    ubl = _ubl(owner, says, invoice_id, credit_note_id)
    row: Any = (
        SentInvoice.objects.get(pk=invoice_id)
        if invoice_id
        else CreditNote.objects.get(pk=credit_note_id)
    )
    for data in (cii, ubl):
        report = validate(data)
        assert report.findings == () or report.accepted, report.findings
        totals = read_invoice(data).totals
        assert totals.net == from_cents(row.net_cents)
        assert (totals.vat or 0) == from_cents(row.vat_cents)
        assert totals.payable == from_cents(row.gross_cents)
    return read_invoice(ubl)


def _ubl(owner: Actor, says: dict[str, Any], invoice_id: int, credit_note_id: int) -> bytes:
    if says["buyer"].get("kind") != "company":
        return write_ubl(e_invoice(says, ours_of(company_of(says["company"]))), EN16931)
    form = Form.PEPPOL
    if invoice_id:
        assert issue_e_invoice(invoice_id=invoice_id, form=form, actor=owner)
        data = e_invoice_of(form=form, vault=owner.vault, invoice_id=invoice_id)
    else:
        assert issue_credit_e_invoice(credit_note_id=credit_note_id, form=form, actor=owner)
        data = e_invoice_of(form=form, vault=owner.vault, credit_note_id=credit_note_id)
    assert data is not None
    return data
