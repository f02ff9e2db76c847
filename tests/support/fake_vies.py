"""A server that answers as VIES does: on this machine only, and as badly as it is told to."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from support.patience import NEVER

PROOF = "WAPIAAAAAbCdEfGh"


class FakeVies:
    """What it answers per VAT number, and what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, str] = {}
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.url = ""

    def says(self, number: str) -> str:
        """Give the kind of answer for a number; valid when nothing else was told."""
        return self.answers.get(number, "valid")


def _body(question: dict[str, Any], kind: str) -> tuple[int, bytes]:
    known = {
        "countryCode": question["countryCode"],
        "vatNumber": question["vatNumber"],
        "requestDate": "2026-11-26T10:00:00.000Z",
        "name": "EEN NAAM DIE NIEMAND BEWAART",
        "address": "EEN ADRES DAT NIEMAND BEWAART",
    }
    match kind:
        case "valid":
            said: Any = {**known, "valid": True, "requestIdentifier": PROOF}
        case "invalid":
            said = {**known, "valid": False, "requestIdentifier": "", "userError": "INVALID"}
        case "no, because down":
            said = {**known, "valid": False, "userError": "MS_UNAVAILABLE"}
        case "wrapped":
            said = {"actionSucceed": False, "errorWrappers": [{"error": "MS_MAX_CONCURRENT_REQ"}]}
        case "list":
            said = [1, 2, 3]
        case "garbage":
            return 200, b"<html>maintenance</html>"
        case "huge":
            return 200, b'{"valid": true, "x": "' + b"x" * 1_000_000 + b'"}'
        case "broken":
            return 500, b"oops"
        case _:
            raise AssertionError(kind)
    return 200, json.dumps(said).encode()


@contextmanager
def fake_vies() -> Iterator[FakeVies]:
    """Run the server on a free port of this machine until the block ends."""
    vies = FakeVies()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            vies.asked.append(question)
            vies.headers.append(dict(self.headers))
            kind = vies.says(question["countryCode"] + question["vatNumber"])
            if kind == "slow":
                time.sleep(NEVER)
                kind = "valid"
            if kind == "elsewhere":
                self.send_response(302)
                self.send_header("Location", f"{vies.url}/check-vat-number?again")
                self.end_headers()
                return
            if kind == "drip":
                self.send_response(200)
                self.send_header("Content-Length", "1000")
                self.end_headers()
                for _ in range(10 * int(NEVER)):
                    self.wfile.write(b" ")
                    self.wfile.flush()
                    time.sleep(0.1)
                return
            status, body = _body(question, kind)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is fixed
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    vies.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield vies
    finally:
        server.shutdown()
        server.server_close()
