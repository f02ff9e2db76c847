"""What the letter to a person says of each kind of record: what goes, what stays, and why."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from klantkluis.privacy.erasing.queries import Group, groups_of
from klantkluis.privacy.erasing.words import law_name
from klantkluis.privacy.verdicts import Verdict, Why

DAY: Final = "j F Y"


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One line of the letter: what it is about, what becomes of it, and until which day it stays.

    `sentence` says all of it (GDPR art. 12(4)): the article and the day with what is kept.
    """

    verdict: Verdict
    model: str
    name: str
    count: int
    until: date | None
    sentence: str


def letter_lines(plan_id: int, language: str) -> tuple[LetterLine, ...]:
    """Give the lines for the letter about a plan, in Dutch or English.

    What is erased comes first, then what stays: until when, and under which law. What names
    nobody is left out, for nothing of the person is in it.
    """
    with override(language):
        order = (Verdict.ERASE, Verdict.KEEP)
        groups = [each for each in groups_of(plan_id) if each.verdict in order]
        groups.sort(key=lambda each: (order.index(each.verdict), each.until or date.min, each.name))
        return tuple(_line(group) for group in groups)


def _line(group: Group) -> LetterLine:
    counted = ngettext("%(name)s (%(n)d record)", "%(name)s (%(n)d records)", group.count) % {
        "name": group.name,
        "n": group.count,
    }
    return LetterLine(
        group.verdict, group.model, group.name, group.count, group.until, _sentence(group, counted)
    )


def _sentence(group: Group, counted: str) -> str:
    said = {"what": counted, "law": law_name(group.law)}
    if group.verdict is Verdict.ERASE:
        return _("%(what)s: erased.") % said
    if group.why is Why.LAW and group.until is not None:
        day = date_format(group.until, DAY)
        return _(
            "%(what)s: we keep this until %(day)s because the law demands it (%(law)s;"
            " GDPR art. 17(3)(b)). After that it is erased by itself."
        ) % {**said, "day": day}
    if group.why is Why.HOLD:
        return _(
            "%(what)s: we keep this as long as it is needed for a legal claim (%(law)s)."
        ) % said  # fmt: skip
    return (
        _(
            "%(what)s: we keep this until what is still open between us is settled (%(law)s)."
            " After that it is erased by itself."
        )
        % said
    )
