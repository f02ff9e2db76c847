"""What can be done with breaches: registered, looked into, decided, reported, told, closed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert
from klantkluis.foundation.once import insert_once, uid_of_form
from klantkluis.foundation.pouring import pour
from klantkluis.privacy.breach_rules import (
    Hit,
    NoteAbout,
    ReportKind,
    Risk,
    ToldHow,
    is_late,
    missing_to_close,
)
from klantkluis.privacy.breaches.stored import BREACH, DECISION, LETTER, NOTE, REPORT
from klantkluis.privacy.models.breaches import (
    Breach,
    BreachClosure,
    BreachDecision,
    BreachedSubject,
    BreachHit,
    BreachLetter,
    BreachNote,
    BreachReport,
    BreachTold,
)

_AT_ONCE: Final = 2_000


class BreachIncomplete(Refusal):
    """A breach says what happened, when, and of what kind it is."""


class BreachUnknown(Refusal):
    """There is no such breach."""


class BreachNotDone(Refusal):
    """Something that the law asks was not done yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBreach:
    """A breach as it is registered. What happened may name people, so it is sealed.

    `uid` comes with the form: the same one again is the same breach.
    """

    what: str = field(repr=False)
    known_at: datetime
    began_at: datetime | None = None
    confidentiality: bool = False
    integrity: bool = False
    availability: bool = False
    categories: Sequence[str] = ()
    uid: UUID | None = None


@command("breach.registered")
def register_breach(*, breach: NewBreach, actor: Actor, at: datetime) -> int:
    """Register a breach; give its id. The clock runs from the moment that we knew of it.

    Every breach is registered, also one that has to be reported to nobody (GDPR art. 33(5)).

    Raises:
        BreachIncomplete: it says too little, or its moments cannot be.
        SentBefore: the same form was registered before.
        VaultLocked: the vault is not open to the actor.
    """
    if not breach.what.strip():
        raise BreachIncomplete(_("Write what happened."), field="what")
    if not (breach.confidentiality or breach.integrity or breach.availability):
        raise BreachIncomplete(
            _("Say what went wrong: were data seen, changed or lost?"), field="kinds"
        )
    if breach.known_at > at:
        raise BreachIncomplete(_("You cannot know of it later than now."), field="known_at")
    if breach.began_at is not None and breach.began_at > breach.known_at:
        raise BreachIncomplete(
            _("It began before you knew of it, or at the same moment."), field="began_at"
        )
    row = Breach(
        uid=uid_of_form(Breach, breach.uid),
        began_at=breach.began_at,
        known_at=breach.known_at,
        confidentiality=breach.confidentiality,
        integrity=breach.integrity,
        availability=breach.availability,
        categories=list(breach.categories),
        registered_at=at,
        staff_id=actor.staff_id,
    )
    BREACH.seal_new(actor.vault, [(row, {"what": breach.what.strip()})])
    insert_once(row)
    return row.pk


@command("breach.noted")
def note_breach(
    *,
    breach_id: int,
    about: NoteAbout,
    text: str,
    actor: Actor,
    at: datetime,
    uid: UUID | None = None,
) -> int:
    """Add what was found out about a breach, or done about it; give the id.

    Raises:
        BreachUnknown: there is no such breach.
        SentBefore: the same form was kept before.
        BreachIncomplete: nothing was written.
    """
    if not text.strip():
        raise BreachIncomplete(_("Write what you found out, or did."), field="text")
    breach = held(breach_id)
    row = BreachNote(
        uid=uid_of_form(BreachNote, uid),
        breach=breach,
        about=about.value,
        at=at,
        staff_id=actor.staff_id,
    )
    NOTE.seal_new(actor.vault, [(row, {"text": text.strip()})])
    insert_once(row)
    return row.pk


@dataclass(frozen=True, slots=True)
class HitBy:
    """By what it was worked out whom a breach hits."""

    how: Hit
    whose: UUID | None = None
    first_at: datetime | None = None
    last_at: datetime | None = None
    disclosure_id: int | None = None


@command("breach.hit")
def add_hit(
    *, breach_id: int, by: HitBy, subjects: Iterable[UUID], actor: Actor, at: datetime
) -> int:
    """Note whom a breach hits, as it was worked out; give how many are new to it.

    Memory holds the uids that the breach hits already and a portion of the others.

    Raises:
        BreachUnknown: there is no such breach.
        BreachIncomplete: nobody was found.
    """
    breach = held(breach_id)
    known = set(BreachedSubject.objects.filter(breach=breach).values_list("subject", flat=True))
    news = sorted(set(subjects) - known)
    if not news and not known:
        raise BreachIncomplete(_("Nobody was found this way."))
    row = BreachHit(
        breach=breach,
        how=by.how.value,
        whose=by.whose,
        first_at=by.first_at,
        last_at=by.last_at,
        disclosure_id=by.disclosure_id,
        people=len(news),
        at=at,
        staff_id=actor.staff_id,
    )
    insert(row)
    columns = ("breach_id", "hit_id", "subject")
    for part in batched(news, _AT_ONCE, strict=False):
        pour(BreachedSubject, columns, [(breach.pk, row.pk, uid) for uid in part])
    return len(news)


