"""Documents of the books that go: of who was forgotten on their date, of a year with its key."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.db import transaction

from klantkluis.foundation.models import SealedModel
from klantkluis.foundation.records import PersonalRecord, Rows, blank
from klantkluis.privacy.erasing.keys import Keeper
from klantkluis.privacy.models import ClassEnd
from klantkluis.privacy.retaining.holds import held_rows
from klantkluis.privacy.retaining.years import book_years, kept_records, kinds_by_year

AT_ONCE: Final = 500


def remove_kept(today: date, keys: Keeper) -> int:
    """Remove documents of people who were forgotten, of which the term is over; give how many.

    The owner signed for it when the person was forgotten, so nobody is asked again. The log of
    the vault keeps which rows went, so that a backup that is put back loses them again.

    Raises:
        VaultLocked: the vault is not open.
    """
    over = years_over(today)
    removed = 0
    for record in kept_records():
        rows = of_the_forgotten(record).filter(cls__in=over)
        for uids, portion in _portions(record, rows):
            keys.note_removed(uids)
            removed += _forgotten(record, portion)
    return removed


def years_over(day: date) -> list[str]:
    """Give the book years of which the term is over on a day."""
    return [year.name for year in book_years() if year.ends_on <= day]


def kept_too_long(day: date) -> int:
    """Count documents of people who were forgotten, of which the term is over on a day."""
    over = years_over(day)
    if not over:
        return 0
    return sum(of_the_forgotten(each).filter(cls__in=over).count() for each in kept_records())


def of_the_forgotten(record: PersonalRecord) -> Rows:
    """Give the rows of a record that are about people who were forgotten."""
    erased = _customers().filter(state="erased").exclude(pk__in=held_rows().values("pk"))
    return record.rows().filter(**{f"{record.person}__in": erased.values("uid")})


def remove_ended_years() -> int:
    """Remove the documents of book years whose key was destroyed; give how many.

    Nobody can read them any more. What is a fact of the books stays, without its words.
    """
    ended = list(ClassEnd.objects.values_list("name", flat=True))
    removed = 0
    for record in kept_records():
        for _uids, portion in _portions(record, record.rows().filter(cls__in=ended)):
            removed += _forgotten(record, portion)
    return removed + sum(_emptied(model, ended) for model in _of_nobody())


def _portions(record: PersonalRecord, rows: Rows) -> Iterator[tuple[Collection[UUID], Rows]]:
    """Give rows in portions, with their uids; each has to be gone before the next is asked."""
    while found := dict(rows.order_by("pk").values_list("pk", "uid")[:AT_ONCE]):
        yield list(found.values()), record.rows().filter(pk__in=found)


def _forgotten(record: PersonalRecord, rows: Rows) -> int:
    with transaction.atomic():
        return record.forget(rows)


def _of_nobody() -> Iterable[type[SealedModel]]:
    """Give the kinds under the key of a year that are about no customer, such as purchases."""
    about_people = {record.model for record in kept_records()}
    return [each for each in kinds_by_year() if each._meta.label not in about_people]


def _emptied(model: type[SealedModel], classes: Collection[str]) -> int:
    manager: Any = model._default_manager
    rows = manager.filter(cls__in=classes)
    contents = "contents" if _has(model, "contents") else ""
    return blank(rows, contents)


def _has(model: type[SealedModel], column: str) -> bool:
    return any(field.name == column for field in model._meta.concrete_fields)


def _customers() -> Any:
    return apps.get_model("customers.Customer")._default_manager
