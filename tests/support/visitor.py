"""Somebody at a browser without scripts: fills in the forms of a running office as they stand."""

import re
import socket
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import lxml.html
import requests
import urllib3

PROJECT = Path(__file__).parent.parent.parent
CODE = re.compile(r"Code for the first account: (\S+)")


class Visitor:
    """Keeps cookies, and sends forms with everything that stands in them."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self._session = requests.Session()
        self._session.verify = False
        self._session.trust_env = False
        self.url = origin
        self.page = lxml.html.fromstring("<p></p>")

    def get(self, path: str) -> requests.Response:
        """Open a page, following redirects."""
        return self._show(self._session.get(self.origin + path, timeout=60))

    def inputs(self, action: str = "") -> dict[str, str]:
        """Give the names and kinds of what can be typed in the page's own form."""
        form = self._form(action)
        return {
            str(each.get("name")): str(each.get("type") or each.tag)
            for each in form.iter("input", "textarea", "select")
            if each.get("name") and each.get("type") not in {"hidden", "submit"}
        }

    def send(
        self,
        values: Mapping[str, str],
        action: str = "",
        files: Mapping[str, tuple[str, bytes]] | None = None,
    ) -> requests.Response:
        """Fill in the page's own form, or the one with this action, and send it."""
        form = self._form(action)
        filled = {**dict(form.form_values()), **values}
        target = requests.compat.urljoin(self.url, form.get("action") or self.url)
        return self._show(
            self._session.post(
                target,
                data=filled,
                files=files,
                headers={"Referer": self.url, "Origin": self.origin},
                timeout=120,
            )
        )

    def errors(self) -> list[str]:
        """Give the sentences beside the fields."""
        found = self.page.xpath("//*[contains(@class, 'field-error')]")
        return [each.text_content().strip() for each in found]

    def _form(self, action: str) -> lxml.html.FormElement:
        forms = [
            form
            for form in self.page.xpath("//main//form")
            if (form.get("action") or "").endswith(action)
            and form.get("method", "").lower() == "post"
        ]
        assert forms, f"{self.url} has no form {action!r}"
        return max(forms, key=lambda form: len(form.inputs.keys()))

    def _show(self, response: requests.Response) -> requests.Response:
        self.url = response.url
        if response.headers.get("Content-Type", "").startswith("text/html") and response.text:
            self.page = lxml.html.fromstring(response.text)
        return response


@contextmanager
def running_office(
    directory: Path, environment: Mapping[str, str]
) -> Iterator[tuple[Visitor, str, Callable[[], None]]]:
    """Run a real, empty office over HTTPS; give a visitor, the first code, and a way to stop it."""
    urllib3.disable_warnings()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable, "-m", "klantkluis.office",
        "office", "--dir", str(directory), "--port", str(port),
    ]  # fmt: skip
    log = (directory.parent / "office.log").open("wb")
    office = subprocess.Popen(command, env=dict(environment), stdout=log, stderr=log, cwd=PROJECT)

    def stop() -> None:
        office.terminate()
        office.wait(30)

    visitor = Visitor(f"https://127.0.0.1:{port}")
    try:
        _wait(visitor, office)
        found = CODE.search((directory.parent / "office.log").read_text())
        yield visitor, found.group(1) if found else "", stop
    finally:
        if office.poll() is None:
            stop()
        log.close()


def _wait(visitor: Visitor, office: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 60
    while True:
        assert office.poll() is None, "the office ended by itself"
        try:
            visitor.get("/")
        except requests.ConnectionError:
            assert time.monotonic() < until, "the office does not answer"
            time.sleep(0.2)
        else:
            return


warnings.filterwarnings("ignore", category=urllib3.exceptions.InsecureRequestWarning)