@command("breach.decided")
def decide_risk(
    *,
    breach_id: int,
    risk: Risk,
    reason: str,
    actor: Actor,
    at: datetime,
    uid: UUID | None = None,
) -> int:
    """Decide what a breach means for people, and say why; give the id.

    Raises:
        BreachUnknown: there is no such breach.
        SentBefore: the same form was kept before.
        BreachIncomplete: the reason is missing; the authority can ask for it (art. 33(5)).
    """
    if not reason.strip():
        raise BreachIncomplete(_("Write why you think so. The authority may ask."), field="reason")
    breach = held(breach_id)
    row = BreachDecision(
        uid=uid_of_form(BreachDecision, uid),
        breach=breach,
        risk=risk.value,
        at=at,
        staff_id=actor.staff_id,
    )
    DECISION.seal_new(actor.vault, [(row, {"text": reason.strip()})])
    insert_once(row)
    return row.pk


@command("breach.reported")
def record_report(
    *,
    breach_id: int,
    kind: ReportKind,
    reported_at: datetime,
    number: str,
    why_late: str,
    actor: Actor,
    at: datetime,
    uid: UUID | None = None,
) -> int:
    """Note that a breach was reported to the authority, in one phase or more; give the id.

    Raises:
        BreachUnknown: there is no such breach.
        SentBefore: the same form was kept before.
        BreachIncomplete: the number is missing, the moment cannot be, or a late report does not
            say why it is (art. 33(1)).
    """
    breach = held(breach_id)
    uid = uid_of_form(BreachReport, uid)
    if not number.strip():
        raise BreachIncomplete(_("Give the number of the report."), field="number")
    if not breach.known_at <= reported_at <= at:
        raise BreachIncomplete(
            _("It was reported after you knew of it, and not later than now."), field="reported_at"
        )
    first = not BreachReport.objects.filter(breach=breach).exists()
    if first and is_late(breach.known_at, reported_at) and not why_late.strip():
        raise BreachIncomplete(
            _("This is more than 72 hours after you knew of it. Write why; the law asks that."),
            field="why_late",
        )
    row = BreachReport(
        uid=uid,
        breach=breach,
        kind=kind.value,
        reported_at=reported_at,
        number=number.strip(),
        at=at,
        staff_id=actor.staff_id,
    )
    REPORT.seal_new(actor.vault, [(row, {"text": why_late.strip()})])
    insert_once(row)
    return row.pk


@command("breach.letter_written")
def write_breach_letter(
    *,
    breach_id: int,
    language: str,
    subject: str,
    text: str,
    actor: Actor,
    at: datetime,
    uid: UUID | None = None,
) -> int:
    """Write what the people are told, in one language (GDPR art. 34(2)); give the id.

    Raises:
        BreachUnknown: there is no such breach.
        SentBefore: the same form was kept before.
        BreachIncomplete: it says nothing.
    """
    if not subject.strip() or not text.strip():
        raise BreachIncomplete(_("Write what the people have to know."), field="text")
    breach = held(breach_id)
    row = BreachLetter(
        uid=uid_of_form(BreachLetter, uid),
        breach=breach,
        language=language,
        at=at,
        staff_id=actor.staff_id,
    )
    LETTER.seal_new(actor.vault, [(row, {"subject": subject.strip(), "text": text.strip()})])
    insert_once(row)
    return row.pk


@command("breach.people_told")
def record_told(
    *, breach_id: int, subjects: Sequence[UUID], how: ToldHow, actor: Actor, at: datetime
) -> int:
    """Note that people were told of a breach; give how many were not before.

    Raises:
        BreachUnknown: there is no such breach.
    """
    breach = held(breach_id)
    told = BreachTold.objects.filter(breach=breach)
    if how is ToldHow.PUBLIC:
        if not told.filter(subject=None).exists():
            insert(BreachTold(breach=breach, how=how.value, told_at=at, staff_id=actor.staff_id))
        return 0
    known = set(told.exclude(subject=None).values_list("subject", flat=True))
    news = sorted(set(subjects) - known)
    columns = ("breach_id", "subject", "how", "told_at", "staff_id")
    for part in batched(news, _AT_ONCE, strict=False):
        rows = [(breach.pk, uid, how.value, at, actor.staff_id) for uid in part]
        pour(BreachTold, columns, rows)
    return len(news)


@command("breach.closed")
def close_breach(*, breach_id: int, actor: Actor, at: datetime) -> None:
    """Close a breach of which everything was done that the law asks.

    Raises:
        BreachUnknown: there is no such breach.
        BreachNotDone: something is missing.
    """
    breach = held(breach_id)
    missing = what_is_missing(breach)
    if missing:
        raise BreachNotDone(_SENTENCES[missing[0]]())
    if not BreachClosure.objects.filter(breach=breach).exists():
        insert(BreachClosure(breach_id=breach.pk, at=at, staff_id=actor.staff_id))


def what_is_missing(breach: Breach) -> tuple[str, ...]:
    """Give what is missing before a breach can be closed, as codes."""
    decision = BreachDecision.objects.filter(breach=breach).order_by("-pk").first()
    notes = BreachNote.objects.filter(breach=breach, about=NoteAbout.MEASURES.value)
    return missing_to_close(
        risk=Risk(decision.risk) if decision else None,
        reported=BreachReport.objects.filter(breach=breach).exists(),
        told=BreachTold.objects.filter(breach=breach).exists(),
        measures=notes.exists(),
    )


def held(breach_id: int) -> Breach:
    """Give a breach, and keep the next act on it waiting.

    Raises:
        BreachUnknown: there is none.
    """
    row = Breach.objects.select_for_update().filter(pk=breach_id).first()
    if row is None:
        raise BreachUnknown(_("There is no such breach."))
    return row


_SENTENCES: Final = {
    "decision": lambda: _("First decide what it means for people."),
    "measures": lambda: _("First write which measures you took."),
    "report": lambda: _("First report it to the authority, and note its number."),
    "told": lambda: _("First tell the people whom it hits, or give a public notice."),
}
