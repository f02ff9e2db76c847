"""What a piece of work costs, whatever else the machine is doing.

The processor of a busy machine is twice as slow at one moment as at the next, also by its own
clock. So the work is measured in turns with a loop of which the cost is known.
"""

import statistics
import time
from collections.abc import Callable

_LOOP_SECONDS = 0.002
"""What the loop costs a processor of 2024 that has nothing else to do."""


def seconds_of_work(work: Callable[[], object], *, turns: int = 25) -> float:
    """Give the seconds that the work would cost an idle processor (the median of the turns)."""
    return _LOOP_SECONDS * statistics.median(
        _thread_seconds(work) / _thread_seconds(_loop) for _ in range(turns)
    )


def _thread_seconds(work: Callable[[], object]) -> float:
    began = time.thread_time()
    work()
    return time.thread_time() - began


def _loop() -> int:
    total = 0
    for number in range(20_000):
        total = (total * 31 + number) % 1_000_003
    return total
