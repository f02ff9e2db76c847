"""What can be done with invoices and payments."""

from klantkluis.billing.commands.collecting import NotTogether, draft_collective_invoice
from klantkluis.billing.commands.crediting import (
    CreditEmpty,
    CreditReason,
    CreditTooLarge,
    NewCredit,
    issue_credit_note,
)
from klantkluis.billing.commands.drafting import (
    InvoiceUnknown,
    NothingToBill,
    delete_draft,
    draft_invoice,
)
from klantkluis.billing.commands.filing import (
    CreditNoteUnknown,
    file_credit_paper,
    file_paper,
)
from klantkluis.billing.commands.issuing import issue_credit_e_invoice, issue_e_invoice
from klantkluis.billing.commands.paying import (
    AmountWrong,
    InvoiceNotOpen,
    NoCredit,
    PaymentMethod,
    pay_back,
    receive_payment,
    settle_with_credit,
)
from klantkluis.billing.commands.prepaying import (
    PrepaymentTooLarge,
    PrepaymentTooLate,
    draft_prepayment,
)
from klantkluis.billing.commands.sending import (
    InvoiceAlreadySent,
    InvoiceBelowZero,
    PrepaymentOutdated,
    send_invoice,
)

__all__ = [
    "AmountWrong",
    "CreditEmpty",
    "CreditNoteUnknown",
    "CreditReason",
    "CreditTooLarge",
    "InvoiceAlreadySent",
    "InvoiceBelowZero",
    "InvoiceNotOpen",
    "InvoiceUnknown",
    "NewCredit",
    "NoCredit",
    "NotTogether",
    "NothingToBill",
    "PaymentMethod",
    "PrepaymentOutdated",
    "PrepaymentTooLarge",
    "PrepaymentTooLate",
    "delete_draft",
    "draft_collective_invoice",
    "draft_invoice",
    "draft_prepayment",
    "file_credit_paper",
    "file_paper",
    "issue_credit_e_invoice",
    "issue_credit_note",
    "issue_e_invoice",
    "pay_back",
    "receive_payment",
    "send_invoice",
    "settle_with_credit",
]
