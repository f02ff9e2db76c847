"""What the clock of the office begins as a job: told by the pages whose work it is (`apps.py`)."""

import logging
from collections.abc import Callable
from datetime import datetime
from traceback import format_tb
from typing import Final

from django.db import Error

type Errand = Callable[[datetime], int]
"""Looks whether there is something to do, begins a job for it, and gives how much it is."""

VAT_NUMBERS: Final = "vat_numbers"
WITHDRAWN: Final = "withdrawn"
BY_NIGHT: dict[str, Errand] = {}
"""What a chore of the night begins, by its name."""
EACH_MINUTE: list[Errand] = []
"""What is looked at each time that the clock ticks."""

_LOGGER = logging.getLogger("klantkluis.housekeeping")


def run_errands(now: datetime) -> int:
    """Look at what may be due any minute; give how much was begun.

    One that goes wrong keeps no other from being done. The log says where, without the words of
    the mistake, for they may name somebody.

    Raises:
        Error: the database is away.
    """
    begun = 0
    for errand in EACH_MINUTE:
        try:
            begun += errand(now)
        except Error:
            raise
        except Exception as mistake:  # noqa: BLE001 - the others have to be done
            places = "".join(format_tb(mistake.__traceback__))
            _LOGGER.error("errand: %s\n%s", type(mistake).__name__, places)  # noqa: TRY400
    return begun
