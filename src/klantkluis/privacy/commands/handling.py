"""Handling a request: whom it is about, who asks, notes, and its end."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.once import uid_of_form
from klantkluis.privacy.commands.adding import (
    By,
    DayWrong,
    RequestEnded,
    add_step,
    held_request,
    held_running,
)
from klantkluis.privacy.commands.receiving import with_contact
from klantkluis.privacy.identity import known_person, knows_document, same_code
from klantkluis.privacy.models import PrivacyRequest, RequestStep
from klantkluis.privacy.rules import (
    BY_CODE,
    MOST_TRIES,
    IdentityMethod,
    RequestKind,
    StepKind,
    needs_identity,
)
from klantkluis.privacy.standing import facts_of, steps_of
from klantkluis.privacy.stored import PRIVACY_REQUEST, REQUEST_STEP
from klantkluis.vault.purposes import Purpose


class NoteMissing(Refusal):
    """Something has to be written."""


class PersonUnknown(Refusal):
    """There is no such customer."""


class IdentityUnclear(Refusal):
    """That does not show who somebody is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """How somebody showed who they are. `cents` belongs to the number of a document."""

    method: IdentityMethod
    code: str = field(default="", repr=False)
    number: str = field(default="", repr=False)
    cents: int = 0
    text: str = field(default="", repr=False)


@command("privacy_request.noted", Role.SALES)
def note_request(
    *, request_id: int, text: str, actor: Actor, today: date, now: datetime, uid: UUID | None = None
) -> None:
    """Note something with a request: what was said, found or agreed. Also after its end.

    Raises:
        NoteMissing: there is no text.
        RequestUnknown: there is no such request.
        SentBefore: the same form was noted before.
        VaultLocked: the vault is not open.
    """
    if not text.strip():
        raise NoteMissing(_("Write what was said or found."), field="text")
    request = held_request(request_id)
    add_step(request, StepKind.NOTE, By(actor, now, today), text=text, uid=uid)


@command("privacy_request.matched")
def match_request(
    *, request_id: int, customer_uid: UUID | None, actor: Actor, today: date, now: datetime
) -> None:
    """Say which customer a request is about, or that it is none whom we know.

    Where the person is reached is completed from their card. When it was somebody else before,
    that one's proof of identity counts no more. Saying the same again changes nothing.

    Raises:
        PersonUnknown: there is no such customer.
        RequestUnknown, RequestEnded: see `held_running`.
        RowChanged: somebody else changes the request at this moment.
        VaultLocked: the vault is not open.
    """
    request, facts = held_running(request_id)
    person = known_person(actor.vault, customer_uid)
    if person is None and customer_uid is not None:
        raise PersonUnknown(_("There is no such customer any more."))
    if person is not None:
        said = PRIVACY_REQUEST.open_one(actor.vault, Purpose.DESK, request)
        completed = with_contact(said, person)
        if completed != said:
            PRIVACY_REQUEST.replace(actor.vault, request, completed, rev=request.rev)
    uid = person.uid if person else None
    if (facts.matched or facts.nobody) and uid == request.customer_uid:
        return
    add_step(request, StepKind.MATCHED, By(actor, now, today), customer_uid=uid)


@command("privacy_request.identified")
def identify_request(
    *,
    request_id: int,
    proof: Proof,
    actor: Actor,
    today: date,
    now: datetime,
    uid: UUID | None = None,
) -> bool:
    """Note how it was established who asks; False when the proof does not fit.

    What does not fit is noted too, and after a few wrong codes a new one has to be sent. No
    document of identity is looked at or kept: there is no place for one (GDPR art. 12(6)).

    Raises:
        IdentityUnclear: it cannot be shown in this way.
        SentBefore: the same form was noted before.
        RequestUnknown, RequestEnded: see `held_running`.
        VaultLocked: the vault is not open.
    """
    request, _facts = held_running(request_id)
    uid = uid_of_form(RequestStep, uid)
    fits = _fits(request, proof, actor, today)
    what = StepKind.IDENTIFIED if fits else StepKind.IDENTITY_FAILED
    add_step(
        request, what, By(actor, now, today), method=proof.method.value,
        text=proof.text if fits else "", uid=uid if fits else None,
    )  # fmt: skip
    return fits


