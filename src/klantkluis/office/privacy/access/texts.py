"""The texts that an owner looks through before a package leaves: so many at a time.

Without a script as well: what is to be hidden is put between double square brackets.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from klantkluis.core.names import fold
from klantkluis.foundation.company import company
from klantkluis.privacy.access.free_texts import FreeText
from klantkluis.privacy.access.hiding import (
    AnotherTextError,
    Decision,
    How,
    MarksError,
    Place,
    Why,
    digest_of,
    marked,
    shown,
    spans_in,
)
from klantkluis.privacy.access.names import names_in
from klantkluis.privacy.access.package import Package
from klantkluis.privacy.access.words import LABELS, TITLES

MOST: Final = 100
MOST_SIGNS: Final = 200_000
"""So many texts, and so many signs of them, are shown at a time: a page, and what comes back of
it, stay small."""
_SIGNS_IN_A_LINE: Final = 80
_MOST_LINES: Final = 14


@dataclass(frozen=True, slots=True)
class Shown:
    """A text on the page, as it was decided or typed.

    Attributes:
        place: where it stands, in one word that comes back with the form.
        group: what kind of record it is, in words; `about` says which, and of which day.
        text: with marks around what is hidden.
        before: what was decided before; empty for a text that nobody has looked at.
        names: what may be names of others.
        wrong: what is wrong with what was typed.
    """

    place: str
    group: str
    about: str
    text: str = field(repr=False)
    why: str = Why.SOMEBODY_ELSE.value
    whole: bool = False
    before: str = ""
    names: Sequence[str] = field(default=(), repr=False)
    wrong: str = ""
    index: int = 0

    @property
    def lines(self) -> int:
        """How many lines its box needs."""
        rows = sum(1 + len(line) // _SIGNS_IN_A_LINE for line in self.text.splitlines())
        return min(max(rows + 1, 2), _MOST_LINES)


@dataclass(frozen=True, slots=True)
class Round:
    """The texts that are looked through at one time.

    Attributes:
        goes_on_at: how many texts, counted from the newest, are done after this.
        more: how many are still to come.
        everything: the owner wants to see those again that were left as they are.
    """

    texts: tuple[Shown, ...]
    goes_on_at: int
    more: int = 0
    everything: bool = False

    @property
    def groups(self) -> Mapping[str, Sequence[Shown]]:
        """The texts by kind of record, in the order in which the newest of each comes."""
        groups: dict[str, list[Shown]] = {}
        for text in self.texts:
            groups.setdefault(text.group, []).append(text)
        return groups

    @property
    def fresh(self) -> int:
        """How many nobody has looked at before."""
        return sum(not text.before for text in self.texts)


def round_in(post: QueryDict) -> Round | None:
    """Read a page of texts that came back; None when none did."""
    count = _number(post.get("texts", ""))
    if not count:
        return None
    read = (_read(post, index) for index in range(min(count, MOST)))
    everything = post.get("look") == "1"
    return Round(tuple(read), _number(post.get("goes_on_at", "")), _number(post.get("more", "")),
                 everything)  # fmt: skip


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 0


def _read(post: QueryDict, index: int) -> Shown:
    why = post.get(f"why-{index}", "")
    return Shown(
        place=post.get(f"place-{index}", ""),
        group=post.get(f"group-{index}", ""),
        about=post.get(f"about-{index}", ""),
        text=post.get(f"text-{index}", ""),
        why=why if why in set(Why) else Why.SOMEBODY_ELSE.value,
        whole=post.get(f"whole-{index}") == "1",
        before=post.get(f"before-{index}", ""),
        index=index,
    )


def decided(sent: Round, package: Package) -> tuple[dict[Place, Decision], Round | None]:
    """Give what was decided of the texts that came back, and the same page when one is wrong.

    A text that is gone meanwhile is passed over.
    """
    texts = {_word(text.place): text for text in package.texts}
    decisions: dict[Place, Decision] = {}
    again: list[Shown] = []
    for each in sent.texts:
        text = texts.get(each.place)
        if text is None:
            continue
        try:
            decisions[text.place] = _decision(text, each)
            again.append(each)
        except MarksError:
            wrong = _("Each [[ needs a ]] behind it, and none stands inside another.")
            again.append(replace(each, wrong=wrong))
        except AnotherTextError:
            wrong = _("Something other than brackets was changed. Here is the text as we keep it.")
            again.append(replace(each, wrong=wrong, text=text.text))
    is_wrong = any(each.wrong for each in again)
    return decisions, replace(sent, texts=tuple(again)) if is_wrong else None


def _decision(text: FreeText, typed: Shown) -> Decision:
    digest, why = digest_of(text.text), Why(typed.why)
    if typed.whole:
        return Decision(text.place, digest, How.WHOLE, why)
    spans = spans_in(typed.text, text.text)
    if spans:
        return Decision(text.place, digest, How.PASSAGES, why, spans)
    return Decision(text.place, digest)


def next_round(
    package: Package, *, after: int, everything: bool, staff: Collection[str]
) -> Round | None:
    """Give the texts that are looked through next; None when there is nothing to look at.

    Those are the texts that nobody has looked at, and those of which something was hidden, which
    is proposed again.

    Args:
        after: how many texts, counted from the newest, were looked through just now.
        everything: also those that were left as they are.
        staff: names of employees.
    """
    wanted = [
        (place, text)
        for place, text in enumerate(package.texts[after:], after)
        if everything or _wants_a_look(package, text)
    ]
    if not wanted and package.unread:  # something was typed meanwhile
        wanted = [(after - 1, text) for text in package.unread]
    taken = wanted[: _that_fit([text for _place, text in wanted])]
    if not taken:
        return None
    own, known = _own_words(package), _known_names(package, staff)
    texts = tuple(
        replace(_shown(package, text, own, known), index=index)
        for index, (_place, text) in enumerate(taken)
    )
    return Round(texts, taken[-1][0] + 1, len(wanted) - len(taken), everything)


def _wants_a_look(package: Package, text: FreeText) -> bool:
    before = package.decisions.get(text.place)
    return before is None or before.hides


def _that_fit(texts: Sequence[FreeText]) -> int:
    signs = 0
    for count, text in enumerate(texts[:MOST]):
        signs += len(text.text)
        if count and signs > MOST_SIGNS:
            return count
    return min(len(texts), MOST)


def _shown(package: Package, text: FreeText, own: Collection[str], known: Collection[str]) -> Shown:
    before = package.decisions.get(text.place)
    return Shown(
        place=_word(text.place),
        group=str(TITLES.get(text.kind, text.kind)),
        about=_about(text),
        text=marked(text.text, before.spans if before else ()),
        why=before.why.value if before and before.why else Why.SOMEBODY_ELSE.value,
        whole=before is not None and before.how is How.WHOLE,
        before=before.how.value if before else "",
        names=names_in(_still_to_read(text, before), own=own, known=known),
    )


def _still_to_read(text: FreeText, before: Decision | None) -> str:
    """Give a text without what is hidden of it already."""
    return shown(text.text, before, mark=";", whole="") if before else text.text


def _word(place: Place) -> str:
    return f"{place.model}:{place.row}:{place.name}"


def _about(text: FreeText) -> str:
    """Say which text it is: its field, the number of its document, its day."""
    name = text.place.name
    day = date_format(text.day, "j F Y") if text.day else ""
    return " · ".join(filter(None, (str(LABELS.get(name, name)), text.number, day)))


def _own_words(package: Package) -> frozenset[str]:
    """Give the words that are about the person, or about our own business."""
    said = [package.name, *package.address, company().name, company().town]
    for each in package.holdings:
        if each.kind in {"customer", "shop_post", "subscriber"}:
            said += _texts_of(each.items[-1].values, but=each.items[-1].typed_by_us)
    return frozenset(word for text in said for word in fold(text).split())


def _texts_of(values: Mapping[str, object], but: Collection[str]) -> Iterator[str]:
    for name, value in values.items():
        if isinstance(value, str) and name not in {*but, "text", "subject"}:
            yield value


def _known_names(package: Package, staff: Collection[str]) -> frozenset[str]:
    """Give what are names for sure: of employees, and what was hidden elsewhere."""
    said = list(staff)
    for text in package.texts:
        decision = package.decisions.get(text.place)
        if decision is not None:
            said += [text.text[start:end] for start, end in decision.spans if end - start < 60]
    return frozenset(word for text in said for word in fold(text).split() if len(word) > 2)
