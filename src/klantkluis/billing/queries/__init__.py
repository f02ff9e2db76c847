"""Questions about invoices and payments."""

from klantkluis.billing.queries.invoices import (
    BilledLine,
    InvoiceCard,
    billed_quantities,
    invoice_card,
    invoice_of,
    invoices_of_order,
    paper_of,
)
from klantkluis.billing.queries.lists import (
    BEFORE_ALL,
    InvoiceNarrowing,
    InvoiceRow,
    InvoiceState,
    customers_of_invoices,
    invoice_rows,
    invoices_by_id,
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
)

__all__ = [
    "BEFORE_ALL",
    "AllocationRow",
    "BilledLine",
    "InvoiceCard",
    "InvoiceNarrowing",
    "InvoiceRow",
    "InvoiceState",
    "MoneyOpen",
    "PaymentRow",
    "allocations",
    "billed_quantities",
    "customers_of_invoices",
    "invoice_card",
    "invoice_of",
    "invoice_rows",
    "invoices_by_id",
    "invoices_of_order",
    "money_open",
    "open_by_age",
    "open_cents",
    "open_of",
    "paper_of",
    "payer_of",
    "payment_rows",
]
