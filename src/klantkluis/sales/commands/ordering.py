"""Taking, changing and cancelling orders."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from klantkluis.core.names import display_name
from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.core.treatment import Supply
from klantkluis.core.vat import PriceBasis, VatCategory
from klantkluis.customers.blocking import refuse_restricted
from klantkluis.customers.commands.addresses import ADDRESS_FIELDS, checked_address
from klantkluis.customers.commands.registering import CustomerUnknown, active_customer
from klantkluis.customers.models import Customer
from klantkluis.customers.queries import in_use
from klantkluis.customers.restriction_rules import Use
from klantkluis.customers.stored import CUSTOMER
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert, insert_many
from klantkluis.foundation.numbers import next_number
from klantkluis.foundation.prepared import Prepared
from klantkluis.foundation.sealing import RowChanged
from klantkluis.sales import tracking
from klantkluis.sales.models import (
    DELIVERABLE,
    Delivery,
    Order,
    OrderCancellation,
    OrderLine,
)
from klantkluis.sales.rules import PRICE_DECIMALS, QUANTITY_DECIMALS, finer
from klantkluis.sales.stored import ORDER
from klantkluis.sales.vat import vat_columns
from klantkluis.vault.purposes import Purpose

LineKind = OrderLine.Kind


class OrderEmpty(Refusal):
    """An order has at least one line, and each line says what and how much."""


class OrderInUse(Refusal):
    """Something was delivered or billed, or the order was cancelled."""


class OrderUnknown(Refusal):
    """There is no such order."""


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line of an order. The price is in euros and may be finer than cents."""

    kind: OrderLine.Kind
    quantity: Decimal
    unit_price: Decimal
    vat_category: VatCategory
    product_id: int | None = None
    unit: str = "C62"
    discount_bp: int = 0
    text: str = field(default="", repr=False)
    supply: Supply = Supply.GOODS


@dataclass(frozen=True, slots=True)
class NewOrder:
    """An order as it is typed. Without an address it goes to the customer's own.

    Taking an order with the same `uid` again is harmless: a page that is sent twice makes one.
    """

    lines: Sequence[NewLine]
    basis: PriceBasis
    ordered_on: date
    discount_bp: int = 0
    deliver_to: Mapping[str, Any] | None = field(default=None, repr=False)
    reference: str = field(default="", repr=False)
    remarks: str = field(default="", repr=False)
    uid: UUID = field(default_factory=uuid4)


@command("order.taken", Role.SALES)
def take_order(*, customer_id: int, order: NewOrder, actor: Actor) -> int:
    """Take an order under a new number; give its id.

    Raises:
        CustomerRestricted: data of the customer may be kept and not used.
        OrderEmpty: there are no lines, or one says too little.
        CustomerUnknown: there is no such customer.
        AddressIncomplete: no parcel could be delivered to the address.
    """
    customer = active_customer(customer_id)
    before = _BY_UID.first(order.uid)
    if before is not None:
        return before
    contents, where = contents_of(order, customer, actor)
    row = Order(
        uid=order.uid,
        customer=customer,
        ordered_on=order.ordered_on,
        basis=order.basis,
        discount_bp=order.discount_bp,
        **where,
    )
    ORDER.seal_new(actor.vault, [(row, contents)])
    row.number = next_number("order")
    insert(row)
    _add_lines(row, order)
    tracking.taken(row.pk, to_deliver=has_goods(order.lines))
    return row.pk


@command("order.changed", Role.SALES)
def change_order(*, order_id: int, rev: int, order: NewOrder, actor: Actor) -> None:
    """Change an order of which nothing was delivered or billed, read at revision `rev`.

    Raises:
        OrderInUse: something was delivered or billed, or the order was cancelled.
        OrderEmpty: there are no lines, or one says too little.
        RowChanged: somebody else changed the order since revision `rev`.
    """
    row = locked_order(order_id)
    if row.rev != rev:
        raise RowChanged.meanwhile()
    if Delivery.objects.filter(order=row).exists() or is_cancelled(row):
        raise OrderInUse(_("This order can no longer be changed. Make a new order for the rest."))
    contents, where = contents_of(order, row.customer, actor)
    try:
        OrderLine.objects.filter(order=row).delete()
    except ProtectedError as refusal:
        raise OrderInUse(
            _("There is an invoice for this order. Delete the draft, or make a new order.")
        ) from refusal
    ORDER.replace(actor.vault, row, contents, rev=rev)
    Order.objects.filter(pk=row.pk).update(
        ordered_on=order.ordered_on, basis=order.basis, discount_bp=order.discount_bp, **where
    )
    _add_lines(row, order)
    tracking.changed(row.pk, to_deliver=has_goods(order.lines))


@command("order.cancelled", Role.SALES)
def cancel_order(*, order_id: int, actor: Actor, today: date) -> None:
    """Cancel what was not delivered of an order.

    Raises:
        OrderInUse: it was cancelled before.
        OrderUnknown: there is no such order.
    """
    row = locked_order(order_id)
    if is_cancelled(row):
        raise OrderInUse(_("This order was cancelled before."))
    insert(OrderCancellation(order=row, cancelled_on=today, staff_id=actor.staff_id))
    tracking.cancelled(row.pk, delivered=Delivery.objects.filter(order=row).exists())


