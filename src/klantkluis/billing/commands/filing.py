"""Filing the paper of an invoice: made once, kept as it was issued."""

from datetime import datetime

from django.utils.translation import gettext as _

from klantkluis.billing.commands.paying import InvoiceNotOpen
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
from klantkluis.foundation.letterhead import branding_of, seller_of
from klantkluis.foundation.paper import render_credit_note, render_invoice
from klantkluis.foundation.prepared import Prepared
from klantkluis.vault.purposes import Purpose


class CreditNoteUnknown(Refusal):
    """There is no such credit note."""


@command("invoice.paper_filed", Role.SALES, Role.BOOKKEEPER)
def file_paper(*, invoice_id: int, actor: Actor, made_at: datetime) -> int:
    """Make the PDF of a sent invoice from its snapshot, and keep it sealed; give the row's id.

    Made once: a second call changes nothing, so that a copy is byte-identical to what was issued.

    Raises:
        InvoiceNotOpen: it was not sent.
        VaultLocked: the vault is not open to the actor.
    """
    snapshot = _LOCKED.first(invoice_id)
    if snapshot is None:
        raise InvoiceNotOpen(_("Send the invoice first."))
    before = _FILED.first(invoice_id)
    if before is not None:
        return before
    says = SNAPSHOT.open_one(actor.vault, Purpose.INVOICE, snapshot)["says"]
    ours = company_of(says["company"])
    pdf = render_invoice(
        invoice_paper(says, seller_of(ours)),
        branding_of(ours, language=says["language"]),
        made_at=made_at,
    )
    fields, contents = seal_contents(
        pdf, name=f"{says['number']}.pdf", media_type="application/pdf"
    )
    row = InvoicePaper(invoice_id=invoice_id, cls=snapshot.cls, contents=contents)
    PAPER.seal_new(actor.vault, [(row, fields)])
    insert(row)
    return row.pk


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
    says = CREDIT_SNAPSHOT.open_one(actor.vault, Purpose.INVOICE, snapshot)["says"]
    ours = company_of(says["company"])
    pdf = render_credit_note(
        credit_note_paper(says, seller_of(ours)),
        branding_of(ours, language=says["language"]),
        made_at=made_at,
    )
    fields, contents = seal_contents(
        pdf, name=f"{says['number']}.pdf", media_type="application/pdf"
    )
    row = CreditNotePaper(credit_note_id=credit_note_id, cls=snapshot.cls, contents=contents)
    PAPER.seal_new(actor.vault, [(row, fields)])
    insert(row)
    return row.pk


_LOCKED = Prepared(
    lambda invoice: InvoiceSnapshot.objects.select_for_update().filter(invoice=invoice), int
)
_FILED = Prepared(
    lambda invoice: InvoicePaper.objects.filter(invoice=invoice).values_list("pk", flat=True), int
)
