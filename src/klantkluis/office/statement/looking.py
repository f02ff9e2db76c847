"""What the pages of the statement show, put ready for their templates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from klantkluis.messages.markup import to_html
from klantkluis.office.statement.wording import Found, in_words
from klantkluis.privacy.proofs.shapes import Check
from klantkluis.privacy.proofs.standing import (
    HOLDS,
    Latest,
    SectionStanding,
    SentenceStanding,
    Standing,
    doubts,
    last_run,
    latest_results,
    standing_of,
)
from klantkluis.privacy.register.recipients import KINDS, unnamed
from klantkluis.privacy.register.setting import setting
from klantkluis.privacy.statement.composing import compose
from klantkluis.privacy.statement.shapes import Grade
from klantkluis.privacy.statement.versions import (
    Difference,
    VersionRow,
    differences,
    is_shown,
    newest,
)

GRADES: Final[Mapping[Grade, Promise]] = {
    Grade.MEASURED: _("measured on this system"),
    Grade.RELEASE: _("proven by the tests of this release"),
    Grade.ORGANISATIONAL: _("what people do"),
}
_BADGES: Final = {Standing.HOLDS: "good", Standing.DOUBT: "wait", Standing.OPEN: ""}


def language() -> str:
    """Give the language of the reader in which the statement is shown."""
    return "en" if (get_language() or "nl").startswith("en") else "nl"


def as_page(body: str) -> SafeString:
    """Give a statement as the shop shows it."""
    # Escaped there, sign by sign; only the marks of the small Markdown become tags.
    return mark_safe(to_html(body))  # noqa: S308


def _found(latest: Latest) -> list[Found]:
    return [in_words(sentence) for sentence in latest.found]


@dataclass(frozen=True, slots=True)
class ShownSentence:
    """A sentence on the page."""

    id: str
    words: SafeString
    grade: Promise
    badge: str
    state: Promise
    standing: SentenceStanding

    @property
    def first_line(self) -> SafeString:
        """The line by which it is named in a list."""
        return as_page(self.standing.said.lines(language())[0])

    @property
    def is_organisational(self) -> bool:
        """Whether a person answers for it."""
        return self.standing.said.sentence.grade is Grade.ORGANISATIONAL

    @property
    def reds(self) -> list[tuple[Latest, list[Found]]]:
        """Give the checks that found something, with what that was."""
        return [(each, _found(each)) for each in self.standing.checks if each.is_red]


_STATES: Final = {
    Standing.HOLDS: _("Holds true"),
    Standing.DOUBT: _("In doubt"),
    Standing.OPEN: _("Not measured"),
}


def _shown(each: SentenceStanding) -> ShownSentence:
    lines = each.said.lines(language())
    text = "\n".join(f"- {line}" for line in lines) if len(lines) > 1 else lines[0]
    to_confirm = each.asks_to_confirm and each.standing is Standing.DOUBT
    return ShownSentence(
        id=each.said.sentence.id,
        words=as_page(text),
        grade=GRADES[each.said.sentence.grade],
        badge=_BADGES[each.standing],
        state=_("To be confirmed") if to_confirm else _STATES[each.standing],
        standing=each,
    )


def statement_context(now: datetime, today: Any) -> dict[str, Any]:
    """Give what the page of the statement shows, with a constant number of questions."""
    settled, published = setting(), newest()
    composed = compose(settled)
    sections = standing_of(composed, now=now, today=today)
    return {
        "sections": [
            (each.heading[language()], [_shown(one) for one in each.sentences]) for each in sections
        ],
        "doubts": [_shown(each) for each in doubts(sections)],
        "counts": _counts(sections),
        "last_run": last_run(),
        "published": published,
        "differs": published is None or published.digest != composed.digest,
        "shown": published is None or is_shown(published),
        "changes": shown_differences(differences(published, composed)) if published else [],
        "unnamed": [KINDS[kind].title for kind in unnamed(settled)],
    }


def _counts(sections: Sequence[SectionStanding]) -> dict[str, int]:
    found = dict.fromkeys((each.value for each in Standing), 0)
    for section in sections:
        for sentence in section.sentences:
            found[sentence.standing.value] += 1
    return found


@dataclass(frozen=True, slots=True)
class ShownDifference:
    """A sentence that two versions say otherwise, in the language of the reader."""

    id: str
    heading: str
    before: str
    after: str


def shown_differences(found: Sequence[Difference]) -> list[ShownDifference]:
    """Give differences in the language of the reader."""
    now = language()
    return [
        ShownDifference(each.id, each.heading[now], each.before.get(now, ""),
                        each.after.get(now, ""))
        for each in found
    ]  # fmt: skip


def history(rows: Sequence[VersionRow]) -> list[tuple[VersionRow, list[ShownDifference]]]:
    """Pair each version with what it said otherwise than the one before it."""
    before: list[VersionRow | None] = [*rows, None][1:]
    return [
        (row, shown_differences(differences(old, row)) if old else [])
        for row, old in zip(rows, before, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class ShownCheck:
    """A check on the page of the proofs."""

    check: Check
    latest: Latest
    badge: str
    state: Promise

    @property
    def found(self) -> list[Found]:
        """What it found, if it is red."""
        return _found(self.latest) if self.latest.is_red else []


def shown_checks(now: datetime) -> list[ShownCheck]:
    """Give every check with its last result, those that are red first."""
    found = [_checked(each, now) for each in latest_results().values()]
    return sorted(found, key=lambda each: not each.latest.is_red)


def _checked(each: Latest, now: datetime) -> ShownCheck:
    if each.is_red:
        return ShownCheck(each.check, each, "bad", _("Red"))
    if each.is_green(now):
        return ShownCheck(each.check, each, "good", _("Green"))
    waits = {
        "locked": _("Waits for the vault"),
        "elsewhere": _("Not on this machine"),
        "failed": _("Went wrong itself"),
    }
    if each.tried is not None and each.tried.value in waits:
        return ShownCheck(each.check, each, "", waits[each.tried.value])
    too_old = each.at is not None and now - each.at > HOLDS
    return ShownCheck(each.check, each, "", _("Too long ago") if too_old else _("Never yet"))
