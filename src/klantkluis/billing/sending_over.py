"""Sending an e-invoice over the access point: noted before it leaves, answered after."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from klantkluis.billing.closed import customer_of, refuse_when_closed
from klantkluis.billing.commands.delivering import (
    DeliveryNotToSend,
    begin_delivery,
    record_delivery_answer,
)
from klantkluis.billing.e_delivery_rows import AccessPointKey, EDelivery
from klantkluis.billing.e_disclosing import SERVICE
from klantkluis.billing.e_invoice_rows import EInvoice
from klantkluis.billing.einvoice.access_point import (
    AccessPoint,
    Answer,
    Outcome,
    Parcel,
    enveloped,
    read_answer,
)
from klantkluis.billing.queries.deliveries import delivery_row
from klantkluis.billing.stored import ACCESS_POINT, PAPER
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.files import open_contents
from klantkluis.foundation.outgoing import ServiceDown, ServiceShut, is_opened, submit
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose

_XML, _JSON = "application/xml", "application/json"


@dataclass(frozen=True, slots=True)
class HttpsAccessPoint:
    """An access point behind the one door to the outside, at the address that the owner opened."""

    key: str = field(repr=False)

    def hand_over(self, parcel: Parcel) -> Answer:
        """Send the envelope; the key lets the other side see that it has it already."""
        return self._post("documents", parcel.contents, _XML, {"Idempotency-Key": parcel.key})

    def ask(self, reference: str) -> Answer:
        """Ask by their own reference. Who cannot be reached says nothing new."""
        body = b'{"id": "%s"}' % reference.encode("ascii", "ignore").replace(b'"', b"")
        return self._post("status", body, _JSON, {})

    def _post(self, path: str, body: bytes, kind: str, more: dict[str, str]) -> Answer:
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": kind, **more}
        try:
            return read_answer(*submit(service=SERVICE, path=path, body=body, headers=headers))
        except ServiceDown as down:
            outcome = Outcome.UNKNOWN if down.may_have_it else Outcome.POSTPONED
            return Answer(outcome, problem=down.kind)


def access_point_is_on() -> bool:
    """Tell whether the owner opened the connection and filled in the key."""
    return is_opened(SERVICE) and AccessPointKey.objects.exists()


def access_point(vault: VaultSession) -> AccessPoint:
    """Give our access point with its key.

    Raises:
        ServiceShut: the owner did not open it.
        VaultLocked: the vault is not open to the actor.
    """
    row = AccessPointKey.objects.first()
    if row is None or not is_opened(SERVICE):
        raise ServiceShut(_("This connection is off. The owner can open it in the settings."))
    return HttpsAccessPoint(str(ACCESS_POINT.open_one(vault, Purpose.INVOICE, row).get("key", "")))


def send_over(
    *,
    delivery_id: int,
    actor: Actor,
    clock: Callable[[], datetime],
    through: Callable[[VaultSession], AccessPoint] = access_point,
) -> Answer:
    """Send an e-invoice that is in line, and keep what the access point said.

    Everything that can be refused is, before the attempt begins. The attempt is saved before the
    other side is called: if this process dies in between, the delivery stands there as unknown and
    does not go again by itself. Never call it inside a transaction.

    Raises:
        DeliveryNotToSend: it is not in line.
        ForTheBooksOnly: the customer was erased.
        ServiceShut, VaultLocked: see `access_point`.
    """
    row = delivery_row(delivery_id=delivery_id, now=clock())
    if row is None or not row.can_go:
        raise DeliveryNotToSend.now()
    there = through(actor.vault)
    file = EInvoice.objects.get(pk=EDelivery.objects.get(pk=delivery_id).e_invoice_id)
    refuse_when_closed(customer_of(file))
    fields = PAPER.open_one(actor.vault, Purpose.INVOICE, file)
    contents = enveloped(open_contents(fields, bytes(file.contents)), clock())
    attempt_id = begin_delivery(delivery_id=delivery_id, contents=contents, actor=actor, at=clock())
    answer = there.hand_over(Parcel(row.uid.hex, contents))
    record_delivery_answer(attempt_id=attempt_id, answer=answer, actor=actor, at=clock())
    return answer


def ask_over(
    *,
    delivery_id: int,
    actor: Actor,
    clock: Callable[[], datetime],
    through: Callable[[VaultSession], AccessPoint] = access_point,
) -> Answer | None:
    """Ask what became of a delivery; None when there is nothing to ask about.

    Only news is kept: who is not reached, or does not know, changes nothing.
    """
    row = delivery_row(delivery_id=delivery_id, now=clock())
    if row is None or not row.can_be_asked or row.last is None:
        return None
    answer = through(actor.vault).ask(row.last.reference)
    if answer.outcome in {Outcome.ACCEPTED, Outcome.REFUSED} and not _is_about_us(answer):
        record_delivery_answer(
            attempt_id=row.last.attempt_id, answer=answer, actor=actor, at=clock(), later=True
        )
    return answer


def _is_about_us(answer: Answer) -> bool:
    """Tell a no to our question from a no to the document: our key, or not found."""
    return answer.problem != ""
