"""The sheets of the register: one for each activity, put together from the declarations."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.utils.translation import get_language

from klantkluis.core.declared import Activity, LegalBasis, PersonalField, Source, Term
from klantkluis.foundation.inventory import declared, declared_by_the_site
from klantkluis.foundation.records import PersonalRecord, all_records
from klantkluis.privacy.models import ActivityNote
from klantkluis.privacy.register import words
from klantkluis.privacy.register.activities import (
    ABOUT,
    ARTICLES,
    activities_of_records,
    activity_of,
)
from klantkluis.privacy.register.recipients import (
    BY_ACTIVITY,
    Named,
    Position,
    recipients,
)
from klantkluis.privacy.register.setting import Controller, Setting, setting
from klantkluis.privacy.register.terms import article_in_words, law_of, term_in_words

_ORDER: Final = tuple(Activity)


@dataclass(frozen=True, slots=True)
class Kept:
    """A term of the sheet: of which categories, how long, and which law asks for it."""

    term: Term
    length: str
    law: str
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One activity, with every field of GDPR art. 30(1) and what is advised besides."""

    activity: Activity
    title: str
    purpose: str
    purposes: tuple[str, ...]
    bases: tuple[tuple[LegalBasis, str], ...]
    subjects: tuple[str, ...]
    categories: tuple[str, ...]
    recipients: tuple[Named, ...]
    kept: tuple[Kept, ...]
    sources: tuple[Source, ...]
    no_dpia: str
    measures: tuple[str, ...] = tuple(words.MEASURES)
    created_at: datetime | None = None
    updated_at: datetime | None = None

    @property
    def processors(self) -> tuple[Named, ...]:
        """Give those who work on our behalf."""
        return tuple(each for each in self.recipients if each.position is Position.PROCESSOR)

    @property
    def transfers(self) -> tuple[Named, ...]:
        """Give those with whom data leave the EEA."""
        return tuple(each for each in self.recipients if each.is_outside)

    @property
    def said(self) -> Mapping[str, list[str]]:
        """Give purposes, subjects, categories, sources and measures in words of the reader."""
        return {
            "purposes": [words.label(term) for term in self.purposes],
            "subjects": [words.label(term) for term in self.subjects],
            "categories": [words.label(term) for term in self.categories],
            "measures": [words.label(term) for term in self.measures],
            "sources": [str(words.SOURCES[each]) for each in self.sources],
            "bases": [
                f"{words.BASES[basis]} ({article_in_words(article)})"
                for basis, article in self.bases
            ],
        }


@dataclass(frozen=True, slots=True)
class Register:
    """The whole register, in the language that is active when it is made."""

    controller: Controller
    sheets: tuple[Sheet, ...]
    now: Setting = field(repr=False)


def register() -> Register:
    """Make the register from what the rooms and the site declare and from what is switched on."""
    now, records = setting(), all_records()
    fields = _fields_by_activity(records)
    named, notes = recipients(now), _notes()
    sheets = tuple(
        _sheet(activity, fields[activity], records, named=named, note=notes.get(activity), now=now)
        for activity in _ORDER
        if fields.get(activity)
    )
    return Register(now.controller, sheets, now)


def notes_of_activities() -> Mapping[Activity, ActivityNote]:
    """Give what the owner last said of each activity."""
    return _notes()


def _notes() -> dict[Activity, ActivityNote]:
    known = set(_ORDER)
    rows = ActivityNote.objects.order_by("pk")
    return {Activity(row.activity): row for row in rows if row.activity in known}


def _fields_by_activity(
    records: tuple[PersonalRecord, ...],
) -> dict[Activity, list[PersonalField]]:
    known = activities_of_records(records)
    found: dict[Activity, list[PersonalField]] = {}
    for room in (*declared(), declared_by_the_site()):
        for each in room.personal:
            found.setdefault(activity_of(room.room, each, known), []).append(each)
    return found


def _sheet(
    activity: Activity,
    fields: Sequence[PersonalField],
    records: Sequence[PersonalRecord],
    *,
    named: Mapping[str, Named],
    note: ActivityNote | None,
    now: Setting,
) -> Sheet:
    about = ABOUT[activity]
    mine = [record for record in records if record.activity is activity]
    kinds = dict.fromkeys((*BY_ACTIVITY[activity], *(r for m in mine for r in m.recipients)))
    bases = {each.basis for each in fields}
    moments = [now.changed_at, note.recorded_at if note else None]
    return Sheet(
        activity=activity,
        title=str(about.title),
        purpose=str(about.purpose),
        purposes=_once(each.purpose for each in fields),
        bases=tuple(
            (basis, about.articles.get(basis, ARTICLES[basis]))
            for basis in LegalBasis
            if basis in bases
        ),
        subjects=about.subjects,
        categories=_once(each.category for each in fields),
        recipients=tuple(named[kind] for kind in kinds if kind in named),
        kept=_kept(fields, now.months),
        sources=_sources(mine),
        no_dpia=_reason(note) or str(about.no_dpia),
        created_at=now.since,
        updated_at=max((each for each in moments if each), default=None),
    )


def _reason(note: ActivityNote | None) -> str:
    if note is None:
        return ""
    english = (get_language() or "nl").startswith("en")
    return note.no_dpia_en if english and note.no_dpia_en else note.no_dpia_nl


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(values)))


def _kept(fields: Sequence[PersonalField], months: Mapping[Term, int]) -> tuple[Kept, ...]:
    by_term: dict[Term, set[str]] = {}
    for each in fields:
        by_term.setdefault(each.term, set()).add(each.category)
    return tuple(
        Kept(term, term_in_words(term, months), law_of(term), tuple(sorted(by_term[term])))
        for term in Term
        if term in by_term
    )


def _sources(records: Sequence[PersonalRecord]) -> tuple[Source, ...]:
    found = {record.source for record in records} or {Source.PERSON, Source.OURSELVES}
    return tuple(each for each in Source if each in found)
