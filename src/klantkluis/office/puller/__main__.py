"""The puller as a process: a round with the site each minute, and now and then a decoy order.

It has the secrets of the link and no part in the vault: what it brings in stays sealed.
`KLANTKLUIS_PULL_SECONDS` says how often; a demo is impatient.
"""

import os
import signal
import threading

from klantkluis.office.place import Place

SIGNING = "signing.key"
LOOK_SECONDS = 5.0


def main() -> None:
    """Pull until a signal comes.

    An office without a shop has nothing to pull: until its link has keys, this process waits and
    is small.
    """
    told = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: told.set())
    keys = Place.from_environment().link / SIGNING
    while not keys.exists():
        if told.wait(LOOK_SECONDS):
            return
    _pull(told)


def _pull(told: threading.Event) -> None:
    import django  # noqa: PLC0415 - an office without a shop does without

    django.setup()
    from django.conf import settings  # noqa: PLC0415 - needs the apps
    from django.db import close_old_connections  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from klantkluis.office.place import Mode  # noqa: PLC0415
    from klantkluis.shop.linking.knocking import Knocker  # noqa: PLC0415

    def stopping(seconds: float) -> bool:
        close_old_connections()
        return told.wait(seconds)

    usual = "5" if settings.PLACE.mode is Mode.DEMO else "60"
    every = max(float(os.environ.get("KLANTKLUIS_PULL_SECONDS", usual)), 1.0)
    Knocker(settings.PLACE.link, timezone.now, every=every).run(stopping)


if __name__ == "__main__":
    main()
