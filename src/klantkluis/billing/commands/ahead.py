"""Money that came in on orders from the shop before they were invoiced."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from klantkluis.billing.ahead_rows import PaymentAhead
from klantkluis.billing.commands.paying import take_off
from klantkluis.billing.credit import credits_of
from klantkluis.billing.models import InvoiceLine, Payment
from klantkluis.billing.rules import payment_postings
from klantkluis.customers.commands.holding import hold_together
from klantkluis.foundation.inserting import insert, insert_many
from klantkluis.ledger.posting import Journal, NewEntry, write_entries


@dataclass(frozen=True, slots=True)
class PaidAhead:
    """Money that a provider has for us: on which order of whom, how much, and since when.

    The same `uid` again is harmless.
    """

    uid: UUID
    order_id: int
    customer_id: int
    customer_uid: UUID
    amount_cents: int
    paid_on: date


def record_ahead(paid: Sequence[PaidAhead]) -> dict[UUID, int]:
    """Book payments on orders inside an act; give their ids by uid, also of those known before.

    The money is with the provider until it comes to the bank (account "payments in transit"), and
    the customer has credit until the order is invoiced.
    """
    known = dict(
        Payment.objects.filter(uid__in=[each.uid for each in paid]).values_list("uid", "pk")
    )
    news = [each for each in paid if each.uid not in known]
    rows = [
        Payment(
            uid=each.uid,
            customer_id=each.customer_id,
            received_on=each.paid_on,
            method=Payment.Method.PROVIDER.value,
            amount_cents=each.amount_cents,
        )
        for each in news
    ]
    insert_many(rows)
    insert_many(
        PaymentAhead(payment=row, order_id=each.order_id)
        for row, each in zip(rows, news, strict=True)
    )
    if news:
        write_entries([_entry(each) for each in news])
    return known | {row.uid: row.pk for row in rows}


def _entry(paid: PaidAhead) -> NewEntry:
    return NewEntry(
        journal=Journal.GENERAL,
        entry_date=paid.paid_on,
        description="",
        source=f"payment:{paid.uid}",
        postings=payment_postings(
            paid.amount_cents, Payment.Method.PROVIDER.value, paid.customer_uid
        ),
    )


def use_ahead(*, invoice_id: int, customer_id: int, order_ids: Collection[int], day: date) -> int:
    """Pay an invoice that was just sent with what was paid ahead on its orders; give the cents."""
    payments = set(
        PaymentAhead.objects.filter(order__in=order_ids).values_list("payment_id", flat=True)
    )
    if not payments:
        return 0
    used = 0
    for credit in credits_of(hold_together(customer_id)):
        if credit.payment_id not in payments:
            continue
        amount = take_off(invoice_id, credit.left_cents)
        if not amount:
            break
        insert(credit.use(invoice_id=invoice_id, amount_cents=amount, day=day))
        used += amount
    return used


def orders_of(lines: Sequence[InvoiceLine]) -> set[int]:
    """Give the orders that the lines of an invoice are about."""
    found = {line.order_line.order_id for line in lines if line.order_line is not None}
    return found | {line.prepays_id for line in lines if line.prepays_id is not None}
