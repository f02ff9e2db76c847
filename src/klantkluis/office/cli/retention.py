"""What is kept for how long, what is due and what comes, from the command line."""

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from klantkluis.office.cli.running import prepare

if TYPE_CHECKING:
    from klantkluis.privacy.retaining.sweeping import Found


def run_retention(*, dry_run: bool) -> int:
    """Let go of what is over, or with `dry_run` only say what is; 1 when something is late."""
    prepare()
    from django.utils import timezone

    from klantkluis.privacy.retaining.sweeping import look, sweep

    found = look(timezone.localdate()) if dry_run else sweep(timezone.now())
    for line in _table(found, removed=not dry_run):
        print(line)
    late = [each.code for each in found if each.overdue]
    if late:
        print(f"kept beyond their term: {', '.join(late)}", file=sys.stderr)
    return 1 if late else 0


def _table(found: "Iterable[Found]", *, removed: bool) -> Iterable[str]:
    """Give a line for each kind, in columns."""
    yield f"{'kind':<20} {'months':>6} {'due':>8} {'held':>6} {'removed':>8}  next"
    for each in found:
        gone = f"{each.removed}" if removed else "-"
        day = each.next_on.isoformat() if each.next_on else "-"
        yield f"{each.code:<20} {each.months:>6} {each.due:>8} {each.held:>6} {gone:>8}  {day}"
