"""Payments: what came in, what it is for, and what is left over."""

from datetime import date
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from klantkluis.billing.credit import credits_of, customer_credit
from klantkluis.billing.models import Allocation, Invoice, OpenInvoice, Payment, PaymentNote
from klantkluis.billing.rules import payment_postings
from klantkluis.billing.stored import PAYMENT_NOTE
from klantkluis.core.fiscal import seven_year_class
from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.customers.commands.holding import hold_together
from klantkluis.customers.models import Customer
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert
from klantkluis.foundation.prepared import Prepared, PreparedDelete, PreparedUpdate
from klantkluis.ledger.posting import Journal, write_entry

PaymentMethod = Payment.Method


class AmountWrong(Refusal):
    """A payment is an amount above zero."""


class InvoiceNotOpen(Refusal):
    """Nothing is to be paid of this invoice."""


class NoCredit(Refusal):
    """The customer has no credit."""


@command("payment.received", Role.BOOKKEEPER, Role.SALES)
def receive_payment(
    *,
    invoice_id: int,
    amount_cents: int,
    received_on: date,
    method: Payment.Method,
    actor: Actor,
    note: str = "",
    uid: UUID | None = None,
) -> int:
    """Record a payment on an invoice, and book it; give its id.

    What is more than the invoice asks stays as credit of the customer. The same `uid` again is
    harmless: a page that is sent twice makes one payment.

    Raises:
        AmountWrong: the amount is not above zero.
        InvoiceNotOpen: the invoice is a draft, or was paid.
    """
    if amount_cents <= 0:
        raise AmountWrong(_("Give an amount above zero."), field="amount")
    invoice = _sent_invoice(invoice_id)
    before = _BY_UID.first(uid) if uid else None
    if before is not None:
        return before
    due = _DUE.first(invoice_id)
    if due is None:
        raise InvoiceNotOpen(_("This invoice has been paid. Nothing was recorded."))
    payment = _pay(
        invoice.customer, amount_cents, received_on, method, actor,
        note=note, uid=uid or uuid4(), about=invoice.label,
    )  # fmt: skip
    _allocate(payment, due, min(amount_cents, due.open_cents), received_on)
    return payment.pk


@command("payment.credit_used", Role.BOOKKEEPER, Role.SALES)
def settle_with_credit(*, invoice_id: int, actor: Actor, today: date) -> int:
    """Pay an invoice, as far as it goes, with what the customer paid too much; give the cents.

    Raises:
        InvoiceNotOpen: nothing is to be paid of it.
        NoCredit: the customer has no credit.
    """
    customer_id = _LOCKED_ALONE.first(invoice_id)
    if customer_id is None:
        raise InvoiceNotOpen(_not_sent())
    used = 0
    for credit in credits_of(hold_together(customer_id)):
        amount = take_off(invoice_id, credit.left_cents)
        if not amount:
            break
        insert(credit.use(invoice_id=invoice_id, amount_cents=amount, day=today))
        used += amount
    if not used:
        if not OpenInvoice.objects.filter(pk=invoice_id).exists():
            raise InvoiceNotOpen(_("This invoice has been paid."))
        raise NoCredit(_("This customer has no credit."))
    return used


@command("payment.paid_back", Role.BOOKKEEPER)
def pay_back(
    *,
    customer_id: int,
    amount_cents: int,
    paid_on: date,
    method: Payment.Method,
    actor: Actor,
    uid: UUID | None = None,
) -> int:
    """Record that credit was paid back to a customer, and book it; give the payment's id.

    The same `uid` again is harmless, as with `receive_payment`.

    Raises:
        AmountWrong: the amount is not above zero.
        CustomerUnknown: there is no such customer.
        NoCredit: it is more than the customer's credit.
    """
    if amount_cents <= 0:
        raise AmountWrong(_("Give an amount above zero."), field="amount")
    together = hold_together(customer_id)
    before = _BY_UID.first(uid) if uid else None
    if before is not None:
        return before
    if amount_cents > customer_credit(together):
        raise NoCredit(_("This is more than the customer's credit."), field="amount")
    customer = Customer.objects.get(pk=customer_id)
    return _pay(
        customer, -amount_cents, paid_on, method, actor, note="", uid=uid or uuid4(), about=""
    ).pk


def _sent_invoice(invoice_id: int) -> Invoice:
    invoice = _LOCKED.first(invoice_id)
    if invoice is None:
        raise InvoiceNotOpen(_not_sent())
    return invoice


def _not_sent() -> str:
    return _("Send the invoice before you record a payment.")


_BY_UID = Prepared(lambda uid: Payment.objects.filter(uid=uid).values_list("pk", flat=True), UUID)
_DUE = Prepared(lambda pk: OpenInvoice.objects.filter(pk=pk), int)
_LOCKED = Prepared(
    lambda pk: (
        Invoice.objects.select_for_update(of=("self", "customer"))
        .select_related("customer")
        .filter(pk=pk, number__isnull=False)
    ),
    int,
)
# The invoice before the customer, as with any payment; the customer is held with its merged ones.
_LOCKED_ALONE = Prepared(
    lambda pk: (
        Invoice.objects.select_for_update(no_key=True)
        .filter(pk=pk, number__isnull=False)
        .values_list("customer_id", flat=True)
    ),
    int,
)
_PART_PAID = PreparedUpdate(
    lambda pk, cents: (OpenInvoice.objects.filter(pk=pk), {"open_cents": cents}), int, int
)
_PAID = PreparedDelete(lambda pk: OpenInvoice.objects.filter(pk=pk), int)


def _pay(
    customer: Customer,
    amount_cents: int,
    day: date,
    method: Payment.Method,
    actor: Actor,
    *,
    note: str,
    uid: UUID,
    about: str,
) -> Payment:
    method = Payment.Method(method)
    payment = Payment(
        uid=uid,
        customer=customer,
        received_on=day,
        method=method,
        amount_cents=amount_cents,
    )
    insert(payment)
    if note.strip():
        words = PaymentNote(payment=payment, cls=seven_year_class(day))
        PAYMENT_NOTE.seal_new(actor.vault, [(words, {"note": note.strip()})])
        insert(words)
    write_entry(
        journal=Journal(method.value),
        entry_date=day,
        description=about,
        source=f"payment:{payment.uid}",
        postings=payment_postings(amount_cents, method.value, customer.uid),
    )
    return payment


def _allocate(payment: Payment, due: OpenInvoice, amount_cents: int, day: date) -> None:
    insert(
        Allocation(payment=payment, invoice_id=due.pk, amount_cents=amount_cents, allocated_on=day)
    )
    _less_open(due, amount_cents)


def take_off(invoice_id: int, amount_cents: int) -> int:
    """Let less be open of an invoice, which the caller has locked; give how much it could take."""
    due = _DUE.first(invoice_id)
    if due is None:
        return 0
    taken = min(amount_cents, due.open_cents)
    _less_open(due, taken)
    return taken


def _less_open(due: OpenInvoice, amount_cents: int) -> None:
    left = due.open_cents - amount_cents
    changed = _PART_PAID.run(due.pk, left) if left else _PAID.run(due.pk)
    assert changed == 1, "an invoice is paid under its lock"
