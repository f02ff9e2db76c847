"""Proving the privacy statement: every check over a large office, with the vault open."""

from pathlib import Path

from klantkluis.office.bench.measuring import Measured, Stopwatch, peak_rss_mb, progress
from klantkluis.office.bench.scratch import large_office
from klantkluis.office.bench.searching import wait_for_index


def measure(n: int, _scratch: Path) -> Measured:
    """Run every check once with n customers and as many invoices; the value is in seconds.

    `rss_mb` is the most that this process held, `checks_s` what each check took.
    """
    watch = Stopwatch()
    with large_office(customers=n, invoices=n) as office:
        wait_for_index(office)
        from klantkluis.office.statement.proving import prove

        with watch.lap():
            results = prove(
                tell=lambda _check, _result, part: progress("proven", int(part * 100), 100)
            )
        memory = peak_rss_mb([office.process.pid])
    wrong = [each.check for each in results if each.outcome.value in {"failed", "locked"}]
    assert not wrong, f"these could not be run: {wrong}"
    times = {each.check: round(each.milliseconds / 1000, 1) for each in results}
    slow = {name: seconds for name, seconds in times.items() if seconds >= 1}
    more = {"rss_mb": round(peak_rss_mb(), 1), "checks_s": slow}
    return Measured("prove", watch.seconds, "s", n, watch, memory, more)
