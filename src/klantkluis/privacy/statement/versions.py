"""The versions of the statement: which holds, what changed, and which one held for whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Subquery
from django.utils import timezone

from klantkluis.customers.queries import registered_on
from klantkluis.privacy.models import StatementVersion
from klantkluis.privacy.statement.composing import Composed
from klantkluis.shop.statement import statement_page

VERSIONS: Final = 200


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version as it was published."""

    number: int
    title: Mapping[str, str]
    body: Mapping[str, str]
    sentences: tuple[tuple[str, ...], ...]
    digest: str
    published_at: datetime
    staff_id: UUID


@dataclass(frozen=True, slots=True)
class Difference:
    """A sentence that another version says otherwise, or does not say."""

    id: str
    heading: Mapping[str, str]
    before: Mapping[str, str]
    after: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class VersionSeen:
    """Which statement somebody met: the one that held when they came, and the one of now.

    `first` is None when they came before anything was published; the one that took its place is
    then the oldest there is.
    """

    came_on: date
    first: VersionRow | None
    now: VersionRow | None


def versions(*, limit: int = VERSIONS) -> list[VersionRow]:
    """Give what the statement said through time, the newest first."""
    return [_row(row) for row in StatementVersion.objects.order_by("-number")[:limit]]


def version(number: int) -> VersionRow | None:
    """Give one version, or None."""
    row = StatementVersion.objects.filter(number=number).first()
    return _row(row) if row else None


def newest() -> VersionRow | None:
    """Give the version that holds; None before the first was published."""
    row = StatementVersion.objects.order_by("-number").first()
    return _row(row) if row else None


def version_of(*, customer_id: int) -> VersionSeen | None:
    """Tell which version held when a customer came, and which holds now; None without customer.

    GDPR art. 13(1) asks that people are told when they give their data. The site shows what was
    published last, so the day of registration says which version that was.
    """
    came_on = registered_on(customer_id=customer_id)
    return met_on(came_on) if came_on is not None else None


def met_on(came_on: date) -> VersionSeen:
    """Tell which version held for who came on a day, and which holds now, in one query."""
    every = StatementVersion.objects.order_by("-number")
    then = every.filter(published_at__lt=_after(came_on))
    numbers = (Subquery(each.values("number")[:1]) for each in (then, every))
    found = [_row(row) for row in every.filter(number__in=list(numbers))]
    held = [row for row in found if row.published_at < _after(came_on)]
    return VersionSeen(came_on, held[0] if held else None, found[0] if found else None)


def _after(day: date) -> datetime:
    midnight = datetime.combine(day, datetime.max.time())
    return timezone.make_aware(midnight)


def differences(before: VersionRow | None, after: VersionRow | Composed) -> list[Difference]:
    """Give the sentences that differ, in the order of the later one, then those that went."""
    old = _by_id(before.sentences if before else ())
    new = _by_id(tuple(tuple(each) for each in after.sentences))
    found = [
        _difference(name, old.get(name), said)
        for name, said in new.items()
        if old.get(name, ())[3:] != said[3:]
    ]
    gone = [_difference(name, said, None) for name, said in old.items() if name not in new]
    return found + gone


def _by_id(sentences: tuple[tuple[str, ...], ...]) -> dict[str, tuple[str, ...]]:
    return {each[0]: each for each in sentences}


def _difference(
    name: str, before: tuple[str, ...] | None, after: tuple[str, ...] | None
) -> Difference:
    known = after or before
    assert known is not None, "it was said at one time"
    words = [{"nl": each[3], "en": each[4]} if each else {} for each in (before, after)]
    return Difference(name, {"nl": known[1], "en": known[2]}, words[0], words[1])


def is_shown(row: VersionRow) -> bool:
    """Tell whether the page of the shop says what a version says; true without a shop."""
    page = statement_page()
    if page is None:
        return True
    said = (page.title_nl, page.body_nl, page.title_en, page.body_en)
    return said == (row.title["nl"], row.body["nl"], row.title["en"], row.body["en"])


def _row(row: StatementVersion) -> VersionRow:
    return VersionRow(
        number=row.number,
        title={"nl": row.title_nl, "en": row.title_en},
        body={"nl": row.body_nl, "en": row.body_en},
        sentences=tuple(tuple(each) for each in row.sentences),
        digest=row.digest,
        published_at=row.published_at,
        staff_id=row.staff_id,
    )
