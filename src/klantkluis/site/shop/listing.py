"""Which products stand on a page of a list: keyset pages, a constant number of questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.db.models import F, Q, QuerySet, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Lower, StrIndex
from django.db.models.lookups import GreaterThan

from klantkluis.core.names import fold
from klantkluis.site.models import ProductEntry, ProductPlace

PAGE: Final = 24
MOST_TERMS: Final = 8
LONGEST_QUERY: Final = 100

type Expression = F | Lower | CombinedExpression


class Sort(StrEnum):
    """In which order a list stands."""

    ORDER = "order"
    PRICE = "price"
    PRICE_DOWN = "price-down"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Place:
    """From where a page goes on: after, or before, a value and an article number."""

    value: str = ""
    sku: str = ""
    backwards: bool = False

    @classmethod
    def read(cls, after: str, before: str) -> "Place":
        """Read it from the address; what is malformed is the beginning."""
        text = before or after
        value, dot, sku = text[:400].rpartition("~")
        if not dot or not sku or "\x00" in text:
            return cls()
        return cls(value, sku, backwards=bool(before))

    def text(self) -> str:
        """Write it for the address."""
        return f"{self.value}~{self.sku}"


@dataclass(frozen=True, slots=True)
class Listed:
    """Article numbers of one page, and where the pages before and after it go on."""

    skus: tuple[str, ...]
    before: str = ""
    after: str = ""


def terms_of(text: str) -> tuple[str, ...]:
    """Give the words that somebody looks for, folded as the entries are."""
    return tuple(dict.fromkeys(fold(text[:LONGEST_QUERY]).split()))[:MOST_TERMS]


def entries_of(categories: Sequence[str]) -> QuerySet[ProductEntry]:
    """Give the entries in any of these categories."""
    places = ProductPlace.objects.filter(category__in=categories)
    return ProductEntry.objects.filter(pk__in=places.values("product"))


def places_of(category: str) -> QuerySet[ProductPlace]:
    """Give the places in one category alone, which lie in its order in an index."""
    return ProductPlace.objects.filter(category=category).annotate(sku=F("product_id"))


def listed_in(
    categories: Sequence[str], sort: Sort, place: Place, language: str, *, size: int = PAGE
) -> Listed:
    """Give one page of what stands in any of these categories."""
    if len(categories) == 1 and sort is not Sort.NAME:
        return page_of(places_of(categories[0]), sort, place, language, size=size)
    return page_of(entries_of(categories), sort, place, language, size=size)


def entries_with(terms: Sequence[str]) -> QuerySet[ProductEntry]:
    """Give the entries in which each of these terms begins a word."""
    found = ProductEntry.objects.all()
    for term in terms:
        found = found.filter(GreaterThan(StrIndex(F("search"), Value(f" {term}")), 0))
    return found


def page_of(
    entries: QuerySet[ProductEntry] | QuerySet[ProductPlace],
    sort: Sort,
    place: Place,
    language: str,
    *,
    size: int = PAGE,
) -> Listed:
    """Give one page of entries, in an order, from a place on."""
    expression, downwards, number = _order(sort, language)
    rows = entries.annotate(by=expression)
    if place.sku:
        value = _value(place.value, number=number)
        if value is not None:
            rows = rows.filter(_beyond(value, place.sku, down=downwards != place.backwards))
    down = downwards != place.backwards
    order = ("-by", "-sku") if down else ("by", "sku")
    found = list(rows.order_by(*order).values_list("by", "sku")[: size + 1])
    more = len(found) > size
    found = found[:size]
    if place.backwards:
        found.reverse()
    return _listed(found, place, more=more)


def _listed(found: list[tuple[Any, str]], place: Place, *, more: bool) -> Listed:
    if not found:
        return Listed(())
    first, last = (Place(str(by), sku).text() for by, sku in (found[0], found[-1]))
    started = place.sku != ""
    return Listed(
        skus=tuple(sku for _, sku in found),
        before=first if (more if place.backwards else started) else "",
        after=last if (place.backwards or more) else "",
    )


def _order(sort: Sort, language: str) -> tuple[Expression, bool, bool]:
    """Give by what a list is sorted, whether downwards, and whether that is a number."""
    match sort:
        case Sort.PRICE:
            return F("sort_cents"), False, True
        case Sort.PRICE_DOWN:
            return F("sort_cents"), True, True
        case Sort.NAME:
            return Lower("name_en" if language == "en" else "name_nl"), False, False
        case _:
            return F("position"), False, True


def _value(text: str, *, number: bool) -> int | str | None:
    if not number:
        return text
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > 15:
        return None
    return int(text)


def _beyond(value: int | str, sku: str, *, down: bool) -> Q:
    side = "lt" if down else "gt"
    return Q(**{f"by__{side}": value}) | Q(by=value, **{f"sku__{side}": sku})