def locked_order(order_id: int) -> Order:
    """Give an order, and keep others from changing it until the transaction ends.

    Raises:
        OrderUnknown: there is no such order.
    """
    row = _LOCKED.first(order_id)
    if row is None:
        raise OrderUnknown(_("There is no such order."))
    return row


def is_cancelled(order: Order) -> bool:
    """Tell whether the order was cancelled."""
    return _CANCELLED.first(order.pk) is not None


_BY_UID = Prepared(lambda uid: Order.objects.filter(uid=uid).values_list("pk", flat=True), UUID)
_LOCKED = Prepared(
    lambda pk: (
        Order.objects.select_for_update(of=("self",)).select_related("customer").filter(pk=pk)
    ),
    int,
)
# Asked after the order is locked: PostgreSQL would answer for the moment before the wait.
_CANCELLED = Prepared(
    lambda pk: OrderCancellation.objects.filter(order=pk).values_list("pk", flat=True), int
)


def contents_of(
    order: NewOrder, customer: Customer, actor: Actor, use: Use = Use.ORDER
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give what is sealed of an order (where it goes, and the words on it), and the columns that
    say as much of it as its VAT depends on.

    Raises:
        CustomerRestricted: data of the customer may be kept and not used (GDPR art. 18).
    """
    refuse_restricted(customer, use)
    fields = CUSTOMER.open_one(actor.vault, Purpose.SHIP, in_use(customer))
    if order.deliver_to is None:
        deliver_to = _own_address(fields)
    else:
        deliver_to = checked_address(order.deliver_to)
    where = vat_columns(fields, deliver_to.get("country", ""), deliver_to.get("postcode", ""))
    return words_of(order, deliver_to), where


def words_of(order: NewOrder, deliver_to: Mapping[str, Any]) -> dict[str, Any]:
    """Give what is sealed of an order: where it goes, and the words on it."""
    return {
        "deliver_to": dict(deliver_to),
        "reference": order.reference.strip(),
        "remarks": order.remarks.strip(),
        "line_texts": {
            str(position): line.text.strip()
            for position, line in enumerate(order.lines, start=1)
            if line.text.strip()
        },
    }


def customers_in_use(ids: Collection[int]) -> dict[int, Customer]:
    """Give customers, and keep others from merging them away until the act ends.

    Raises:
        CustomerUnknown: one is not in use any more.
    """
    rows = Customer.objects.select_for_update(no_key=True).filter(
        pk__in=ids, state=Customer.State.ACTIVE
    )
    found = {row.pk: row for row in rows.order_by("pk")}
    if len(found) < len(set(ids)):
        raise CustomerUnknown(_("There is no such customer any more."))
    return found


def _own_address(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Give the customer's own address as an address to deliver to."""
    address = {name: fields[name] for name in ADDRESS_FIELDS if fields.get(name)}
    return {**address, "name": display_name(fields)}


def _add_lines(row: Order, order: NewOrder) -> None:
    insert_many(lines_of(row, order))


def lines_of(row: Order, order: NewOrder) -> list[OrderLine]:
    """Give the rows of the lines of an order; they still have to be saved.

    Raises:
        OrderEmpty: there are none, or one says too little.
    """
    if not order.lines:
        raise OrderEmpty(_("Add at least one line to the order."))
    for line in order.lines:
        check_line(line)
    return [
        OrderLine(
            order=row,
            position=position,
            kind=line.kind,
            product_id=line.product_id,
            unit=line.unit,
            quantity=line.quantity,
            unit_price=line.unit_price,
            discount_bp=line.discount_bp,
            vat_category=line.vat_category,
            supply=line.supply,
        )
        for position, line in enumerate(order.lines, start=1)
    ]


def has_goods(lines: Iterable[NewLine | OrderLine]) -> bool:
    """Tell whether something of these lines leaves the house."""
    return any(line.kind in DELIVERABLE for line in lines)


def check_line(line: NewLine) -> None:
    """See that a line says enough, and nothing that cannot be.

    Raises:
        OrderEmpty: it says too little, or too much.
    """
    if line.quantity <= 0:
        raise OrderEmpty(_("Give a quantity above zero."), field="quantity")
    if finer(line.quantity, QUANTITY_DECIMALS):
        raise OrderEmpty(_("A quantity has at most three decimals."), field="quantity")
    if finer(line.unit_price, PRICE_DECIMALS):
        raise OrderEmpty(_("A price has at most four decimals."), field="unit_price")
    if line.kind == OrderLine.Kind.PRODUCT and line.product_id is None:
        raise OrderEmpty(_("Choose a product."), field="product")
    if line.kind == OrderLine.Kind.TEXT and not line.text.strip():
        raise OrderEmpty(_("Describe what this line is for."), field="text")
    if line.kind == OrderLine.Kind.DISCOUNT and line.unit_price > 0:
        raise OrderEmpty(_("A discount is an amount below zero."), field="unit_price")
    if line.kind != OrderLine.Kind.DISCOUNT and line.unit_price < 0:
        raise OrderEmpty(_("A price cannot be negative; add a discount line."), field="unit_price")
