"""Questions about breaches."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, Sum

from klantkluis.foundation.sealing import Stored
from klantkluis.privacy.breach_rules import Clock, NoteAbout, Risk, clock, missing_to_close
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
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose

MOST_OPEN: Final = 100


@dataclass(frozen=True, slots=True)
class BreachRow:
    """A breach in the register. What happened is empty while the vault is locked."""

    id: int
    known_at: datetime
    began_at: datetime | None
    kinds: tuple[str, ...]
    categories: tuple[str, ...]
    risk: str
    people: int
    clock: Clock
    number: str = ""
    what: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Said:
    """Something about a breach with its words, which are empty while the vault is locked."""

    at: datetime
    staff_id: UUID
    code: str
    more: str = ""
    when: datetime | None = None
    words: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class HitRow:
    """By what it was worked out whom a breach hits."""

    at: datetime
    how: str
    people: int
    whose: UUID | None
    first_at: datetime | None
    last_at: datetime | None
    disclosure_id: int | None


@dataclass(frozen=True, slots=True)
class LetterRow:
    """What the people are told, in one language."""

    language: str
    at: datetime
    subject: str = field(default="", repr=False)
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class BreachCard:
    """Everything of one breach."""

    row: BreachRow
    registered_at: datetime
    staff_id: UUID
    notes: tuple[Said, ...]
    decisions: tuple[Said, ...]
    reports: tuple[Said, ...]
    hits: tuple[HitRow, ...]
    letters: tuple[LetterRow, ...]
    told: int
    public: bool
    closed_at: datetime | None
    missing: tuple[str, ...]


def breach_rows(
    *, now: datetime, vault: VaultSession, below: int | None = None, limit: int | None = None
) -> list[BreachRow]:
    """Give the register, the newest first, from below an id; in one query and one call."""
    found = _rows().order_by("-pk")
    if below is not None:
        found = found.filter(pk__lt=below)
    rows = list(found[:limit])
    opened = _opened(BREACH, rows, vault)
    return [_row(row, now, said) for row, said in zip(rows, opened, strict=True)]


def breach_card(*, breach_id: int, now: datetime, vault: VaultSession) -> BreachCard | None:
    """Give everything of one breach, or None."""
    cards = breach_cards(now=now, vault=vault, ids=[breach_id])
    return cards[0] if cards else None


def breach_cards(
    *, now: datetime, vault: VaultSession, ids: Collection[int] | None = None
) -> list[BreachCard]:
    """Give everything of some breaches, or of all, the newest first.

    However many there are, each kind of row takes one query and one call to the vault.
    """
    found = _rows().order_by("-pk")
    rows = list(found if ids is None else found.filter(pk__in=ids))
    said = _opened(BREACH, rows, vault)
    parts = _Parts.of(rows, vault)
    return [_card(row, now, words, parts) for row, words in zip(rows, said, strict=True)]


@dataclass(frozen=True, slots=True)
class _Parts:
    """What was said of breaches, by the id of each."""

    notes: Mapping[int, tuple[Said, ...]]
    decisions: Mapping[int, tuple[Said, ...]]
    reports: Mapping[int, tuple[Said, ...]]
    hits: Mapping[int, tuple[HitRow, ...]]
    letters: Mapping[int, tuple[LetterRow, ...]]
    told: Mapping[int, int]
    public: frozenset[int]
    closed: Mapping[int, datetime]

    @classmethod
    def of(cls, rows: Sequence[Breach], vault: VaultSession) -> "_Parts":
        """Read them, kind by kind."""
        ids = [row.pk for row in rows]
        told = BreachTold.objects.filter(breach__in=ids).order_by()
        each = told.exclude(subject=None).values("breach").annotate(n=Count("pk"))
        hits: dict[int, tuple[HitRow, ...]] = {}
        for hit in BreachHit.objects.filter(breach__in=ids).order_by("pk"):
            hits[hit.breach_id] = (*hits.get(hit.breach_id, ()), _hit(hit))
        return cls(
            notes=_said(BreachNote, NOTE, ids, vault, "about"),
            decisions=_said(BreachDecision, DECISION, ids, vault, "risk"),
            reports=_said(BreachReport, REPORT, ids, vault, "kind", "number", "reported_at"),
            hits=hits,
            letters=_letters(ids, vault),
            told=dict(each.values_list("breach", "n")),
            public=frozenset(told.filter(subject=None).values_list("breach", flat=True)),
            closed=dict(BreachClosure.objects.filter(breach__in=ids).values_list("breach", "at")),
        )

    def missing(self, pk: int) -> tuple[str, ...]:
        """Give what is missing before a breach can be closed."""
        decisions = self.decisions.get(pk, ())
        return missing_to_close(
            risk=Risk(decisions[0].code) if decisions else None,
            reported=pk in self.reports,
            told=pk in self.told or pk in self.public,
            measures=any(note.code == NoteAbout.MEASURES for note in self.notes.get(pk, ())),
        )


def _card(breach: Any, now: datetime, said: Mapping[str, Any], parts: _Parts) -> BreachCard:
    pk: int = breach.pk
    closed_at = parts.closed.get(pk)
    return BreachCard(
        row=_row(breach, now, said),
        registered_at=breach.registered_at,
        staff_id=breach.staff_id,
        notes=parts.notes.get(pk, ()),
        decisions=parts.decisions.get(pk, ()),
        reports=parts.reports.get(pk, ()),
        hits=parts.hits.get(pk, ()),
        letters=parts.letters.get(pk, ()),
        told=parts.told.get(pk, 0),
        public=pk in parts.public,
        closed_at=closed_at,
        missing=() if closed_at else parts.missing(pk),
    )


def letters_of(*, breach_id: int, vault: VaultSession) -> tuple[LetterRow, ...]:
    """Give the last letter in each language."""
    return _letters([breach_id], vault).get(breach_id, ())


def _letters(ids: Sequence[int], vault: VaultSession) -> dict[int, tuple[LetterRow, ...]]:
    found = BreachLetter.objects.filter(breach__in=ids).select_related("breach").order_by("pk")
    last = {(row.breach_id, row.language): row for row in found}
    rows = [last[key] for key in sorted(last)]
    letters: dict[int, tuple[LetterRow, ...]] = {}
    for row, said in zip(rows, _opened(LETTER, rows, vault), strict=True):
        letter = LetterRow(row.language, row.at, said.get("subject", ""), said.get("text", ""))
        letters[row.breach_id] = (*letters.get(row.breach_id, ()), letter)
    return letters


def _opened(
    stored: Stored, rows: Sequence[Any], vault: VaultSession
) -> Sequence[Mapping[str, Any]]:
    """Open rows in one call; nothing is in them while the vault is locked."""
    if not vault.is_open or not rows:
        return [{} for _ in rows]
    return stored.open_all(vault, Purpose.FILE, rows)


def subjects_hit(*, breach_id: int, after: UUID | None = None, limit: int) -> list[UUID]:
    """Give whom a breach hits, in the order of their uids, from after one."""
    rows = BreachedSubject.objects.filter(breach=breach_id)
    if after is not None:
        rows = rows.filter(subject__gt=after)
    return list(rows.order_by("subject").values_list("subject", flat=True)[:limit])


def not_told(*, breach_id: int, limit: int, but: Collection[UUID] = ()) -> list[UUID]:
    """Give whom a breach hits and nobody told yet, in the order of their uids, but for some."""
    rows = _not_told(breach_id).exclude(subject__in=but)
    return list(rows.order_by("subject").values_list("subject", flat=True)[:limit])


def to_tell_among(*, breach_id: int, uids: Collection[UUID]) -> int:
    """Count who of some people is hit by a breach, and was not told yet."""
    return _not_told(breach_id).filter(subject__in=uids).count() if uids else 0


def _not_told(breach_id: int) -> "QuerySet[BreachedSubject]":
    told = BreachTold.objects.filter(breach=breach_id, subject=OuterRef("subject"))
    return BreachedSubject.objects.filter(breach=breach_id).exclude(Exists(told))


@dataclass(frozen=True, slots=True)
class BreachesWaiting:
    """Which open breaches ask for an owner.

    `clocks` still have to be decided about or reported; `to_tell` counts those of high risk of
    which nobody was told yet (GDPR art. 34).
    """

    clocks: list[BreachRow]
    to_tell: int


def breaches_waiting(*, now: datetime) -> BreachesWaiting:
    """Give what open breaches ask of an owner, the oldest first, in one question."""
    told = BreachTold.objects.filter(breach=OuterRef("pk"))
    found = _rows().filter(closed=False).annotate(told=Exists(told))
    rows: list[Any] = list(found.order_by("known_at")[:MOST_OPEN])
    return BreachesWaiting(
        clocks=[row for each in rows if (row := _row(each, now, {})).clock.runs],
        to_tell=sum(row.risk == Risk.HIGH and not row.told for row in rows),
    )


def _rows() -> QuerySet[Any]:
    mine = OuterRef("pk")
    reports = BreachReport.objects.filter(breach=mine).order_by("pk")
    decisions = BreachDecision.objects.filter(breach=mine).order_by("-pk")
    hits = BreachHit.objects.filter(breach=mine).order_by()
    found: QuerySet[Any] = Breach.objects.annotate(
        risk=Subquery(decisions.values("risk")[:1]),
        reported_at=Subquery(reports.values("reported_at")[:1]),
        number=Subquery(reports.values("number")[:1]),
        people=Subquery(hits.values("breach").annotate(n=Sum("people")).values("n")),
        closed=Exists(BreachClosure.objects.filter(breach=mine)),
    )
    return found


def _row(row: Any, now: datetime, said: Any) -> BreachRow:
    kinds = ("confidentiality", "integrity", "availability")
    return BreachRow(
        id=row.pk,
        known_at=row.known_at,
        began_at=row.began_at,
        kinds=tuple(kind for kind in kinds if getattr(row, kind)),
        categories=tuple(row.categories),
        risk=row.risk or "",
        people=row.people or 0,
        clock=clock(
            row.known_at,
            now,
            reported_at=row.reported_at,
            risk=Risk(row.risk) if row.risk else None,
            closed=row.closed,
        ),
        number=row.number or "",
        what=said.get("what", ""),
    )


def _hit(row: BreachHit) -> HitRow:
    return HitRow(
        row.at, row.how, row.people, row.whose, row.first_at, row.last_at, row.disclosure_id
    )


def _said(
    model: type[Any], stored: Stored, ids: Sequence[int], vault: VaultSession, *names: str
) -> dict[int, tuple[Said, ...]]:
    """Give what was said of one kind, the newest first: its code, and what else stands there."""
    found = model._default_manager.filter(breach__in=ids).select_related("breach")
    rows = list(found.order_by("-pk"))
    code, *more = names
    by_breach: dict[int, tuple[Said, ...]] = {}
    for row, said in zip(rows, _opened(stored, rows, vault), strict=True):
        one = Said(
            at=row.at,
            staff_id=row.staff_id,
            code=getattr(row, code),
            more=getattr(row, more[0]) if more else "",
            when=getattr(row, more[1]) if more else None,
            words=said.get("text", ""),
        )
        by_breach[row.breach_id] = (*by_breach.get(row.breach_id, ()), one)
    return by_breach
