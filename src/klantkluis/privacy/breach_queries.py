"""Questions about breaches."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery, Sum

from klantkluis.foundation.sealing import Stored
from klantkluis.privacy.breach_rules import Clock, Risk, clock
from klantkluis.privacy.breach_stored import BREACH, DECISION, LETTER, NOTE, REPORT
from klantkluis.privacy.breaches import what_is_missing
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
    opened: Sequence[Any] = [{} for _ in rows]
    if vault.is_open and rows:
        opened = BREACH.open_all(vault, Purpose.FILE, rows)
    return [_row(row, now, said) for row, said in zip(rows, opened, strict=True)]


def breach_card(*, breach_id: int, now: datetime, vault: VaultSession) -> BreachCard | None:
    """Give everything of one breach, or None."""
    breach = _rows().filter(pk=breach_id).first()
    if breach is None:
        return None
    said = BREACH.open_one(vault, Purpose.FILE, breach) if vault.is_open else {}
    told = BreachTold.objects.filter(breach=breach)
    closure = BreachClosure.objects.filter(breach=breach).first()
    return BreachCard(
        row=_row(breach, now, said),
        registered_at=breach.registered_at,
        staff_id=breach.staff_id,
        notes=_said(BreachNote, NOTE, breach, vault, "about"),
        decisions=_said(BreachDecision, DECISION, breach, vault, "risk"),
        reports=_said(BreachReport, REPORT, breach, vault, "kind", "number", "reported_at"),
        hits=tuple(_hit(row) for row in BreachHit.objects.filter(breach=breach).order_by("pk")),
        letters=letters_of(breach_id=breach_id, vault=vault),
        told=told.exclude(subject=None).count(),
        public=told.filter(subject=None).exists(),
        closed_at=closure.at if closure else None,
        missing=() if closure else what_is_missing(breach),
    )


def letters_of(*, breach_id: int, vault: VaultSession) -> tuple[LetterRow, ...]:
    """Give the last letter in each language."""
    found = BreachLetter.objects.filter(breach=breach_id).select_related("breach")
    last = {row.language: row for row in found.order_by("pk")}
    rows = [last[language] for language in sorted(last)]
    opened: Sequence[Any] = [{} for _ in rows]
    if vault.is_open and rows:
        opened = LETTER.open_all(vault, Purpose.FILE, rows)
    return tuple(
        LetterRow(row.language, row.at, said.get("subject", ""), said.get("text", ""))
        for row, said in zip(rows, opened, strict=True)
    )


def subjects_hit(*, breach_id: int, after: UUID | None = None, limit: int) -> list[UUID]:
    """Give whom a breach hits, in the order of their uids, from after one."""
    rows = BreachedSubject.objects.filter(breach=breach_id)
    if after is not None:
        rows = rows.filter(subject__gt=after)
    return list(rows.order_by("subject").values_list("subject", flat=True)[:limit])


def not_told(*, breach_id: int, limit: int) -> list[UUID]:
    """Give whom a breach hits and nobody told yet, in the order of their uids."""
    told = BreachTold.objects.filter(breach=breach_id, subject=OuterRef("subject"))
    rows = BreachedSubject.objects.filter(breach=breach_id).exclude(Exists(told))
    return list(rows.order_by("subject").values_list("subject", flat=True)[:limit])


def clocks_running(*, now: datetime) -> list[BreachRow]:
    """Give the breaches that still have to be decided about or reported, the oldest first."""
    closed = BreachClosure.objects.filter(breach=OuterRef("pk"))
    rows = _rows().exclude(Exists(closed)).order_by("known_at")[:100]
    return [row for each in rows if (row := _row(each, now, {})).clock.runs]


def people_to_tell() -> int:
    """Count the open breaches of high risk of which nobody was told yet (art. 34)."""
    closed = BreachClosure.objects.filter(breach=OuterRef("pk"))
    told = BreachTold.objects.filter(breach=OuterRef("pk"))
    rows = _rows().exclude(Exists(closed)).exclude(Exists(told))
    return sum(getattr(row, "risk") == Risk.HIGH for row in rows[:100])  # noqa: B009


def _rows() -> "QuerySet[Breach]":
    mine = OuterRef("pk")
    reports = BreachReport.objects.filter(breach=mine).order_by("pk")
    decisions = BreachDecision.objects.filter(breach=mine).order_by("-pk")
    hits = BreachHit.objects.filter(breach=mine).order_by()
    return Breach.objects.annotate(
        risk=Subquery(decisions.values("risk")[:1]),
        reported_at=Subquery(reports.values("reported_at")[:1]),
        number=Subquery(reports.values("number")[:1]),
        people=Subquery(hits.values("breach").annotate(n=Sum("people")).values("n")),
        closed=Exists(BreachClosure.objects.filter(breach=mine)),
    )


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
    model: type[Any], stored: Stored, breach: Breach, vault: VaultSession, *names: str
) -> tuple[Said, ...]:
    """Give what was said of one kind, the newest first: its code, and what else stands there."""
    found = model._default_manager.filter(breach=breach).select_related("breach")
    rows = list(found.order_by("-pk"))
    opened: Sequence[Any] = [{} for _ in rows]
    if vault.is_open and rows:
        opened = stored.open_all(vault, Purpose.FILE, rows)
    code, *more = names
    return tuple(
        Said(
            at=row.at,
            staff_id=row.staff_id,
            code=getattr(row, code),
            more=getattr(row, more[0]) if more else "",
            when=getattr(row, more[1]) if more else None,
            words=said.get("text", ""),
        )
        for row, said in zip(rows, opened, strict=True)
    )
