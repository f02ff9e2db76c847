"""Putting the statement into words: from the settings and the declarations, in two languages."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from klantkluis.privacy.models import ProcessorNote
from klantkluis.privacy.register.recipients import notes, recipients
from klantkluis.privacy.register.setting import Setting, setting
from klantkluis.privacy.statement.sentences import SECTIONS, TITLE
from klantkluis.privacy.statement.shapes import Section, Sentence, Shape, Told

LANGUAGES: Final = ("nl", "en")


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence as it is said: the lines of each language, without marks of a list."""

    sentence: Sentence
    nl: tuple[str, ...]
    en: tuple[str, ...]

    def lines(self, language: str) -> tuple[str, ...]:
        """Give its lines in a language."""
        return self.nl if language == "nl" else self.en


@dataclass(frozen=True, slots=True)
class SaidSection:
    """A heading with the sentences below it."""

    heading: dict[str, str]
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Composed:
    """The statement as it ought to be now; `digest` follows from every word of it."""

    title: dict[str, str]
    sections: tuple[SaidSection, ...]
    digest: str

    @property
    def sentences(self) -> list[list[str]]:
        """Give id, headings and words of each sentence, as a version keeps them."""
        return [
            [each.sentence.id, part.heading["nl"], part.heading["en"], "\n".join(each.nl),
             "\n".join(each.en)]
            for part in self.sections
            for each in part.said
        ]  # fmt: skip

    def ids(self) -> frozenset[str]:
        """Give the names of the sentences that are said."""
        return frozenset(each.sentence.id for part in self.sections for each in part.said)


def compose(now: Setting | None = None) -> Composed:
    """Compose the statement as it follows from what is declared and switched on.

    The same declarations and settings give the same words and the same digest.
    """
    now = setting() if now is None else now
    said = notes()
    by_language = {language: _in(language, now, said) for language in LANGUAGES}
    sections = tuple(
        SaidSection(
            {"nl": dutch[0], "en": english[0]},
            tuple(
                Said(sentence, nl, en)
                for (sentence, nl), (_same, en) in zip(dutch[1], english[1], strict=True)
            ),
        )
        for dutch, english in zip(*(by_language[lang][1] for lang in LANGUAGES), strict=True)
    )
    title = {language: by_language[language][0] for language in LANGUAGES}
    return Composed(title, sections, _digest(title, sections))


def body(composed: Composed, language: str, *, number: int, day: date) -> str:
    """Write the statement as the page of the shop: its small Markdown, with version and day."""
    blocks = []
    for part in composed.sections:
        blocks.append(f"## {part.heading[language]}")
        blocks += _blocks(part, language)
    with override(language):
        said = {"number": number, "day": date_format(day, "j F Y")}
        blocks.append(_("This is version %(number)d of %(day)s.") % said)
    return "\n\n".join(blocks)


def _blocks(part: SaidSection, language: str) -> Iterator[str]:
    """Join sentences that follow each other, and items of one list."""
    block, is_list = list[str](), False
    for each in part.said:
        shape, lines = each.sentence.shape, each.lines(language)
        goes_on = shape is Shape.FOLLOWS or (shape is Shape.ITEM and is_list)
        if block and not goes_on:
            yield ("\n" if is_list else " ").join(block)
            block = []
        is_list = shape is Shape.ITEM
        block += [f"- {line}" for line in lines] if is_list else lines
    if block:
        yield ("\n" if is_list else " ").join(block)


type _Lines = tuple[Sentence, tuple[str, ...]]


def _in(
    language: str, now: Setting, said: Mapping[str, ProcessorNote]
) -> tuple[str, list[tuple[str, list[_Lines]]]]:
    with override(language):
        ours = now.controller
        values = {"company": ours.name, "address": ours.address}
        told = Told(now, tuple(recipients(now, said).values()), values)
        sections = [
            (str(section.heading), list(_said(section, told)))
            for section in SECTIONS
            if section.holds(told)
        ]
        return str(TITLE), sections


def _said(section: Section, told: Told) -> Iterator[_Lines]:
    for sentence in section.sentences:
        if not sentence.holds(told):
            continue
        lines = tuple(str(sentence.text) % filled for filled in sentence.fill(told))
        if lines:
            yield sentence, lines


def _digest(title: dict[str, str], sections: tuple[SaidSection, ...]) -> str:
    said = [
        title,
        [[part.heading, [[each.nl, each.en] for each in part.said]] for part in sections],
    ]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
