"""The fiscal archive: documents of who was erased, opened for the books with a typed reason.

The vault keeps the reason sealed in its log, with who looked. Nothing is kept anew.
"""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from klantkluis.billing.commands.filing import printed_credit, printed_invoice
from klantkluis.billing.models import (
    CreditNotePaper,
    CreditNoteSnapshot,
    InvoicePaper,
    InvoiceSnapshot,
)
from klantkluis.billing.stored import CREDIT_SNAPSHOT, PAPER, SNAPSHOT
from klantkluis.core.refusals import Refusal
from klantkluis.foundation.company import company_of
from klantkluis.foundation.files import open_contents
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose


class ReasonMissing(Refusal):
    """Who opens a document of somebody who was erased says why."""


class NotKept(Refusal):
    """The term of the law is over, and the document is gone."""


def archived_invoice(
    *, invoice_id: int, reason: str, vault: VaultSession, made_at: datetime
) -> bytes:
    """Give the PDF of an invoice as it was issued, or printed from what it says.

    Raises:
        ReasonMissing: nothing was said.
        NotKept: its term is over.
        VaultLocked, NotAllowed: the vault is not open to the actor, or not for this.
    """
    paper = InvoicePaper.objects.filter(invoice=invoice_id).first()
    snapshot = InvoiceSnapshot.objects.filter(invoice=invoice_id).first()
    return _opened(paper, (SNAPSHOT, snapshot, printed_invoice), reason, vault, made_at)


def archived_credit_note(
    *, credit_note_id: int, reason: str, vault: VaultSession, made_at: datetime
) -> bytes:
    """Give the PDF of a credit note; see `archived_invoice`.

    Raises:
        ReasonMissing: nothing was said.
        NotKept: its term is over.
        VaultLocked, NotAllowed: the vault is not open to the actor, or not for this.
    """
    paper = CreditNotePaper.objects.filter(credit_note=credit_note_id).first()
    snapshot = CreditNoteSnapshot.objects.filter(credit_note=credit_note_id).first()
    return _opened(paper, (CREDIT_SNAPSHOT, snapshot, printed_credit), reason, vault, made_at)


def _opened(
    paper: InvoicePaper | CreditNotePaper | None,
    otherwise: tuple[Any, Any, Any],
    reason: str,
    vault: VaultSession,
    made_at: datetime,
) -> bytes:
    stored, snapshot, printed = otherwise
    if not reason.strip():
        raise ReasonMissing(_("Write why this has to be opened."), field="reason")
    if paper is not None:
        fields = PAPER.open_one(vault, Purpose.FISCAL, paper, reason=reason.strip())
        return open_contents(fields, bytes(paper.contents))
    if snapshot is None:
        raise NotKept(_("The term of the law is over, so this is not kept any more."))
    says = stored.open_one(vault, Purpose.FISCAL, snapshot, reason=reason.strip())["says"]
    made: bytes = printed(says, company_of(says["company"]), made_at)
    return made
