"""What can be done with invoices and payments."""

from klantkluis.billing.commands.drafting import (
    InvoiceUnknown,
    NothingToBill,
    delete_draft,
    draft_invoice,
)
from klantkluis.billing.commands.filing import file_paper
from klantkluis.billing.commands.paying import (
    AmountWrong,
    InvoiceNotOpen,
    NoCredit,
    PaymentMethod,
    pay_back,
    receive_payment,
    settle_with_credit,
)
from klantkluis.billing.commands.sending import (
    InvoiceAlreadySent,
    InvoiceBelowZero,
    send_invoice,
)

__all__ = [
    "AmountWrong",
    "InvoiceAlreadySent",
    "InvoiceBelowZero",
    "InvoiceNotOpen",
    "InvoiceUnknown",
    "NoCredit",
    "NothingToBill",
    "PaymentMethod",
    "delete_draft",
    "draft_invoice",
    "file_paper",
    "pay_back",
    "receive_payment",
    "send_invoice",
    "settle_with_credit",
]
