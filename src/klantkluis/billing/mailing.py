"""Invoices and credit notes by mail: whom they are for, what they say, and their paper."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from klantkluis.billing.commands import InvoiceNotOpen
from klantkluis.billing.e_invoice_rows import EInvoice
from klantkluis.billing.models import CreditNote, CreditNotePaper, Invoice, InvoicePaper
from klantkluis.billing.stored import PAPER
from klantkluis.customers.mailing import Recipient, recipient_of
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.company import company
from klantkluis.foundation.files import open_contents
from klantkluis.foundation.mail.composing import Attachment, Content
from klantkluis.foundation.mail.queries import MailRow
from klantkluis.foundation.paper.formatting import long_date, money
from klantkluis.foundation.paper.values import Language
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose


def invoice_recipient(*, invoice_id: int, vault: VaultSession) -> Recipient:
    """Give whom an invoice is mailed to.

    Raises:
        InvoiceNotOpen: it was not sent.
        Refusal: see `recipient_of`.
    """
    return recipient_of(customer_id=_sent(invoice_id).customer_id, vault=vault)


def invoice_content(mail: MailRow, actor: Actor, made_at: datetime) -> Content:
    """Write the mail with an invoice; its paper was filed before.

    Raises:
        InvoiceNotOpen: it was not sent, or has no paper.
        Refusal: see `recipient_of`.
    """
    invoice = _sent(mail.about_id)
    paper = InvoicePaper.objects.filter(invoice=invoice).first()
    if paper is None or invoice.due_on is None or invoice.gross_cents is None:
        raise InvoiceNotOpen(_("This invoice has no paper yet. Open its PDF first."))
    buyer = recipient_of(customer_id=invoice.customer_id, vault=actor.vault)
    fields = PAPER.open_one(actor.vault, Purpose.SERVICE_MAIL, paper)
    language = Language(mail.language)
    return Content(
        address=buyer.address,
        values={
            "number": invoice.label,
            "amount": money(invoice.gross_cents, "EUR", language),
            "due_on": long_date(invoice.due_on, language),
            "name": buyer.name,
            "company": company().name,
        },
        attachment=Attachment(f"{invoice.label}.pdf", open_contents(fields, bytes(paper.contents))),
    )


def credit_note_recipient(*, credit_note_id: int, vault: VaultSession) -> Recipient:
    """Give whom a credit note is mailed to.

    Raises:
        InvoiceNotOpen: there is no such credit note.
        Refusal: see `recipient_of`.
    """
    return recipient_of(customer_id=_note(credit_note_id).invoice.customer_id, vault=vault)


def credit_note_content(mail: MailRow, actor: Actor, made_at: datetime) -> Content:
    """Write the mail with a credit note; its paper was filed before.

    Raises:
        InvoiceNotOpen: there is no such credit note, or it has no paper.
        Refusal: see `recipient_of`.
    """
    note = _note(mail.about_id)
    paper = CreditNotePaper.objects.filter(credit_note=note).first()
    if paper is None:
        raise InvoiceNotOpen(_("This credit note has no paper yet. Open its PDF first."))
    buyer = recipient_of(customer_id=note.invoice.customer_id, vault=actor.vault)
    fields = PAPER.open_one(actor.vault, Purpose.SERVICE_MAIL, paper)
    return Content(
        address=buyer.address,
        values={
            "number": note.label,
            "invoice": note.invoice.label,
            "amount": money(note.gross_cents, "EUR", Language(mail.language)),
            "name": buyer.name,
            "company": company().name,
        },
        attachment=Attachment(f"{note.label}.pdf", open_contents(fields, bytes(paper.contents))),
    )


def credit_note_labels(*, ids: Collection[int]) -> dict[int, str]:
    """Give the numbers of credit notes as they stand on paper, by id."""
    return {row.pk: row.label for row in CreditNote.objects.filter(pk__in=ids)}


def _note(credit_note_id: int) -> CreditNote:
    note = CreditNote.objects.select_related("invoice").filter(pk=credit_note_id).first()
    if note is None:
        raise InvoiceNotOpen(_("There is no such credit note."))
    return note


def e_invoice_recipient(*, e_invoice_id: int, vault: VaultSession) -> Recipient:
    """Give whom an e-invoice is mailed to.

    Raises:
        InvoiceNotOpen: it was not issued.
        Refusal: see `recipient_of`.
    """
    customer_id, _number, _cents = _document(_file(e_invoice_id))
    return recipient_of(customer_id=customer_id, vault=vault)


def e_invoice_content(mail: MailRow, actor: Actor, made_at: datetime) -> Content:
    """Write the mail with the file of an e-invoice, as it was issued and validated.

    Raises:
        InvoiceNotOpen: it was not issued.
        Refusal: see `recipient_of`.
    """
    file = _file(mail.about_id)
    customer_id, number, cents = _document(file)
    buyer = recipient_of(customer_id=customer_id, vault=actor.vault)
    fields = PAPER.open_one(actor.vault, Purpose.SERVICE_MAIL, file)
    return Content(
        address=buyer.address,
        values={
            "number": number,
            "amount": money(cents, "EUR", Language(mail.language)),
            "name": buyer.name,
            "company": company().name,
        },
        attachment=Attachment(f"{number}.xml", open_contents(fields, bytes(file.contents)), "xml"),
    )


def e_invoice_labels(*, ids: Collection[int]) -> dict[int, str]:
    """Give the numbers of the documents of e-invoices, by the id of the file."""
    files = EInvoice.objects.filter(pk__in=ids).select_related("invoice", "credit_note")
    return {file.pk: _document(file)[1] for file in files}


def _file(e_invoice_id: int) -> EInvoice:
    rows = EInvoice.objects.select_related("invoice", "credit_note__invoice")
    file = rows.filter(pk=e_invoice_id).first()
    if file is None:
        raise InvoiceNotOpen(_("There is no such e-invoice."))
    return file


def _document(file: EInvoice) -> tuple[int, str, int]:
    """Give customer, number and amount of the document that an e-invoice is of."""
    if file.invoice is not None:
        return file.invoice.customer_id, file.invoice.label, file.invoice.gross_cents or 0
    note = file.credit_note
    assert note is not None
    return note.invoice.customer_id, note.label, note.gross_cents


def _sent(invoice_id: int) -> Invoice:
    invoice = Invoice.objects.filter(pk=invoice_id, number__isnull=False).first()
    if invoice is None:
        raise InvoiceNotOpen(_("Send the invoice first."))
    return invoice


def invoice_labels(*, ids: Collection[int]) -> dict[int, str]:
    """Give the numbers of invoices as they stand on paper, by id."""
    return {row.pk: row.label for row in Invoice.objects.filter(pk__in=ids)}
