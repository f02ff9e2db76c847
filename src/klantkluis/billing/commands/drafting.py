"""Drafting invoices from what was delivered or ordered."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import uuid4

from django.db.models import Sum
from django.utils.translation import gettext as _

from klantkluis.billing.models import CreditNoteLine, Invoice, InvoiceLine
from klantkluis.billing.rules import Billable, BillFrom, Part, Sold, billable
from klantkluis.billing.working_out import work_out
from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert, insert_many
from klantkluis.foundation.prepared import Prepared
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
    parts = _billable(order, tuple(sold.values()), what, today)
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
    lines = [
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
    supplies = {line.id: line.supply for line in sold.values()}
    work_out(invoice, lines, supplies, situation_of(order, day=today))
    insert_many(lines)
    tracking.billed(order_id, whole=what is BillFrom.ORDER)
    return invoice.pk


@command("invoice.draft_deleted", Role.SALES, Role.BOOKKEEPER)
def delete_draft(*, invoice_id: int, actor: Actor, today: date) -> None:
    """Delete a draft. What was on it can be billed again; no number is lost.

    Raises:
        InvoiceUnknown: there is no such draft.
    """
    of_draft = InvoiceLine.objects.filter(invoice=invoice_id).values("order_line")
    ids = set(OrderLine.objects.filter(pk__in=of_draft).values_list("order", flat=True))
    # Orders are locked before invoices, in every act: two acts never wait for each other.
    orders = [locked_order(order_id) for order_id in sorted(ids)]
    draft = Invoice.objects.select_for_update().filter(pk=invoice_id, number=None).first()
    if draft is None:
        raise InvoiceUnknown(_("There is no such draft any more."))
    draft.delete()
    for order in orders:
        bill_again(order, today)


def bill_again(order: Order, today: date) -> None:
    """Note what is open of an order of which a draft was deleted, an invoice was credited, or goods
    came back."""
    lines = sold_lines([order.pk], {})[order.pk]
    sold = _sold(order, lines)
    cancelled = is_cancelled(order)
    to_bill = billable(sold, what=BillFrom.DELIVERIES, today=today, cancelled=cancelled)
    tracking.anew(
        order.pk,
        to_deliver=not cancelled and any(line.undelivered_quantity for line in lines),
        to_bill=bool(to_bill),
        billed=all(line.billed >= line.ordered for line in sold),
    )


def unbilled_parts(order: Order, today: date) -> dict[int, Decimal]:
    """Give how much of each delivery line is on no invoice, by its id."""
    sold = _sold(order, sold_lines([order.pk], {})[order.pk])
    parts = billable(sold, what=BillFrom.DELIVERIES, today=today, cancelled=is_cancelled(order))
    return {
        each.part.delivery_line_id: each.part.quantity
        for each in parts
        if each.part.delivery_line_id is not None
    }


_BILLED = Prepared(
    lambda order: (
        InvoiceLine.objects.filter(order_line__order=order)
        .values_list("order_line", "delivery_line")
        .annotate(total=Sum("quantity"))
    ),
    int,
)


_TAKEN_BACK = Prepared(
    lambda order: (
        CreditNoteLine.objects.filter(
            invoice_line__order_line__order=order, credit_note__bills_again=True
        )
        .values_list("invoice_line__order_line", "invoice_line__delivery_line")
        .annotate(total=Sum("quantity"))
    ),
    int,
)


def _billable(
    order: Order, lines: Sequence[SoldLine], what: BillFrom, today: date
) -> tuple[Billable, ...]:
    sold = _sold(order, lines)
    return billable(sold, what=what, today=today, cancelled=is_cancelled(order))


def _sold(order: Order, lines: Sequence[SoldLine]) -> list[Sold]:
    """Give the lines of an order as an invoice sees them: less what came back unbilled, and what
    is to go out once more in place of what was billed."""
    billed: dict[int, Decimal] = {}
    of_delivery: dict[int | None, Decimal] = {}
    taken_back = {(a, b): quantity for a, b, quantity in _TAKEN_BACK.all(order.pk)}
    for order_line, delivery_line, on_invoices in _BILLED.all(order.pk):
        quantity = on_invoices - taken_back.get((order_line, delivery_line), Decimal(0))
        billed[order_line] = billed.get(order_line, Decimal(0)) + quantity
        of_delivery[delivery_line] = quantity
    return [
        Sold(
            order_line_id=line.id,
            deliverable=line.deliverable,
            ordered=line.quantity - line.never_billed,
            delivered=[
                Part(
                    each.delivery_line_id,
                    each.delivered_on,
                    each.to_bill,
                    of_delivery.get(each.delivery_line_id, Decimal(0)),
                )
                for each in line.delivered
            ],
            billed=billed.get(line.id, Decimal(0)),
        )
        for line in lines
    ]
