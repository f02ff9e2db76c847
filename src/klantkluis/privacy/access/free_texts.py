"""The texts of a package that somebody has to look through, and what was hidden of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from klantkluis.privacy.access.gathering import Holding, Item
from klantkluis.privacy.access.hiding import Decision, How, Place, Why, digest_of, shown
from klantkluis.privacy.access.typed import FREE, THEIRS

REASONS: Final = {
    Why.SOMEBODY_ELSE: gettext_lazy("it is about somebody else (GDPR art. 15(4))"),
    Why.RIGHTS_OF_OTHERS: gettext_lazy(
        "it would harm the rights of somebody else, such as a business secret (GDPR art. 15(4) and"
        " recital 63)"
    ),
}
"""Why something was hidden, for the person."""
_NUMBERS: Final = ("number", "order_number", "quote_number", "invoice_number", "request_number")


@dataclass(frozen=True, slots=True)
class FreeText:
    """One text that our staff or others typed.

    Attributes:
        kind: of the record, by its stable name.
        number: of the document to which it belongs, when it has one; it names nobody.
    """

    place: Place
    kind: str
    text: str = field(repr=False)
    item: Item = field(repr=False)
    day: date | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class Hidden:
    """What was hidden of one text, as the package tells it."""

    record: str
    kind: str
    name: str
    how: How
    why: Why
    passages: int


def texts_in(holdings: Iterable[Holding]) -> tuple[FreeText, ...]:
    """Give the texts of a package that the person did not type, the newest first.

    What they wrote through the shop is noted among our contacts with them as well; a text that says
    just what they wrote themselves is theirs, wherever it stands.
    """
    listed = list(holdings)
    theirs = frozenset(text for each in listed for text in _own_texts(each))
    found = [text for each in listed for text in _texts(each) if text.text.strip() not in theirs]
    return tuple(sorted(found, key=_newest_first))


def _own_texts(holding: Holding) -> Iterator[str]:
    """Give what the person typed themselves."""
    table = holding.record.stored.table if holding.record.stored else ""
    for item in holding.items:
        for name, value in item.values.items():
            is_own = f"{table}.{name}" in FREE and name not in item.typed_by_us
            if isinstance(value, str) and (table in THEIRS or is_own):
                yield value.strip()


def _texts(holding: Holding) -> Iterator[FreeText]:
    for item in holding.items:
        for name in item.typed_by_us:
            yield FreeText(
                place=Place(holding.record.model, item.pk, name),
                kind=holding.kind,
                text=str(item.values[name]),
                item=item,
                day=item.since,
                number=next((str(item.values[n]) for n in _NUMBERS if item.values.get(n)), ""),
            )


def _newest_first(text: FreeText) -> tuple[int, str, int, str]:
    day = text.day.toordinal() if text.day else 0
    return -day, text.kind, -text.place.row, text.place.name


def valid(texts: Sequence[FreeText], decisions: Mapping[Place, Decision]) -> dict[Place, Decision]:
    """Give the decisions that hold: those on the very words that stand there now."""
    return {
        text.place: decision
        for text in texts
        if (decision := decisions.get(text.place)) and decision.digest == digest_of(text.text)
    }


def hide(texts: Sequence[FreeText], decisions: Mapping[Place, Decision]) -> tuple[Hidden, ...]:
    """Let the records say each text as it was decided; give what was hidden, the newest first.

    The marks are in the language that is active. What nobody decided on stays as it is: a package
    with such texts is not handed over.
    """
    mark, whole = mark_of_passage(), mark_of_text()
    hidden: list[Hidden] = []
    for text in texts:
        decision, name = decisions.get(text.place), text.place.name
        if decision is None or not decision.hides:
            text.item.values[name] = text.text
            continue
        assert decision.why is not None, "what hides has a reason"
        text.item.values[name] = shown(text.text, decision, mark=mark, whole=whole)
        record = f"{text.kind}/{text.place.row}"
        count = len(decision.spans) if decision.how is How.PASSAGES else 0
        hidden.append(Hidden(record, text.kind, name, decision.how, decision.why, count))
    return tuple(hidden)


def mark_of_passage() -> str:
    """Give what stands where a passage was hidden."""
    return _("[hidden]")


def mark_of_text() -> str:
    """Give what stands where a whole text was left out."""
    return _("[text left out]")
