"""Moments of the demo company's days."""

from datetime import UTC, date, datetime


def noon(day: date) -> datetime:
    """Give noon of a day: when the paper of that day was made."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
