"""An invoice by mail: whom it is for, what it says, and its paper as it was issued."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from klantkluis.billing.commands import InvoiceNotOpen
from klantkluis.billing.models import Invoice, InvoicePaper
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


def _sent(invoice_id: int) -> Invoice:
    invoice = Invoice.objects.filter(pk=invoice_id, number__isnull=False).first()
    if invoice is None:
        raise InvoiceNotOpen(_("Send the invoice first."))
    return invoice


def invoice_labels(*, ids: Collection[int]) -> dict[int, str]:
    """Give the numbers of invoices as they stand on paper, by id."""
    return {row.pk: row.label for row in Invoice.objects.filter(pk__in=ids)}
