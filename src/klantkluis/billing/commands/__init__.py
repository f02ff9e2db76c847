"""What can be done with invoices and payments."""

from klantkluis.billing.commands.collecting import (
    NotTogether,
    bill_together_each,
    draft_collective_invoice,
)
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
from klantkluis.billing.commands.periods import draft_period, make_skipped_period, skip_period
from klantkluis.billing.commands.prepaying import (
    PrepaymentTooLarge,
    PrepaymentTooLate,
    draft_prepayment,
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
    PrepaymentOutdated,
    send_invoice,
)
from klantkluis.billing.commands.subscribing import (
    NewSubscription,
    SubscriptionChanged,
    SubscriptionEnded,
    SubscriptionUnknown,
    SubscriptionWrong,
    change_subscription,
    end_subscription,
    pause_subscription,
    resume_subscription,
    write_subscription,
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
    "NewSubscription",
    "NoCredit",
    "NotTogether",
    "NothingToBill",
    "PaymentMethod",
    "PrepaymentOutdated",
    "PrepaymentTooLarge",
    "PrepaymentTooLate",
    "Received",
    "ReturnOnDraft",
    "SubscriptionChanged",
    "SubscriptionEnded",
    "SubscriptionUnknown",
    "SubscriptionWrong",
    "bill_together_each",
    "change_subscription",
    "delete_draft",
    "draft_collective_invoice",
    "draft_invoice",
    "draft_period",
    "draft_prepayment",
    "drop_credit_draft",
    "end_subscription",
    "file_credit_paper",
    "file_paper",
    "issue_credit_e_invoice",
    "issue_credit_note",
    "issue_e_invoice",
    "make_skipped_period",
    "pause_subscription",
    "pay_back",
    "receive_payment",
    "resume_subscription",
    "send_invoice",
    "settle_with_credit",
    "skip_period",
    "take_back",
    "write_subscription",
]
