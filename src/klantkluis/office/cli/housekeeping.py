"""Housekeeping once, from the command line."""

import sys

from klantkluis.office.cli.running import prepare


def run_housekeeping() -> int:
    """Do every chore that can be done now and say how each went; 1 when something is wrong."""
    prepare()
    from django.utils import timezone

    from klantkluis.office.housekeeping.chores import CHORES
    from klantkluis.office.housekeeping.running import do_chore
    from klantkluis.office.lock import door

    is_open, wrong = door.vault().status().is_open, False
    for chore in CHORES:
        run = do_chore(chore, timezone.now) if is_open or not chore.needs_vault else None
        if run is None:
            print(f"{chore.name}: waits for the vault")
            continue
        print(f"{chore.name}: {run.outcome} ({run.count})")
        wrong = wrong or run.outcome != "well"
        for sentence in run.found:
            print(f"  {sentence}", file=sys.stderr)
    return 1 if wrong else 0
