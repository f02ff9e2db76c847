"""Proving the privacy statement: every check over a large office, with the vault open."""

import os
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


def measure(n: int, _scratch: Path) -> Measured:
    """Run every check once with n customers and as many invoices; the value is in seconds.

    `cpu_s` is what the office and its vault computed, also when others use the machine; `rss_mb`
    is the most that this process held, and `checks_s` what the longest checks took.
    """
    watch = Stopwatch()
    with large_office(customers=n, invoices=n) as office:
        wait_for_index(office)
        from klantkluis.office.statement.proving import prove

        pids = [os.getpid(), office.process.pid]
        began = cpu_seconds(pids)
        with watch.lap():
            results = prove(
                tell=lambda _check, _result, part: progress("proven", int(part * 100), 100)
            )
        computed = cpu_seconds(pids) - began
        memory = peak_rss_mb([office.process.pid])
    wrong = [each.check for each in results if each.outcome.value in {"failed", "locked"}]
    assert not wrong, f"these could not be run: {wrong}"
    times = {each.check: round(each.milliseconds / 1000, 1) for each in results}
    slow = {name: seconds for name, seconds in times.items() if seconds >= 1}
    more = {"rss_mb": round(peak_rss_mb(), 1), "checks_s": slow, "cpu_s": round(computed, 1)}
    return Measured("prove", watch.seconds, "s", n, watch, memory, more)
