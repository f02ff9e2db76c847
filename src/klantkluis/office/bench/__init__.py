"""Measuring the office, on data that it makes itself in a scratch directory."""

import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from klantkluis.office.bench.measuring import Measured

USUAL = {
    "flow": 300,
    "invoices": 300,
    "search": 100_000,
    "unlock": 100_000,
    "pages": 100_000,
    "einvoice-validate": 300,
    "shop-pages": 10_000,
    "checkout": 600,
    "pull": 2000,
    "backup": 10_000,
    "prove": 100_000,
    "access": 1000,
    "erase": 200,
    "sweep": 100_000,
}


def run_bench(*, name: str, n: int, database: str, as_json: bool) -> int:
    """Run one bench; its result is the last line on standard output.

    `n` is how many flows or invoices, or how many customers there are to search and show.
    """
    n = n or USUAL[name]
    with tempfile.TemporaryDirectory(prefix="klantkluis-bench-") as scratch:
        os.environ["KLANTKLUIS_DIR"] = scratch
        os.environ["KLANTKLUIS_MODE"] = "demo"
        os.environ["DJANGO_SETTINGS_MODULE"] = "klantkluis.office.settings"
        os.environ["KLANTKLUIS_DATABASE_URL"] = database or f"sqlite:///{scratch}/office.sqlite3"
        measured = _bench(name)(n, Path(scratch))
    kind = "postgresql" if database.startswith("postgres") else "sqlite"
    print(json.dumps(measured.as_json(kind)) if as_json else measured.as_text(kind))
    sys.stdout.flush()
    return 0


def _bench(name: str) -> Callable[[int, Path], Measured]:
    """Give a bench. They need Django's settings, which wait for the scratch directory."""
    from klantkluis.office.bench import (
        accessing,
        backing_up,
        checkout,
        erasing,
        flowing,
        invoicing,
        paging,
        proving,
        pulling,
        searching,
        shop_pages,
        sweeping,
        unlocking,
        validating,
    )

    return {
        "flow": flowing.measure,
        "invoices": invoicing.measure,
        "search": searching.measure,
        "unlock": unlocking.measure,
        "pages": paging.measure,
        "einvoice-validate": validating.measure,
        "shop-pages": shop_pages.measure,
        "checkout": checkout.measure,
        "pull": pulling.measure,
        "backup": backing_up.measure,
        "prove": proving.measure,
        "access": accessing.measure,
        "erase": erasing.measure,
        "sweep": sweeping.measure,
    }[name]
