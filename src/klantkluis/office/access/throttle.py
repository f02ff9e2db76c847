"""Slow guessers down: per account name and per address, with delays that grow."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from klantkluis.office.access.models import FailedLogIns

FREE_PER_ACCOUNT = 5
FREE_PER_ADDRESS = 30
LONGEST_MINUTES = 60
FORGET_AFTER = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody who tries to get in: the name as typed, and from which address."""

    username: str
    address: str

    def subjects(self) -> tuple[tuple[str, int], ...]:
        """Give the hashed subjects that count failures, each with its number of free tries."""
        return (
            (_hash("account", self.username.strip().casefold()), FREE_PER_ACCOUNT),
            (_hash("address", self.address), FREE_PER_ADDRESS),
        )


def _hash(kind: str, value: str) -> str:
    return salted_hmac(f"klantkluis.log-in.{kind}", value, algorithm="sha256").hexdigest()


def delay(failures: int, free: int) -> timedelta:
    """Give how long to wait after this many failures: 1, 2, 4, .. 60 minutes past the free ones."""
    over = failures - free
    return timedelta(minutes=min(2**over, LONGEST_MINUTES) if over >= 0 else 0)


def wait_until(attempt: Attempt, *, now: datetime) -> datetime | None:
    """Give the moment from which this attempt may be made, or None when it may be made now."""
    keys = [subject for subject, _free in attempt.subjects()]
    rows = FailedLogIns.objects.filter(subject__in=keys, wait_until__gt=now)
    return max((row.wait_until for row in rows if row.wait_until), default=None)


def count_failure(attempt: Attempt, *, now: datetime) -> None:
    """Count a failed attempt for its name and its address, known or not."""
    for subject, free in attempt.subjects():
        with transaction.atomic():
            row, _new = FailedLogIns.objects.select_for_update().get_or_create(
                subject=subject, defaults={"last_at": now}
            )
            row.failures = 1 if now - row.last_at > FORGET_AFTER else row.failures + 1
            row.last_at = now
            pause = delay(row.failures, free)
            row.wait_until = now + pause if pause else None
            row.save()


def forget(attempt: Attempt) -> None:
    """Forget the failures of an account after a good log-in. Those of the address stay."""
    FailedLogIns.objects.filter(subject=attempt.subjects()[0][0]).delete()
