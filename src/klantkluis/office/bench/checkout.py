"""Checkout: how many orders a shop takes, from an empty cart to a message sealed on the disk."""

import os
import threading
import time
from itertools import count
from pathlib import Path
from random import Random

import lxml.html

from klantkluis.messages import wire
from klantkluis.messages.published import ThingKind
from klantkluis.messages.wire import Verb
from klantkluis.office.bench.browsing import Browser
from klantkluis.office.bench.measuring import Measured, Stopwatch, cpu_seconds, progress, rss_mb
from klantkluis.office.bench.paging import free_port
from klantkluis.office.bench.site_running import (
    RunningSite,
    categories,
    goods,
    intake_key,
    running_site,
    the_shop,
)
from klantkluis.vault.opening import public_bytes

CUSTOMERS = 3
WARM_UP = 20
PRODUCTS = 500
DETAILS = {
    "who": "consumer", "first_name": "Jet", "surname": "Vermeten", "email": "jet@meten.example.org",
    "country": "NL", "postcode": "3511 AB", "house_number": "12", "street": "Marktstraat",
    "town": "Utrecht", "shipping": "parcel", "payment": "transfer",
}  # fmt: skip


def measure(n: int, scratch: Path) -> Measured:
    """Place n orders over HTTP: cart, details, last screen, order, thanks.

    Some customers order at once at one process of the site. Each order is on the disk, sealed,
    before the customer is thanked; no password is hashed and no mail goes out.
    """
    os.environ["KLANTKLUIS_SITE_UNGUARDED"] = "1"  # all of them come from one address
    with running_site(scratch, free_port()) as site:
        site.publish(
            [
                (ThingKind.KEY, "1", intake_key(site, public_bytes(os.urandom(32)))),
                (ThingKind.SHOP, "shop", the_shop()),
            ]
        )
        site.publish(categories(10))
        site.publish(goods(PRODUCTS, 10))
        _orders(site, WARM_UP, Stopwatch())
        watch = Stopwatch()
        cpu, began = cpu_seconds(site.pids), time.monotonic()
        _orders(site, n, watch)
        seconds, cpu = time.monotonic() - began, cpu_seconds(site.pids) - cpu
        state = site.ask(Verb.STATE, wire.Nothing())
        assert state.last_seq == n + WARM_UP, "each order is one message"
        memory = rss_mb(site.pids)
    more = {"orders_per_cpu_second": round(n / cpu, 1) if cpu else 0}
    return Measured("checkout", n / seconds, "orders/s", n, watch, memory, more)


def _orders(site: RunningSite, n: int, watch: Stopwatch) -> None:
    numbers = count()
    lock = threading.Lock()

    def buy(place: int) -> None:
        browser, chance = site.browser(), Random(place)
        while True:
            with lock:
                number = next(numbers)
            if number >= n:
                return
            with watch.lap():
                _order(browser, chance)
            progress("orders", number + 1, n)

    buyers = [threading.Thread(target=buy, args=(place,)) for place in range(CUSTOMERS)]
    for each in buyers:
        each.start()
    for each in buyers:
        each.join()


def _order(browser: Browser, chance: Random) -> None:
    sku = f"{chance.randrange(PRODUCTS) // 40 * 40 + 7:05d}"  # one that is in stock
    status, _ = browser.post("/cart/add/", {"sku": sku, "quantity": "1"})
    assert status == 303, f"the cart answers {status}"
    status, _ = browser.get("/checkout/")
    assert status == 200, f"the checkout answers {status}"
    status, page = browser.post("/checkout/", DETAILS)
    assert status == 200, f"the last screen answers {status}"
    status, _ = browser.post("/checkout/order/", _hidden_in(page))
    assert status == 303, f"the order answers {status}"


def _hidden_in(page: str) -> dict[str, str]:
    """Give what the form of the last screen carries along."""
    root = lxml.html.fromstring(page)
    return {
        str(each.get("name")): str(each.get("value") or "")
        for form in root.iter("form")
        if str(form.get("action")).endswith("/order/")
        for each in form.iter("input")
    }
