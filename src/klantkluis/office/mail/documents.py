"""What can be mailed: per kind of document whom it goes to, what it says and where it is shown."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from klantkluis.billing import mailing as billing
from klantkluis.billing import statement_mailing as statements
from klantkluis.billing.commands import file_credit_paper, file_paper
from klantkluis.customers.mailing import Recipient
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.mail.composing import Content
from klantkluis.foundation.mail.queries import MailRow
from klantkluis.foundation.mail.sending import Writer
from klantkluis.foundation.mail.wording import MailKind
from klantkluis.office.forms.base import Label
from klantkluis.privacy import mailing as privacy
from klantkluis.sales import mailing as sales
from klantkluis.sales import quote_mailing as quotes
from klantkluis.sales.commands import file_quote
from klantkluis.shop import ending_mailing as endings


@dataclass(frozen=True, slots=True)
class Document:
    """A kind of document. `prepare` does what has to be there first, and gives whom it is for."""

    title: Label
    view: str
    prepare: Callable[[int, Actor, datetime], Recipient]
    write: Writer
    labels: Callable[[Collection[int]], Mapping[int, str]]


def _invoice(pk: int, actor: Actor, at: datetime) -> Recipient:
    recipient = billing.invoice_recipient(invoice_id=pk, vault=actor.vault)
    file_paper(invoice_id=pk, actor=actor, made_at=at)
    return recipient


def _credit_note(pk: int, actor: Actor, at: datetime) -> Recipient:
    recipient = billing.credit_note_recipient(credit_note_id=pk, vault=actor.vault)
    file_credit_paper(credit_note_id=pk, actor=actor, made_at=at)
    return recipient


def _quote(pk: int, actor: Actor, at: datetime) -> Recipient:
    recipient = quotes.quote_recipient(quote_id=pk, vault=actor.vault)
    file_quote(version_id=quotes.mailed_version(quote_id=pk), actor=actor, made_at=at)
    return recipient


DOCUMENTS: Mapping[MailKind, Document] = {
    MailKind.INVOICE: Document(
        _("Invoice"),
        "billing:invoice",
        _invoice,
        billing.invoice_content,
        lambda ids: billing.invoice_labels(ids=ids),
    ),
    MailKind.CREDIT_NOTE: Document(
        _("Credit note"),
        "billing:credit-note",
        _credit_note,
        billing.credit_note_content,
        lambda ids: billing.credit_note_labels(ids=ids),
    ),
    MailKind.QUOTE: Document(
        _("Quote"),
        "sales:quote",
        _quote,
        quotes.quote_content,
        lambda ids: quotes.quote_labels(ids=ids),
    ),
    MailKind.E_INVOICE: Document(
        _("E-invoice"),
        "billing:e-invoice-document",
        lambda pk, actor, _at: billing.e_invoice_recipient(e_invoice_id=pk, vault=actor.vault),
        billing.e_invoice_content,
        lambda ids: billing.e_invoice_labels(ids=ids),
    ),
    MailKind.ORDER: Document(
        _("Order confirmation"),
        "sales:order",
        lambda pk, actor, _at: sales.order_recipient(order_id=pk, vault=actor.vault),
        sales.order_content,
        lambda ids: sales.order_labels(ids=ids),
    ),
    MailKind.DELIVERY_NOTE: Document(
        _("Delivery note"),
        "sales:delivery",
        lambda pk, actor, _at: sales.delivery_recipient(delivery_id=pk, vault=actor.vault),
        sales.delivery_content,
        lambda ids: sales.delivery_labels(ids=ids),
    ),
    MailKind.STATEMENT: Document(
        _("Statement of account"),
        "billing:statement",
        lambda pk, actor, _at: statements.statement_recipient(customer_id=pk, vault=actor.vault),
        statements.statement_content,
        lambda ids: statements.statement_labels(ids=ids),
    ),
    MailKind.REQUEST: Document(
        _("Letter about a request"),
        "privacy:letter",
        lambda pk, actor, _at: privacy.letter_recipient(letter_id=pk, vault=actor.vault),
        privacy.letter_content,
        lambda ids: privacy.letter_labels(ids=ids),
    ),
    MailKind.ACCOUNT: Document(
        _("End of an account in the shop"),
        "customers:customer",
        lambda pk, actor, _at: endings.ending_recipient(customer_id=pk, vault=actor.vault),
        endings.ending_content,
        lambda ids: endings.ending_labels(ids=ids),
    ),
}


def write(mail: MailRow, actor: Actor, at: datetime) -> Content:
    """Write a mail as the room of its document knows it now."""
    return DOCUMENTS[mail.kind].write(mail, actor, at)
