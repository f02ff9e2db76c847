"""Letting time pass for the fronts, which are the only ones that look at a clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.utils import timezone


@contextmanager
def travel(ahead: timedelta) -> Iterator[None]:
    """Let `timezone.now` say what it will say after a while."""
    now = timezone.now
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: now() + ahead)
        yield
