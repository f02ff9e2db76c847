"""The keys of book years: which there are, when their terms end, and the end of one."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import Count
from django.utils.translation import gettext as _

from klantkluis.core.declared import Term
from klantkluis.core.fiscal import SEVEN, TEN
from klantkluis.core.refusals import Refusal
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.expiring import local_day
from klantkluis.foundation.inserting import insert
from klantkluis.foundation.models import SealedModel
from klantkluis.foundation.records import PersonalRecord, all_records
from klantkluis.privacy.models import ClassEnd
from klantkluis.privacy.retaining.holds import held_rows
from klantkluis.vault.keys import class_ends_on

TERMS = {SEVEN: Term.BOOKS, TEN: Term.BOOKS_TEN}


class YearNotOver(Refusal):
    """The law keeps the documents of this year for longer."""


class YearUnknown(Refusal):
    """Nothing lies under the key of this year."""


class YearHeld(Refusal):
    """Under this key lies something of a customer of whom nothing may go."""


@dataclass(frozen=True, slots=True)
class BookYear:
    """A key of a book year, with how many sealed documents lie under it."""

    name: str
    term: Term
    year: int
    ends_on: date
    documents: int


def kinds_by_year() -> tuple[type[SealedModel], ...]:
    """Give the kinds of rows that lie under the key of a book year."""
    return tuple(
        model
        for model in apps.get_models()
        if issubclass(model, SealedModel)
        and any(field.name == "cls" for field in model._meta.concrete_fields)
    )


def book_years() -> tuple[BookYear, ...]:
    """Give every book year of which sealed documents are left, the oldest first."""
    counted: Counter[str] = Counter()
    for model in kinds_by_year():
        rows: Any = model._default_manager.exclude(sealed=b"").order_by()
        for name, n in rows.values_list("cls").annotate(n=Count("pk")):
            counted[name] += n
    years = [_year(name, n) for name, n in counted.items() if name.partition("-")[0] in TERMS]
    return tuple(sorted(years, key=lambda each: (each.ends_on, each.name)))


def _year(name: str, documents: int) -> BookYear:
    kind, _dash, year = name.partition("-")
    return BookYear(name, TERMS[kind], int(year), class_ends_on(name), documents)


def ended_years() -> frozenset[str]:
    """Give the book years whose key was destroyed: nothing of them can be read any more."""
    return frozenset(ClassEnd.objects.values_list("name", flat=True))


def held_documents(name: str) -> int:
    """Count the documents of a year that belong to somebody under a legal hold."""
    held = held_rows().values("uid")
    return sum(
        record.rows().filter(cls=name, **{f"{record.person}__in": held}).count()
        for record in kept_records()
    )


def kept_records() -> tuple[PersonalRecord, ...]:
    """Give the records whose rows lie under the key of a book year."""
    return tuple(each for each in all_records() if each.stored and each.stored.owner_field == "cls")


@command("book_year.ended")
def end_year(*, name: str, destroy: Callable[[str], None], actor: Actor, at: datetime) -> int:
    """Destroy the key of a book year whose term is over; the owner alone, after a look at it.

    From then on no copy and no backup of its documents can be read. Numbers, amounts and entries
    stay, and so do the seals by which the books vouch for what a document said. If the power
    goes half-way, doing it once more ends it.

    Args:
        destroy: lets the vault destroy the key, for which the owner typed the password.

    Raises:
        YearHeld: a legal hold keeps something in it (GDPR art. 17(3)(e)).
        YearNotOver: its term is not over.
        YearUnknown: nothing lies under a key of this name.
    """
    year = next((each for each in book_years() if each.name == name), None)
    if year is None:
        raise YearUnknown(_("There are no documents of this year any more."))
    if year.ends_on > local_day(at):
        raise YearNotOver(_("The law keeps the documents of this year for longer."))
    if held_documents(name):
        raise YearHeld(_("A legal hold keeps documents of this year. End it first."))
    destroy(name)
    row = ClassEnd(name=name, documents=year.documents, ended_at=at, staff_id=actor.staff_id)
    insert(row)
    return row.pk
