"""Search: what a clerk types, letter by letter, among many customers."""

import time
from pathlib import Path
from random import Random

from klantkluis.office.bench.measuring import Measured, Stopwatch, peak_rss_mb
from klantkluis.office.bench.scratch import Scratch, large_office
from klantkluis.office.demo.words import FIRST_NAMES, SURNAMES, TOWNS

QUERIES = 600


def measure(n: int, _scratch: Path) -> Measured:
    """Search among n customers with whole and half words; the value is the 95th percentile."""
    watch = Stopwatch()
    with large_office(customers=n, invoices=0) as office:
        wait_for_index(office)
        chance = Random(2)
        for terms in (_typed(chance) for _ in range(QUERIES)):
            with watch.lap():
                office.session.search(terms)
        memory = peak_rss_mb([office.process.pid])
    return Measured("search", watch.percentile(0.95), "ms (p95)", n, watch, memory)


def wait_for_index(office: Scratch) -> float:
    """Wait until everything can be found; give the seconds that it took."""
    began = time.monotonic()
    while office.vault.status().index.get("state") != "ready":
        time.sleep(0.01)
    office.session.search("a")
    return time.monotonic() - began


def _typed(chance: Random) -> str:
    """Make up what somebody types: a name, half a name, a town, a postcode, an e-mail."""
    surname = chance.choice(SURNAMES)[1]
    first, town = chance.choice(FIRST_NAMES), chance.choice(TOWNS)
    postcode = str(chance.randrange(town[1], town[2] + 1))
    whole = chance.choice(
        (surname, f"{first} {surname}", f"{surname} {town[0]}", postcode, f"{first}.{surname}")
    )
    return whole[: chance.randrange(2, len(whole) + 1)].strip() or whole
