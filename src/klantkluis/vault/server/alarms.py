"""The alarms that no owner has looked at yet.

They stand in the log, so a lock, which ends the process, does not make them go away.
"""

import json
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from klantkluis.vault.audit import AuditLog

SEEN = "alarms_seen"
_REMEMBERED = timedelta(days=92)
_AT = b'"at":"'


@dataclass(slots=True)
class _Kind:
    count: int
    last: str


class Alarms:
    """How often each kind of alarm was raised since an owner last looked, and when it last was."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kinds: dict[str, _Kind] = {}

    def raised(self, what: str, at: str) -> None:
        """Count an alarm; `at` is its moment in ISO 8601."""
        with self._lock:
            kind = self._kinds.setdefault(what, _Kind(0, at))
            kind.count += 1
            kind.last = max(kind.last, at)

    def recall(self, log: AuditLog, now: datetime) -> None:
        """Count again what the log says, back to where an owner last looked, or three months."""
        since = (now - _REMEMBERED).isoformat().encode()
        for _, body in log.newest_first():
            place = body.find(_AT) + len(_AT)
            if body[place : place + 10] < since[:10] or b'"what":"alarms_seen"' in body:
                return
            if b'"alarm":true' in body:
                event = json.loads(body)
                self.raised(str(event["what"]), str(event["at"]))

    def seen(self) -> None:
        """Begin anew: an owner has looked."""
        with self._lock:
            self._kinds.clear()

    @property
    def total(self) -> int:
        """How many there are."""
        with self._lock:
            return sum(kind.count for kind in self._kinds.values())

    def plain(self) -> list[dict[str, Any]]:
        """Give them by kind, the newest first, as they go over the socket."""
        with self._lock:
            kinds = sorted(self._kinds.items(), key=lambda item: item[1].last, reverse=True)
        return [{"what": what, "count": kind.count, "last": kind.last} for what, kind in kinds]
