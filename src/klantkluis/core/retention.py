"""How long what is kept: terms with the event that starts them and the law that asks for them."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from klantkluis.core.days import months_after
from klantkluis.core.declared import Term


@dataclass(frozen=True, slots=True)
class TermRule:
    """One term: how many months, from when, and what the law has to say of it.

    Attributes:
        months: how long, unless the owner decided otherwise.
        from_year_end: counted from the end of the (book) year of the event that starts it.
        starts: the event that starts it, in words.
        law: the article that asks for it; empty for a term of our own (GDPR art. 5(1)(e)).
        least: the fewest months that the law allows, 0 without a law.
        most: the most months that can be explained.
        known_here: whether the office knows when it starts, so that the day of its end can be told.
    """

    months: int
    starts: str
    from_year_end: bool = False
    law: str = ""
    least: int = 0
    most: int = 0
    known_here: bool = True

    @property
    def sentence(self) -> str:
        """Say the term in words, for the pages of the documentation."""
        if not self.months:
            return self.starts
        years, months = divmod(self.months, 12)
        parts = [f"{years} years" if years else "", f"{months} months" if months else ""]
        end = "the end of the year of " if self.from_year_end else ""
        law = f" ({self.law})" if self.law else ""
        return f"{' '.join(part for part in parts if part)} after {end}{self.starts}{law}"


RULES: Final[Mapping[Term, TermRule]] = MappingProxyType(
    {
        # A price claim on a consumer sale prescribes after two years (BW 7:28).
        Term.RELATION: TermRule(24, "the last business", most=84),
        Term.QUOTE: TermRule(12, "the day on which it expired or was refused", most=60),
        # What was agreed can be claimed for five years (BW 3:307, 3:311). What the tax law wants of
        # an order lies in clear and on its invoice, so its words are kept for claims alone.
        Term.ORDER: TermRule(60, "the day on which it was done: delivered or ended", most=96),
        # That a parcel arrived is proof in a claim for its price, for two years (BW 7:28).
        Term.DELIVERY: TermRule(24, "the delivery, or the end of the return", most=96),
        Term.BOOKS: TermRule(
            84, "the document", from_year_end=True, law="AWR art. 52(4)", least=84, most=84
        ),
        Term.BOOKS_TEN: TermRule(
            120, "the supply", from_year_end=True, law="Directive 2006/112/EC art. 369k(2)",
            least=120, most=120,
        ),
        # A claim about it prescribes after five years (BW 3:310).
        Term.CONSENT: TermRule(60, "the end of the consent", most=60),
        Term.REQUEST: TermRule(60, "the answer", law="GDPR art. 5(2), 17(3)(e)", most=60),
        Term.BREACH: TermRule(
            60, "the end of the breach", law="GDPR art. 33(5)", least=60, most=120
        ),
        Term.DISCLOSURE: TermRule(
            60, "the hand-over", law="GDPR art. 15(1)(c), 19", least=60, most=120
        ),
        Term.SECURITY: TermRule(24, "the act", most=24),
        Term.STAFF: TermRule(24, "the end of the employment", most=84),
        Term.IMPORT: TermRule(0, "until the import is done, at most a day"),
        # Whoever does not come back for so long has no use for it; they are told beforehand. The
        # site knows the month of the last use and no day, and the office neither.
        Term.ACCOUNT: TermRule(
            24, "the month in which it was last used", most=60, known_here=False
        ),
        Term.LOG_IN: TermRule(0, "one hour after the last page, or until logging out"),
        Term.RESET: TermRule(0, "one hour, or until it is used"),
        Term.UNTIL_PULLED: TermRule(0, "until the office has it, as a rule within a minute"),
        Term.PICK_UP: TermRule(0, "until it was picked up, at most fourteen days"),
    }
)  # fmt: skip
"""The terms as they hold unless the owner decided otherwise; see `privacy` for what was decided."""


def goes_on(rule: TermRule, since: date, *, months: int | None = None) -> date:
    """Give the first day on which something may go.

    What is of book year Y and kept for seven years may go on 1 January of year Y + 8.

    Args:
        since: the day of the event that starts the term.
        months: the length that was decided, if another than that of the rule.
    """
    length = rule.months if months is None else months
    if rule.from_year_end:
        return date(since.year + 1 + length // 12, 1, 1)
    return months_after(since, length)


def over_from(rule: TermRule, today: date, *, months: int | None = None) -> date:
    """Give the last day of which the term is over today: the other way around from `goes_on`.

    What began on that day or before may go; what began a day later may not yet.

    Args:
        months: the length that was decided, if another than that of the rule.
    """
    length = rule.months if months is None else months
    if rule.from_year_end:
        return date(today.year - 1 - length // 12, 12, 31)
    year, month = divmod(today.year * 12 + today.month - 1 - length, 12)
    last = calendar.monthrange(year, month + 1)[1]
    # A term that ends in a shorter month ends on its last day, so more than one day ends there.
    ends_month = today.month != (today + timedelta(days=1)).month
    return date(year, month + 1, last if ends_month else min(today.day, last))
