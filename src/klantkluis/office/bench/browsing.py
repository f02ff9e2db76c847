"""A very small browser: cookies, forms, and how long the server took."""

import http.client
import re
import time
from http.cookies import SimpleCookie
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Browser:
    """One connection to the office that keeps its cookies."""

    def __init__(self, host: str, port: int) -> None:
        self._connection = http.client.HTTPConnection(host, port, timeout=60)
        self._origin = f"http://{host}:{port}"
        self._cookies: dict[str, str] = {}
        self._token = ""

    def get(self, path: str) -> tuple[int, str]:
        """Ask for a page; give its status and text. It does not follow redirects."""
        return self._ask("GET", path, {})

    def post(self, path: str, fields: dict[str, str]) -> tuple[int, str]:
        """Send a form, with the token of the last page that had one."""
        return self._ask("POST", path, {**fields, "csrfmiddlewaretoken": self._token})

    def wait_until_it_answers(self, seconds: float = 30) -> None:
        """Wait until the server is there.

        Raises:
            ConnectionError: it stays silent.
        """
        until = time.monotonic() + seconds
        while True:
            try:
                self.get("/")
            except OSError:
                self._connection.close()
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)
            else:
                return

    def _ask(self, method: str, path: str, fields: dict[str, str]) -> tuple[int, str]:
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items()),
            "Referer": self._origin + path,
            "Origin": self._origin,
        }
        body = None
        if method == "POST":
            body = urlencode(fields)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, body=body, headers=headers)
        response = self._connection.getresponse()
        text = response.read().decode("utf-8", "replace")
        for header in response.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(header).items():
                self._cookies[name] = morsel.value
        found = TOKEN.search(text)
        if found:
            self._token = found.group(1)
        return response.status, text
