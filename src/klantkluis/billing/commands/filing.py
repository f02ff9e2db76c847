"""Filing the paper of an invoice with the e-invoice inside: made once, kept as it was issued."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from klantkluis.billing.closed import refuse_when_erased
from klantkluis.billing.commands.issuing import Document, as_file, keep, ours_of
from klantkluis.billing.commands.paying import InvoiceNotOpen
from klantkluis.billing.e_checking import Checked, Form, checked, forms_of
from klantkluis.billing.models import (
    CreditNotePaper,
    CreditNoteSnapshot,
    InvoicePaper,
    InvoiceSnapshot,
)
from klantkluis.billing.paper import credit_note_paper, invoice_paper
from klantkluis.billing.stored import CREDIT_SNAPSHOT, PAPER, SNAPSHOT
from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.company import company_of
from klantkluis.foundation.files import seal_contents
from klantkluis.foundation.inserting import insert
from klantkluis.foundation.letterhead import PaperKind, branding_of, seller_of
from klantkluis.foundation.models import Company
from klantkluis.foundation.paper import render_credit_note, render_invoice
from klantkluis.foundation.paper.attaching import attach_e_invoice
from klantkluis.foundation.prepared import Prepared
from klantkluis.vault.purposes import Purpose


class CreditNoteUnknown(Refusal):
    """There is no such credit note."""


@command("invoice.paper_filed", Role.SALES, Role.BOOKKEEPER)
def file_paper(*, invoice_id: int, actor: Actor, made_at: datetime) -> int:
    """Make the PDF of a sent invoice from its snapshot, and keep it sealed; give the row's id.

    Made once: a second call changes nothing, so that a copy is byte-identical to what was issued.
    The e-invoice goes inside when every rule accepts it; the paper never waits for it.

    Raises:
        InvoiceNotOpen: it was not sent.
        ForTheBooksOnly: the customer was erased.
        VaultLocked: the vault is not open to the actor.
    """
    snapshot = _LOCKED.first(invoice_id)
    if snapshot is None:
        raise InvoiceNotOpen(_("Send the invoice first."))
    before = _FILED.first(invoice_id)
    if before is not None:
        return before
    refuse_when_erased(snapshot.invoice.customer_id)
    says = SNAPSHOT.open_one(actor.vault, Purpose.INVOICE, snapshot)["says"]
    row = InvoicePaper(invoice_id=invoice_id, cls=snapshot.cls)
    document = Document(snapshot.cls, invoice_id=invoice_id)
    return _file(row, document, says, printed_invoice, actor=actor, made_at=made_at)


@command("credit_note.paper_filed", Role.SALES, Role.BOOKKEEPER)
def file_credit_paper(*, credit_note_id: int, actor: Actor, made_at: datetime) -> int:
    """Make the PDF of a credit note from its snapshot, and keep it sealed; give the row's id.

    Made once, as with `file_paper`.

    Raises:
        CreditNoteUnknown: there is no such credit note.
        VaultLocked: the vault is not open to the actor.
    """
    rows = CreditNoteSnapshot.objects.select_for_update()
    snapshot = rows.filter(credit_note=credit_note_id).first()
    if snapshot is None:
        raise CreditNoteUnknown(_("There is no such credit note."))
    papers = CreditNotePaper.objects.filter(credit_note=credit_note_id)
    before = papers.values_list("pk", flat=True).first()
    if before is not None:
        return before
    refuse_when_erased(snapshot.credit_note.invoice.customer_id)
    says = CREDIT_SNAPSHOT.open_one(actor.vault, Purpose.INVOICE, snapshot)["says"]
    row = CreditNotePaper(credit_note_id=credit_note_id, cls=snapshot.cls)
    document = Document(snapshot.cls, credit_note_id=credit_note_id)
    return _file(row, document, says, printed_credit, actor=actor, made_at=made_at)


type Printed = Callable[[Mapping[str, Any], Company, datetime], bytes]


def _file(
    row: InvoicePaper | CreditNotePaper,
    document: Document,
    says: Mapping[str, Any],
    printed: Printed,
    *,
    actor: Actor,
    made_at: datetime,
) -> int:
    """Print, put the e-invoice inside, and seal the paper and the file for the network at once."""
    ours = company_of(says["company"])
    # The press works without the interpreter's lock and asks no database, so the paper is printed
    # while the rules look at the e-invoice.
    with ThreadPoolExecutor(max_workers=1) as beside:
        paper = beside.submit(printed, says, ours, made_at)
        made = checked(says, ours_of(ours), forms_of(says))
        pdf = _with_e_invoice(paper.result(), made[0], says["language"], made_at)
    fields, row.contents = seal_contents(
        pdf, name=f"{says['number']}.pdf", media_type="application/pdf"
    )
    files = [as_file(document, each, says["number"]) for each in made[1:] if each.accepted]
    PAPER.seal_new(actor.vault, [(row, fields), *files])
    insert(row)
    keep(document, made, [file for file, _fields in files])
    return row.pk


def _with_e_invoice(pdf: bytes, inside: Checked, language: str, made_at: datetime) -> bytes:
    assert inside.form is Form.FACTUR_X, "what lies inside the paper comes first"
    if not inside.accepted:
        return pdf
    with override(language):
        description = _("The same invoice as an e-invoice")
    return attach_e_invoice(pdf, inside.data, description=description, made_at=made_at)


def printed_invoice(says: Mapping[str, Any], ours: Company, made_at: datetime) -> bytes:
    """Make the PDF of an invoice from what it says."""
    paper = invoice_paper(says, seller_of(ours))
    look = branding_of(ours, language=says["language"], kind=PaperKind.INVOICE)
    return render_invoice(paper, look, made_at=made_at)


def printed_credit(says: Mapping[str, Any], ours: Company, made_at: datetime) -> bytes:
    """Make the PDF of a credit note from what it says."""
    paper = credit_note_paper(says, seller_of(ours))
    look = branding_of(ours, language=says["language"], kind=PaperKind.CREDIT_NOTE)
    return render_credit_note(paper, look, made_at=made_at)


_LOCKED = Prepared(
    lambda invoice: InvoiceSnapshot.objects.select_for_update().filter(invoice=invoice), int
)
_FILED = Prepared(
    lambda invoice: InvoicePaper.objects.filter(invoice=invoice).values_list("pk", flat=True), int
)
