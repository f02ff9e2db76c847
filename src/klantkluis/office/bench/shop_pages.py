"""Shop pages: what a visitor of the site looks at, in a shop with many products."""

import threading
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random

from klantkluis.messages.published import ThingKind
from klantkluis.office.bench.measuring import (
    Measured,
    Stopwatch,
    cpu_seconds,
    progress,
    rss_mb,
)
from klantkluis.office.bench.paging import free_port
from klantkluis.office.bench.site_running import (
    RunningSite,
    categories,
    goods,
    running_site,
    the_shop,
)

GROUPS = 100
VISITS = 300
CROWD = 4
CROWD_SECONDS = 8.0
WARM_UP = 50


def measure(n: int, scratch: Path) -> Measured:
    """Visit home, categories, products and searches of a shop with n products over HTTP.

    The value is the 95th percentile of one visitor who never sees the same page twice in a row;
    `pages_per_second` is what four visitors at once get out of the one process of the site, and
    `pages_per_cpu_second` the same without the time that others used the machine.
    """
    with running_site(scratch, free_port()) as site:
        site.publish([(ThingKind.SHOP, "shop", the_shop())])
        site.publish(categories(GROUPS))
        began = time.monotonic()
        site.publish(goods(n, GROUPS))
        published_in = time.monotonic() - began
        watches = _alone(site, n)
        pages, seconds, cpu = _crowd(site, n)
        memory = rss_mb(site.pids)
    every = Stopwatch([each for watch in watches.values() for each in watch.times_ms])
    more = {
        "pages": {kind: round(watch.percentile(0.95), 1) for kind, watch in watches.items()},
        "pages_per_second": round(pages / seconds, 1),
        "pages_per_cpu_second": round(pages / cpu, 1) if cpu else 0,
        "publish_seconds": round(published_in, 1),
    }
    slowest = max(watch.percentile(0.95) for watch in watches.values())
    return Measured("shop-pages", slowest, "ms (p95)", n, every, memory, more)


def _paths(n: int, chance: Random) -> dict[str, str]:
    """Give a page of each kind."""
    number = chance.randrange(n)
    return {
        "home": "/",
        "category": f"/categories/groep-{number % GROUPS}/",
        "product": f"/products/plank-{number:05d}/",
        "search": f"/search/?q=eiken+{number:05d}"[: chance.randrange(18, 27)],
    }


def _alone(site: RunningSite, n: int) -> dict[str, Stopwatch]:
    browser, chance = site.browser(), Random(1)
    watches: dict[str, Stopwatch] = {kind: Stopwatch() for kind in _paths(n, chance)}
    for visit in range(WARM_UP + VISITS):
        for kind, path in _paths(n, chance).items():
            if visit < WARM_UP:
                status, _ = browser.get(path)
            else:
                with watches[kind].lap():
                    status, _ = browser.get(path)
            assert status == 200, f"{path} answers {status}"
        progress("visits", visit + 1, WARM_UP + VISITS)
    return watches


def _crowd(site: RunningSite, n: int) -> tuple[int, float, float]:
    """Let some visitors look around at once; give pages, seconds and seconds of computing."""
    counts = [0] * CROWD
    until = time.monotonic() + CROWD_SECONDS

    def visit(place: int) -> None:
        browser, chance = site.browser(), Random(place + 10)
        while time.monotonic() < until:
            for path in _paths(n, chance).values():
                status, _ = browser.get(path)
                assert status == 200, f"{path} answers {status}"
                counts[place] += 1

    cpu, began = cpu_seconds(site.pids), time.monotonic()
    _together([threading.Thread(target=visit, args=(place,)) for place in range(CROWD)])
    return sum(counts), time.monotonic() - began, cpu_seconds(site.pids) - cpu


def _together(threads: Sequence[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
