"""Whose documents are for the books alone: of who was erased (GDPR art. 17(3)(b), 18)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from klantkluis.billing.e_invoice_rows import EInvoice
from klantkluis.billing.models import CreditNoteSnapshot, InvoiceSnapshot
from klantkluis.core.declared import Term
from klantkluis.core.fiscal import TEN
from klantkluis.core.refusals import Refusal
from klantkluis.core.retention import RULES
from klantkluis.customers.erasing import is_erased
from klantkluis.customers.kept import is_kept_back, of_kept_back
from klantkluis.vault.keys import class_ends_on


class ForTheBooksOnly(Refusal):
    """The customer was erased: the document is kept because the law says so, and not for use."""


def is_closed(customer_id: int) -> bool:
    """Tell whether documents of this customer are kept for the books alone."""
    return is_erased(customer_id=customer_id) or is_kept_back(customer_id)


def of_closed(customer: str) -> Q:
    """Give the condition on rows that their customer is one of these.

    Args:
        customer: the path to the customer, with `__` at its end.
    """
    return Q(**{f"{customer}state": "erased"}) | of_kept_back(customer)


@dataclass(frozen=True, slots=True)
class KeptUntil:
    """Until when the law keeps a document: the first day on which it may go, and the article."""

    until: date
    law: str


def kept_until(
    *, invoice_id: int | None = None, credit_note_id: int | None = None
) -> KeptUntil | None:
    """Give until when an invoice or credit note is kept; None when its words are gone."""
    rows: Any = (
        InvoiceSnapshot.objects.filter(invoice=invoice_id)
        if invoice_id is not None
        else CreditNoteSnapshot.objects.filter(credit_note=credit_note_id)
    )
    cls = rows.values_list("cls", flat=True).first()
    if cls is None:
        return None
    term = Term.BOOKS_TEN if cls.startswith(f"{TEN}-") else Term.BOOKS
    return KeptUntil(class_ends_on(cls), RULES[term].law)


def customer_of(e_invoice: EInvoice) -> int:
    """Give the customer of an e-invoice, by the id of the row."""
    invoice = e_invoice.invoice
    if invoice is None:
        assert e_invoice.credit_note is not None, "an e-invoice is of one document"
        invoice = e_invoice.credit_note.invoice
    return invoice.customer_id


def refuse_when_erased(customer_id: int) -> None:
    """Keep new papers from being made of who was erased.

    Raises:
        ForTheBooksOnly: the customer was erased.
    """
    if is_erased(customer_id=customer_id):
        raise ForTheBooksOnly(_sentence())


def refuse_when_closed(customer_id: int) -> None:
    """Keep documents of who was erased, wholly or as far as could be, from being read.

    Raises:
        ForTheBooksOnly: the customer was erased.
    """
    if is_closed(customer_id):
        raise ForTheBooksOnly(_sentence())


def _sentence() -> str:
    return _(
        "This customer was erased. The document is kept for the tax authority only; it"
        " opens from the fiscal archive, with a reason."
    )
