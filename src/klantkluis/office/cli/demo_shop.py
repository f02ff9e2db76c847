"""The shop of the demo: a site of its own on this machine, paired with the demo office."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from klantkluis.foundation.actors import Actor
from klantkluis.office.cli.running import Child
from klantkluis.office.place import Place
from klantkluis.vault.upkeep import Upkeep

SHOP = "site"
START_SECONDS = 30.0


def shop_process(place: Place, port: int) -> Child:
    """Give the process of the shop."""
    return Child("shop", _command("run", "--port", str(port)), _environment(place))


def open_shop(place: Place, port: int, upkeep: Upkeep, actor: Actor) -> None:
    """Start the shop once, pair it with the office, and publish what it shows.

    Args:
        upkeep: of the open vault, which makes the first key to seal to.
    """
    from klantkluis.shop.commands.linking import record_pairing
    from klantkluis.shop.linking.keeping import keep_keys
    from klantkluis.shop.linking.keys import link_keys
    from klantkluis.shop.linking.pairing import find_site
    from klantkluis.shop.linking.pulling import one_round

    with _running(place, port):
        url = f"http://127.0.0.1:{port}"
        keys = link_keys(place.link, make=True)
        found = find_site(url=url, code=_pairing_code(place), keys=keys, plain_here=True)
        record_pairing(found=found, actor=actor, now=timezone.now())
        made = upkeep.intake_keys(but=())
        keep_keys(made.keys, made=made.made, now=timezone.now())
        first = one_round(place.link, timezone.now)
        assert first is not None, "the office was just paired"
        assert not first.problem, f"the shop could not be filled: {first.problem}"


@contextmanager
def _running(place: Place, port: int) -> Iterator[None]:
    child = shop_process(place, port)
    _pairing_code(place)  # brings its database up to date before it has to answer
    child.start()
    try:
        _wait(port)
        yield
    finally:
        child.stop()


def _wait(port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("the shop does not answer")


def _pairing_code(place: Place) -> str:
    said = subprocess.run(  # noqa: S603 - our own command
        _command("pair"), env=_whole_environment(place), check=True, capture_output=True, text=True
    )
    return said.stdout.strip()


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "klantkluis.site", *words]


def _environment(place: Place) -> dict[str, str]:
    return {
        "KLANTKLUIS_SITE_DIR": str(place.root / SHOP),
        "KLANTKLUIS_SITE_MODE": "demo",
        "DJANGO_SETTINGS_MODULE": "klantkluis.site.settings",
    }


def _whole_environment(place: Place) -> dict[str, str]:
    return {**os.environ, **_environment(place)}
