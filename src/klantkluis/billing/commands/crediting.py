"""Credit notes: taking back what an invoice asked too much."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from klantkluis.billing.closed import refuse_when_erased
from klantkluis.billing.commands.drafting import bill_again
from klantkluis.billing.commands.paying import InvoiceNotOpen, take_off
from klantkluis.billing.commands.returning import CreditDraftUnknown
from klantkluis.billing.credit_words import credit_words
from klantkluis.billing.crediting import credited, mirrored
from klantkluis.billing.models import (
    CreditNote,
    CreditNoteLine,
    CreditNoteSnapshot,
    CreditNoteVat,
    CreditUse,
    Invoice,
    InvoiceLine,
    InvoiceSnapshot,
    InvoiceVat,
)
from klantkluis.billing.prepaying import still_left
from klantkluis.billing.queries.credits import credited_quantities
from klantkluis.billing.return_rows import CreditDraft, CreditedReturn
from klantkluis.billing.rules import invoice_postings
from klantkluis.billing.snapshots import salt_text
from klantkluis.billing.stored import CREDIT_SNAPSHOT, SNAPSHOT
from klantkluis.billing.working_out import priced_line
from klantkluis.core.fiscal import book_year, corrected_class
from klantkluis.core.money import share
from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.core.vat import PriceBasis, Totals
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert, insert_many
from klantkluis.foundation.numbers import next_number
from klantkluis.foundation.prepared import Prepared
from klantkluis.ledger.posting import Journal, write_entry
from klantkluis.sales import tracking
from klantkluis.sales.commands.ordering import locked_order
from klantkluis.sales.models import Order, OrderLine
from klantkluis.sales.rules import QUANTITY_DECIMALS, finer
from klantkluis.vault.formats import canonical
from klantkluis.vault.purposes import Purpose
from klantkluis.vault.sealing import commitment

CreditReason = CreditNote.Reason


class CreditTooLarge(Refusal):
    """More than what was billed cannot be credited."""


class CreditEmpty(Refusal):
    """A credit note takes something back."""


@dataclass(frozen=True, slots=True)
class NewCredit:
    """What is to be credited of an invoice: how much of which line; None is all that is left."""

    reason: CreditNote.Reason
    bills_again: bool
    quantities: Mapping[int, Decimal] | None = None


@command("credit_note.issued", Role.SALES, Role.BOOKKEEPER)
def issue_credit_note(
    *,
    invoice_id: int,
    credit: NewCredit,
    actor: Actor,
    today: date,
    uid: UUID | None = None,
    draft_id: int | None = None,
) -> int:
    """Credit an invoice, whole or by line: number, entry in the books and sealed contents in one.

    What is still to be paid of the invoice becomes so much less; what is left over is the
    customer's credit. The invoice stays as it was sent. The same `uid` again is harmless. With
    `draft_id` it takes the place of what a return prepared, and names that return.

    Raises:
        CreditDraftUnknown: what was prepared was issued, or thrown away.
        InvoiceNotOpen: the invoice was not sent.
        CreditTooLarge: more of a line than was billed and not credited before, or more of a
            prepayment than is left of it.
        CreditEmpty: nothing is credited.
        VaultLocked: the vault is not open to the actor.
    """
    # Orders are locked before invoices, in every act: two acts never wait for each other.
    orders = _orders(invoice_id) if credit.bills_again else []
    ahead = _paid_ahead(invoice_id)
    invoice = _LOCKED.first(invoice_id)
    if invoice is None:
        raise InvoiceNotOpen(_("Only an invoice that was sent can be credited."))
    before = _BY_UID.first(uid) if uid else None
    if before is not None:
        return before
    receipt_id = _prepared(draft_id, invoice_id) if draft_id else None
    lines = _LINES.all(invoice_id)
    earlier = credited_quantities(invoice_id=invoice_id)
    now = _checked(lines, earlier, credit.quantities)
    result = _result(invoice, lines, earlier, now)
    if ahead:
        _check_is_left(invoice_id, result)
    note = _numbered(invoice, result, credit, today, uid=uid or uuid4())
    _seal(note, now, result, actor)
    _keep(note, lines, now, result)
    _settle(note, invoice, result, today)
    if receipt_id is not None:
        insert(CreditedReturn(credit_note=note, receipt_id=receipt_id))
    for order in orders:
        bill_again(order, today)
    return note.pk


def _result(
    invoice: Invoice,
    lines: Sequence[InvoiceLine],
    earlier: Mapping[int, Decimal],
    now: Sequence[Decimal],
) -> Totals:
    """Add up what is credited now."""
    result = credited(
        [priced_line(line) for line in lines],
        [earlier.get(line.pk, Decimal(0)) for line in lines],
        now,
        basis=PriceBasis(invoice.basis),
        discount_bp=invoice.discount_bp,
    )
    if result.gross_cents <= 0:
        raise CreditEmpty(_("These lines come to nothing, so there is nothing to credit."))
    return result


def _prepared(draft_id: int, invoice_id: int) -> int:
    """Take away what a return prepared; give the receipt of the return."""
    draft = CreditDraft.objects.select_for_update().filter(pk=draft_id, invoice=invoice_id).first()
    if draft is None:
        raise CreditDraftUnknown(_("This credit was issued or thrown away before."))
    draft.delete()
    return draft.receipt_id


_LOCKED = Prepared(
    lambda pk: (
        Invoice.objects.select_for_update(of=("self", "customer"))
        .select_related("customer")
        .filter(pk=pk, number__isnull=False)
    ),
    int,
)
_LINES = Prepared(
    lambda invoice: InvoiceLine.objects.filter(invoice=invoice).order_by("position"), int
)
_BY_UID = Prepared(
    lambda uid: CreditNote.objects.filter(uid=uid).values_list("pk", flat=True), UUID
)


def _orders(invoice_id: int) -> list[Order]:
    of_invoice = InvoiceLine.objects.filter(invoice=invoice_id).values("order_line")
    ids = set(OrderLine.objects.filter(pk__in=of_invoice).values_list("order", flat=True))
    return [locked_order(order_id) for order_id in sorted(ids)]


def _paid_ahead(invoice_id: int) -> bool:
    """Lock the orders that an invoice asks ahead; tell whether there are any."""
    ahead = InvoiceLine.objects.filter(invoice=invoice_id, prepays__isnull=False)
    ids = sorted(set(ahead.values_list("prepays", flat=True)))
    for order_id in ids:
        assert order_id is not None
        locked_order(order_id)
    return bool(ids)


def _check_is_left(invoice_id: int, result: Totals) -> None:
    """See that no more of a prepayment is credited than no invoice or draft takes off."""
    rows = list(InvoiceVat.objects.filter(invoice=invoice_id))
    left = {each.left.key: each.left for each in still_left(rows)}
    for each in result.vat:
        kept = left.get(each.key)
        if kept is None or each.gross_cents > kept.gross_cents:
            raise CreditTooLarge(
                _(
                    "Part of this prepayment was taken off an invoice or a draft. Credit that"
                    " invoice or delete that draft first."
                )
            )


def _checked(
    lines: Sequence[InvoiceLine],
    earlier: Mapping[int, Decimal],
    quantities: Mapping[int, Decimal] | None,
) -> list[Decimal]:
    """Give how much of each line is credited now."""
    found = []
    for line in lines:
        left = line.quantity - earlier.get(line.pk, Decimal(0))
        asked = left if quantities is None else quantities.get(line.pk, Decimal(0))
        if asked < 0 or asked > left or finer(asked, QUANTITY_DECIMALS):
            raise CreditTooLarge(
                _("Of line %(position)s at most %(left)s can be credited.")
                % {"position": line.position, "left": f"{left.normalize():f}"},
                field=f"line_{line.pk}",
            )
        found.append(asked)
    if not any(found):
        raise CreditEmpty(_("Say how much is credited of at least one line."))
    return found


def _numbered(
    invoice: Invoice, result: Totals, credit: NewCredit, today: date, *, uid: UUID
) -> CreditNote:
    series = f"C{book_year(today)}"
    return CreditNote(
        uid=uid,
        invoice=invoice,
        series=series,
        number=next_number(f"credit note {series}"),
        issued_on=today,
        reason=credit.reason,
        bills_again=credit.bills_again,
        net_cents=result.net_cents,
        vat_cents=result.vat_cents,
        gross_cents=result.gross_cents,
        distance_cents=_distance(invoice, result),
    )


def _seal(note: CreditNote, now: Sequence[Decimal], result: Totals, actor: Actor) -> None:
    """Seal what the credit note says, and save both: the row names what it vouches for."""
    refuse_when_erased(note.invoice.customer_id)
    issued = InvoiceSnapshot.objects.get(invoice=note.invoice_id)
    says = SNAPSHOT.open_one(actor.vault, Purpose.INVOICE, issued)["says"]
    contents = credit_words(note=note, says=says, quantities=now, result=result)
    salt = os.urandom(32)
    note.commitment = commitment(salt, canonical(contents))
    snapshot = CreditNoteSnapshot(cls=corrected_class(note.issued_on, issued.cls))
    sealed = {"says": contents, "salt": salt_text(salt)}
    CREDIT_SNAPSHOT.seal_new(actor.vault, [(snapshot, sealed)])
    insert(note)
    snapshot.credit_note = note
    insert(snapshot)


def _keep(
    note: CreditNote, lines: Sequence[InvoiceLine], now: Sequence[Decimal], result: Totals
) -> None:
    """Save the lines and the VAT of a credit note."""
    insert_many(
        CreditNoteLine(credit_note=note, invoice_line=line, quantity=part, amount_cents=cents)
        for line, part, cents in zip(lines, now, result.line_cents, strict=True)
        if part
    )
    insert_many(
        CreditNoteVat(
            credit_note=note,
            vat_category=each.category.value,
            rate_bp=each.rate_bp,
            treatment=each.treatment.value,
            country=each.country,
            net_cents=each.net_cents,
            vat_cents=each.vat_cents,
        )
        for each in result.vat
    )


def _distance(invoice: Invoice, result: Totals) -> int:
    """Give what no longer counts for the limit of distance sales: its share of the invoice."""
    if not invoice.distance_cents or not invoice.net_cents:
        return 0
    return share(invoice.distance_cents, result.net_cents, invoice.net_cents)


def _settle(note: CreditNote, invoice: Invoice, result: Totals, today: date) -> None:
    """Book the credit note, and take it off what is still to be paid of the invoice."""
    write_entry(
        journal=Journal.SALES,
        entry_date=today,
        description=note.label,
        source=f"credit:{note.uid}",
        postings=invoice_postings(mirrored(result), invoice.customer.uid),
        commitment=bytes(note.commitment),
    )
    used = take_off(invoice.pk, note.gross_cents)
    if used:
        insert(CreditUse(credit_note=note, invoice=invoice, amount_cents=used, used_on=today))
    if note.distance_cents:
        assert invoice.distance_on is not None
        tracking.sold_at_a_distance(invoice.distance_on.year, -note.distance_cents)
