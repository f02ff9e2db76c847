"""The demo: an office with a company in it, under passwords that protect nothing."""

import json
import os
import shutil
import sys
import time
from typing import NoReturn

from django.utils import timezone

from klantkluis.core.roles import Channel, Role
from klantkluis.foundation.actors import Actor
from klantkluis.office.cli.demo_shop import SHOP, open_shop, shop_process
from klantkluis.office.cli.running import prepare, serve
from klantkluis.office.own_vault import vault_place
from klantkluis.office.place import Place
from klantkluis.vault.process import VaultProcess

LOG_IN = "demo"
PASSWORD = "welkom-in-de-demo"  # noqa: S105 - it is printed, and protects nothing
VAULT_PASSWORD = "vijf planken tegen de wand"  # noqa: S105 - likewise
MARK = "demo.json"
NO_LIMITS = {"subjects_per_10_minutes": 0, "subjects_per_day": 0, "cards_per_10_minutes": 0}


def run_demo(*, customers: int, seed: int, port: int, shop_port: int, fill_only: bool) -> int:
    """Fill the demo company once, say how to get in, and run the office and its shop."""
    place = Place.from_environment()
    if not _is_filled(place):
        _clear(place)
        prepare()
        _fill(place, customers, seed, shop_port)
        if not fill_only:
            _begin_anew()
    else:
        prepare()
    if fill_only:
        return 0
    _say(port, shop_port)
    os.environ.setdefault("KLANTKLUIS_CLOCK_SECONDS", "5")  # nobody waits long for an order to come
    return serve(place, host="127.0.0.1", port=port, beside=[shop_process(place, shop_port)])


def _begin_anew() -> NoReturn:
    """Become a process that has filled nothing, and holds no memory for it."""
    os.execv(sys.executable, [sys.executable, "-m", "klantkluis.office", *sys.argv[1:]])  # noqa: S606


def _is_filled(place: Place) -> bool:
    return (place.root / MARK).exists() and (place.root / SHOP).exists()


def _clear(place: Place) -> None:
    """Begin anew after a filling that did not reach its end."""
    if place.root.exists():
        shutil.rmtree(place.root)


def _fill(place: Place, customers: int, seed: int, shop_port: int) -> None:
    from klantkluis.office.access.commands import open_office
    from klantkluis.office.demo.filling import COMPANY, Size, fill
    from klantkluis.office.demo.privacy import publish_demo_statement
    from klantkluis.privacy.commands import publish_statement

    staff = open_office(username=LOG_IN, display_name="Demo", password=PASSWORD, language="nl")
    began = time.monotonic()
    with VaultProcess(vault_place(place)) as process:
        vault = process.vault()
        installed = vault.setup(
            staff=str(staff.uid),
            password=VAULT_PASSWORD,
            session="filling",
            settings={**NO_LIMITS, "own_accounts": [COMPANY["iban"]]},
        )
        session = vault.session(token=installed.token, session="filling")
        for number, sheet in enumerate(installed.sheets, start=1):
            session.confirm_sheet(number, sheet)
        actor = Actor(
            staff_id=staff.uid,
            roles=frozenset({Role.OWNER}),
            channel=Channel.COMMAND_LINE,
            vault=session,
        )
        fill(
            size=Size(customers=customers, seed=seed),
            actor=actor,
            until=timezone.localdate(),
            progress=_progress,
        )
        publish_demo_statement(actor=actor, now=timezone.now())
        open_shop(place, shop_port, vault.upkeep(), actor)
        publish_statement(actor=actor, now=timezone.now())
    seconds = round(time.monotonic() - began)
    print(f"\rThe demo company is there, in {seconds} seconds.        ", file=sys.stderr)
    made = {"customers": customers, "seed": seed, "made_on": str(timezone.localdate())}
    (place.root / MARK).write_text(json.dumps(made))


def _progress(what: str, done: int, total: int) -> None:
    words = {
        "customers": "customers",
        "business": "three years of business",
        "pictures": "pictures for the shop",
    }
    print(f"\r{words[what]}: {done * 100 // max(total, 1)} %   ", end="", file=sys.stderr)


def _say(port: int, shop_port: int) -> None:
    lines = (
        "",
        f"  Klantkluis      http://127.0.0.1:{port}/",
        f"  The shop        http://127.0.0.1:{shop_port}/",
        f"  Mail of the shop http://127.0.0.1:{shop_port}/demo-mail/",
        f"  Log-in          {LOG_IN}",
        f"  Password        {PASSWORD}",
        f"  Vault password  {VAULT_PASSWORD}",
        "",
        "  Stop with Ctrl-C. Everything is invented; nothing here is protected.",
        "",
    )
    print("\n".join(lines), flush=True)
