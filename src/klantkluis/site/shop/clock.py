"""What day it is in the shop: prices that were planned begin at midnight in Amsterdam."""

from datetime import date, datetime

from django.utils import timezone


def today() -> date:
    """Give the day in Amsterdam."""
    return timezone.localdate()


def now() -> datetime:
    """Give the moment, to the second, UTC."""
    return timezone.now().replace(microsecond=0)
