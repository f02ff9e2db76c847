"""Round after round with the site, and an order of our own each hour."""

import logging
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from klantkluis.shop.days import day_of
from klantkluis.shop.linking.decoys import EACH, NoDecoy, is_due, place_decoy
from klantkluis.shop.linking.pulling import Clock, one_round
from klantkluis.shop.transport import SiteAway

_LOGGER = logging.getLogger("klantkluis.shop")


def wait_after(failed: int, every: float) -> float:
    """Give how many seconds to wait after so many rounds in a row that failed."""
    return min(every * 2.0 ** min(failed, 5), 600.0) if failed else every


class Knocker:
    """Knocks at the site until told to stop; what goes wrong in one round ends no other."""

    def __init__(self, folder: Path, clock: Clock, *, every: float) -> None:
        """Take where the secrets of the link are, and how many seconds lie between two rounds."""
        self._folder, self._clock, self._every = folder, clock, every
        self._tried_at: datetime | None = None

    def run(self, stopping: Callable[[float], bool]) -> None:
        """Do rounds; `stopping` waits so many seconds, and says whether it is over."""
        failed = 0
        while True:
            started = time.monotonic()
            failed = failed + 1 if self._round() else 0
            spent = time.monotonic() - started
            if stopping(max(wait_after(failed, self._every) - spent, 0.05)):
                return

    def _round(self) -> bool:
        """Do one round; tell whether it went wrong."""
        try:
            found = one_round(self._folder, self._clock)
            if found is not None and not found.problem:
                self._decoy(self._clock())
        except Exception as mistake:  # noqa: BLE001 - the next round has to come
            _LOGGER.error("pulling: %s", type(mistake).__name__)  # noqa: TRY400
            return True
        return bool(found is not None and found.problem)

    def _decoy(self, now: datetime) -> None:
        """Place an order of our own when it is time; when that fails, again in an hour."""
        if (self._tried_at is not None and now - self._tried_at < EACH) or not is_due(now):
            return
        self._tried_at = now
        try:
            place_decoy(now=now, today=day_of(now))
        except NoDecoy as why:
            _LOGGER.warning("no decoy order: %s", why.step)
        except SiteAway as away:
            _LOGGER.warning("no decoy order: %s", away.kind)
