"""Questions about hand-overs and notices."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from klantkluis.disclosures.models import (
    DisclosedSubject,
    Disclosure,
    DisclosureFile,
    Notice,
    NoticeEnding,
)
from klantkluis.disclosures.rules import INTERNAL, Ground, HandOver, What, Why


@dataclass(frozen=True, slots=True)
class DisclosureRow:
    """A hand-over. Of its file `outcome` is empty while its last byte has not left."""

    id: int
    at: datetime
    staff_id: UUID
    what: str
    recipient: str
    recipient_name: str
    ground: str
    why: str
    categories: tuple[str, ...]
    subjects: int
    left_out: int
    outcome: str = ""
    sha256: str = ""
    size: int = 0
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which hand-overs a list shows. Internal ones are those that nobody outside got."""

    recipient: str = ""
    what: str = ""
    subjects: Sequence[UUID] | None = None
    first: date | None = None
    last: date | None = None
    outside_only: bool = False


def disclosure_rows(
    *, wanted: Wanted | None = None, below: int | None = None, limit: int | None
) -> list[DisclosureRow]:
    """Give hand-overs, the newest first, from below an id; in one query."""
    rows = _narrowed(wanted or Wanted())
    if below is not None:
        rows = rows.filter(pk__lt=below)
    return [_row(row) for row in _with_files(rows.order_by("-pk"))[:limit]]


def disclosures_of(*, subject_uids: Collection[UUID]) -> list[DisclosureRow]:
    """Give all that was handed over about a person, the newest first (GDPR art. 15(1)(c)).

    What stayed in the house is left out: nobody received it.
    """
    wanted = Wanted(subjects=list(subject_uids), outside_only=True)
    return disclosure_rows(wanted=wanted, limit=None)


def disclosure(*, disclosure_id: int) -> DisclosureRow | None:
    """Give one hand-over, or None."""
    found = _with_files(Disclosure.objects.filter(pk=disclosure_id)).first()
    return _row(found) if found else None


def subjects_of(*, disclosure_id: int, after: UUID | None = None, limit: int) -> list[UUID]:
    """Give the uids of those whom a hand-over was about, in their order, from after one."""
    rows = DisclosedSubject.objects.filter(disclosure=disclosure_id)
    if after is not None:
        rows = rows.filter(subject__gt=after)
    return list(rows.order_by("subject").values_list("subject", flat=True)[:limit])


def last_hand_over(*, staff_id: UUID, what: What) -> HandOver | None:
    """Give to whom a person gave such a file the last time: what they will most often do again."""
    row = Disclosure.objects.filter(staff_id=staff_id, what=what.value).order_by("-pk").first()
    if row is None:
        return None
    return HandOver(row.recipient, Ground(row.ground), Why(row.why), row.recipient_name)


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """What a recipient is to be told about one person, and what came of it."""

    id: int
    kind: str
    categories: tuple[str, ...]
    subject: UUID
    prepared_at: datetime
    disclosure_id: int
    given_at: datetime
    what: str
    recipient: str
    recipient_name: str
    request_uid: UUID | None
    how: str = ""
    ended_at: datetime | None = None


def notice_rows(
    *,
    waiting: bool = False,
    subject_uids: Collection[UUID] = (),
    below: int | None = None,
    limit: int,
) -> list[NoticeRow]:
    """Give notices, the newest first, from below an id; in one query."""
    rows = _with_ends().order_by("-pk")
    if waiting:
        rows = rows.exclude(Exists(NoticeEnding.objects.filter(notice=OuterRef("pk"))))
    if subject_uids:
        rows = rows.filter(subject__in=list(subject_uids))
    if below is not None:
        rows = rows.filter(pk__lt=below)
    return [_notice(row) for row in rows[:limit]]


def notice(*, notice_id: int) -> NoticeRow | None:
    """Give one notice, or None."""
    found = _with_ends().filter(pk=notice_id).first()
    return _notice(found) if found else None


def notices_waiting() -> int:
    """Give how many notices nobody dealt with yet."""
    ended = NoticeEnding.objects.filter(notice=OuterRef("pk"))
    return Notice.objects.exclude(Exists(ended)).count()


def _with_ends() -> "QuerySet[Notice]":
    ending = NoticeEnding.objects.filter(notice=OuterRef("pk"))
    return Notice.objects.select_related("disclosure").annotate(
        how=Subquery(ending.values("how")[:1]), ended_at=Subquery(ending.values("at")[:1])
    )


def _notice(row: Notice) -> NoticeRow:
    given = row.disclosure
    how, ended_at = (getattr(row, name) for name in ("how", "ended_at"))
    return NoticeRow(
        id=row.pk,
        kind=row.kind,
        categories=tuple(row.categories),
        subject=row.subject,
        prepared_at=row.prepared_at,
        disclosure_id=given.pk,
        given_at=given.at,
        what=given.what,
        recipient=given.recipient,
        recipient_name=given.recipient_name,
        request_uid=row.request_uid,
        how=how or "",
        ended_at=ended_at,
    )


def _narrowed(wanted: Wanted) -> "QuerySet[Disclosure]":
    rows = Disclosure.objects.all()
    if wanted.recipient:
        rows = rows.filter(recipient=wanted.recipient)
    if wanted.what:
        rows = rows.filter(what=wanted.what)
    if wanted.outside_only:
        rows = rows.exclude(recipient=INTERNAL)
    if wanted.first:
        rows = rows.filter(at__date__gte=wanted.first)
    if wanted.last:
        rows = rows.filter(at__date__lte=wanted.last)
    if wanted.subjects is not None:
        about = DisclosedSubject.objects.filter(subject__in=wanted.subjects)
        rows = rows.filter(pk__in=about.values("disclosure"))
    return rows


def _with_files(rows: "QuerySet[Disclosure]") -> "QuerySet[Disclosure]":
    file = DisclosureFile.objects.filter(disclosure=OuterRef("pk"))
    return rows.annotate(
        **{
            f"file_{name}": Subquery(file.values(name)[:1])
            for name in ("outcome", "sha256", "size", "rows")
        }
    )


def _row(row: Disclosure) -> DisclosureRow:
    file = {name: getattr(row, f"file_{name}") for name in ("outcome", "sha256", "size", "rows")}
    return DisclosureRow(
        id=row.pk,
        at=row.at,
        staff_id=row.staff_id,
        what=row.what,
        recipient=row.recipient,
        recipient_name=row.recipient_name,
        ground=row.ground,
        why=row.why,
        categories=tuple(row.categories),
        subjects=row.subjects,
        left_out=row.left_out,
        outcome=file["outcome"] or "",
        sha256=bytes(file["sha256"]).hex() if file["sha256"] else "",
        size=file["size"] or 0,
        rows=file["rows"],
    )
