"""Sending an invoice: number, due date, books and snapshot are born together."""

import os
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _

from klantkluis.billing.commands.ahead import orders_of, use_ahead
from klantkluis.billing.commands.drafting import InvoiceUnknown
from klantkluis.billing.commands.prepaying import order_sums
from klantkluis.billing.describing import sold_of
from klantkluis.billing.models import (
    Invoice,
    InvoiceLine,
    InvoiceSnapshot,
    InvoiceVat,
    OpenInvoice,
)
from klantkluis.billing.rules import invoice_postings
from klantkluis.billing.snapshots import SAID_LINES, order_of, salt_text, snapshot_of
from klantkluis.billing.stored import SNAPSHOT
from klantkluis.billing.working_out import WorkedOut, priced_line, work_out
from klantkluis.core.fiscal import book_year, document_class
from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.core.treatment import Supply
from klantkluis.core.vat import Totals
from klantkluis.customers.queries import in_use
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert, insert_many
from klantkluis.foundation.numbers import next_number
from klantkluis.foundation.prepared import Prepared, PreparedUpdate
from klantkluis.ledger.posting import Journal, write_entry
from klantkluis.sales import tracking
from klantkluis.sales.models import Order
from klantkluis.sales.vat import VatSituation, situation_of
from klantkluis.vault.formats import canonical
from klantkluis.vault.sealing import commitment


class InvoiceAlreadySent(Refusal):
    """It has a number; a correction needs a credit note."""


class InvoiceBelowZero(Refusal):
    """An invoice asks for money, or takes off all that was paid ahead."""


class PrepaymentOutdated(Refusal):
    """The order that is to be paid ahead has another VAT than when this was drafted."""


@command("invoice.sent", Role.SALES, Role.BOOKKEEPER)
def send_invoice(*, invoice_id: int, actor: Actor, today: date) -> str:
    """Give the invoice its number and due date, and write it in the books; give the number.

    Number, entry and sealed snapshot are born together: no numbered invoice is ever outside the
    books, and what it says can always be shown as it was (Wet OB 1968, art. 35a; AWR art. 52).
    If its customer was merged into another in the meantime, that one is billed. What was paid in
    the shop on its orders pays it at once.

    Raises:
        InvoiceAlreadySent: it has a number; a correction needs a credit note.
        InvoiceBelowZero: the total is not above zero.
        InvoiceUnknown: there is no such invoice.
        PrepaymentOutdated: it asks to pay ahead an order whose VAT is another by now.
        VaultLocked: the vault is not open to the actor.
    """
    invoice = _LOCKED.first(invoice_id)
    if invoice is None:
        raise InvoiceUnknown(_("There is no such draft any more."))
    if invoice.number is not None:
        raise InvoiceAlreadySent(_("This invoice was sent before. Correct it with a credit note."))
    _bill_who_is_left(invoice)
    lines = _LINES.all(invoice_id)
    # The number first: whoever has it is alone with the books of this year, so that two invoices
    # never both stay under the limit of distance sales that they pass together.
    _number(invoice, today)
    found = _worked_out(invoice, lines, today)
    result = found.totals
    contents = snapshot_of(
        invoice=invoice, lines=lines, result=result, evidence=found.evidence(today),
        vault=actor.vault,
    )  # fmt: skip
    _keep(invoice, contents, result, actor)
    use_ahead(
        invoice_id=invoice.pk, customer_id=invoice.customer_id, order_ids=orders_of(lines),
        day=today,
    )  # fmt: skip
    return invoice.label


_LOCKED = Prepared(
    lambda pk: (
        Invoice.objects.select_for_update(of=("self",)).select_related("customer").filter(pk=pk)
    ),
    int,
)
_LINES = Prepared(
    lambda invoice: (
        InvoiceLine.objects.filter(invoice=invoice).select_related(*SAID_LINES).order_by("position")
    ),
    int,
)


_NUMBERED = PreparedUpdate(
    lambda pk, series, number, sent_on, due_on, net, vat, gross, commitment, distance: (
        Invoice.objects.filter(pk=pk),
        {
            "series": series,
            "number": number,
            "sent_on": sent_on,
            "due_on": due_on,
            "net_cents": net,
            "vat_cents": vat,
            "gross_cents": gross,
            "commitment": commitment,
            "distance_cents": distance,
        },
    ),
    *(int, str, int, date, date, int, int, int, bytes, int),
)


def _bill_who_is_left(invoice: Invoice) -> None:
    """Put a draft on the customer that its own was merged into in the meantime."""
    kept = in_use(invoice.customer)
    if kept.pk != invoice.customer_id:
        Invoice.objects.filter(pk=invoice.pk).update(customer=kept)
        invoice.customer = kept


