"""What can be done with an e-invoice on its way: in line, begun, answered, decided; and the key."""

from datetime import datetime
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from klantkluis.billing.e_checking import Form
from klantkluis.billing.e_delivery_rows import (
    AccessPointKey,
    EDelivery,
    EDeliveryAnswer,
    EDeliveryAttempt,
    EDeliveryDecision,
    OpenEDelivery,
)
from klantkluis.billing.e_disclosing import customer_of, note_e_invoice
from klantkluis.billing.e_invoice_rows import EInvoice
from klantkluis.billing.einvoice.access_point import Answer, Outcome, State
from klantkluis.billing.queries.deliveries import DeliveryRow, delivery_row
from klantkluis.billing.stored import ACCESS_POINT, E_DELIVERY
from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.customers.blocking import refuse_restricted
from klantkluis.customers.restriction_rules import Use
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert
from klantkluis.vault.refusals import ForbiddenContent

SENDERS = (Role.SALES, Role.BOOKKEEPER)
Decision = EDeliveryDecision.What


class DeliveryUnknown(Refusal):
    """There is no such delivery, or no such e-invoice."""


class DeliveryInLine(Refusal):
    """This e-invoice is on its way already, or was accepted."""


class DeliveryNotToSend(Refusal):
    """It is not in line, or waits for a person to decide."""

    @classmethod
    def now(cls) -> "DeliveryNotToSend":
        """Say so in one sentence."""
        return cls(_("This e-invoice is not in line to be sent. Look at it first."))


class DeliveryNotToDecide(Refusal):
    """It was accepted or settled, goes out this moment, or something happened since."""


class KeyWrong(Refusal):
    """This key cannot be sent to a server."""


@command("access_point.key_changed")
def change_access_point_key(*, key: str, actor: Actor, at: datetime) -> None:
    """Keep the key of the access point, sealed.

    Raises:
        KeyWrong: it is empty, or holds what no header can.
    """
    key = key.strip()
    if not key or not key.isascii() or not key.isprintable():
        raise KeyWrong(_("Give the key as your access point gave it."), field="key")
    AccessPointKey.objects.all().delete()
    row = AccessPointKey(pk=1, changed_at=at, staff_id=actor.staff_id)
    ACCESS_POINT.seal_new(actor.vault, [(row, {"key": key})])
    insert(row)


@command("access_point.key_forgotten")
def forget_access_point_key(*, actor: Actor) -> None:
    """Forget the key of the access point."""
    AccessPointKey.objects.all().delete()


@command("e_invoice.queued", *SENDERS)
def queue_delivery(*, e_invoice_id: int, actor: Actor, at: datetime) -> int:
    """Put an e-invoice in line for the access point; give the id of the delivery.

    Raises:
        DeliveryUnknown: it was not issued, or is not in the form that the network carries.
        DeliveryInLine: it is on its way, or was accepted.
        CustomerRestricted: data of the customer may be kept and not used.
    """
    file = EInvoice.objects.filter(pk=e_invoice_id, form=Form.PEPPOL.value).first()
    if file is None:
        raise DeliveryUnknown(_("There is no such e-invoice for the Peppol network."))
    refuse_restricted(customer_of(file), Use.MAIL)
    sent = EDelivery.objects.filter(e_invoice=file).values_list("pk", flat=True)
    rows = [delivery_row(delivery_id=pk, now=at) for pk in sent]
    if any(row is not None and row.state is State.ACCEPTED for row in rows):
        raise DeliveryInLine(_("This e-invoice has arrived. It does not go a second time."))
    delivery = EDelivery(uid=uuid4(), e_invoice=file, queued_at=at, staff_id=actor.staff_id)
    try:
        with transaction.atomic():
            insert(delivery)
            insert(OpenEDelivery(delivery_id=delivery.pk, e_invoice_id=file.pk))
    except IntegrityError:
        raise DeliveryInLine(
            _("This e-invoice is on its way already. Look at that one first.")
        ) from None
    return delivery.pk


@command("e_invoice.begun", *SENDERS)
def begin_delivery(*, delivery_id: int, contents: bytes, actor: Actor, at: datetime) -> int:
    """Note that an e-invoice is about to be handed over, and to whom; give the id of the attempt.

    Raises:
        DeliveryUnknown, DeliveryNotToSend: there is none, or it is not in line.
    """
    row = _held(delivery_id, at)
    if not row.can_go:
        raise DeliveryNotToSend.now()
    attempt = EDeliveryAttempt(delivery_id=delivery_id, number=row.attempts + 1, began_at=at)
    insert(attempt)
    file = EInvoice.objects.select_related(
        "invoice__customer", "credit_note__invoice__customer"
    ).get(pk=EDelivery.objects.get(pk=delivery_id).e_invoice_id)
    note_e_invoice(file, contents, actor, at)
    return attempt.pk


@command("e_invoice.answered", *SENDERS)
def record_delivery_answer(
    *, attempt_id: int, answer: Answer, actor: Actor, at: datetime, later: bool = False
) -> str:
    """Keep what the access point said; give the outcome. One that was accepted is done.

    Its words are sealed under the key of the document's book year. Where they hold a number that
    may not be kept they are left out.
    """
    attempt = EDeliveryAttempt.objects.select_related("delivery__e_invoice").get(pk=attempt_id)
    _held(attempt.delivery_id, at)
    row = EDeliveryAnswer(
        attempt=attempt,
        at=at,
        outcome=answer.outcome.value,
        later=later,
        reference=answer.reference,
        problem=answer.problem,
        cls=attempt.delivery.e_invoice.cls,
    )
    try:
        E_DELIVERY.seal_new(actor.vault, [(row, {"said": answer.said})])
    except ForbiddenContent:
        E_DELIVERY.seal_new(actor.vault, [(row, {})])
    insert(row)
    if answer.outcome is Outcome.ACCEPTED:
        OpenEDelivery.objects.filter(pk=attempt.delivery_id).delete()
    return answer.outcome.value


@command("e_invoice.decided", *SENDERS)
def decide_delivery(
    *,
    delivery_id: int,
    what: EDeliveryDecision.What,
    attempts: int,
    actor: Actor,
    at: datetime,
) -> None:
    """Decide about an e-invoice that failed or of which nobody knows: again, or it is settled.

    Raises:
        DeliveryUnknown: there is none.
        DeliveryNotToDecide: it is over, is going out, or something happened since it was seen; or
            it should go again while they have it.
    """
    row = _held(delivery_id, at)
    twice = what == EDeliveryDecision.What.AGAIN and row.state is State.HANDED_OVER
    if not row.can_be_decided or twice or row.attempts != attempts:
        raise DeliveryNotToDecide(_("Something happened to this e-invoice meanwhile. Look again."))
    if what == EDeliveryDecision.What.AGAIN and row.can_go:
        return
    insert(
        EDeliveryDecision(
            delivery_id=delivery_id, attempts=attempts, what=what, at=at, staff_id=actor.staff_id
        )
    )
    if what == EDeliveryDecision.What.SETTLED:
        OpenEDelivery.objects.filter(pk=delivery_id).delete()


def _held(delivery_id: int, at: datetime) -> DeliveryRow:
    """Keep the next act on this delivery waiting, and give where it stands."""
    list(EDelivery.objects.select_for_update().filter(pk=delivery_id).values_list("pk"))
    row = delivery_row(delivery_id=delivery_id, now=at)
    if row is None:
        raise DeliveryUnknown(_("There is no such delivery."))
    return row
