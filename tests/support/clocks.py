"""Letting time pass for the fronts, which are the only ones that look at a clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone


@contextmanager
def travel(ahead: timedelta) -> Iterator[None]:
    """Let `timezone.now` say what it will say after a while."""
    now = timezone.now
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: now() + ahead)
        yield


@contextmanager
def database_says(today: date) -> Iterator[None]:
    """Let the triggers that reckon with the current year see another day, on either database.

    SQLite is told another `current_date`. PostgreSQL cannot be: there the guards of terms are
    written anew with the day in them, and put back afterwards.
    """
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        raw = connection.connection
        raw.create_function("current_date", 0, today.isoformat)
        try:
            yield
        finally:
            # Taking a function away that came in the place of a built-in one leaves none.
            raw.create_function("current_date", 0, lambda: datetime.now(UTC).date().isoformat())
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE proname LIKE '%kept_for_its_term'"
            " OR proname LIKE 'billing_edelivery%is_never_removed'"
        )
        before = [text for (text,) in cursor.fetchall()]
        for text in before:
            cursor.execute(text.replace("CURRENT_DATE", f"DATE '{today.isoformat()}'"))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for text in before:
                cursor.execute(text)


def moment() -> datetime:
    """Give this moment as the office says it: its day is another than that of UTC near midnight."""
    return datetime.now(ZoneInfo("Europe/Amsterdam"))
