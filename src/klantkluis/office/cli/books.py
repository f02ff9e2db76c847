"""Checking the books: every rule of every room over all rows."""

import sys

from klantkluis.office.cli.running import prepare


def run_books() -> int:
    """Print one sentence for each broken row; the exit code is 1 when there is any."""
    prepare()
    from klantkluis.office.housekeeping.books import RULES

    count = 0
    for room, check in RULES:
        print(f"{room} …", file=sys.stderr, flush=True)
        for sentence in check():
            count += 1
            print(f"{room}: {sentence}")
    print("The books are true." if not count else f"{count} rows break a rule.")
    return 1 if count else 0
