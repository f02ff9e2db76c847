"""Short ways to say what people asked."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from klantkluis.customers.letters import LetterWords
from klantkluis.customers.models import Customer
from klantkluis.foundation.actors import Actor
from klantkluis.privacy.commands import (
    identify_request,
    match_request,
    receive_request,
    write_request_letter,
)
from klantkluis.privacy.commands.handling import Proof
from klantkluis.privacy.commands.receiving import NewRequest
from klantkluis.privacy.commands.writing import NewLetter
from klantkluis.privacy.letters import LetterKind
from klantkluis.privacy.rules import AnswerWay, IdentityMethod, RequestChannel, RequestKind

DAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
CODE = "BCDF-GH23"
ELS = {"name": "Els van der Jansen", "email": "els@example.nl", "asked": "Wat hebt u van mij?"}


def moment(day: date) -> dict[str, Any]:
    return {"today": day, "now": NOON + (day - DAY)}


def uid_of(customer_id: int) -> UUID:
    return Customer.objects.values_list("uid", flat=True).get(pk=customer_id)


def a_request(
    actor: Actor,
    kind: RequestKind = RequestKind.ACCESS,
    channel: RequestChannel = RequestChannel.EMAIL,
    *,
    customer_id: int | None = None,
    on: date = DAY,
    language: str = "nl",
    **fields: str,
) -> int:
    """Give a request that came on a day; of nobody whom we know unless a customer is given."""
    wanted = NewRequest(
        kind=kind, channel=channel, received_on=on, language=language,
        customer_uid=uid_of(customer_id) if customer_id else None, fields={**ELS, **fields},
    )  # fmt: skip
    return receive_request(request=wanted, actor=actor, **moment(on))


def match(actor: Actor, request_id: int, customer_id: int | None, on: date = DAY) -> None:
    uid = uid_of(customer_id) if customer_id else None
    match_request(request_id=request_id, customer_uid=uid, actor=actor, **moment(on))


def prove(actor: Actor, request_id: int, on: date = DAY, **proof: Any) -> bool:
    given = Proof(**({"method": IdentityMethod.IN_PERSON, "text": "Aan de balie"} | proof))
    return identify_request(request_id=request_id, proof=given, actor=actor, **moment(on))


def a_letter(
    kind: LetterKind, way: AnswerWay = AnswerWay.PAPER, text: str = "Goed.", **more: Any
) -> NewLetter:
    words = LetterWords(subject="Uw verzoek", salutation="Beste Els,", text=text)
    return NewLetter(kind=kind, words=words, way=way, **more)


def write(actor: Actor, request_id: int, letter: NewLetter, on: date = DAY) -> int:
    return write_request_letter(
        request_id=request_id, letter=letter, code=CODE, actor=actor, **moment(on)
    )


def later(days: int) -> date:
    return DAY + timedelta(days=days)
