"""Questions about money that came in on orders before they were invoiced."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from klantkluis.billing.ahead_rows import PaymentAhead
from klantkluis.ledger.sources import debited_on


@dataclass(frozen=True, slots=True)
class Ahead:
    """A payment on an order: which one, and what of it went to payments in transit, in cents.

    `of_its_customer` tells whether payment and order are of the same customer.
    """

    order_uid: UUID
    of_its_customer: bool
    cents: int


def paid_ahead(*, payment_ids: Collection[int]) -> dict[int, Ahead]:
    """Give by id what these payments were made on; those on no order are left out."""
    rows = list(
        PaymentAhead.objects.filter(payment__in=payment_ids).select_related("payment", "order")
    )
    sources = {row.payment_id: f"payment:{row.payment.uid}" for row in rows}
    under_way = debited_on(use="payments_in_transit", sources=sources.values())
    return {
        row.payment_id: Ahead(
            row.order.uid,
            row.payment.customer_id == row.order.customer_id,
            under_way.get(sources[row.payment_id], 0),
        )
        for row in rows
    }
