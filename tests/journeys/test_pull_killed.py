"""A power cut on either side, at any moment: each letter arrives once.

`PULL_KILLS` says how often; a soak asks for two hundred.
"""

import os
import random
import sqlite3
import time
from pathlib import Path

import pytest

from support.site_process import PullerProcess, SiteProcess

pytestmark = pytest.mark.processes
KILLS = int(os.environ.get("PULL_KILLS", "6"))


def arrived(office: PullerProcess) -> list[str]:
    with sqlite3.connect(office.root / "office.sqlite3", timeout=30) as db:
        return [str(uid).replace("-", "") for (uid,) in db.execute(
            "SELECT uid FROM shop_intakemessage ORDER BY seq"
        )]  # fmt: skip


def one(office: PullerProcess, query: str):
    with sqlite3.connect(office.root / "office.sqlite3", timeout=30) as db:
        return db.execute(query).fetchone()[0]


def test_whatever_is_killed_each_letter_arrives_once(tmp_path: Path):
    chance = random.Random(11)
    site, office = SiteProcess(tmp_path / "site"), PullerProcess(tmp_path / "office")
    site.root.mkdir()
    sent: list[str] = []
    try:
        site.start()
        office.pair(site)
        office.start()
        until = time.monotonic() + 60
        while time.monotonic() < until and not one(office, "SELECT key_id FROM shop_sitelink"):
            time.sleep(0.2)
        for _ in range(KILLS):
            sent += site.write(40)
            time.sleep(chance.uniform(0, 1.5))
            victim = chance.choice([site, office])
            victim.kill()
            victim.start()
        until = time.monotonic() + 120
        while time.monotonic() < until and len(arrived(office)) < len(sent):
            time.sleep(0.5)
        assert arrived(office) == [uid.replace("-", "") for uid in sent]
        assert one(office, "SELECT broken FROM shop_sitelink") == ""
        assert one(office, "SELECT count(*) FROM shop_linkalarm") == 0
    finally:
        office.kill()
        site.kill()
    with sqlite3.connect(site.root / "site.sqlite3") as db:
        (left,) = db.execute("SELECT count(*) FROM site_outboxmessage").fetchone()
    assert left == 0
