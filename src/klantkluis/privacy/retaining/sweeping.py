"""The nightly sweep: what is over goes by itself, and what needs a person is written down."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import batched
from typing import Final

from django.db import transaction

from klantkluis.core.declared import Term
from klantkluis.core.retention import RULES, goes_on, over_from
from klantkluis.foundation.expiring import Expiring, all_expiring, local_day
from klantkluis.privacy.models import RelationOver, Sweep, SweepFinding
from klantkluis.privacy.retaining.documents import kept_too_long
from klantkluis.privacy.retaining.holds import kept_for_now
from klantkluis.privacy.retaining.people import Relation, Relations, relations
from klantkluis.privacy.retaining.terms import months_of_all
from klantkluis.privacy.retaining.years import BookYear, book_years
from klantkluis.shop.unused import UNUSED, ended_since, endings_stand

GRACE: Final = timedelta(days=3)
"""What goes by itself is late when it is still here so long after its day: a machine may be off."""
GRACE_OF_A_PERSON: Final = timedelta(days=31)
"""What waits for somebody to confirm it is late after a month."""
PEOPLE: Final = "people"
DOCUMENTS: Final = "kept_documents"
AT_ONCE = 2000
type Tell = Callable[[int, int], None]
"""Hears how many kinds were looked at, and how many there are."""


def _nobody(_done: int, _total: int) -> None:
    """Hear nothing."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a look found of one kind; see `SweepFinding`."""

    code: str
    term: Term
    months: int
    due: int = 0
    overdue: int = 0
    held: int = 0
    kept: int = 0
    removed: int = 0
    next_on: date | None = None
    ahead: Mapping[date, int] = field(default_factory=dict)


def look(today: date, *, tell: Tell = _nobody) -> tuple[Found, ...]:
    """Say what is due and what comes, and change nothing: the dry run.

    Args:
        tell: hears after each kind how far it is.
    """
    return _all_found(today, remove=False, tell=tell)[0]


def sweep(now: datetime) -> tuple[Found, ...]:
    """Let go of what is over, and write down what was found (GDPR art. 5(1)(e)).

    Rows of their own go at once. Customers whose relation is over, and keys of book years, are
    written down for an owner to confirm. Doing it twice is harmless; a power cut half-way leaves
    the rest for the next time.
    """
    today = local_day(now)
    found, people = _all_found(today, remove=True)
    _write_people(people.over, today)
    keep_findings(found, at=now, ended_at=now, look_only=False)
    return found


def keep_findings(
    found: Iterable[Found], *, at: datetime, ended_at: datetime, look_only: bool
) -> int:
    """Write down what a look found; give the row of the sweep."""
    with transaction.atomic():
        row = Sweep.objects.create(at=at, ended_at=ended_at, look_only=look_only)
        SweepFinding.objects.bulk_create(
            SweepFinding(
                sweep=row, code=each.code, term=each.term.value, months=each.months, due=each.due,
                overdue=each.overdue, held=each.held, kept=each.kept, removed=each.removed,
                next_on=each.next_on,
                ahead={month.isoformat(): n for month, n in sorted(each.ahead.items())},
            )
            for each in found
        )  # fmt: skip
    return row.pk


def _all_found(
    today: date, *, remove: bool, tell: Tell = _nobody
) -> tuple[tuple[Found, ...], Relations]:
    months, kinds = months_of_all(), all_expiring()
    total = len(kinds) + 2
    rows = []
    for done, each in enumerate(kinds, start=1):
        rows.append(_of_rows(each, today, months[each.term], remove=remove))
        tell(done, total)
    people = relations(today=today, months=months[Term.RELATION])
    tell(total - 1, total)
    years = [_of_year(each, today, months) for each in book_years()]
    kept = _of_documents(today, months[Term.BOOKS])
    accounts = _of_accounts(today, months[Term.ACCOUNT])
    return (*rows, accounts, kept, _of_people(people, today, months[Term.RELATION]), *years), people


