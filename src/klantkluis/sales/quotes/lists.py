"""Lists of quotes, a page at a time: each by what was agreed, or else by its newest version."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from klantkluis.foundation.pages import Sort, keyed
from klantkluis.sales.lists import Narrowing
from klantkluis.sales.models import (
    OpenQuote,
    QuoteAcceptance,
    QuoteChoice,
    QuoteRefusal,
    QuoteSending,
    QuoteVersion,
)
from klantkluis.sales.quotes.lines import quoted_lines, sums_of_all
from klantkluis.sales.quotes.rules import QuoteState, state_of

ALL = Narrowing()
NEWEST = Sort("number")
SORTS: Mapping[str, str] = {
    "number": "quote__number",
    "quoted_on": "quoted_on",
    "valid_until": "valid_until",
}


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """A quote in a list, as its newest version has it; `id` is the quote's.

    The amounts are those of what was agreed, once it is accepted.
    """

    id: int
    version_id: int
    number: int
    version: int
    customer_id: int
    quoted_on: date
    valid_until: date
    follow_up_on: date | None
    net_cents: int
    gross_cents: int
    state: QuoteState
    issued: bool

    @property
    def is_being_revised(self) -> bool:
        """Whether the customer has a version, and a newer one is being written."""
        return self.state in {QuoteState.OPEN, QuoteState.EXPIRED} and not self.issued


def quote_rows(
    *,
    today: date,
    narrowing: Narrowing = ALL,
    sort: Sort = NEWEST,
    after: tuple[Any, int] | None = None,
    limit: int = 50,
) -> list[QuoteRow]:
    """Give a page of quotes, sorted by one of SORTS, after a key of value and version id.

    The narrowing's `only` is a state, or `follow_up`.
    """
    rows = keyed(_newest(narrowing, today), Sort(SORTS[sort.by], sort.descending), after)
    return _rows(list(rows.select_related("quote__customer")[:limit]), today)


def customers_of_quotes(*, narrowing: Narrowing, today: date) -> list[int]:
    """Give the ids of the customers of these quotes, each once."""
    rows = _newest(narrowing, today).order_by()
    return list(rows.values_list("quote__customer", flat=True).distinct())


def quote_numbered(*, number: int) -> int | None:
    """Give the id of the quote with a number, or None, also when its term has passed."""
    rows = QuoteVersion.objects.filter(quote__number=number)
    return rows.values_list("quote", flat=True).first()


def quotes_to_follow_up(today: date) -> QuerySet[OpenQuote]:
    """Give the quotes that still hold and about which somebody has to ask."""
    return OpenQuote.objects.filter(follow_up_on__lte=today, valid_until__gte=today)


def expired_quotes(today: date) -> QuerySet[OpenQuote]:
    """Give the quotes that no longer hold and that nobody answered."""
    return OpenQuote.objects.filter(valid_until__lt=today)


def _newest(narrowing: Narrowing, today: date) -> QuerySet[QuoteVersion]:
    """Give of each quote the version that was accepted, or else the newest."""
    newer = QuoteVersion.objects.filter(quote=OuterRef("quote"), version__gt=OuterRef("version"))
    agreed = QuoteAcceptance.objects.filter(quote=OuterRef("quote"))
    this_one = QuoteAcceptance.objects.filter(version=OuterRef("pk"))
    rows = QuoteVersion.objects.filter(Exists(this_one) | ~Exists(agreed) & ~Exists(newer))
    if narrowing.ids is not None:
        rows = rows.filter(quote__in=narrowing.ids)
    if narrowing.customer_ids is not None:
        rows = rows.filter(quote__customer__in=narrowing.customer_ids)
    if narrowing.number is not None:
        rows = rows.filter(quote__number=narrowing.number)
    if narrowing.days is not None:
        rows = rows.filter(quoted_on__range=(narrowing.days.first, narrowing.days.last))
    return _only(rows, narrowing.only, today)


def _only(rows: QuerySet[QuoteVersion], only: str, today: date) -> QuerySet[QuoteVersion]:
    waiting = OpenQuote.objects.values("quote")
    accepted = QuoteAcceptance.objects.values("quote")
    refused = QuoteRefusal.objects.values("quote")
    match only:
        case QuoteState.DRAFT:
            sent = QuoteSending.objects.values("version__quote")
            return rows.exclude(quote__in=sent)
        case QuoteState.OPEN:
            return rows.filter(quote__in=waiting.filter(valid_until__gte=today))
        case QuoteState.EXPIRED:
            return rows.filter(quote__in=waiting.filter(valid_until__lt=today))
        case QuoteState.ACCEPTED:
            return rows.filter(quote__in=accepted)
        case QuoteState.REFUSED:
            return rows.filter(quote__in=refused)
        case "follow_up":
            due = waiting.filter(follow_up_on__lte=today, valid_until__gte=today)
            return rows.filter(quote__in=due)
        case _:
            return rows


def _rows(versions: list[QuoteVersion], today: date) -> list[QuoteRow]:
    quotes = [version.quote_id for version in versions]
    ids = [version.pk for version in versions]
    chosen = set(QuoteChoice.objects.filter(line__version__in=ids).values_list("line", flat=True))
    sums = sums_of_all(versions, quoted_lines(ids, {}), chosen)
    waiting = {each.pk: each for each in OpenQuote.objects.filter(pk__in=quotes)}
    facts = _facts(ids)

    def row(version: QuoteVersion) -> QuoteRow:
        still, fact = waiting.get(version.quote_id), facts[version.pk]
        return QuoteRow(
            id=version.quote_id,
            version_id=version.pk,
            number=version.quote.number,
            version=version.version,
            customer_id=version.quote.customer_id,
            quoted_on=version.quoted_on,
            valid_until=version.valid_until,
            follow_up_on=still.follow_up_on if still else None,
            net_cents=sums[version.pk].totals.net_cents,
            gross_cents=sums[version.pk].totals.gross_cents,
            state=state_of(
                issued_until=still.valid_until if still else None,
                accepted=fact.accepted,
                refused=fact.refused,
                today=today,
            ),
            issued=fact.issued,
        )

    return [row(version) for version in versions]


@dataclass(frozen=True, slots=True)
class _Facts:
    """What became of a version of a quote: its quote was answered, and it was issued."""

    accepted: bool
    refused: bool
    issued: bool


def _facts(version_ids: Collection[int]) -> dict[int, _Facts]:
    """Give what became of versions, in one query."""
    of_quote = {"quote": OuterRef("quote")}
    rows = QuoteVersion.objects.filter(pk__in=version_ids).values_list(
        "pk",
        Exists(QuoteAcceptance.objects.filter(**of_quote)),
        Exists(QuoteRefusal.objects.filter(**of_quote)),
        Exists(QuoteSending.objects.filter(version=OuterRef("pk"))),
    )
    return {pk: _Facts(*said) for pk, *said in rows}
