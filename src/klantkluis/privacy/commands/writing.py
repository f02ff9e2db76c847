"""Writing letters about requests; a letter and what it decides are one act."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from klantkluis.core.days import answer_due
from klantkluis.core.refusals import Refusal
from klantkluis.customers.letters import LetterWords
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.files import seal_contents
from klantkluis.foundation.mail.server import NoMailServer, mail_is_on
from klantkluis.foundation.once import insert_once, uid_of_form
from klantkluis.privacy.commands.adding import (
    By,
    RequestEnded,
    RequestUnknown,
    add_step,
    held_request,
)
from klantkluis.privacy.identity import known_person
from klantkluis.privacy.letters.drafting import filled, long_day, places_in
from klantkluis.privacy.letters.kinds import ANSWERS, LetterKind, may_be_written
from klantkluis.privacy.letters.printing import Addressee, PlaceEmpty, print_letter
from klantkluis.privacy.models import PrivacyRequest, RequestLetter
from klantkluis.privacy.rules import (
    ASKED_BY_LETTER,
    BY_CODE,
    AnswerWay,
    Decision,
    Facts,
    Ground,
    IdentityMethod,
    RequestKind,
    StepKind,
    clock_of,
    grounds_for,
    may_extend,
)
from klantkluis.privacy.standing import facts_of, steps_of
from klantkluis.privacy.stored import PRIVACY_REQUEST, REQUEST_LETTER
from klantkluis.vault.purposes import Purpose


class LetterNotNow(Refusal):
    """This letter does not fit the request, or comes too late."""


class LetterWithoutWay(Refusal):
    """Nobody knows where the letter should go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLetter:
    """A letter as a person saw it and let it go.

    `reason` is filled in at its place in the text, and kept with what was decided. `uid` comes with
    the form: the same one again is the same letter.
    """

    kind: LetterKind
    words: LetterWords
    way: AnswerWay
    method: IdentityMethod | None = None
    months: int = 0
    ground: Ground | None = None
    reason: str = field(default="", repr=False)
    uid: UUID | None = None


@command("privacy_request.letter_written")
def write_request_letter(
    *, request_id: int, letter: NewLetter, code: str, actor: Actor, today: date, now: datetime
) -> int:
    """Write a letter and, in the same act, what it means for the request; give its id.

    A question about identity is one, an extension moves the last day, and an answer decides and
    stops the clock. The paper is kept sealed as it went out. `code` is a fresh one by chance.

    Raises:
        LetterNotNow: it does not fit the request, or comes too late.
        LetterWithoutWay: nobody knows where it should go.
        LetterEmpty, PlaceEmpty: see `print_letter`.
        RequestUnknown, RequestEnded: see `held_request`.
        NoMailServer: it is to go by e-mail, and mail is off.
        SentBefore: the same form was written before.
        VaultLocked: the vault is not open.
    """
    request = held_request(request_id)
    uid = uid_of_form(RequestLetter, letter.uid)
    facts = facts_of(request, steps_of(request))
    check_letter(request, facts, letter, today)
    to = addressee_of(request, letter, actor)
    words = completed(request, facts, letter, code)
    if letter.way is AnswerWay.EMAIL and not mail_is_on():
        raise NoMailServer(_("Mail is off. The owner can fill in the mail server in the settings."))
    pdf = print_letter(
        words=words, language=request.language, number=request.number, to=to, today=today,
        made_at=now,
    )  # fmt: skip
    by = By(actor, now, today)
    letter_id = _keep(request, replace(letter, words=words, uid=uid), to, pdf, by)
    _note_meaning(request, letter, code, by)
    return letter_id


def preview_letter(
    *, request_id: int, letter: NewLetter, actor: Actor, today: date, now: datetime
) -> bytes:
    """Give the paper of a letter to look at before it is written; a code is not made yet.

    Raises:
        RequestUnknown: there is no such request.
        Refusal: whatever `write_request_letter` refuses.
    """
    request = PrivacyRequest.objects.filter(pk=request_id).first()
    if request is None:
        raise RequestUnknown(_("There is no such request."))
    facts = facts_of(request, steps_of(request))
    check_letter(request, facts, letter, today)
    return print_letter(
        words=completed(request, facts, letter, "····-····"),
        language=request.language,
        number=request.number,
        to=addressee_of(request, letter, actor),
        today=today,
        made_at=now,
    )


