"""Decisions about invoices, without a database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from klantkluis.core.vat import Totals, VatCategory, VatSum, VatTreatment
from klantkluis.ledger.rules import Posting


class BillFrom(StrEnum):
    """What an invoice is made from: what was delivered, or everything that was ordered."""

    DELIVERIES = "deliveries"
    ORDER = "order"


class CollectiveEvery(StrEnum):
    """How often the deliveries of a customer are billed together by themselves."""

    WEEK = "week"
    MONTH = "month"


def collective_until(every: CollectiveEvery, today: date) -> date:
    """Give the last day of the last week, which ends on Sunday, or month that is over.

    A collective invoice is for a calendar month at most (Wet OB 1968, art. 34g and 35).
    """
    if every is CollectiveEvery.WEEK:
        return today - timedelta(days=today.isoweekday())
    return today.replace(day=1) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Part:
    """How much of an order line was delivered on a day, with the row that says so.

    `billed` is how much is on an invoice that names this delivery. It is more than the quantity
    when goods came back to be replaced: the surplus covers what goes out in their place.
    """

    delivery_line_id: int | None
    supplied_on: date
    quantity: Decimal
    billed: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Sold:
    """An order line as the invoice sees it. `billed` counts what is on invoices in any way."""

    order_line_id: int
    deliverable: bool
    ordered: Decimal
    delivered: Sequence[Part]
    billed: Decimal

    @property
    def billed_ahead(self) -> Decimal:
        """How much is on invoices that name no delivery, or one that came back for another."""
        named = (min(part.billed, part.quantity) for part in self.delivered)
        return self.billed - sum(named, Decimal(0))


@dataclass(frozen=True, slots=True)
class Billable:
    """What can be put on an invoice of one order line."""

    order_line_id: int
    part: Part


def billable(
    lines: Iterable[Sold], *, what: BillFrom, today: date, cancelled: bool = False
) -> tuple[Billable, ...]:
    """Give what can be billed of an order.

    From deliveries: what went out and was not billed, per delivery, so that each part has the
    rate of its own day; shipping and discount go with the first of them, or by themselves when
    nothing of the order can be delivered. What was billed ahead covers the earliest deliveries
    that are on no invoice. From the order: everything that was ordered and not billed; of a
    cancelled order only what was delivered.
    """
    listed = tuple(lines)
    goods = [
        each
        for line in listed
        if line.deliverable
        for each in _goods(line, what, today, cancelled=cancelled)
    ]
    if what is BillFrom.DELIVERIES and not goods and any(line.deliverable for line in listed):
        return ()
    day = max((each.part.supplied_on for each in goods), default=today)
    others = [
        Billable(line.order_line_id, Part(None, day, line.ordered - line.billed))
        for line in listed
        if not line.deliverable and line.ordered > line.billed and (goods or not cancelled)
    ]
    order = {line.order_line_id: index for index, line in enumerate(listed)}
    return tuple(sorted([*goods, *others], key=lambda each: order[each.order_line_id]))


def _goods(line: Sold, what: BillFrom, today: date, *, cancelled: bool) -> list[Billable]:
    left = line.billed_ahead
    found = []
    for part in sorted(
        line.delivered, key=lambda one: (one.supplied_on, one.delivery_line_id or 0)
    ):
        open_quantity = max(part.quantity - part.billed, Decimal(0))
        covered = min(left, open_quantity)
        left -= covered
        if open_quantity > covered:
            rest = Part(part.delivery_line_id, part.supplied_on, open_quantity - covered)
            found.append(Billable(line.order_line_id, rest))
    if what is BillFrom.ORDER and not cancelled:
        delivered = sum((part.quantity for part in line.delivered), Decimal(0))
        rest_ordered = line.ordered - max(delivered, line.billed)
        if rest_ordered > 0:
            found.append(Billable(line.order_line_id, Part(None, today, rest_ordered)))
    return found


@dataclass(frozen=True, slots=True)
class Credited:
    """How much of a line of an invoice is to be credited."""

    invoice_line_id: int
    quantity: Decimal


def spread(quantity: Decimal, left: Iterable[tuple[int, Decimal]]) -> list[Credited]:
    """Take a quantity off lines of invoices, the first first, and never more than is left.

    Args:
        left: ids of lines of invoices, with how much of each can still be credited.
    """
    found = []
    for line_id, most in left:
        part = min(quantity, most)
        if part > 0:
            found.append(Credited(line_id, part))
            quantity -= part
    return found


_REVENUE = {
    VatCategory.STANDARD: "revenue_standard",
    VatCategory.REDUCED: "revenue_reduced",
    VatCategory.ZERO: "revenue_zero",
    VatCategory.EXEMPT: "revenue_exempt",
}
_REVENUE_ELSEWHERE = {
    VatTreatment.DESTINATION: "revenue_distance",
    VatTreatment.INTRA_EU: "revenue_intra_eu",
    VatTreatment.REVERSE_CHARGE: "revenue_services_eu",
    VatTreatment.EXPORT: "revenue_export",
    VatTreatment.OUTSIDE: "revenue_services_outside",
    VatTreatment.SMALL_BUSINESS: "revenue_exempt",
}
_VAT = {VatCategory.STANDARD: "vat_standard", VatCategory.REDUCED: "vat_reduced"}


def invoice_postings(totals: Totals, party: UUID) -> tuple[Posting, ...]:
    """Give the entry of an invoice: the customer owes the whole; turnover and VAT per category.

    What is asked ahead is no turnover before it is supplied: without its VAT it is a debt to the
    customer, which ends when an invoice takes it off (docs/decisions/0051).
    """
    postings = [Posting("debtors", totals.gross_cents, party)]
    ahead = {each.key: each.net_cents for each in totals.ahead}
    for each in totals.vat:
        postings.append(Posting(_revenue(each), ahead.get(each.key, 0) - each.net_cents))
        if each.vat_cents:
            postings.append(Posting(_vat(each), -each.vat_cents))
    if ahead:
        postings.append(Posting("prepaid", -sum(ahead.values())))
    return tuple(postings)


def _revenue(each: VatSum) -> str:
    """Name the account of turnover by where it belongs in the VAT return."""
    if each.treatment is VatTreatment.DOMESTIC:
        return _REVENUE[each.category]
    return _REVENUE_ELSEWHERE[each.treatment]


def _vat(each: VatSum) -> str:
    """Name the account of VAT; that of other member states is in no box of the Dutch return."""
    return "vat_oss" if each.treatment is VatTreatment.DESTINATION else _VAT[each.category]


_ACCOUNTS = {"psp": "payments_in_transit"}
"""What a payment provider has received is on its way to us."""


def payment_postings(amount_cents: int, method: str, party: UUID) -> tuple[Posting, ...]:
    """Give the entry of a payment: money came in, and the customer owes that much less."""
    account = _ACCOUNTS.get(method, method)
    return (Posting(account, amount_cents), Posting("debtors", -amount_cents, party))
