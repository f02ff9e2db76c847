"""Questions about invoices and payments."""

from klantkluis.billing.queries.invoices import (
    BilledLine,
    InvoiceCard,
    InvoiceRow,
    InvoiceState,
    invoice_card,
    invoice_of,
    invoice_rows,
    invoices_by_id,
    paper_of,
)
from klantkluis.billing.queries.payments import (
    AllocationRow,
    MoneyOpen,
    PaymentRow,
    allocations,
    money_open,
    open_by_age,
    open_cents,
    open_of,
    payer_of,
    payment_rows,
    turnover_per_month,
)

__all__ = [
    "AllocationRow",
    "BilledLine",
    "InvoiceCard",
    "InvoiceRow",
    "InvoiceState",
    "MoneyOpen",
    "PaymentRow",
    "allocations",
    "invoice_card",
    "invoice_of",
    "invoice_rows",
    "invoices_by_id",
    "money_open",
    "open_by_age",
    "open_cents",
    "open_of",
    "paper_of",
    "payer_of",
    "payment_rows",
    "turnover_per_month",
]
