"""One invoice for many deliveries of a customer, on one order or several."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import uuid4

from django.utils.translation import gettext as _

from klantkluis.billing.collective_rows import CollectiveBilling
from klantkluis.billing.commands.drafting import NothingToBill, rows_of
from klantkluis.billing.models import Invoice
from klantkluis.billing.prepaying import prepaid_of, settlement_lines
from klantkluis.billing.rules import Billable, CollectiveEvery
from klantkluis.billing.unbilled import Together, billable_of_many, bills_the_rest, of_deliveries
from klantkluis.billing.working_out import work_out
from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.customers.commands.registering import active_customer
from klantkluis.customers.queries import in_use
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert, insert_many
from klantkluis.sales import tracking
from klantkluis.sales.commands.ordering import locked_order
from klantkluis.sales.lines import sold_lines
from klantkluis.sales.models import Delivery, Order
from klantkluis.sales.vat import situation_of

MOST_LINES = 100
"""What an invoice says has to fit in one sealed row, with room for long descriptions."""


class NotTogether(Refusal):
    """These deliveries cannot be on one invoice."""


@command("invoice.drafted_together", Role.SALES, Role.BOOKKEEPER)
def draft_collective_invoice(*, delivery_ids: Collection[int], actor: Actor, today: date) -> int:
    """Draft one invoice of what is not billed of these deliveries; give its id.

    They are of one customer, with the same prices, discount and VAT. What goes with the first
    delivery of an order, such as shipping, is on it too.

    Raises:
        NothingToBill: all of it is on invoices.
        NotTogether: they cannot be on one invoice, or there are more lines than fit on one.
    """
    chosen = set(delivery_ids)
    of_order = Delivery.objects.filter(pk__in=chosen).values_list("order", flat=True)
    # By their ids, as every act does that locks more than one: none waits for another.
    orders = [locked_order(order_id) for order_id in sorted(set(of_order))]
    lines = sold_lines([order.pk for order in orders], {}) if orders else {}
    parts = of_deliveries(billable_of_many(lines, today), chosen)
    orders = [order for order in orders if parts[order.pk][0]]
    if not orders:
        raise NothingToBill(_("Nothing was delivered that is not on an invoice yet."))
    _check(orders, parts)
    first = orders[0]
    invoice = Invoice(
        uid=uuid4(),
        customer_id=in_use(first.customer).pk,
        drafted_on=today,
        basis=first.basis,
        discount_bp=first.discount_bp,
    )
    insert(invoice)
    sold = {line.id: line for each in lines.values() for line in each}
    billed = [each for order in orders for each in parts[order.pk][0]]
    rows = rows_of(invoice, billed, sold)
    supplies = {row.position: sold[row.order_line_id or 0].supply for row in rows}
    found = work_out(invoice, rows, supplies, situation_of(first, day=today))
    prepaid = prepaid_of(first.pk) if len(orders) == 1 else []
    if prepaid:
        last = bills_the_rest(first, rows, lines[first.pk])
        rows += settlement_lines(invoice, rows, found.totals.vat, prepaid, last=last)
    insert_many(rows)
    for order in orders:
        if not parts[order.pk][1]:
            tracking.billed(order.pk, whole=False)
    return invoice.pk


def _check(orders: Sequence[Order], parts: Mapping[int, tuple[list[Billable], bool]]) -> None:
    if len({Together.of(order, in_use(order.customer).pk) for order in orders}) > 1:
        raise NotTogether(
            _("One invoice is for one customer, with the same prices, discount and VAT.")
        )
    if len(orders) > 1 and any(prepaid_of(order.pk) for order in orders):
        raise NotTogether(_("An order that was paid ahead has an invoice of its own."))
    if sum(len(parts[order.pk][0]) for order in orders) > MOST_LINES:
        raise NotTogether(
            _("One invoice has at most %(n)s lines. Choose fewer deliveries.") % {"n": MOST_LINES}
        )


@command("customer.billed_together_each", Role.SALES, Role.BOOKKEEPER)
def bill_together_each(*, customer_id: int, every: CollectiveEvery | None, actor: Actor) -> None:
    """Let the deliveries of a customer be billed together each week or month, or no longer.

    Raises:
        CustomerUnknown: there is no such customer.
    """
    customer = active_customer(customer_id)
    rows = CollectiveBilling.objects.filter(customer=customer)
    if every is None:
        rows.delete()
    elif not rows.update(every=every.value, staff_id=actor.staff_id):
        insert(CollectiveBilling(customer=customer, every=every.value, staff_id=actor.staff_id))


@command("customer.billed_together", Role.SALES, Role.BOOKKEEPER)
def billed_together(*, customer_id: int, until: date, actor: Actor) -> None:
    """Note until which day the deliveries of a customer were billed together by themselves."""
    CollectiveBilling.objects.filter(customer=customer_id).update(billed_until=until)
