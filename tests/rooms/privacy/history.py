"""A customer of whom every kind of record is there: for who wants to see what is left of them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

from django.utils import timezone

from klantkluis.billing.commands import (
    CreditReason,
    NewCredit,
    end_subscription,
    file_paper,
    issue_credit_note,
    pay_back,
    receive_payment,
)
from klantkluis.billing.models import Invoice, OpenInvoice, Payment
from klantkluis.core.roles import Channel
from klantkluis.customers.commands import (
    add_address,
    give_consent,
    note_contact,
    write_letter,
)
from klantkluis.customers.letters import LetterWords
from klantkluis.customers.models import Customer
from klantkluis.foundation.actors import Actor
from klantkluis.sales.commands import (
    NewReturn,
    ReturnReason,
    accept_quote,
    announce_return,
    cancel_return,
)
from klantkluis.sales.models import DeliveryLine
from klantkluis.shop.models import (
    AccountEnding,
    LookalikeFound,
    ProposedChange,
    ShopPost,
    SiteAccount,
    UnsubscribeToken,
)
from klantkluis.shop.stored import PROPOSED_CHANGE, SHOP_POST
from rooms.quoting import a_yes, an_issued_quote
from rooms.story import TODAY, a_customer, a_line, a_product, a_sent_invoice
from rooms.subscribing import a_subscription

MARKS = {
    "surname": "Zwaluwmerk",
    "street": "Kwikstaartlaan",
    "email": "zwaluw.merk@voorbeeld.example",
    "phone": "+31612349876",
    "town": "Meerkoetdorp",
    "remarks": "Wulpgeheim",
}
"""Words that are nowhere else, so that whoever finds one has found this person."""
SAID = ("Fuutgesprek", "Roerdompbrief", "Lepelaarbewijs", "Kluutklacht", "Tureluurretour")
EVERY_MARK = (*MARKS.values(), *SAID)


@dataclass(frozen=True, slots=True)
class History:
    """The rows of one person, by which pages are found."""

    customer_id: int
    invoice_id: int
    paid_back: int


def a_history(actor: Actor, day: date = TODAY, sku: str = "MERK") -> History:
    """Let a customer do everything that leaves a record, and have nothing unfinished."""
    customer_id = a_customer(actor, **MARKS)
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    _says(actor, customer_id, at, day)
    invoice_id = _buys(actor, customer_id, sku)
    _quotes(actor, customer_id, sku)
    subscription = a_subscription(actor, customer_id)
    end_subscription(subscription_id=subscription, ends_on=TODAY, actor=actor)
    _shops(actor, customer_id, at)
    return History(customer_id, invoice_id, 37_900)


def _says(actor: Actor, customer_id: int, at: datetime, day: date) -> None:
    address = {"street": MARKS["street"], "house_number": "3", "town": MARKS["town"]}
    add_address(customer_id=customer_id, fields=address, actor=actor)
    note_contact(
        customer_id=customer_id, text=SAID[0], means="phone", direction="in", actor=actor
    )  # fmt: skip
    words = LetterWords(subject=SAID[1], salutation="Beste,", text=SAID[1], farewell="Groet,",
                        signatory="Els", enclosures="")  # fmt: skip
    write_letter(customer_id=customer_id, words=words, actor=actor, today=day, made_at=at)
    give_consent(
        customer_id=customer_id, evidence=SAID[2], at=at, channel=Channel.OFFICE, actor=actor,
        today=day,
    )  # fmt: skip


def _buys(actor: Actor, customer_id: int, sku: str) -> int:
    product = a_product(actor, f"{sku}-1")
    invoice_id = a_sent_invoice(actor, [a_line(product, "2")], customer_id=customer_id)
    file_paper(invoice_id=invoice_id, actor=actor, made_at=timezone.now())
    due = OpenInvoice.objects.get(pk=invoice_id).open_cents
    receive_payment(
        invoice_id=invoice_id, amount_cents=due, received_on=TODAY, method=Payment.Method.BANK,
        actor=actor, note=f"betaald door {MARKS['surname']}",
    )  # fmt: skip
    line = DeliveryLine.objects.select_related("delivery").get(
        delivery__order__customer=customer_id
    )
    wanted = NewReturn({line.pk: Decimal(1)}, ReturnReason.CHANGED_MIND, remarks=SAID[4])
    returned = announce_return(
        order_id=line.delivery.order_id, returned=wanted, announced_on=TODAY, actor=actor
    )
    cancel_return(return_id=returned, today=TODAY, actor=actor)
    credit = NewCredit(reason=CreditReason.WRONG, bills_again=False)
    issue_credit_note(invoice_id=invoice_id, credit=credit, actor=actor, today=TODAY)
    pay_back(
        customer_id=customer_id, amount_cents=due, paid_on=TODAY, method=Payment.Method.BANK,
        actor=actor,
    )  # fmt: skip
    assert Invoice.objects.get(pk=invoice_id).number
    return invoice_id


def _quotes(actor: Actor, customer_id: int, sku: str) -> None:
    line = a_line(a_product(actor, f"{sku}-2"))
    an_issued_quote(actor, line, customer_id=customer_id)
    yes = an_issued_quote(actor, line, customer_id=customer_id)
    accept_quote(quote_id=yes, acceptance=a_yes(name=MARKS["surname"]), actor=actor)


def _shops(actor: Actor, customer_id: int, at: datetime) -> None:
    """Leave what the shop leaves: an account, post, a proposal, a likeness and a token."""
    customer = Customer.objects.get(pk=customer_id)
    other = a_customer(actor, surname="Anders")
    account = SiteAccount.objects.create(
        uid=uuid4(), customer=customer, public=b"k" * 1216, rev=1, registered_at=at
    )
    AccountEnding.objects.create(
        uid=account.uid, account=account, used_in=at.date(), found_on=at.date(),
        seen_on=at.date(), ends_on=at.date() + timedelta(days=30), told_at=at,
    )  # fmt: skip
    post = ShopPost(
        subject=customer.uid, kind="complaint", customer=customer, received_at=at,
        handled_at=at + timedelta(days=1), staff_id=actor.staff_id,
    )  # fmt: skip
    SHOP_POST.seal_new(actor.vault, [(post, {"text": SAID[3], "email": MARKS["email"]})])
    post.save(force_insert=True)
    change = ProposedChange(customer=customer, proposed_at=at)
    PROPOSED_CHANGE.seal_new(actor.vault, [(change, {"street": MARKS["street"]})])
    change.save(force_insert=True)
    LookalikeFound.objects.create(customer=customer, other_id=other, found_at=at)
    UnsubscribeToken.objects.create(digest=customer.uid.bytes * 2, customer=customer)
