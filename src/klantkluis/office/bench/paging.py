"""Pages: the ones that are open all day, in a large office, with the vault unlocked."""

import os
import socket
from pathlib import Path

from klantkluis.office.bench.browsing import Browser
from klantkluis.office.bench.measuring import (
    Measured,
    Stopwatch,
    children_of,
    cpu_seconds,
    progress,
    rss_mb,
    watched_memory,
)
from klantkluis.office.bench.scratch import (
    LOG_IN,
    PASSWORD,
    VAULT_PASSWORD,
    large_office,
)
from klantkluis.office.bench.searching import wait_for_index
from klantkluis.office.cli.running import office_children

WARM_UP = 3
VISITS = 40
ALL_VISITS = WARM_UP + VISITS
INVOICES_PER_CUSTOMER = 3


def measure(n: int, _scratch: Path) -> Measured:
    """Visit each page over HTTP with n customers and three times as many invoices.

    The value is the slowest page's 95th percentile, the network of this machine included; the
    memory is that of all processes of the office together: `rss_mb` at work, the peak with the
    unlock. `cpu_ms` is what one visit costs them, also when others use the machine.
    """
    with large_office(customers=n, invoices=n * INVOICES_PER_CUSTOMER) as office:
        wait_for_index(office)
        port = free_port()
        children = office_children("127.0.0.1", port)
        for child in children:
            child.start()
        try:
            browser = Browser("127.0.0.1", port)
            browser.wait_until_it_answers()
            office_pids = children_of(os.getpid())
            with watched_memory(office_pids) as most:
                _enter(browser)
            watches, cpu_ms = {}, {}
            for done, path in enumerate(paths := _paths(n), start=1):
                began = cpu_seconds(office_pids)
                watches[path] = _visit(browser, path)
                cpu_ms[path] = round((cpu_seconds(office_pids) - began) * 1000 / ALL_VISITS, 1)
                progress("pages", done, len(paths))
            memory = rss_mb(office_pids)
        finally:
            for child in children:
                child.stop()
    slowest = max(watches.values(), key=lambda watch: watch.percentile(0.95))
    more = {
        "pages": {path: round(each.percentile(0.95), 1) for path, each in watches.items()},
        "cpu_ms": cpu_ms,
        "rss_mb": round(memory, 1),
    }
    return Measured(
        "pages", slowest.percentile(0.95), "ms (p95)", n, slowest, max(memory, *most), more
    )


def _paths(customers: int) -> list[str]:
    """Give the pages: lists, and cards somewhere in the middle."""
    from klantkluis.billing.models import Invoice
    from klantkluis.customers.models import Customer
    from klantkluis.sales.models import Order

    middle = max(customers // 2, 1)
    customer = Customer.objects.get(number=middle).pk
    order = Order.objects.filter(customer=customer).values_list("pk", flat=True).first()
    invoice = Invoice.objects.filter(customer=customer).values_list("pk", flat=True).first()
    return [
        "/",
        "/customers/",
        f"/customers/{customer}/",
        "/orders/",
        f"/orders/{order}/",
        "/invoices/",
        f"/invoices/{invoice}/",
        "/ledger/",
    ]


def _enter(browser: Browser) -> None:
    """Log in and unlock."""
    browser.get("/log-in/")
    status, _ = browser.post("/log-in/", {"username": LOG_IN, "password": PASSWORD})
    assert status == 302, "the bench cannot log in"
    browser.get("/vault/unlock/")
    status, _ = browser.post("/vault/unlock/", {"vault_password": VAULT_PASSWORD})
    assert status == 302, "the bench cannot unlock"


def _visit(browser: Browser, path: str) -> Stopwatch:
    watch = Stopwatch()
    for _ in range(WARM_UP):
        browser.get(path)
    for _ in range(VISITS):
        with watch.lap():
            status, _text = browser.get(path)
        assert status == 200, f"{path} answers {status}"
    return watch


def free_port() -> int:
    """Give a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
