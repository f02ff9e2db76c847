"""Writing the draft of a letter: what the law wants in it, ready for a person to change."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from klantkluis.customers.letters import LetterWords
from klantkluis.foundation.paper.formatting import long_date
from klantkluis.foundation.paper.values import Language as PaperLanguage
from klantkluis.privacy.letters import words_en, words_nl
from klantkluis.privacy.letters.kinds import LetterKind
from klantkluis.privacy.letters.wording import Language
from klantkluis.privacy.rules import Ground, IdentityMethod, RequestKind

LANGUAGES: Final[Mapping[str, Language]] = {"nl": words_nl.WORDS, "en": words_en.WORDS}
NO_DECISION: Final = frozenset({RequestKind.WITHDRAWAL, RequestKind.COMPLAINT})
"""What is answered without a decision on a right of GDPR art. 15 to 22."""
LATE: Final[Mapping[str, str]] = {
    "code": "code", "reason": "reason", "until": "until",
    "reden": "reason", "uiterlijk": "until",
}  # fmt: skip
"""Places that are filled in when the letter is written: what they say is typed beside it.

Each can be named in Dutch or English, in a letter of either language.
"""
_PLACE: Final = re.compile(r"\{([a-z]+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The request that a letter is about, and who writes and reads it."""

    language: str
    number: int
    kind: RequestKind
    received_on: date
    due_on: date
    name: str = field(default="", repr=False)
    signatory: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPart:
    """One part of what is held about a person (GDPR art. 15(1)(a)-(d), (g)), in their language."""

    what: str
    purpose: str
    basis: str
    categories: str
    source: str
    recipients: str
    kept: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What some letters say besides; each list may be empty, and then its paragraph is not there.

    Attributes:
        method: how it is asked who somebody is; for the question about it.
        pauses: whether the clock waits for the answer to that question.
        ground: on which ground it is refused; for a refusal.
        held: what is held, per part; for access.
        receivers: who received data before: for access, rectification, erasure and restriction.
        changes: what was corrected.
        went: what was erased.
        stays: what was not erased: until when, under which law and why, a sentence each.
        waits_until: until which day a package waits in the shop, when that is how it is given.
    """

    method: IdentityMethod | None = None
    pauses: bool = False
    ground: Ground | None = None
    held: Sequence[HeldPart] = field(default=(), repr=False)
    receivers: Sequence[str] = field(default=(), repr=False)
    changes: Sequence[str] = field(default=(), repr=False)
    went: Sequence[str] = field(default=(), repr=False)
    stays: Sequence[str] = field(default=(), repr=False)
    waits_until: date | None = None


NO_DETAILS: Final = Details()


def words_in(language: str) -> Language:
    """Give the words of a language; Dutch for one that letters do not speak."""
    return LANGUAGES.get(language, LANGUAGES["nl"])


def draft_letter(kind: LetterKind, about: About, details: Details = NO_DETAILS) -> LetterWords:
    """Write the draft of a letter in the language of the person.

    The places of a code, a reason and a day are left open: see `LATE` and `filled`.
    """
    words = words_in(about.language)
    values = _values(about, details, words) | {"complaint": _complaint(kind, about.kind, words)}
    text = words.texts[kind]
    paragraphs = [_filled(each, values) for each in text.paragraphs if _has_all(each, values)]
    return LetterWords(
        subject=_capital(_filled(text.subject, values)),
        salutation=words.salutation.format(name=about.name)
        if about.name
        else words.salutation_nobody,
        text="\n\n".join(paragraphs),
        farewell=words.farewell,
        signatory=about.signatory,
        enclosures="" if details.waits_until else words.enclosed.get(kind, ""),
    )


def filled(words: LetterWords, late: Mapping[str, str]) -> LetterWords:
    """Fill in what is known when the letter is written: a code, a reason, a day."""
    late = {place: late[name] for place, name in LATE.items() if name in late}
    return LetterWords(
        subject=_filled(words.subject, late),
        salutation=words.salutation,
        text=_filled(words.text, late).strip(),
        farewell=words.farewell,
        signatory=words.signatory,
        enclosures=words.enclosures,
    )


def places_in(text: str) -> frozenset[str]:
    """Give the places that a text leaves open, each by its one name."""
    return frozenset(LATE[place] for place in _PLACE.findall(text) if place in LATE)


def place_of_reason(text: str) -> str:
    """Give the place of the reason as a text has it, with its braces; empty without one."""
    found = (place for place in _PLACE.findall(text) if LATE.get(place) == "reason")
    return next((f"{{{place}}}" for place in found), "")


def long_day(day: date, language: str) -> str:
    """Write a day in full in the language of the person."""
    return long_date(day, PaperLanguage(language if language in LANGUAGES else "nl"))


def _values(about: About, details: Details, words: Language) -> dict[str, str]:
    held = "\n".join(
        words.held.format(**{name: getattr(each, name) for name in HeldPart.__slots__})
        for each in details.held
    )
    identity = words.identity.get(details.method, ()) if details.method else ()
    ground = words.grounds[details.ground] if details.ground else ()
    return {
        "asked": words.asked[about.kind],
        "received": long_day(about.received_on, about.language),
        "due": long_day(about.due_on, about.language),
        "number": str(about.number),
        "pause": words.pause if details.pauses else "",
        "identity": "\n\n".join(identity),
        "ground": "\n\n".join(ground),
        "held": held,
        "stays": _listed(details.stays),
        "receivers": _listed(details.receivers),
        "changes": _listed(details.changes),
        "went": _listed(details.went),
        "waits": long_day(details.waits_until, about.language) if details.waits_until else "",
    }


def _complaint(letter: LetterKind, asked: RequestKind, words: Language) -> str:
    """Say what one can do about a letter, and until when (GDPR art. 12(4), UAVG art. 35)."""
    if letter is LetterKind.EXTENSION:
        return words.no_answer_yet
    if letter is LetterKind.LIFTING or asked in NO_DECISION:
        return words.no_decision
    return words.complaint


def _listed(lines: Sequence[str]) -> str:
    return "\n".join(f"– {line}" for line in lines)


def _has_all(paragraph: str, values: Mapping[str, str]) -> bool:
    return all(values.get(name, "?") for name in _PLACE.findall(paragraph))


def _filled(text: str, values: Mapping[str, str]) -> str:
    """Fill in what there is; what a value says is never read as a place again."""
    return _PLACE.sub(lambda found: values.get(found[1], found[0]), text)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
