"""Whoever works with the vault open lends their part to work of the house that waits for it.

Mail that has to go out again, the mailbox with bounces and VAT numbers that were not answered for
are nobody's errand, and need the vault all the same. No part is lent ahead: a lease would keep the
vault open when everybody has gone home. So it is lent at the moment that the work is there and
somebody is at work, which the office looks for now and then, after a page has been made.
"""

import logging
import threading
import time
from dataclasses import dataclass, field
from typing import Final, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from klantkluis.office.jobs.worker import lend_to_waiting
from klantkluis.office.lock.keeping_back import part_of
from klantkluis.office.middleware import GetResponse
from klantkluis.office.place import Mode
from klantkluis.office.requests import OfficeRequest
from klantkluis.vault.refusals import VaultRefusal

LOOK_SECONDS: Final = 20.0
IMPATIENT_SECONDS: Final = 3.0
"""How often a demo looks: whoever tries it wants to see what happens."""
_LOGGER = logging.getLogger("klantkluis.jobs")


@dataclass(slots=True)
class Looks:
    """When this process may look again; the first time some seconds after it began."""

    every: float
    next_at: float = field(init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.next_at = time.monotonic() + self.every

    @property
    def are_due(self) -> bool:
        """Say whether it is about time, so that the vault need not be asked for each page."""
        return time.monotonic() >= self.next_at

    def take(self) -> bool:
        """Say whether it is time, once."""
        now = time.monotonic()
        with self._lock:
            if now < self.next_at:
                return False
            self.next_at = now + self.every
        return True


LOOKS: Final = Looks(IMPATIENT_SECONDS if settings.PLACE.mode is Mode.DEMO else LOOK_SECONDS)


def lend(get_response: GetResponse) -> GetResponse:
    """Lend to what waits, now and then, after somebody with the vault open was served."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if hasattr(request, "actor"):  # not on the request by which somebody logs in
            _lend(cast("OfficeRequest", request))
        return response

    return middleware


def _lend(request: OfficeRequest) -> None:
    session = part_of(request.actor.vault)
    if session is None or not (LOOKS.are_due and request.vault_state.is_open):
        return
    if not LOOKS.take():
        return
    try:
        lend_to_waiting(session, request.actor)
    except VaultRefusal as refusal:  # it was locked this very moment, or the log is full
        _LOGGER.warning("lending: %s", type(refusal).__name__)
