"""A running office with a small demo company, and pages in headless Chromium that are let in."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
)

from support.accessible import broken_in
from support.chromium import chromium_running
from support.prepared import put_tables

LOG_IN = "demo"
PASSWORD = "welkom-in-de-demo"
VAULT_PASSWORD = "vijf planken tegen de wand"
CUSTOMERS = 24
START_SECONDS = 180
expect.set_options(timeout=20_000)  # a machine may have much to do


@dataclass(frozen=True)
class RunningOffice:
    """An office that answers at `url`, its things in `directory`, and its shop."""

    url: str
    directory: Path
    shop_url: str = ""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this directory, so that `-m "not browser"` leaves it out."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, f"the office ended: {log.read_text()[-2000:]}"
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise AssertionError(f"the office did not start: {log.read_text()[-2000:]}")


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningOffice]:
    """Run an office of its own, with vault, web server and job worker, on a free port."""
    root = tmp_path_factory.mktemp("o")
    port, shop_port, log = _free_port(), _free_port(), root / "office.log"
    command = [
        sys.executable, "-m", "klantkluis.office", "demo",
        "--dir", str(root / "d"), "--customers", str(CUSTOMERS), "--port", str(port),
        "--shop-port", str(shop_port),
    ]  # fmt: skip
    settled = {name: value for name, value in os.environ.items() if "KLANTKLUIS" not in name}
    settled["KLANTKLUIS_PULL_SECONDS"] = "2"
    put_tables(root / "tables")
    settled["KLANTKLUIS_DATABASE_URL"] = f"sqlite:///{root}/tables/office.sqlite3"
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=settled, stdout=output, stderr=output)
    try:
        _wait_for(port, process, log)
        yield RunningOffice(f"http://127.0.0.1:{port}", root / "d", f"http://127.0.0.1:{shop_port}")
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Give a browser; ended with the module, since its event loop would hinder the database."""
    with chromium_running() as browser:
        yield browser


type LetIn = dict[str, Any]
"""What a window keeps of somebody who is let in: cookies, by how far they are in."""


@pytest.fixture(scope="session")
def let_in(office: RunningOffice) -> LetIn:
    """Keep what lets somebody in, so that not every test has to type both passwords."""
    return {}


def _window(chromium: Browser, office: RunningOffice, kept: Any = None) -> BrowserContext:
    found = chromium.new_context(
        base_url=office.url, viewport={"width": 1280, "height": 900}, accept_downloads=True,
        storage_state=kept,
    )  # fmt: skip
    found.set_default_timeout(30_000)
    return found


@pytest.fixture
def context(chromium: Browser, office: RunningOffice) -> Iterator[BrowserContext]:
    """Give a fresh window, which knows the address of the office."""
    found = _window(chromium, office)
    yield found
    found.close()


@pytest.fixture
def complaints() -> list[str]:
    """Gather what the browser complains of; a page that is let in fails on any of it."""
    return []


def _complains(said: ConsoleMessage) -> bool:
    """Tell whether something went wrong: not that a question was dropped by going on to a page."""
    dropped = said.text.startswith(("htmx:sendAbort,", "htmx:afterRequest,"))
    return said.type in {"error", "warning"} and not dropped


@contextmanager
def _opened(
    chromium: Browser, office: RunningOffice, complaints: list[str], kept: Any
) -> Iterator[Page]:
    """Open a page in a window of its own that complains of nothing."""
    window = _window(chromium, office, kept)
    page = window.new_page()
    page.on("console", lambda said: complaints.append(said.text) if _complains(said) else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    window.close()
    assert complaints == []


def _log_in(page: Page) -> None:
    page.goto("/")
    if page.locator("nav.side").count() == 0:
        page.goto("/log-in/")
        page.fill("[name=username]", LOG_IN)
        page.fill("[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_selector("nav.side")


def _unlock(page: Page) -> None:
    if page.locator(".vault-state.open").count() == 0:
        page.goto("/vault/unlock/")
        page.fill("[name=vault_password]", VAULT_PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_selector(".vault-state.open")


@pytest.fixture
def locked_page(
    chromium: Browser, office: RunningOffice, complaints: list[str], let_in: LetIn
) -> Iterator[Page]:
    """Give a page of the owner, logged in, with the vault locked."""
    with _opened(chromium, office, complaints, let_in.get("locked")) as page:
        _log_in(page)
        if page.locator(".vault-state.open").count():  # a test opened it in this very session
            page.context.clear_cookies()
            _log_in(page)
        let_in["locked"] = page.context.storage_state()
        yield page


@pytest.fixture
def page(
    chromium: Browser, office: RunningOffice, complaints: list[str], let_in: LetIn
) -> Iterator[Page]:
    """Give a page of the owner, logged in, with the vault open."""
    with _opened(chromium, office, complaints, let_in.get("open")) as page:
        _log_in(page)
        _unlock(page)
        let_in["open"] = page.context.storage_state()
        yield page


@pytest.fixture
def is_accessible() -> Callable[[Page], None]:
    """Let axe-core look at a page as it stands, also at the width of a small telephone."""

    def check(page: Page) -> None:
        # A click comes back once its page has been asked for, maybe before it is there.
        page.wait_for_load_state("load")
        before = page.viewport_size
        assert before is not None
        for width in (before["width"], 320):
            page.set_viewport_size({"width": width, "height": before["height"]})
            broken = broken_in(page)
            assert not broken, f"{page.url} at {width} px:\n" + "\n".join(broken)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{page.url} scrolls sideways at {width} px: {wide} px wide"
        page.set_viewport_size(before)

    return check
