"""Drafting invoices from what was delivered or ordered."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import uuid4

from django.utils.translation import gettext as _

from klantkluis.billing.models import Invoice, InvoiceLine
from klantkluis.billing.prepaying import prepaid_of, settlement_lines
from klantkluis.billing.rules import Billable, BillFrom
from klantkluis.billing.subscription_rows import SubscriptionPeriod
from klantkluis.billing.unbilled import billable_of, bills_the_rest
from klantkluis.billing.working_out import work_out
from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert, insert_many
from klantkluis.foundation.prepared import PreparedDelete
from klantkluis.sales import tracking
from klantkluis.sales.commands.ordering import is_cancelled, locked_order
from klantkluis.sales.lines import SoldLine, sold_lines
from klantkluis.sales.models import Order, OrderLine
from klantkluis.sales.vat import situation_of


class NothingToBill(Refusal):
    """Everything that could be billed is on an invoice."""


class InvoiceUnknown(Refusal):
    """There is no such draft."""


@command("invoice.drafted", Role.SALES, Role.BOOKKEEPER)
def draft_invoice(*, order_id: int, what: BillFrom, actor: Actor, today: date) -> int:
    """Draft an invoice of what was delivered and not billed, or of the whole order; give its id.

    Raises:
        NothingToBill: there is nothing left to bill.
        OrderUnknown: there is no such order.
    """
    order = locked_order(order_id)
    sold = {line.id: line for line in sold_lines([order_id], {})[order_id]}
    parts = billable_of(order, tuple(sold.values()), what, today)
    if not parts:
        raise NothingToBill(
            _("Nothing was delivered that is not on an invoice yet.")
            if what is BillFrom.DELIVERIES
            else _("The whole order is on an invoice already.")
        )
    invoice = Invoice(
        uid=uuid4(),
        customer_id=order.customer_id,
        drafted_on=today,
        basis=order.basis,
        discount_bp=order.discount_bp,
    )
    insert(invoice)
    lines = rows_of(invoice, parts, sold)
    supplies = {line.position: sold[line.order_line_id or 0].supply for line in lines}
    found = work_out(invoice, lines, supplies, situation_of(order, day=today))
    prepaid = prepaid_of(order_id)
    if prepaid:
        last = bills_the_rest(order, lines, sold.values())
        lines += settlement_lines(invoice, lines, found.totals.vat, prepaid, last=last)
    insert_many(lines)
    tracking.billed(order_id, whole=what is BillFrom.ORDER)
    return invoice.pk


def rows_of(
    invoice: Invoice, parts: Iterable[Billable], sold: Mapping[int, SoldLine]
) -> list[InvoiceLine]:
    """Give the lines of an invoice of what can be billed, as it was sold; not saved yet."""
    return [
        InvoiceLine(
            invoice=invoice,
            position=position,
            order_line_id=each.order_line_id,
            delivery_line_id=each.part.delivery_line_id,
            supplied_on=each.part.supplied_on,
            quantity=each.part.quantity,
            unit_price=sold[each.order_line_id].unit_price,
            discount_bp=sold[each.order_line_id].discount_bp,
            vat_category=sold[each.order_line_id].vat_category,
        )
        for position, each in enumerate(parts, start=1)
    ]


@command("invoice.draft_deleted", Role.SALES, Role.BOOKKEEPER)
def delete_draft(*, invoice_id: int, actor: Actor, today: date) -> None:
    """Delete a draft. What was on it can be billed again; no number is lost.

    Raises:
        InvoiceUnknown: there is no such draft, or it is of a period: see `skip_period`.
    """
    of_draft = InvoiceLine.objects.filter(invoice=invoice_id).values("order_line")
    ids = set(OrderLine.objects.filter(pk__in=of_draft).values_list("order", flat=True))
    # Orders are locked before invoices, in every act: two acts never wait for each other.
    orders = [locked_order(order_id) for order_id in sorted(ids)]
    draft = Invoice.objects.select_for_update().filter(pk=invoice_id, number=None).first()
    if draft is None:
        raise InvoiceUnknown(_("There is no such draft any more."))
    if not orders and SubscriptionPeriod.objects.filter(invoice=draft).exists():
        raise InvoiceUnknown(_("This draft is of a period of a subscription. Skip the period."))
    remove_draft(invoice_id)
    for order in orders:
        bill_again(order, today)


def remove_draft(invoice_id: int) -> None:
    """Remove a draft with its lines, which are all that names a draft.

    Asked of Django, a removal looks first through every table that could name a sent invoice.
    """
    _LINES_OF_DRAFT.run(invoice_id)
    _DRAFT.run(invoice_id)


_LINES_OF_DRAFT = PreparedDelete(
    lambda pk: InvoiceLine.objects.filter(invoice=pk, invoice__number=None), int
)
_DRAFT = PreparedDelete(lambda pk: Invoice.objects.filter(pk=pk, number=None), int)


def bill_again(order: Order, today: date) -> None:
    """Note what is open of an order of which a draft was deleted, an invoice was credited, or goods
    came back."""
    lines = sold_lines([order.pk], {})[order.pk]
    tracking.anew(
        order.pk,
        to_deliver=not is_cancelled(order) and any(line.undelivered_quantity for line in lines),
        to_bill=bool(billable_of(order, lines, BillFrom.DELIVERIES, today)),
        billed=bills_the_rest(order, (), lines),
    )
