"""Unlock: from the second password to names on the screen."""

from pathlib import Path

from klantkluis.office.bench.measuring import (
    Measured,
    Stopwatch,
    cpu_seconds,
    peak_rss_mb,
    progress,
)
from klantkluis.office.bench.scratch import large_office
from klantkluis.office.bench.searching import wait_for_index

ROUNDS = 5


def measure(n: int, _scratch: Path) -> Measured:
    """Lock and unlock a vault of n customers; the value is the slowest unlock in seconds.

    `index_cpu_s` is what the building of the index costs vaultd, also when others use the machine.
    """
    watch, ready, cpu = Stopwatch(), [], []
    with large_office(customers=n, invoices=0) as office:
        for done in range(ROUNDS):
            office.session.lock()
            office.process.wait_until_ready()
            with watch.lap():
                office.unlock()
            began = cpu_seconds([office.process.pid])
            ready.append(wait_for_index(office))
            cpu.append(cpu_seconds([office.process.pid]) - began)
            progress("unlocked", done + 1, ROUNDS)
        memory = peak_rss_mb([office.process.pid])
    slowest = max(watch.times_ms) / 1000
    more = {"index_ready_s": round(max(ready), 2), "index_cpu_s": round(max(cpu), 2)}
    return Measured("unlock", slowest, "s", n, watch, memory, more)