def _of_rows(kind: Expiring, today: date, months: int, *, remove: bool) -> Found:
    rule = RULES[kind.term]
    last = over_from(rule, today, months=months)
    standing = kind.standing(last)
    due = overdue = removed = 0
    if standing.due:
        held = kept_for_now().values("uid")
        late = over_from(rule, today - GRACE, months=months)
        due = kind.due(last, held).count() if kind.person else standing.due
        overdue = kind.due(late, held).count()
        removed = kind.let_go(last, held) if remove and due else 0
    ahead: dict[date, int] = {}
    for month, n in standing.by_month.items():
        end = goes_on(rule, month, months=months)
        if end >= today.replace(day=1):
            ahead[end.replace(day=1)] = ahead.get(end.replace(day=1), 0) + n
    first = standing.first
    return Found(
        kind.code, kind.term, months, due=due - removed, overdue=0 if removed else overdue,
        held=standing.due - due, removed=removed,
        next_on=goes_on(rule, first, months=months) if first else None, ahead=ahead,
    )  # fmt: skip


def _of_documents(today: date, months: int) -> Found:
    """Say which documents of people who were forgotten go as soon as the vault is open."""
    return Found(
        DOCUMENTS,
        Term.BOOKS,
        months,
        due=kept_too_long(today),
        overdue=kept_too_long(today - GRACE),
    )


def _of_accounts(today: date, months: int) -> Found:
    """Say which accounts in the shop nobody uses: the site ends them on their day.

    `removed` is how many it ended since the sweep before.
    """
    stand = endings_stand(today=today, late=today - GRACE, late_to_tell=today - GRACE_OF_A_PERSON)
    before = Sweep.objects.filter(look_only=False).order_by("-pk").values_list("at", flat=True)
    return Found(
        UNUSED, Term.ACCOUNT, months,
        due=stand.due, overdue=stand.overdue, held=stand.held, next_on=stand.next_on,
        removed=ended_since(before.first()),
        ahead=stand.ahead,
    )  # fmt: skip


def _of_people(people: Relations, today: date, months: int) -> Found:
    late = today - GRACE_OF_A_PERSON
    known = dict(RelationOver.objects.filter(found_on__lte=late).values_list("pk", "found_on"))
    return Found(
        PEOPLE, Term.RELATION, months,
        due=len(people.over),
        overdue=sum(each.customer_id in known for each in people.over),
        held=people.held,
        kept=people.claimed + people.based,
        next_on=min(people.ahead, default=None),
        ahead=people.ahead,
    )  # fmt: skip


def _of_year(year: BookYear, today: date, months: Mapping[Term, int]) -> Found:
    over = year.ends_on <= today
    late = year.ends_on + GRACE_OF_A_PERSON <= today
    return Found(
        year.name, year.term, months[year.term],
        due=year.documents if over else 0,
        overdue=year.documents if late else 0,
        next_on=None if over else year.ends_on,
        ahead={} if over else {year.ends_on: year.documents},
    )  # fmt: skip


def _write_people(over: Sequence[Relation], today: date) -> None:
    """Write down whose relation is over, and since when that is known."""
    with transaction.atomic():
        known = dict(RelationOver.objects.values_list("pk", "found_on"))
        RelationOver.objects.all().delete()
        for portion in batched(over, AT_ONCE, strict=False):
            RelationOver.objects.bulk_create(
                RelationOver(
                    customer=each.customer_id,
                    last_on=each.last_on,
                    found_on=known.get(each.customer_id, today),
                )
                for each in portion
            )


def overdue(today: date) -> tuple[int, tuple[str, ...]]:
    """Count what should have gone by now, with a sentence for each kind; for the proofs."""
    late = [each for each in look(today) if each.overdue]
    sentences = tuple(f"{each.code}: {each.overdue} kept beyond their term" for each in late)
    return sum(each.overdue for each in late), sentences
