"""Checking the books: every rule of every room over all rows."""

import sys
from collections.abc import Callable, Iterator

from klantkluis.office.cli.running import prepare


def run_books() -> int:
    """Print one sentence for each broken row; the exit code is 1 when there is any."""
    prepare()
    count = 0
    for room, check in rules():
        print(f"{room} …", file=sys.stderr, flush=True)
        for sentence in check():
            count += 1
            print(f"{room}: {sentence}")
    print("The books are true." if not count else f"{count} rows break a rule.")
    return 1 if count else 0


def rules() -> list[tuple[str, Callable[[], Iterator[str]]]]:
    """Give the rules that hold for all rows, per room."""
    from klantkluis.billing import invariants as billing
    from klantkluis.catalogue import invariants as catalogue
    from klantkluis.customers import invariants as customers
    from klantkluis.ledger import invariants as ledger
    from klantkluis.sales import invariants as sales

    return [
        ("customers", customers.broken),
        ("catalogue", catalogue.broken),
        ("ledger", ledger.broken),
        ("sales", sales.broken),
        ("billing", billing.broken),
    ]
