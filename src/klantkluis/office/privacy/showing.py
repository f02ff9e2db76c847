"""What the page of a request shows: its history in words, and the letters that fit it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from klantkluis.foundation.mail.server import mail_is_on
from klantkluis.office.access.queries import staff_names
from klantkluis.office.forms.base import Label
from klantkluis.office.privacy import names
from klantkluis.office.privacy.details import changed_since, plan_that_answers
from klantkluis.office.privacy.erasure_names import STATES
from klantkluis.office.privacy.next_steps import step_for
from klantkluis.office.requests import OfficeRequest
from klantkluis.privacy.access.queries import HandOverCard, hand_overs_for
from klantkluis.privacy.erasing.queries import PlanRow, PlanState, keeps_something, plans_for
from klantkluis.privacy.identity import KnownPerson, known_person
from klantkluis.privacy.letters import LetterKind, letters_for
from klantkluis.privacy.queries import RequestCard, RequestRow, StepCard, requests_of
from klantkluis.privacy.rules import (
    ARTICLES,
    AnswerWay,
    Decision,
    Ground,
    IdentityMethod,
    RequestKind,
    StepKind,
    may_extend,
    needs_identity,
)
from klantkluis.vault.client import LockedVault

_CARRIED_OUT = frozenset({PlanState.PARTLY, PlanState.DONE})


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the history."""

    at: datetime
    day: date
    title: Label
    about: str = ""
    text: str = field(default="", repr=False)
    staff_id: UUID | None = None
    letter_id: int | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A letter that can be written now."""

    kind: LetterKind
    label: Label


def around(request: OfficeRequest, card: RequestCard) -> dict[str, Any]:
    """Gather what the page of a request shows."""
    row = card.row
    person = person_of(request, card)
    customer_id = person.id if person else None
    packages = hand_overs_for(request_uid=row.uid)
    plans = plans_for(request=row.uid, now=timezone.now())
    done = _is_done(card, packages, plans)
    step = step_for(row.kind, request_uid=row.uid, customer_id=customer_id)
    return {
        "card": card,
        "row": row,
        "clock": row.clock,
        "person": person,
        "kind": names.KINDS[row.kind],
        "channel": names.CHANNELS[row.channel],
        "next": names.NEXT[row.next],
        "next_explained": names.NEXT_EXPLAINED[row.next],
        "history": history(card),
        "staff": staff_names(),
        "needs_identity": needs_identity(row.kind),
        "act": None if done else step,
        "again": step if done else None,
        "earlier": _earlier(person, card),
        "packages": packages,
        "whys": names.WHYS,
        "plans": plans,
        "states": STATES,
        "kinds": names.KINDS,
        "decides": request.actor.may(),
        "answers": _answers(card, plans),
        "others": _others(card),
        "mail_is_on": mail_is_on(),
        "locked": not request.actor.vault.is_open,
    }


def person_of(request: OfficeRequest, card: RequestCard) -> KnownPerson | None:
    """Give the customer whom a request is about, as far as this person sees them."""
    return known_person(request.actor.vault, card.row.customer_uid)


def _earlier(person: KnownPerson | None, card: RequestCard) -> list[RequestRow]:
    """Give what the same person asked besides: it tells whether a request repeats itself."""
    if person is None:
        return []
    rows = requests_of(
        customer_uids=person.uids, vault=LockedVault(), today=timezone.localdate(), limit=6
    )
    return [row for row in rows if row.id != card.row.id][:5]


def _is_done(card: RequestCard, packages: Sequence[HandOverCard], plans: Sequence[PlanRow]) -> bool:
    """Tell whether what was asked is done, so that the answer is what is left."""
    if card.row.kind is RequestKind.RECTIFICATION:
        return bool(changed_since(card))
    plan = plan_that_answers(plans)
    return bool(packages) or (plan is not None and plan.state in _CARRIED_OUT)


def _answers(card: RequestCard, plans: Sequence[PlanRow]) -> list[Offer]:
    """Give the letters that answer a request, once it can be answered, the likeliest first."""
    if card.facts.ended_on is not None:
        return []
    fitting = letters_for(card.row.kind)
    if card.facts.nobody:
        # Of nobody whom we know there is nothing to give, correct or erase.
        fitting = tuple(sorted(fitting, key=lambda kind: kind is not LetterKind.NOTHING_HELD))
    plan = plan_that_answers(plans)
    if plan is not None and keeps_something(plan.id):
        fitting = tuple(sorted(fitting, key=lambda kind: kind is not LetterKind.ERASED_PARTLY))
    return [Offer(kind, names.LETTERS[kind]) for kind in fitting]


def _others(card: RequestCard) -> list[Offer]:
    """Give the letters that answer nothing and fit a request as it stands."""
    found = []
    if card.facts.ended_on is None:
        found.append(LetterKind.ACKNOWLEDGEMENT)
        if may_extend(card.facts, timezone.localdate()):
            found.append(LetterKind.EXTENSION)
    if card.row.kind is RequestKind.RESTRICTION and card.facts.answered_on is not None:
        found.append(LetterKind.LIFTING)
    return [Offer(kind, names.LETTERS[kind]) for kind in found]


def history(card: RequestCard) -> Sequence[Happened]:
    """Give what happened to a request, the newest first: its letters, and what they meant."""
    lines = [
        Happened(card.registered_at, card.row.received_on, _("The request came in"),
                 str(names.CHANNELS[card.row.channel]), staff_id=card.staff_id)
    ]  # fmt: skip
    lines += [
        Happened(
            letter.written_at, timezone.localdate(letter.written_at), _("Letter"),
            str(names.WAYS[letter.way]), letter.subject, letter.staff_id, letter.id,
        )
        for letter in reversed(card.letters)
    ]  # fmt: skip
    lines += [
        Happened(step.at, step.happened_on, names.STEPS[step.what], _about(step), step.text,
                 step.staff_id)
        for step in card.steps
    ]  # fmt: skip
    return sorted(lines, key=lambda line: line.at)[::-1]


def _about(step: StepCard) -> str:
    """Say in a few words what a step was about."""
    if step.method:
        return str(names.METHODS[IdentityMethod(step.method)])
    if step.what is StepKind.MATCHED and step.customer_uid is None:
        return _("nobody whom we know")
    if step.months:
        said = ngettext("by %(n)d month", "by %(n)d months", step.months)
        return said % {"n": step.months}
    if step.decision:
        said = str(names.DECISIONS[Decision(step.decision)])
        if not step.ground:
            return said
        ground = Ground(step.ground)
        return f"{said}: {names.GROUNDS[ground]} (GDPR art. {ARTICLES[ground]})"
    return str(names.WAYS[AnswerWay(step.way)]) if step.way else ""
