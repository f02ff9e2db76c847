"""What can be done with invoices and payments."""

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
from klantkluis.billing.commands.returning import (
    CreditDraftUnknown,
    Received,
    ReturnOnDraft,
    drop_credit_draft,
    take_back,
)
from klantkluis.billing.commands.sending import (
    InvoiceAlreadySent,
    InvoiceBelowZero,
    send_invoice,
)

__all__ = [
    "AmountWrong",
    "CreditDraftUnknown",
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
    "NothingToBill",
    "PaymentMethod",
    "Received",
    "ReturnOnDraft",
    "delete_draft",
    "draft_invoice",
    "drop_credit_draft",
    "file_credit_paper",
    "file_paper",
    "issue_credit_e_invoice",
    "issue_credit_note",
    "issue_e_invoice",
    "pay_back",
    "receive_payment",
    "send_invoice",
    "settle_with_credit",
    "take_back",
]
