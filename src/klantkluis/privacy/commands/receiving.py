"""Taking in what people ask about their data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from klantkluis.core.days import answer_due
from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.numbers import next_number
from klantkluis.foundation.once import insert_once, uid_of_form
from klantkluis.privacy.commands.adding import By, DayWrong, add_step
from klantkluis.privacy.identity import KnownPerson, known_person
from klantkluis.privacy.models import PrivacyRequest
from klantkluis.privacy.rules import RequestChannel, RequestKind, StepKind
from klantkluis.privacy.stored import PRIVACY_REQUEST

SERIES = "privacy_request"
CONTACT = ("name", "email", "phone", "address")


class RequestEmpty(Refusal):
    """Somebody asked, and nobody could be answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRequest:
    """What somebody asks. `fields` are those that lie sealed: who, where, what in their words.

    `uid` comes with the form: the same one again is the same request.
    """

    kind: RequestKind
    channel: RequestChannel
    received_on: date
    language: str = "nl"
    customer_uid: UUID | None = None
    fields: Mapping[str, str] = field(default_factory=dict, repr=False)
    uid: UUID | None = None


@command("privacy_request.received", Role.SALES)
def receive_request(*, request: NewRequest, actor: Actor, today: date, now: datetime) -> int:
    """Write down a request, however it came; its clock runs from the day on which it came in.

    No form is demanded of anybody, and no reason (GDPR art. 12(2)). Give its id.

    Raises:
        RequestEmpty: nobody knows whom to answer.
        DayWrong: it did not come in yet, or years ago.
        SentBefore: the same form was written down before.
        VaultLocked: the vault is not open.
    """
    if request.received_on > today:
        raise DayWrong(_("This day has still to come."), field="received_on")
    if (today - request.received_on).days > 365:
        raise DayWrong(_("That is more than a year ago. Look at the day again."),
                       field="received_on")  # fmt: skip
    person = known_person(actor.vault, request.customer_uid)
    if person is None and not request.fields.get("name", "").strip():
        raise RequestEmpty(_("Fill in who asks, or choose a customer."), field="name")
    return write_down(request, person, By(actor, now, today)).pk


def write_down(
    request: NewRequest,
    person: KnownPerson | None,
    by: By,
    **origin: Any,
) -> PrivacyRequest:
    """Write down a request inside an act, and whom it is about when they are known.

    What reaches the person is copied from their card as far as they did not say it: the answer
    goes to them, also when everything else of them is gone by then.
    """
    row = PrivacyRequest(
        uid=uid_of_form(PrivacyRequest, request.uid),
        number=next_number(SERIES),
        kind=request.kind.value,
        channel=request.channel.value,
        language=request.language,
        received_on=request.received_on,
        registered_at=by.now,
        staff_id=by.actor.staff_id,
        due_on=answer_due(request.received_on),
        **origin,
    )
    PRIVACY_REQUEST.seal_new(by.actor.vault, [(row, with_contact(request.fields, person))])
    insert_once(row)
    if person is not None:
        add_step(row, StepKind.MATCHED, by, customer_uid=person.uid)
    return row


def with_contact(fields: Mapping[str, str], person: KnownPerson | None) -> dict[str, str]:
    """Give what a person said, completed with where our administration reaches them."""
    said = {name: text.strip() for name, text in fields.items() if text.strip()}
    if person is not None:
        for name in CONTACT:
            known = getattr(person, name)
            if known and name not in said:
                said[name] = known
    return said
