"""A running office with a small demo company, and pages in headless Chromium that are let in."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    sync_playwright,
)

LOG_IN = "demo"
PASSWORD = "welkom-in-de-demo"
VAULT_PASSWORD = "vijf planken tegen de wand"
CUSTOMERS = 24
START_SECONDS = 180
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


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
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("Chromium is not installed (make browser installs it)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser, office: RunningOffice) -> Iterator[BrowserContext]:
    """Give a fresh window, which knows the address of the office."""
    found = chromium.new_context(
        base_url=office.url, viewport={"width": 1280, "height": 900}, accept_downloads=True
    )
    found.set_default_timeout(30_000)
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


@pytest.fixture
def locked_page(context: BrowserContext, complaints: list[str]) -> Iterator[Page]:
    """Give a page of the owner, logged in, with the vault locked."""
    page = context.new_page()
    page.on("console", lambda said: complaints.append(said.text) if _complains(said) else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto("/log-in/")
    page.fill("[name=username]", LOG_IN)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("nav.side")
    yield page
    assert complaints == []


@pytest.fixture
def page(locked_page: Page) -> Page:
    """Give a page of the owner, logged in, with the vault open."""
    locked_page.goto("/vault/unlock/")
    locked_page.fill("[name=vault_password]", VAULT_PASSWORD)
    locked_page.keyboard.press("Enter")
    locked_page.wait_for_selector(".vault-state.open")
    return locked_page


@pytest.fixture
def is_accessible() -> Callable[[Page], None]:
    """Let axe-core look at a page as it stands, also at the width of a small telephone."""
    axe = Axe()

    def check(page: Page) -> None:
        # A click comes back once its page has been asked for, maybe before it is there.
        page.wait_for_load_state("load")
        before = page.viewport_size
        assert before is not None
        for width in (before["width"], 320):
            page.set_viewport_size({"width": width, "height": before["height"]})
            found = axe.run(page, options={"runOnly": {"type": "tag", "values": WCAG}})
            broken = [
                f"{each['id']}: {node['html'][:200]}"
                for each in found.response["violations"]
                for node in each["nodes"]
            ]
            assert not broken, f"{page.url} at {width} px:\n" + "\n".join(broken)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{page.url} scrolls sideways at {width} px: {wide} px wide"
        page.set_viewport_size(before)

    return check
