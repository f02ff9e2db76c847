"""Arithmetic of days and moments."""

import calendar
from datetime import date, datetime, timedelta
from functools import lru_cache


def years_before(moment: datetime, years: int) -> datetime:
    """Give the same moment so many years earlier; of 29 February, if need be, the 28th."""
    try:
        return moment.replace(year=moment.year - years)
    except ValueError:
        return moment.replace(year=moment.year - years, day=28)


def months_after(day: date, months: int) -> date:
    """Give the same day so many months later, or the last of that month when it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def month_number(day: date) -> int:
    """Give the number of the month of a day, counted from the year 0: no finer than a month."""
    return day.year * 12 + day.month - 1


def first_of_month(number: int) -> date:
    """Give the first day of a month by its number, see `month_number`."""
    year, month = divmod(number, 12)
    return date(year, month + 1, 1)


def answer_due(received: date, *, months: int = 1, paused_days: int = 0) -> date:
    """Give the day on which a request about personal data is answered at the latest.

    The same day of the next month, or the last of it when it has no such day; on a weekend or a
    public holiday the next working day (GDPR art. 12(3); EDPB guidelines 01/2022, 157-160).

    Args:
        months: one, or up to three when the term was extended.
        paused_days: how long an answer about who it is was awaited.
    """
    return next_working_day(months_after(received, months) + timedelta(days=paused_days))


def easter(year: int) -> date:
    """Give Easter Sunday of a year of the Gregorian calendar.

    The first Sunday after the full moon of the church's tables on or after 21 March; worked out
    by the "anonymous" method (J. Meeus, Astronomical Algorithms, chapter 8).
    """
    century, of_century = divmod(year, 100)
    golden = year % 19
    leaps, rest = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - moon + 15) % 30
    quarters, odd = divmod(of_century, 4)
    to_sunday = (32 + 2 * rest + 2 * quarters - epact - odd) % 7
    late = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=32)
def holidays(year: int) -> frozenset[date]:
    """Give the public holidays in the Netherlands that may fall on a working day.

    New Year's Day, Good Friday, Easter Monday, Ascension Day, Whit Monday, both days of Christmas,
    King's Day and 5 May, each year (Algemene termijnenwet art. 3(1) and (2)).
    """
    sunday = easter(year)
    after = {sunday + timedelta(days=days) for days in (-2, 1, 39, 50)}
    king = date(year, 4, 27)
    # On a Sunday the birthday of the king is celebrated the day before.
    king -= timedelta(days=1 if king.weekday() == 6 else 0)
    fixed = {date(year, 1, 1), date(year, 5, 5), date(year, 12, 25), date(year, 12, 26)}
    return frozenset(after | fixed | {king})


def is_working_day(day: date) -> bool:
    """Tell whether a day is no Saturday, Sunday or public holiday in the Netherlands."""
    return day.weekday() < 5 and day not in holidays(day.year)


def next_working_day(day: date) -> date:
    """Give the day itself when it is a working day, or else the first one after it.

    So ends a term of the law (Algemene termijnenwet art. 1; Regulation 1182/71 art. 3(4)).
    """
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