def _worked_out(invoice: Invoice, lines: Sequence[InvoiceLine], today: date) -> WorkedOut:
    """Add up at the rates of the days of supply; what is billed ahead is supplied today."""
    before = [_worked(line) for line in lines]
    _date(lines, today)
    order = order_of(lines, invoice.customer)
    supplies = {
        line.position: Supply(sold.supply) for line in lines if (sold := sold_of(line)) is not None
    }
    situation = situation_of(order, day=today, buyer=invoice.customer)
    _holds_still(order, lines, situation, today)
    found = work_out(invoice, lines, supplies, situation)
    gross_cents = found.totals.gross_cents
    if gross_cents < 0 or not (gross_cents or any(line.settles_id for line in lines)):
        raise InvoiceBelowZero(_("The total is not above zero. Change the order first."))
    changed = [line for line, old in zip(lines, before, strict=True) if _worked(line) != old]
    if changed:
        InvoiceLine.objects.bulk_update(changed, _WORKED_OUT)
    if found.distance_cents:
        invoice.distance_on = max(line.supplied_on for line in lines)
        invoice.distance_cents = found.distance_cents
        Invoice.objects.filter(pk=invoice.pk).update(distance_on=invoice.distance_on)
        tracking.sold_at_a_distance(invoice.distance_on.year, found.distance_cents)
    return found


def _date(lines: Sequence[InvoiceLine], today: date) -> None:
    """What names no delivery is supplied with the last one of its order, or today."""
    last: dict[int, date] = {}
    for line in lines:
        if line.delivery_line_id and line.order_line is not None:
            order = line.order_line.order_id
            last[order] = max(last.get(order, date.min), line.supplied_on)
    newest = max(last.values(), default=today)
    for line in lines:
        if not (line.delivery_line_id or line.subscription_line_id):
            own = line.order_line.order_id if line.order_line is not None else None
            line.supplied_on = last.get(own or 0, newest if own is None else today)


def _holds_still(
    order: Order, lines: Sequence[InvoiceLine], situation: VatSituation, today: date
) -> None:
    """See that what is asked ahead has the VAT that the order has today."""
    keys = {priced_line(line).key for line in lines if line.prepays_id is not None}
    if keys and not keys <= {each.key for each in order_sums(order, situation, today)}:
        raise PrepaymentOutdated(
            _("The VAT of this order has changed since. Delete this draft and make it anew.")
        )


_WORKED_OUT: Final = ("supplied_on", "rate_bp", "treatment", "rate_country", "amount_cents")


def _worked(line: InvoiceLine) -> tuple[object, ...]:
    return tuple(getattr(line, name) for name in _WORKED_OUT)


def _number(invoice: Invoice, today: date) -> None:
    invoice.series = str(book_year(today))
    invoice.sent_on = today
    invoice.due_on = today + timedelta(days=invoice.customer.payment_term_days)
    invoice.number = next_number(f"invoice {invoice.series}")


def _keep(invoice: Invoice, contents: dict[str, Any], result: Totals, actor: Actor) -> None:
    """Seal what the invoice says, save it with its sums, and book it."""
    assert invoice.sent_on is not None
    assert invoice.due_on is not None
    salt = os.urandom(32)
    invoice.commitment = commitment(salt, canonical(contents))
    cls = document_class(invoice.sent_on, (each.treatment for each in result.vat))
    snapshot = InvoiceSnapshot(invoice=invoice, cls=cls)
    SNAPSHOT.seal_new(actor.vault, [(snapshot, {"says": contents, "salt": salt_text(salt)})])
    insert_many(
        InvoiceVat(
            invoice=invoice,
            vat_category=each.category,
            rate_bp=each.rate_bp,
            treatment=each.treatment.value,
            country=each.country,
            net_cents=each.net_cents,
            vat_cents=each.vat_cents,
        )
        for each in result.vat
    )
    insert(snapshot)
    if result.gross_cents:
        insert(
            OpenInvoice(
                invoice=invoice,
                open_cents=result.gross_cents,
                due_on=invoice.due_on,
                sent_on=invoice.sent_on,
            )
        )
    _NUMBERED.run(
        invoice.pk, invoice.series, invoice.number, invoice.sent_on, invoice.due_on,
        result.net_cents, result.vat_cents, result.gross_cents, invoice.commitment,
        invoice.distance_cents,
    )  # fmt: skip
    write_entry(
        journal=Journal.SALES,
        entry_date=invoice.sent_on,
        description=invoice.label,
        source=f"invoice:{invoice.uid}",
        postings=invoice_postings(result, invoice.customer.uid),
        commitment=invoice.commitment,
    )
