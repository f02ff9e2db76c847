"""Whose documents are for the books alone: of who was erased (GDPR art. 17(3)(b), 18)."""

from django.utils.translation import gettext as _

from klantkluis.billing.e_invoice_rows import EInvoice
from klantkluis.core.refusals import Refusal
from klantkluis.customers.erasing import is_erased


class ForTheBooksOnly(Refusal):
    """The customer was erased: the document is kept because the law says so, and not for use."""


def is_closed(customer_id: int) -> bool:
    """Tell whether documents of this customer are kept for the books alone."""
    return is_erased(customer_id=customer_id)


def customer_of(e_invoice: EInvoice) -> int:
    """Give the customer of an e-invoice, by the id of the row."""
    invoice = e_invoice.invoice
    if invoice is None:
        assert e_invoice.credit_note is not None, "an e-invoice is of one document"
        invoice = e_invoice.credit_note.invoice
    return invoice.customer_id


def refuse_when_closed(customer_id: int) -> None:
    """Keep documents of who was erased from being used.

    Raises:
        ForTheBooksOnly: the customer was erased.
    """
    if is_closed(customer_id):
        raise ForTheBooksOnly(
            _(
                "This customer was erased. The document is kept for the tax authority only; it"
                " opens from the fiscal archive, with a reason."
            )
        )
