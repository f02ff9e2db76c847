"""An access point on this machine that takes e-invoices, or behaves as badly as it is told to."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from support.patience import NEVER

KEY = "sleutel-van-het-punt-55"


class FakeAccessPoint:
    """What it does, what it got, and what it says when it is asked.

    `does` is `ok`, `accept`, `refuse`, `busy`, `key`, `broken`, `garbage`, `lies`, `huge`,
    `elsewhere`, `stall`, `cut` or `cut at once`.
    """

    def __init__(self) -> None:
        self.does = "ok"
        self.status = "delivered"
        self.got: list[bytes] = []
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.url = ""


def _answer(fake: FakeAccessPoint) -> tuple[int, bytes]:
    match fake.does:
        case "ok":
            return 202, json.dumps({"id": "ap-1", "status": "queued"}).encode()
        case "accept":
            return 200, json.dumps({"id": "ap-1", "status": "accepted"}).encode()
        case "refuse":
            said = {"id": "ap-1", "status": "refused", "message": "Els van der Jansen is unknown"}
            return 200, json.dumps(said).encode()
        case "busy":
            return 503, b"{}"
        case "key":
            return 401, json.dumps({"message": "wrong key"}).encode()
        case "broken":
            return 500, b"oops"
        case "garbage":
            return 200, b"<html>thank you</html>"
        case "lies":
            return 200, json.dumps({"status": "queued"}).encode()
        case "huge":
            return 200, b'{"id": "' + b"x" * 1_000_000 + b'"}'
        case _:
            raise AssertionError(fake.does)


@contextmanager
def fake_access_point() -> Iterator[FakeAccessPoint]:
    """Run it on a free port of this machine until the block ends."""
    fake = FakeAccessPoint()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            if fake.does == "cut at once":
                self.connection.close()
                return
            body = self.rfile.read(int(self.headers["Content-Length"]))
            fake.headers.append(dict(self.headers))
            if self.path.endswith("/status"):
                fake.asked.append(json.loads(body))
                self.reply(200, json.dumps({"id": "ap-1", "status": fake.status}).encode())
                return
            fake.got.append(body)
            if fake.does == "stall":
                time.sleep(NEVER)
            if fake.does in {"stall", "cut"}:
                self.connection.close()
                return
            if fake.does == "elsewhere":
                self.send_response(302)
                self.send_header("Location", f"{fake.url}/documents?again")
                self.end_headers()
                return
            self.reply(*_answer(fake))

        def reply(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is fixed
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    fake.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
