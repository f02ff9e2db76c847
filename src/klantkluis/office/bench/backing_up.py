"""Backup and rehearsal: how long an office of n customers takes, and how large its backup is."""

from datetime import UTC, datetime
from pathlib import Path

from klantkluis.office.bench.measuring import Measured, Stopwatch, peak_rss_mb, progress
from klantkluis.office.bench.scratch import VAULT_PASSWORD, large_office

ROUNDS = 3
KEEP_DAYS = 90


def measure(n: int, scratch: Path) -> Measured:
    """Back up an office of n customers and as many invoices; the value is the slowest, in seconds.

    `rehearsal_s` is a whole restore beside the office, with all checks.
    """
    watch, backups = Stopwatch(), scratch / "backups"
    with large_office(customers=n, invoices=n) as office:
        from klantkluis.office.backup.making import make_backup
        from klantkluis.office.backup.reading import Secret
        from klantkluis.office.backup.rehearsing import rehearse
        from klantkluis.office.backup.workroom import workroom

        office.session.lock()
        for done in range(ROUNDS):
            with watch.lap():
                made = make_backup(
                    office.place, to=backups, keep_days=KEEP_DAYS, now=datetime.now(UTC)
                )
            progress("backed up", done + 1, ROUNDS)
        memory = peak_rss_mb([office.process.pid])
    rehearsal, secret = Stopwatch(), Secret(password=VAULT_PASSWORD)
    with workroom(office.place) as room, rehearsal.lap():
        well, opened = rehearse(office.place, source=made.path, secret=secret, room=room)
    assert well, "the backup could be restored"
    slowest = max(watch.times_ms) / 1000
    more = {
        "size_mb": round(made.size / 1_000_000, 1),
        "rehearsal_s": round(max(rehearsal.times_ms) / 1000, 1),
        "rows_opened": opened,
    }
    return Measured("backup", slowest, "s", n, watch, memory, more)
