"""A site for tests of the office: it speaks the real protocol over real HTTP, from memory.

It can be told to misbehave, as a site that was broken into or put back from a backup would.
"""

import hashlib
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import UUID, uuid4

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from klantkluis.messages import link, published, wire
from klantkluis.messages.letters import Letter, pack
from klantkluis.messages.link import PairingCode
from klantkluis.messages.outbox import START, OutboxRow, binding, chained
from klantkluis.messages.published import ThingKind
from klantkluis.messages.wire import Verb
from klantkluis.vault.sealing import seal_to


@dataclass
class FakeSite:
    """The site, and everything that it was told."""

    site_id: UUID = field(default_factory=uuid4)
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    secret: bytes = field(default_factory=lambda: os.urandom(16))
    office: bytes = b""
    last_number: int = 0
    rows: list[OutboxRow] = field(default_factory=list)
    last_seq: int = 0
    last_chain: bytes = START
    acked_seq: int = 0
    pepper: bytes = b""
    things: dict[tuple[str, str], bytes] = field(default_factory=dict)
    profiles: list[wire.SealedProfile] = field(default_factory=list)
    forgotten: list[UUID] = field(default_factory=list)
    packages: dict[UUID, list[wire.PickUpPart]] = field(default_factory=dict)
    gone: set[UUID] = field(default_factory=set)
    """Accounts that it says it does not have."""
    unused: dict[UUID, int] = field(default_factory=dict)
    """Accounts that nobody uses, and the month of the last use; see `core.days.month_number`."""
    ended: list[UUID] = field(default_factory=list)
    terms: list[int] = field(default_factory=list)
    unknown_verbs: set[Verb] = field(default_factory=set)
    """What it does not know yet, as a site of an older version."""
    checkpoints: list[str] = field(default_factory=list)
    asked: list[Verb] = field(default_factory=list)
    clock: Callable[[], float] = time.time
    forge: bool = False
    dies_after: Verb | None = None
    """It does what is asked and hangs up without an answer, once."""
    _server: ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def code(self) -> str:
        public = self.key.public_key().public_bytes_raw()
        return str(PairingCode(self.site_id, link.fingerprint(public), self.secret))

    def start(self) -> "FakeSite":
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def stop(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()

    def send(self, kind: int, letter: Letter, public: bytes, key_id: int = 1) -> OutboxRow:
        """Put a letter in the row, sealed."""
        return self.put(kind, letter.uid, pack(letter), public, key_id)

    def put(self, kind: int, uid: UUID, plain: bytes, public: bytes, key_id: int = 1) -> OutboxRow:
        """Put bytes in the row, sealed."""
        seq = self.last_seq + 1
        info = binding(self.site_id, kind, seq, key_id)
        sealed = seal_to(public, plain, info=info)
        chain = chained(self.last_chain, seq, sealed)
        row = OutboxRow(seq, kind, key_id, uid, int(time.time()) // 3600 * 3600, sealed, chain)
        self.rows.append(row)
        self.last_seq, self.last_chain = seq, chain
        return row

    def published(self, kind: ThingKind, name: str) -> object:
        return published.read(kind, self.things[kind.value, name])

    def answer(self, verb: Verb, number: int, body: bytes, signature: str) -> tuple[int, bytes]:
        self.asked.append(verb)
        if verb is Verb.PAIR:
            asked = wire.read(wire.QUESTIONS, verb, body)
            if link.pairing_proof(self.secret, asked.public) != asked.proof:
                return 403, wire.write(wire.Nothing())
            self.office = asked.public
            public = self.key.public_key().public_bytes_raw()
            return 200, wire.write(wire.Paired(public=public))
        text = link.request_text(self.site_id, verb, number, body)
        if not link.is_signed(self.office, text, signature):
            return 403, wire.write(wire.Nothing())
        if number <= self.last_number:
            return 409, wire.write(wire.Nothing())
        self.last_number = number
        return self._do(verb, wire.read(wire.QUESTIONS, verb, body))

    def _unused(self, question: wire.Unused) -> wire.UnusedAnswer:
        self.terms.append(question.term)
        found = sorted(
            uid
            for uid, month in self.unused.items()
            if month <= question.up_to and (question.after is None or uid > question.after)
        )
        return wire.UnusedAnswer(
            accounts=tuple(
                wire.UnusedAccount(account=uid, month=self.unused[uid])
                for uid in found[: question.limit]
            ),
            gone=tuple(uid for uid in question.known if uid in self.gone),
        )

    def _end_unused(self, question: wire.EndUnused) -> wire.UnusedEnded:
        used = [
            each.account
            for each in question.accounts
            if self.unused.get(each.account, 0) > each.month
        ]
        ended = [each.account for each in question.accounts if each.account not in used]
        for uid in ended:
            self.unused.pop(uid, None)
            self.gone.add(uid)
        self.ended += ended
        return wire.UnusedEnded(ended=tuple(ended), used=tuple(used))

    def _do(self, verb: Verb, question: Any) -> tuple[int, bytes]:
        answers: dict[Verb, Callable[[Any], msgspec.Struct | None]] = {
            Verb.STATE: lambda _asked: self._state(),
            Verb.PEPPER: self._take_pepper,
            Verb.DIGESTS: lambda asked: wire.Digests(digests=self._digests(asked.kind)),
            Verb.PUBLISH: self._publish,
            Verb.PULL: self._pull,
            Verb.ACK: self._ack,
            Verb.PROFILES: self._take_profiles,
            Verb.UNUSED: self._unused,
            Verb.END_UNUSED: self._end_unused,
            Verb.PICK_UP: self._take_part,
            Verb.WITNESS: self._witness,
        }
        answer = answers[verb](question)
        if answer is None:
            return 409, wire.write(wire.Nothing())
        return 200, wire.write(answer)

    def _take_pepper(self, question: wire.Pepper) -> wire.Nothing:
        self.pepper = question.pepper
        return wire.Nothing()

    def _publish(self, question: wire.Publish) -> wire.Nothing:
        for thing in question.things:
            self.things[thing.kind, thing.name] = thing.body
        for kind, name in question.gone:
            self.things.pop((kind, name), None)
        return wire.Nothing()

    def _pull(self, question: wire.Pull) -> wire.Pulled:
        rows = [row for row in self.rows if row.seq > question.after][: question.limit]
        return wire.Pulled(rows=tuple(wire.Row.of(row) for row in rows), last_seq=self.last_seq)

    def _ack(self, question: wire.Ack) -> wire.Acked | None:
        """Let go of what the office has; nothing, when it names another message."""
        if question.seq > self.acked_seq:
            found = [row for row in self.rows if row.seq == question.seq]
            if not found or found[0].chain != question.chain:
                return None
            self.rows = [row for row in self.rows if row.seq > question.seq]
            self.acked_seq = question.seq
        return wire.Acked(deleted=0)

    def _take_profiles(self, question: wire.Profiles) -> wire.ProfilesTaken:
        self.profiles += question.profiles
        self.forgotten += question.forgotten
        return wire.ProfilesTaken(left_alone=())

    def _witness(self, question: wire.Witness) -> wire.Nothing:
        self.checkpoints.append(question.checkpoint)
        return wire.Nothing()

    def _digests(self, kind: str) -> dict[str, str]:
        return {
            name: published.digest(body)
            for (each, name), body in self.things.items()
            if each == kind
        }

    def _take_part(self, part: wire.PickUpPart) -> wire.PickUpTaken:
        if part.account in self.gone:
            return wire.PickUpTaken(next=0, gone=True)
        parts = self.packages.setdefault(part.uid, [])
        if part.number == len(parts):
            parts.append(part)
        return wire.PickUpTaken(next=len(parts))

    def _state(self) -> wire.State:
        return wire.State(
            version="0", last_seq=self.last_seq, last_chain=self.last_chain,
            acked_seq=self.acked_seq, awake=bool(self.pepper), now=int(self.clock()),
            things={kind: wire.root(self._digests(kind).items()) for kind in ThingKind},
        )  # fmt: skip


def _handler(site: FakeSite) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_said: object) -> None:
            pass

        def do_POST(self) -> None:
            verb = Verb(self.path.rpartition("/")[2])
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if verb in site.unknown_verbs:
                self.send_response(400)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            number = int(self.headers[link.NUMBER_HEADER])
            status, answer = site.answer(
                verb, number, body, self.headers.get(link.SIGNATURE_HEADER, "")
            )
            if site.dies_after is verb:
                site.dies_after = None
                self.close_connection = True
                return
            key = Ed25519PrivateKey.generate() if site.forge else site.key
            text = link.answer_text(site.site_id, number, status, answer)
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.send_header(link.NUMBER_HEADER, str(number))
            self.send_header(link.SIGNATURE_HEADER, link.sign(key, text))
            self.end_headers()
            self.wfile.write(answer)

    return Handler


def digest_of(key: bytes) -> bytes:
    """Give the digest of a key as profiles name it."""
    return hashlib.sha256(key).digest()