@command("privacy_request.dropped")
def drop_request(
    *, request_id: int, text: str, on: date, actor: Actor, today: date, now: datetime
) -> None:
    """Note that the person took the request back, and in which words; that closes it.

    Raises:
        NoteMissing: nobody wrote how they said so.
        DayWrong: that day has still to come, or lies before the request.
        RequestUnknown, RequestEnded: see `held_running`.
        VaultLocked: the vault is not open.
    """
    if not text.strip():
        raise NoteMissing(_("Write how the person said so."), field="text")
    if on > today:
        raise DayWrong(_("This day has still to come."), field="on")
    request, _facts = held_running(request_id)
    add_step(request, StepKind.DROPPED, By(actor, now, on), text=text)


@command("privacy_request.closed")
def close_request(*, request_id: int, actor: Actor, today: date, now: datetime) -> None:
    """Say that everything was done that follows from the answer.

    Raises:
        RequestEnded: it was closed before.
        IdentityUnclear: it has no answer yet.
        RequestUnknown: there is no such request.
    """
    request = held_request(request_id)
    facts = facts_of(request, steps_of(request))
    if facts.answered_on is None:
        raise IdentityUnclear(_("This request was not answered yet. Write the answer first."))
    if facts.closed_on is not None:
        raise RequestEnded(_("This request is closed already."))
    add_step(request, StepKind.CLOSED, By(actor, now, today))


def _fits(request: PrivacyRequest, proof: Proof, actor: Actor, today: date) -> bool:
    method = proof.method
    if method is IdentityMethod.LOGGED_IN:
        raise IdentityUnclear(_("Whoever was logged in on the site is known by itself."))
    if method is IdentityMethod.NOT_NEEDED and needs_identity(RequestKind(request.kind)):
        raise IdentityUnclear(
            _("For this request it matters who asks. Choose how that was established.")
        )
    if method in BY_CODE:
        return _code_fits(request, proof, actor)
    if method is IdentityMethod.KNOWS_DOCUMENT:
        return _document_fits(request, proof, actor, today)
    if method in {IdentityMethod.RECOGNISED, IdentityMethod.IN_PERSON} and not proof.text.strip():
        raise IdentityUnclear(_("Write by whom or by what they were recognised."), field="text")
    return True


def _code_fits(request: PrivacyRequest, proof: Proof, actor: Actor) -> bool:
    """Compare a code with the one that was sent last, so many times and no more."""
    steps = steps_of(request)
    asked = [
        step
        for step in steps
        if step.what == StepKind.IDENTITY_ASKED and step.method == proof.method and step.sealed
    ]
    if not asked:
        raise IdentityUnclear(_("No code was sent yet. Send it first."), field="method")
    sent = asked[-1]
    wrong = [s for s in steps if s.what == StepKind.IDENTITY_FAILED and s.pk > sent.pk]
    if len(wrong) >= MOST_TRIES:
        raise IdentityUnclear(_("The code was wrong too often. Send a new one."), field="code")
    code = str(_opened(sent, request, actor).get("code", ""))
    return same_code(code, proof.code)


def _opened(step: RequestStep, request: PrivacyRequest, actor: Actor) -> dict[str, str]:
    step.request = request
    return REQUEST_STEP.open_one(actor.vault, Purpose.DESK, step)


def _document_fits(request: PrivacyRequest, proof: Proof, actor: Actor, today: date) -> bool:
    person = known_person(actor.vault, request.customer_uid)
    if person is None:
        raise IdentityUnclear(_("First say which customer this is about."), field="number")
    return knows_document(
        customer_uids=person.uids, number=proof.number, cents=proof.cents, today=today
    )
