"""Which orders this process has placed lately, so that a form that is sent again is known.

The office takes an order away within a minute; a customer who goes back and sends the form once
more then gets the same page of thanks. Nothing of it names a person, and nothing is on the disk.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final
from uuid import UUID

from klantkluis.site.shop.tokens import Thanks

SECONDS: Final = 3600
MOST: Final = 20_000


class Placed:
    """Pages of thanks by the uid of the order, each for a while; the oldest make place."""

    def __init__(self, most: int = MOST, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock = most, clock
        self._known: OrderedDict[UUID, tuple[float, Thanks]] = OrderedDict()
        self._lock = threading.Lock()

    def add(self, thanks: Thanks) -> None:
        """Remember an order, and forget those of too long ago."""
        now = self._clock()
        with self._lock:
            self._known[thanks.uid] = now + SECONDS, thanks
            while self._known and (len(self._known) > self._most or self._oldest() <= now):
                self._known.popitem(last=False)

    def get(self, uid: UUID) -> Thanks | None:
        """Give the thanks of an order that was placed within the hour."""
        with self._lock:
            until, thanks = self._known.get(uid, (0.0, None))
        return thanks if until > self._clock() else None

    def forget(self) -> None:
        """Remember nothing."""
        with self._lock:
            self._known.clear()

    def __len__(self) -> int:
        return len(self._known)

    def _oldest(self) -> float:
        return next(iter(self._known.values()))[0]


placed: Final = Placed()
