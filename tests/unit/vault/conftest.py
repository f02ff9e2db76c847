"""Vaults to try things on."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from klantkluis.vault.inprocess import InProcessVault


class Clock:
    """A clock that a test winds."""

    def __init__(self) -> None:
        self.seconds = 1000.0
        self.start = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.start + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds

    def wind(self, *, minutes: float = 0, hours: float = 0) -> None:
        self.seconds += minutes * 60 + hours * 3600


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def vault(clock: Clock) -> Iterator[InProcessVault]:
    """A vault in memory, installed and open."""
    made = InProcessVault(now=clock.now, monotonic=clock.monotonic)
    made.owner()
    yield made
    made.close()


@pytest.fixture
def disk_vault(tmp_path: Path, clock: Clock) -> Iterator[InProcessVault]:
    """A vault with files, installed and open."""
    made = InProcessVault(tmp_path, now=clock.now, monotonic=clock.monotonic)
    made.owner()
    yield made
    made.close()
