"""What people asked the demo company about their data: each stage of a request once."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from klantkluis.customers.letters import LetterWords
from klantkluis.customers.queries import customer_rows
from klantkluis.foundation.actors import Actor
from klantkluis.office.demo.moments import noon
from klantkluis.privacy.commands import (
    close_request,
    identify_request,
    note_request,
    receive_request,
    write_request_letter,
)
from klantkluis.privacy.commands.handling import Proof
from klantkluis.privacy.commands.receiving import NewRequest
from klantkluis.privacy.commands.writing import NewLetter
from klantkluis.privacy.letters import About, Details, LetterKind, draft_letter
from klantkluis.privacy.rules import AnswerWay, IdentityMethod, RequestChannel, RequestKind
from klantkluis.vault.client import LockedVault

CODE = "DEMO-2345"


def ask(*, customers: Sequence[int], actor: Actor, until: date) -> None:
    """Take requests of the last weeks: new, waiting, to be answered, overdue, and closed."""
    rows = customer_rows(vault=LockedVault(), ids=customers[-4:])
    uids = [rows[pk].uid for pk in customers[-4:]]
    _overdue(actor, until - timedelta(days=36))
    _closed(uids[3 % len(uids)], actor, until - timedelta(days=50))
    _to_answer(uids[2 % len(uids)], actor, until - timedelta(days=24))
    _waiting(uids[1 % len(uids)], actor, until - timedelta(days=4))
    day = until - timedelta(days=1)
    asked = "Goedemiddag, ik wil graag weten welke gegevens u van mij hebt. Kunt u die sturen?"
    _taken((RequestKind.ACCESS, RequestChannel.LETTER), uids[0], asked, actor, day)


def _taken(
    what: tuple[RequestKind, RequestChannel], uid: UUID | None, asked: str, actor: Actor, day: date
) -> int:
    """Write down what a customer asked, or somebody whom nobody knows."""
    kind, channel = what
    fields = {"asked": asked}
    if uid is None:
        fields |= {"name": "J. Vermaat", "email": "vermaat@example.com"}
    wanted = NewRequest(
        kind=kind, channel=channel, received_on=day, customer_uid=uid, fields=fields
    )
    return receive_request(request=wanted, actor=actor, today=day, now=noon(day))


def _overdue(actor: Actor, day: date) -> None:
    asked = "Volgens mij heb ik ooit bij u besteld. Wilt u mijn gegevens verwijderen?"
    pk = _taken((RequestKind.ERASURE, RequestChannel.EMAIL), None, asked, actor, day)
    text = "Nog niet gevonden onder deze naam. Misschien een firma?"
    note_request(request_id=pk, text=text, actor=actor, today=day, now=noon(day))


def _closed(uid: UUID, actor: Actor, day: date) -> None:
    asked = "Ik kreeg een herinnering voor een factuur die ik al had betaald."
    pk = _taken((RequestKind.COMPLAINT, RequestChannel.PHONE), uid, asked, actor, day)
    answered = day + timedelta(days=6)
    reason = "U had gelijk: uw betaling was bij ons verkeerd geboekt. Dat is hersteld."
    letter = NewLetter(
        kind=LetterKind.COMPLAINT_ANSWERED,
        words=_words(LetterKind.COMPLAINT_ANSWERED, RequestKind.COMPLAINT, 2, day),
        way=AnswerWay.PAPER,
        reason=reason,
    )
    _write(pk, letter, actor, answered)
    close_request(request_id=pk, actor=actor, today=answered, now=noon(answered))


def _to_answer(uid: UUID, actor: Actor, day: date) -> None:
    asked = "Wij zijn verhuisd, en ons telefoonnummer is ook veranderd."
    pk = _taken((RequestKind.RECTIFICATION, RequestChannel.COUNTER), uid, asked, actor, day)
    proof = Proof(method=IdentityMethod.IN_PERSON, text="Kwam langs en wist van de laatste tafel.")
    identify_request(request_id=pk, proof=proof, actor=actor, today=day, now=noon(day))


def _waiting(uid: UUID, actor: Actor, day: date) -> None:
    asked = "Wilt u alles wissen wat u van mij hebt?"
    pk = _taken((RequestKind.ERASURE, RequestChannel.PHONE), uid, asked, actor, day)
    letter = NewLetter(
        kind=LetterKind.IDENTITY,
        words=_words(LetterKind.IDENTITY, RequestKind.ERASURE, 4, day),
        way=AnswerWay.PAPER,
        method=IdentityMethod.LETTER_CODE,
    )
    _write(pk, letter, actor, day + timedelta(days=1))


def _words(letter: LetterKind, kind: RequestKind, number: int, day: date) -> LetterWords:
    about = About(language="nl", number=number, kind=kind, received_on=day, due_on=day)
    return draft_letter(letter, about, Details(method=IdentityMethod.LETTER_CODE, pauses=True))


def _write(pk: int, letter: NewLetter, actor: Actor, day: date) -> None:
    write_request_letter(
        request_id=pk, letter=letter, code=CODE, actor=actor, today=day, now=noon(day)
    )
