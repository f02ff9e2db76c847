"""The job worker as a process: it does jobs as they come, and the housekeeping when it is due.

`KLANTKLUIS_CLOCK_SECONDS` says how often it looks what is due; a demo is impatient.
"""

import os

import django
from django.core.management import call_command


def main() -> None:
    """Work until a signal comes."""
    django.setup()
    from klantkluis.office.housekeeping.clock import HouseClock  # noqa: PLC0415 - needs the apps

    seconds = os.environ.get("KLANTKLUIS_CLOCK_SECONDS")
    clock = HouseClock(first=float(seconds), every=float(seconds)) if seconds else HouseClock()
    clock.start()
    try:
        call_command("db_worker", interval=0.5)
    finally:
        clock.stop()


if __name__ == "__main__":
    main()
