"""Taking goods back: stock, what the order still asks, and the credit, in one act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from klantkluis.billing.commands.drafting import bill_again
from klantkluis.billing.models import CreditNoteLine, InvoiceLine
from klantkluis.billing.return_rows import CreditDraft, CreditDraftLine
from klantkluis.billing.rules import Credited, spread
from klantkluis.billing.unbilled import unbilled_parts
from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert, insert_many
from klantkluis.sales.commands.ordering import OrderInUse, is_cancelled
from klantkluis.sales.commands.returning import ComingIn, coming_in, open_return, receive

NOTHING = Decimal(0)


class ReturnOnDraft(Refusal):
    """What came back stands on an invoice that was not sent yet."""


class CreditDraftUnknown(Refusal):
    """There is no such prepared credit any more."""


@dataclass(frozen=True, slots=True)
class Received:
    """What came in, by line of the return: how much goes back on stock, and how much is written
    off. With `again` it goes out once more, and nothing is credited."""

    lines: Mapping[int, tuple[Decimal, Decimal]]
    again: bool = False


@command("return.received", Role.SALES, Role.WAREHOUSE)
def take_back(*, return_id: int, received: Received, received_on: date, actor: Actor) -> int:
    """Take in a return: the goods go back on stock, and the credit is prepared; give the receipt.

    What was on no invoice never will be. What was billed is prepared to be credited, at most what
    is left of the invoice; a person issues the credit note. What is to be replaced is asked of the
    order again, and neither credited nor billed twice.

    Raises:
        ReturnUnknown: there is no such return.
        ReturnEnded: it came in, or was called off.
        ReturnEmpty: nothing came in.
        ReturnTooLarge: more of a line than was delivered and is not on another return.
        OrderInUse: it is to be replaced and the rest of the order was cancelled.
        ReturnOnDraft: it stands on a draft invoice, which has to be sent or deleted first.
    """
    returned = open_return(return_id)
    order = returned.order
    if received.again and is_cancelled(order):
        raise OrderInUse(_("The order was cancelled, so nothing goes out on it again."))
    lines = coming_in(returned, received.lines, replace=received.again)
    if not received.again:
        free = unbilled_parts(order, received_on)
        lines = [
            replace(
                each, unbilled=min(each.quantity, free.get(each.line.delivery_line_id, NOTHING))
            )
            for each in lines
        ]
    credits_now = [] if received.again else _credits(lines)
    receipt = receive(returned, lines, received_on, actor)
    _prepare(credits_now, receipt.pk, received_on)
    bill_again(order, received_on)
    return receipt.pk


@command("return.credit_dropped", Role.SALES, Role.BOOKKEEPER)
def drop_credit_draft(*, draft_id: int, actor: Actor) -> None:
    """Throw away a prepared credit: the customer gets nothing back for this.

    Raises:
        CreditDraftUnknown: it was issued, or thrown away before.
    """
    draft = CreditDraft.objects.select_for_update().filter(pk=draft_id).first()
    if draft is None:
        raise CreditDraftUnknown(_("This credit was issued or thrown away before."))
    draft.delete()


def _credits(lines: Sequence[ComingIn]) -> list[Credited]:
    """Give what is to be credited, by line of an invoice: those of the delivery first, then those
    that billed the order ahead."""
    order_lines = {each.line.delivery_line.order_line_id for each in lines}
    billed = list(
        InvoiceLine.objects.filter(order_line__in=order_lines)
        .select_related("invoice")
        .order_by("invoice", "position")
    )
    left = _left(billed)
    found: list[Credited] = []
    for each in lines:
        part, line = each.line.delivery_line, each.quantity - each.unbilled
        mine = [row for row in billed if row.order_line_id == part.order_line_id]
        mine = [row for row in mine if row.delivery_line_id in {part.pk, None}]
        mine.sort(key=lambda row: row.delivery_line_id is None)
        sent = [row.pk for row in mine if row.invoice.number is not None]
        credited = spread(line, [(pk, left[pk]) for pk in sent])
        for one in credited:
            left[one.invoice_line_id] -= one.quantity
        found += credited
        rest = line - sum((one.quantity for one in credited), NOTHING)
        if rest and any(row.invoice.number is None for row in mine):
            raise ReturnOnDraft(
                _("What comes back is on a draft invoice. Send it or delete it first.")
            )
    return found


def _left(billed: Sequence[InvoiceLine]) -> dict[int, Decimal]:
    """Give how much of each line of an invoice can still be credited."""
    ids = [row.pk for row in billed]
    left = {row.pk: row.quantity for row in billed}
    for model in (CreditNoteLine, CreditDraftLine):
        rows = model._default_manager.filter(invoice_line__in=ids)
        for pk, taken in rows.values_list("invoice_line").annotate(n=Sum("quantity")):
            left[pk] = max(left[pk] - taken, NOTHING)
    return left


def _prepare(credited: Sequence[Credited], receipt_id: int, day: date) -> None:
    """Save what is to be credited, one draft for each invoice."""
    invoices = dict(
        InvoiceLine.objects.filter(pk__in=[each.invoice_line_id for each in credited]).values_list(
            "pk", "invoice"
        )
    )
    sums: dict[int, Decimal] = {}
    for each in credited:
        sums[each.invoice_line_id] = sums.get(each.invoice_line_id, NOTHING) + each.quantity
    for invoice_id in sorted(set(invoices.values())):
        draft = CreditDraft(invoice_id=invoice_id, receipt_id=receipt_id, drafted_on=day)
        insert(draft)
        insert_many(
            CreditDraftLine(draft=draft, invoice_line_id=pk, quantity=quantity)
            for pk, quantity in sums.items()
            if invoices[pk] == invoice_id
        )
