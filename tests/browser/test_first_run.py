"""A real, empty office over HTTPS: from the code in the terminal to the first screen."""

import os
import re
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
from playwright.sync_api import Browser, Page, expect

CODE = re.compile(r"Code for the first account: (\S+)")
LOG_IN = "zeven-geiten-op-stok"
START_SECONDS = 120


@dataclass(frozen=True)
class EmptyOffice:
    """Where it listens, and the code that its terminal shows."""

    url: str
    code: str
    directory: Path


@pytest.fixture(scope="module")
def empty_office() -> Iterator[EmptyOffice]:
    """Run an office that nobody has entered; in a short path, since a socket's name is short."""
    root = Path("/tmp") / f"kk{os.getpid()}"  # noqa: S108 - a socket's path has at most 107 bytes
    root.mkdir(mode=0o700)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [
        sys.executable, "-m", "klantkluis.office", "office",
        "--dir", str(root / "d"), "--port", str(port),
    ]  # fmt: skip
    settled = {name: value for name, value in os.environ.items() if "KLANTKLUIS" not in name}
    log = root / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=settled, stdout=output, stderr=output)
    try:
        _wait_for(port, process, log)
        found = CODE.search(log.read_text())
        assert found, log.read_text()
        yield EmptyOffice(f"https://127.0.0.1:{port}", found[1], root / "d")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        shutil.rmtree(root)


def _wait_for(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text()
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise AssertionError(log.read_text())


@pytest.fixture
def visitor(chromium: Browser, empty_office: EmptyOffice) -> Iterator[Page]:
    context = chromium.new_context(base_url=empty_office.url, ignore_https_errors=True)
    context.set_default_timeout(15_000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda s: complaints.append(s.text) if s.type == "error" else None)
    yield page
    assert complaints == []
    context.close()


def test_a_new_owner_comes_from_an_empty_office_to_the_first_customer(
    visitor: Page, empty_office: EmptyOffice, is_accessible: Callable[[Page], None]
):
    page = visitor
    page.goto("/customers/")
    is_accessible(page)
    typed = {"code": empty_office.code, "display_name": "Els de Wit", "username": "els"}
    for name, value in typed.items():
        page.fill(f"[name={name}]", value)
    _fill_twice(page, LOG_IN)
    page.click("main form .btn-primary")
    page.click("#suggestion button")
    words = page.locator(".code-box").inner_text()
    is_accessible(page)
    _fill_twice(page, words)
    page.click("main form .btn-primary")
    sheets = _read_sheets(page)
    is_accessible(page)
    page.click("a[href='/vault/sheets/1/']")
    expect(page.locator("[name=line_1]")).to_be_visible()
    is_accessible(page)
    for number, lines in enumerate(sheets, start=1):
        expect(page).to_have_url(re.compile(f"/vault/sheets/{number}/"))
        for position, line in enumerate(lines, start=1):
            page.fill(f"[name=line_{position}]", line)
        page.click("main form .btn-primary")
    expect(page.locator("[name=street]")).to_be_visible()
    is_accessible(page)
    company = {
        "name": "De Houten Lepel",
        "street": "Dorpsstraat",
        "house_number": "3",
        "postcode": "3511 AB",
        "town": "Utrecht",
    }
    for name, value in company.items():
        page.fill(f"[name={name}]", value)
    page.click("main form .btn-primary")
    expect(page.locator("h1")).to_contain_text("Els de Wit")
    is_accessible(page)
    for path in ("/customers/", "/orders/", "/invoices/", "/products/"):
        page.goto(path)
        expect(page.locator(".empty h2")).to_be_visible()
        is_accessible(page)
    page.goto("/customers/new/")
    page.fill("[name=surname]", "Kok")
    page.click("form[data-guard] .btn-primary")
    expect(page.locator("h1")).to_have_text("Kok")
    assert not (empty_office.directory / "first-run.code").exists()


def _fill_twice(page: Page, password: str) -> None:
    page.fill("[name=new_password]", password)
    page.fill("[name=repeat_password]", password)


def _read_sheets(page: Page) -> list[list[str]]:
    page.wait_for_selector(".sheet")
    return [
        [line.inner_text() for line in sheet.query_selector_all("li")]
        for sheet in page.query_selector_all(".sheet")
    ]
