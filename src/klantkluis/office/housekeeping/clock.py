"""The clock of the office: within the job worker it looks each minute whether a chore is due."""

import logging
import threading

from django.db import Error, close_old_connections, connection
from django.utils import timezone

from klantkluis.office.housekeeping.errands import run_errands
from klantkluis.office.housekeeping.running import do_what_is_due

_LOGGER = logging.getLogger("klantkluis.housekeeping")

FIRST_LOOK_SECONDS = 90.0
"""An office that was just started has better things to do first."""
LOOK_SECONDS = 60.0


class HouseClock:
    """Does what is due, in a thread of its own, so that no job has to wait for a chore."""

    def __init__(self, *, first: float = FIRST_LOOK_SECONDS, every: float = LOOK_SECONDS) -> None:
        self._first, self._every = first, every
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="housekeeping", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End; a chore that is half-way is left, and done anew the next time."""
        self._stopping.set()
        self._thread.join(2)

    def _run(self) -> None:
        wait = self._first
        while not self._stopping.wait(wait):
            wait = self._every
            close_old_connections()
            try:
                do_what_is_due(timezone.now)
                run_errands(timezone.now())
            except Error as error:
                # The database may be away for a while; the next minute comes by itself.
                _LOGGER.error("housekeeping: %s", type(error).__name__)  # noqa: TRY400
            finally:
                connection.close()
