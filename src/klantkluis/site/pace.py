"""How fast something may happen: buckets that fill by themselves, in memory only.

A bucket is found by a keyed digest; the key is made when the process begins and dies with it, so
that neither disk nor memory tells who came by. There is room for a bounded number of buckets: the
one that was not used for the longest time makes place.
"""

import hmac
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

from django.conf import settings
from django.http import HttpRequest

MOST_BUCKETS: Final = 20_000
_V4_BITS: Final = 24
_V6_BITS: Final = 56
"""What one connection has at least: a /56 is what a household gets, a /24 is a street of them."""
_key: Final = os.urandom(32)


@dataclass(frozen=True, slots=True)
class Pace:
    """So many at once, and so many an hour after that."""

    at_once: int
    an_hour: float


class Buckets:
    """Token buckets by digest."""

    def __init__(self, most: int = MOST_BUCKETS, clock: Callable[[], float] = time.monotonic):
        self._most, self._clock = most, clock
        self._levels: OrderedDict[bytes, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, key: bytes, pace: Pace) -> float:
        """Take one; give 0, or in how many seconds there is one again."""
        now = self._clock()
        with self._lock:
            level, then = self._levels.pop(key, (float(pace.at_once), now))
            level = min(float(pace.at_once), level + (now - then) * pace.an_hour / 3600)
            wait = 0.0 if level >= 1 else (1 - level) * 3600 / pace.an_hour
            self._levels[key] = (level if wait else level - 1, now)
            while len(self._levels) > self._most:
                self._levels.popitem(last=False)
        return wait

    def forget(self) -> None:
        """Fill every bucket."""
        with self._lock:
            self._levels.clear()

    def __len__(self) -> int:
        return len(self._levels)


class Seen:
    """What was there before: a bounded number of digests, each for a while."""

    def __init__(
        self, seconds: int, most: int = MOST_BUCKETS, clock: Callable[[], float] = time.monotonic
    ):
        self._seconds, self._most, self._clock = seconds, most, clock
        self._until: OrderedDict[bytes, float] = OrderedDict()
        self._lock = threading.Lock()

    def add(self, key: bytes) -> bool:
        """Remember it; tell whether it is new."""
        now = self._clock()
        with self._lock:
            new = self._until.get(key, 0.0) <= now
            if new:
                self._until.pop(key, None)
                self._until[key] = now + self._seconds
            while len(self._until) > self._most:
                self._until.popitem(last=False)
        return new

    def forget(self) -> None:
        """Remember nothing."""
        with self._lock:
            self._until.clear()


def digest(*parts: str) -> bytes:
    """Give the keyed digest of some texts: nobody learns them from it, and a restart forgets."""
    return hmac.digest(_key, "\0".join(parts).encode(), "sha256")[:16]


def block_of(request: HttpRequest) -> str:
    """Give the block of addresses from which a request comes: /24, or /56 of IPv6.

    Behind a proxy of our own the last hop of X-Forwarded-For counts: whatever stands before it
    was written by the sender.
    """
    address: str = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        forwarded: str = request.META.get("HTTP_X_FORWARDED_FOR", "")
        address = forwarded.rpartition(",")[2].strip() or address
    try:
        found = ip_address(address.strip("[]").partition("%")[0])
    except ValueError:
        return "elsewhere"
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or found
    bits = _V4_BITS if found.version == 4 else _V6_BITS
    return str(ip_network((found, bits), strict=False))
