"""Adding a fact to a request, inside an act."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.once import insert_once, uid_of_form
from klantkluis.privacy.models import PrivacyRequest, RequestStep
from klantkluis.privacy.rules import Facts, StepKind
from klantkluis.privacy.standing import facts_of, keep, steps_of
from klantkluis.privacy.stored import REQUEST_STEP


@dataclass(frozen=True, slots=True)
class By:
    """Who writes something down, when, and on which day it happened."""

    actor: Actor
    now: datetime
    on: date


class RequestUnknown(Refusal):
    """There is no such request."""


class RequestEnded(Refusal):
    """It was answered, taken back or closed: nothing is added to it but notes."""


class DayWrong(Refusal):
    """Nothing happens before a request came, or tomorrow."""


def held_request(request_id: int) -> PrivacyRequest:
    """Give a request for the act that changes it; nobody else does meanwhile.

    Raises:
        RequestUnknown: there is none.
    """
    found = PrivacyRequest.objects.select_for_update().filter(pk=request_id).first()
    if found is None:
        raise RequestUnknown(_("There is no such request."))
    return found


def held_running(request_id: int) -> tuple[PrivacyRequest, Facts]:
    """Give a request whose clock still runs, for the act that changes it.

    Raises:
        RequestUnknown: there is none.
        RequestEnded: it was answered or taken back.
    """
    request = held_request(request_id)
    facts = facts_of(request, steps_of(request))
    if facts.ended_on is not None:
        raise RequestEnded(_("This request was answered or taken back already."))
    return request, facts


def add_step(
    request: PrivacyRequest,
    what: StepKind,
    by: By,
    *,
    text: str = "",
    code: str = "",
    uid: UUID | None = None,
    **more: Any,
) -> None:
    """Write down that something happened to a request, with what was said sealed.

    Raises:
        DayWrong: it happened on a day before the request came.
        SentBefore: the same form wrote it down before.
        VaultLocked: there are words, and the vault is not open.
    """
    if by.on < request.received_on:
        raise DayWrong(_("That is before the request came in."), field="on")
    step = RequestStep(
        uid=uid_of_form(RequestStep, uid), request=request, what=what.value, happened_on=by.on,
        at=by.now, staff_id=by.actor.staff_id, sealed=b"", **more,
    )  # fmt: skip
    said = {name: words for name, words in (("text", text.strip()), ("code", code)) if words}
    if said:
        REQUEST_STEP.seal_new(by.actor.vault, [(step, said)])
    insert_once(step)
    keep(request)
