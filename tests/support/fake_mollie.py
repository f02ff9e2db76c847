"""A server that answers as Mollie does: on this machine only, and as badly as it is told to."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from support.patience import NEVER

KEY = "test_this_is_no_key_of_anybody"


class FakeMollie:
    """Its payments, what it was asked, and how it behaves: well, down, slow or odd."""

    def __init__(self) -> None:
        self.payments: dict[str, dict[str, Any]] = {}
        self.asked: list[tuple[str, str, dict[str, Any]]] = []
        self.headers: list[dict[str, str]] = []
        self.mood = "well"
        self.url = ""
        self._by_key: dict[str, str] = {}

    def becomes(self, payment_id: str, status: str, **more: Any) -> None:
        """Let a payment have another status."""
        self.payments[payment_id] |= {"status": status, **more}

    def create(self, said: dict[str, Any], key: str) -> dict[str, Any]:
        """Make a payment, once for each idempotency key."""
        if key not in self._by_key:
            payment_id = f"tr_{len(self.payments) + 1:05}"
            self._by_key[key] = payment_id
            self.payments[payment_id] = {
                "resource": "payment", "id": payment_id, "status": "open",
                "amount": said["amount"], "description": said["description"],
                "details": {"consumerName": "NAME THAT NOBODY KEEPS"},
                "_links": {"checkout": {"href": f"{self.url}/pay/{payment_id}"}},
            }  # fmt: skip
        return self.payments[self._by_key[key]]


@contextmanager
def fake_mollie() -> Iterator[FakeMollie]:
    """Run the server on a free port of this machine until the block ends."""
    mollie = FakeMollie()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self._asked(said)
            self._answer(lambda: (201, mollie.create(said, self.headers["Idempotency-Key"])))

        def do_GET(self) -> None:
            self._asked({})
            payment = mollie.payments.get(self.path.split("?")[0].rpartition("/")[2])
            gone = {"status": 404, "title": "Not Found", "detail": "No payment exists"}
            self._answer(lambda: (404, gone) if payment is None else (200, payment))

        def _asked(self, said: dict[str, Any]) -> None:
            mollie.asked.append((self.command, self.path, said))
            mollie.headers.append(dict(self.headers))

        def _answer(self, answer: Any) -> None:
            if mollie.mood == "slow":
                time.sleep(NEVER)
            status, body = {
                "down": (500, {"status": 500, "title": "x", "detail": "y"}),
                "odd": (200, {"id": "tr_x", "status": "flying"}),
                "garbage": (200, "<html>"),
            }.get(mollie.mood) or answer()
            written = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/hal+json")
            self.send_header("Content-Length", str(len(written)))
            self.end_headers()
            self.wfile.write(written)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is fixed
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    mollie.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield mollie
    finally:
        server.shutdown()
        server.server_close()
