"""Asking a customer to pay ahead, as a part of an order."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import uuid4

from django.utils.translation import gettext as _

from klantkluis.billing.models import CreditNoteVat, Invoice, InvoiceLine
from klantkluis.billing.prepaid_rules import in_basis, less, other_sign, shares
from klantkluis.billing.prepaying import vat_sum
from klantkluis.billing.unbilled import is_billed
from klantkluis.core.money import FULL, from_cents, share
from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.core.vat import PriceBasis, VatCategory, VatKey, VatSum, VatTreatment
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert, insert_many
from klantkluis.sales.commands.ordering import is_cancelled, locked_order
from klantkluis.sales.lines import priced_lines, sold_lines, totals_of
from klantkluis.sales.models import Order
from klantkluis.sales.vat import VatSituation, situation_of

ROUNDED = 2
"""So many cents can parts in per cents come to more than the whole."""


class PrepaymentTooLarge(Refusal):
    """More than what an order comes to is not asked ahead, nor nothing."""


class PrepaymentTooLate(Refusal):
    """The order was cancelled, or part of it was billed."""


@command("invoice.prepayment_drafted", Role.SALES, Role.BOOKKEEPER)
def draft_prepayment(
    *,
    order_id: int,
    actor: Actor,
    today: date,
    share_bp: int | None = None,
    amount_cents: int | None = None,
) -> int:
    """Draft an invoice for a part of an order that is asked ahead; give its id.

    VAT is due when a payment ahead is billed or received (Wet OB 1968, art. 13 and 34e), so the
    part is divided over the rates of the order in proportion.

    Args:
        share_bp: which part of the order, in basis points.
        amount_cents: or how much, VAT included.

    Raises:
        OrderUnknown: there is no such order.
        PrepaymentTooLarge: not above zero, or more than what was not asked ahead yet.
        PrepaymentTooLate: the order was cancelled, or part of it was billed.
    """
    assert (share_bp is None) != (amount_cents is None), "a part, or an amount"
    order = locked_order(order_id)
    if is_cancelled(order):
        raise PrepaymentTooLate(_("This order was cancelled."))
    if is_billed(order_id):
        raise PrepaymentTooLate(_("Part of this order is on an invoice. Bill the rest the same."))
    whole = order_sums(order, situation_of(order, day=today), today)
    left = not_asked_yet(order_id, whole)
    asked = _asked_of(whole, left, share_bp, amount_cents)
    invoice = Invoice(
        uid=uuid4(), customer_id=order.customer_id, drafted_on=today, basis=order.basis
    )
    insert(invoice)
    insert_many(_lines(invoice, order, shares(left, asked), today))
    return invoice.pk


def _asked_of(
    whole: Sequence[VatSum], left: Sequence[VatSum], share_bp: int | None, cents: int | None
) -> int:
    """Give how much is asked, VAT included; two halves of an odd number of cents are the whole."""
    most = min(
        sum(max(each.gross_cents, 0) for each in left), sum(each.gross_cents for each in left)
    )
    asked = cents or 0
    if share_bp is not None:
        asked = share(sum(each.gross_cents for each in whole), share_bp, FULL)
        if 0 < asked - most <= ROUNDED:
            asked = most
    if not 0 < asked <= most:
        field = "amount" if share_bp is None else "share"
        sentence = _("Of this order € %(left)s can still be asked ahead, VAT included.")
        raise PrepaymentTooLarge(sentence % {"left": from_cents(max(most, 0))}, field=field)
    return asked


def _lines(
    invoice: Invoice, order: Order, parts: Sequence[VatSum], today: date
) -> list[InvoiceLine]:
    basis = PriceBasis(order.basis)
    return [
        InvoiceLine(
            invoice=invoice,
            position=position,
            prepays=order,
            supplied_on=today,
            quantity=Decimal(1),
            unit_price=from_cents(in_basis(part, basis)),
            vat_category=part.category.value,
            rate_bp=part.rate_bp,
            treatment=part.treatment.value,
            rate_country=part.country,
            amount_cents=in_basis(part, basis),
            vat_cents=part.vat_cents,
        )
        for position, part in enumerate(parts, start=1)
    ]


def order_sums(order: Order, situation: VatSituation, day: date) -> tuple[VatSum, ...]:
    """Give what an order comes to per rate, if it were supplied on a day."""
    lines = sold_lines([order.pk], {})[order.pk]
    return totals_of(order, priced_lines(order, lines, situation, day=day)).vat


def not_asked_yet(order_id: int, whole: Sequence[VatSum]) -> tuple[VatSum, ...]:
    """Give what of an order was not asked ahead, on drafts or invoices less credit notes."""
    left: dict[VatKey, VatSum] = {each.key: each for each in whole}
    for line in InvoiceLine.objects.filter(prepays=order_id).select_related("invoice"):
        _take(left, _asked(line))
    asked = InvoiceLine.objects.filter(prepays=order_id).values("invoice")
    for note in CreditNoteVat.objects.filter(credit_note__invoice__in=asked):
        _take(left, other_sign(vat_sum(note)))
    return tuple(left.values())


def _take(left: dict[VatKey, VatSum], part: VatSum) -> None:
    # What was asked at a rate that does not hold any more goes off the largest sum.
    key = part.key
    if key not in left:
        key = max(left, key=lambda one: left[one].gross_cents)
    left[key] = less(left[key], part)


def _asked(line: InvoiceLine) -> VatSum:
    vat = line.vat_cents or 0
    net = line.amount_cents - (vat if line.invoice.basis == PriceBasis.GROSS else 0)
    return VatSum(
        category=VatCategory(line.vat_category),
        rate_bp=line.rate_bp,
        net_cents=net,
        vat_cents=vat,
        treatment=VatTreatment(line.treatment),
        country=line.rate_country,
    )