def check_letter(request: PrivacyRequest, facts: Facts, letter: NewLetter, today: date) -> None:
    """See that a letter fits the request as it stands.

    Raises:
        LetterNotNow, RequestEnded, PlaceEmpty: it does not.
    """
    kind = RequestKind(request.kind)
    if not may_be_written(letter.kind, kind):
        raise LetterNotNow(_("This letter does not fit this request."))
    if facts.ended_on is not None and letter.kind is not LetterKind.LIFTING:
        raise RequestEnded(_("This request was answered or taken back already."))
    if letter.kind is LetterKind.EXTENSION and not may_extend(facts, today):
        raise LetterNotNow(_("The term can be made longer once, and only within the first month."))
    if letter.kind is LetterKind.REFUSAL and letter.ground not in grounds_for(kind):
        raise LetterNotNow(_("Choose a ground on which this request can be refused."),
                           field="ground")  # fmt: skip
    if letter.kind is LetterKind.IDENTITY and letter.method not in ASKED_BY_LETTER:
        raise LetterNotNow(_("Choose how the person shows who they are."), field="method")
    if "reason" in places_in(letter.words.text) and not letter.reason.strip():
        raise PlaceEmpty(_("Write the reason. It comes into the letter."), field="reason")


def addressee_of(request: PrivacyRequest, letter: NewLetter, actor: Actor) -> Addressee:
    """Give whom a letter is for: as they asked, or for a code as our administration knows them.

    Raises:
        LetterWithoutWay: there is no such address.
        VaultLocked: the vault is not open.
    """
    said = PRIVACY_REQUEST.open_one(actor.vault, Purpose.DESK, request)
    name, address = str(said.get("name", "")), str(said.get("address", ""))
    email = str(said.get("email", ""))
    if letter.method in BY_CODE:
        # A code proves something only when it goes where we knew the person before.
        known = known_person(actor.vault, request.customer_uid)
        name, email = (known.name, known.email) if known else ("", "")
        address = known.address if known else ""
        if letter.method is IdentityMethod.LETTER_CODE and letter.way is not AnswerWay.PAPER:
            raise LetterWithoutWay(_("This code goes by post, to the address that we have."),
                                   field="way")  # fmt: skip
        if letter.method is IdentityMethod.EMAIL_CODE and letter.way is not AnswerWay.EMAIL:
            raise LetterWithoutWay(_("This code goes by e-mail, to the address that we have."),
                                   field="way")  # fmt: skip
    if letter.way is AnswerWay.EMAIL and not email:
        raise LetterWithoutWay(_("There is no e-mail address. Choose another way."), field="way")
    if letter.way is AnswerWay.PAPER and not address:
        raise LetterWithoutWay(_("There is no postal address. Choose another way."), field="way")
    return Addressee(name=name, address=address, email=email)


def completed(request: PrivacyRequest, facts: Facts, letter: NewLetter, code: str) -> LetterWords:
    """Fill in what the letter left open: the code, the reason, and until when it is extended.

    Raises:
        PlaceEmpty: a letter that brings a code has no place for it.
    """
    late = {}
    if letter.method in BY_CODE:
        if "code" not in places_in(letter.words.text):
            raise PlaceEmpty(_("The code has no place in the letter. Write {code} where it goes."),
                             field="text")  # fmt: skip
        late["code"] = code
    if "reason" in places_in(letter.words.text):
        late["reason"] = letter.reason.strip()
    if letter.months:
        paused = clock_of(facts, request.received_on).paused_days
        until = answer_due(request.received_on, months=1 + letter.months, paused_days=paused)
        late["until"] = long_day(until, request.language)
    return filled(letter.words, late)


def _keep(request: PrivacyRequest, letter: NewLetter, to: Addressee, pdf: bytes, by: By) -> int:
    """Keep the paper of a letter as it goes out; give its id."""
    name = f"{request.number}-{by.on.isoformat()}.pdf"
    fields, contents = seal_contents(pdf, name=name, media_type="application/pdf")
    assert letter.uid is not None, "it was chosen when the letter was looked at"
    row = RequestLetter(
        uid=letter.uid, request=request, kind=letter.kind.value, language=request.language,
        way=letter.way.value, written_at=by.now, staff_id=by.actor.staff_id, contents=contents,
    )  # fmt: skip
    said = {**fields, "subject": letter.words.subject.strip(), "to_name": to.name}
    if letter.way is AnswerWay.EMAIL:
        said["to_email"] = to.email
    REQUEST_LETTER.seal_new(by.actor.vault, [(row, said)])
    insert_once(row)
    return row.pk


def _note_meaning(request: PrivacyRequest, letter: NewLetter, code: str, by: By) -> None:
    """Write down what a letter means for its request."""
    if letter.kind is LetterKind.IDENTITY:
        assert letter.method is not None
        sent = code if letter.method in BY_CODE else ""
        add_step(request, StepKind.IDENTITY_ASKED, by, method=letter.method.value, code=sent)
    elif letter.kind is LetterKind.EXTENSION:
        add_step(request, StepKind.EXTENDED, by, months=letter.months, text=letter.reason)
    elif letter.kind in ANSWERS:
        answer = ANSWERS[letter.kind]
        refused = answer.decision in {Decision.PARTLY, Decision.REFUSED}
        ground = (letter.ground or answer.ground) if refused else None
        add_step(
            request, StepKind.DECIDED, by, decision=answer.decision.value,
            ground=ground.value if ground else "", text=letter.reason,
        )  # fmt: skip
        add_step(request, StepKind.ANSWERED, by, way=letter.way.value)
