"""The rows of one batch of a large office, by kind."""

from collections import defaultdict
from typing import Any, Final

from django.core.management.color import no_style
from django.db import connection, models
from django.db.models import Max

from klantkluis.billing.models import (
    Allocation,
    Invoice,
    InvoiceLine,
    InvoiceSnapshot,
    InvoiceVat,
    OpenInvoice,
    Payment,
)
from klantkluis.foundation.pouring import Row, pour
from klantkluis.sales.models import Delivery, DeliveryLine, OpenOrder, Order, OrderLine

# In the order in which the database takes them: lines of an invoice before it, for it is final
# once it is there.
COLUMNS: Final[dict[type[models.Model], str]] = {
    Order: "id uid number customer_id ordered_on basis sealed",
    OrderLine: "id order_id position kind product_id unit quantity unit_price vat_category",
    Delivery: "id uid number order_id delivered_on sealed",
    DeliveryLine: "id delivery_id order_line_id quantity",
    OpenOrder: "order_id to_deliver to_bill",
    InvoiceLine: "invoice_id position order_line_id delivery_line_id supplied_on quantity"
    " unit_price vat_category rate_bp amount_cents",
    Invoice: "id uid customer_id drafted_on basis series number sent_on due_on net_cents vat_cents"
    " gross_cents commitment",
    InvoiceVat: "invoice_id vat_category rate_bp net_cents vat_cents",
    InvoiceSnapshot: "uid invoice_id cls sealed",
    OpenInvoice: "invoice_id open_cents due_on sent_on",
    Payment: "id uid customer_id received_on method amount_cents",
    Allocation: "payment_id invoice_id amount_cents allocated_on",
}
_NUMBERED: Final = [kind for kind, columns in COLUMNS.items() if columns.startswith("id ")]


class Sheet:
    """Values of rows, in the order of `COLUMNS`."""

    def __init__(self) -> None:
        self._rows: dict[type[models.Model], list[Row]] = defaultdict(list)

    def add(self, kind: type[models.Model], *values: Any) -> None:
        """Take in one row."""
        self._rows[kind].append(values)

    def save(self) -> None:
        """Insert all rows."""
        for kind, columns in COLUMNS.items():
            pour(kind, columns.split(), self._rows[kind])


class Ids:
    """Ids that are given here instead of by the database, for rows that others point to."""

    def __init__(self) -> None:
        self._last: dict[type[models.Model], int] = {}

    def next(self, kind: type[models.Model]) -> int:
        """Give the next id of a kind of row."""
        if kind not in self._last:
            last = kind._default_manager.aggregate(last=Max("pk"))["last"]
            self._last[kind] = last or 0
        self._last[kind] += 1
        return self._last[kind]


def reset_sequences() -> None:
    """Let the database go on counting after the ids that were given here."""
    statements = connection.ops.sequence_reset_sql(no_style(), _NUMBERED)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
