"""Days of moments."""

from datetime import date, datetime

from django.utils import timezone


def day_of(moment: datetime) -> date:
    """Give the day of a moment by the clock on our wall."""
    return moment.astimezone(timezone.get_current_timezone()).date()
