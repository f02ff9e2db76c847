"""Periods by which a list can be narrowed, in the words of who does the VAT each quarter."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from klantkluis.foundation.pages import Days
from klantkluis.office.tables import Filter

NAME = "period"


def period_filter() -> Filter:
    """Give the filter by period."""
    return Filter(
        NAME,
        _("Period"),
        [
            ("month", _("this month")),
            ("last_month", _("last month")),
            ("quarter", _("this quarter")),
            ("last_quarter", _("last quarter")),
            ("year", _("this year")),
            ("last_year", _("last year")),
        ],
    )


def days_of(chosen: str, today: date) -> Days | None:
    """Give the first and last day of what was chosen; None for what is no period."""
    name = chosen.removeprefix("last_")
    months = {"month": 1, "quarter": 3, "year": 12}.get(name)
    if months is None:
        return None
    start = date(today.year, (today.month - 1) // months * months + 1, 1)
    if name != chosen:
        start = _later(start, -months)
    return Days(start, _later(start, months) - timedelta(days=1))


def _later(first: date, months: int) -> date:
    """Give the first of the month so many months later."""
    month = first.year * 12 + first.month - 1 + months
    return date(month // 12, month % 12 + 1, 1)
