"""Questions about e-invoices on their way over the access point."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from klantkluis.billing.closed import of_closed
from klantkluis.billing.e_delivery_rows import (
    EDelivery,
    EDeliveryAnswer,
    EDeliveryAttempt,
    EDeliveryDecision,
    OpenEDelivery,
)
from klantkluis.billing.einvoice.access_point import (
    ASKS_FOR_A_PERSON,
    CAN_GO,
    OVER,
    Facts,
    Outcome,
    State,
    state_of,
)
from klantkluis.billing.stored import E_DELIVERY
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """What the access point said at an attempt; its words are empty while the vault is locked."""

    attempt_id: int
    number: int
    began_at: datetime
    at: datetime | None = None
    outcome: Outcome | None = None
    later: bool = False
    reference: str = ""
    problem: str = ""
    said: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A delivery in a list, and the last that is known of it."""

    id: int
    uid: UUID
    label: str
    invoice_id: int | None
    credit_note_id: int | None
    queued_at: datetime
    staff_id: UUID
    state: State
    attempts: int
    last: AnswerCard | None

    @property
    def asks_for_a_person(self) -> bool:
        """Whether somebody has to look at it."""
        return self.state in ASKS_FOR_A_PERSON

    @property
    def can_go(self) -> bool:
        """Whether it can be handed over without deciding anything."""
        return self.state in CAN_GO

    @property
    def can_be_decided(self) -> bool:
        """Whether a person can say what is to become of it."""
        return self.state not in OVER | {State.GOING_ON}

    @property
    def can_be_asked(self) -> bool:
        """Whether there is a reference to ask by, and news to be had."""
        return self.state not in OVER and self.last is not None and bool(self.last.reference)


def delivery_row(*, delivery_id: int, now: datetime) -> DeliveryRow | None:
    """Give where a delivery stands, or None when there is none."""
    found = _rows(list(_deliveries().filter(pk=delivery_id)), now)
    return found[0] if found else None


def delivery_rows(*, now: datetime, below: int | None = None, limit: int = 50) -> list[DeliveryRow]:
    """Give a page of deliveries, the newest first."""
    rows = _deliveries().order_by("-pk")
    if below is not None:
        rows = rows.filter(pk__lt=below)
    return _rows(list(rows[:limit]), now)


def deliveries_of(
    *, now: datetime, invoice_id: int | None = None, credit_note_id: int | None = None
) -> list[DeliveryRow]:
    """Give the deliveries of a document, the newest first."""
    rows = _deliveries().filter(
        e_invoice__invoice=invoice_id, e_invoice__credit_note=credit_note_id
    )
    return _rows(list(rows.order_by("-pk")[:20]), now)


def deliveries_to_look_at(*, now: datetime) -> list[DeliveryRow]:
    """Give the deliveries that ask for a person: for the first screen."""
    rows = _deliveries().filter(pk__in=OpenEDelivery.objects.values("pk"))
    return [row for row in _rows(list(rows), now) if row.asks_for_a_person]


def delivery_answers(*, delivery_id: int, vault: VaultSession) -> list[AnswerCard]:
    """Give all attempts of a delivery with every answer, in their order."""
    attempts = list(EDeliveryAttempt.objects.filter(delivery=delivery_id).order_by("number"))
    answers = list(
        EDeliveryAnswer.objects.filter(attempt__in=attempts)
        .select_related("attempt")
        .order_by("pk")
    )
    shown = vault.is_open and not _is_closed(delivery_id)
    opened = E_DELIVERY.open_all(vault, Purpose.INVOICE, answers) if shown else []
    words = {row.pk: str(each.get("said", "")) for row, each in zip(answers, opened, strict=False)}
    answered = {row.attempt_id for row in answers}
    silent = [AnswerCard(a.pk, a.number, a.began_at) for a in attempts if a.pk not in answered]
    return [_answer(row, words.get(row.pk, "")) for row in answers] + silent


def _answer(row: EDeliveryAnswer, said: str = "") -> AnswerCard:
    return AnswerCard(
        attempt_id=row.attempt_id,
        number=row.attempt.number,
        began_at=row.attempt.began_at,
        at=row.at,
        outcome=Outcome(row.outcome),
        later=row.later,
        reference=row.reference,
        problem=row.problem,
        said=said,
    )


def _deliveries() -> QuerySet[EDelivery]:
    return EDelivery.objects.select_related("e_invoice__invoice", "e_invoice__credit_note")


def _rows(deliveries: Sequence[EDelivery], now: datetime) -> list[DeliveryRow]:
    """Give deliveries with the last that is known of them, in three questions."""
    ids = [each.pk for each in deliveries]
    attempts: dict[int, EDeliveryAttempt] = {}
    for attempt in EDeliveryAttempt.objects.filter(delivery__in=ids).order_by("number"):
        attempts[attempt.delivery_id] = attempt
    newest = [attempt.pk for attempt in attempts.values()]
    answers: dict[int, EDeliveryAnswer] = {}
    said = EDeliveryAnswer.objects.filter(attempt__in=newest).select_related("attempt")
    for answer in said.order_by("pk"):
        answers[answer.attempt_id] = answer
    decided = set(
        EDeliveryDecision.objects.filter(delivery__in=ids).values_list(
            "delivery", "what", "attempts"
        )
    )
    return [_row(each, attempts.get(each.pk), answers, decided, now) for each in deliveries]


def _row(
    delivery: EDelivery,
    attempt: EDeliveryAttempt | None,
    answers: dict[int, EDeliveryAnswer],
    decided: set[tuple[int, str, int]],
    now: datetime,
) -> DeliveryRow:
    answer = answers.get(attempt.pk) if attempt else None
    number = attempt.number if attempt else 0
    facts = Facts(
        began_at=attempt.began_at if attempt else None,
        outcome=answer.outcome if answer else "",
        again=number > 0 and (delivery.pk, "again", number) in decided,
        settled=any(pk == delivery.pk and what == "settled" for pk, what, _n in decided),
    )
    silent = AnswerCard(attempt.pk, attempt.number, attempt.began_at) if attempt else None
    document = delivery.e_invoice.invoice or delivery.e_invoice.credit_note
    assert document is not None
    return DeliveryRow(
        id=delivery.pk,
        uid=delivery.uid,
        label=document.label,
        invoice_id=delivery.e_invoice.invoice_id,
        credit_note_id=delivery.e_invoice.credit_note_id,
        queued_at=delivery.queued_at,
        staff_id=delivery.staff_id,
        state=state_of(facts, now),
        attempts=number,
        last=_answer(answer) if answer else silent,
    )


def _is_closed(delivery_id: int) -> bool:
    """Tell whether the customer of a delivered document was erased."""
    sent = EDelivery.objects.filter(pk=delivery_id)
    invoiced = of_closed("e_invoice__invoice__customer__")
    credited = of_closed("e_invoice__credit_note__invoice__customer__")
    return sent.filter(invoiced | credited).exists()
