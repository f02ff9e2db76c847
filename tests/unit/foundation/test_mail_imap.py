"""The mailbox may refuse, stall, lie and send without end; a look always ends, and says how."""

import ssl
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from klantkluis.foundation.mail import imap
from klantkluis.foundation.mail.imap import Box, Look, look_into, try_out
from support.fake_imap import PASSWORD, USER, FakeImap, a_letter, a_report, fake_imap
from support.fake_smtp import certificate
from support.patience import NEVER, SHORT

SINCE = date(2026, 11, 12)
ID = f"<{'a1' * 16}@voorbeeld.nl>"


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeImap]:
    context, public = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(public))
    with fake_imap(context) as fake:
        yield fake


def box(fake: FakeImap, **changes: object) -> Box:
    said = {
        "host": fake.host, "port": fake.port, "user": USER, "password": PASSWORD,
        "folder": "INBOX", **changes,
    }  # fmt: skip
    return Box(**said)  # type: ignore[arg-type]


def look(fake: FakeImap, handle: Callable[[bytes], bool] | None = None, **changes: object) -> Look:
    return look_into(box(fake, **changes), since=SINCE, handle=handle or (lambda _raw: False))


def test_only_reports_are_read_and_only_ours_are_marked(server: FakeImap) -> None:
    letter, ours, other = server.add(a_letter()), server.add(a_report(ID)), server.add(a_report())
    read: list[bytes] = []

    def handle(raw: bytes) -> bool:
        read.append(raw)
        return ID.encode() in raw

    found = look(server, handle)
    assert found == Look(77, other, 3, "")
    assert read == [server.mails[ours], server.mails[other]]
    assert server.flags == {ours: {"\\Seen"}}
    assert [line for line in server.named(f"FETCH {letter} ") if "BODY.PEEK[]" in line] == []
    assert server.named("SINCE") == ["UID SEARCH SINCE 12-Nov-2026"]
    assert all("PEEK" in line for line in server.named("FETCH"))
    assert not server.named("DELETE") + server.named("EXPUNGE") + server.named("MOVE")


def test_nothing_of_ours_leaves_no_trace_at_all(server: FakeImap) -> None:
    server.add(a_letter())
    look(server)
    assert not server.named("SELECT")
    assert not server.named("STORE")
    assert server.flags == {}


def test_the_next_look_goes_on_where_the_last_one_was(server: FakeImap) -> None:
    for _ in range(3):
        server.add(a_report(ID))
    first = look(server)
    seen: list[bytes] = []
    again = look(
        server, lambda raw: bool(seen.append(raw)), uid_validity=77, last_uid=first.last_uid
    )
    assert (again.last_uid, again.looked_at, seen) == (3, 0, [])
    server.add(a_report(ID))
    assert look(server, uid_validity=77, last_uid=3).looked_at == 1
    # The server counts anew: what was seen says nothing any more.
    server.validity = 78
    assert look(server, uid_validity=77, last_uid=3) == Look(78, 4, 4, "")


def test_a_look_goes_past_so_many_and_no_more(
    server: FakeImap, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap, "MOST_MESSAGES", 2)
    for _ in range(5):
        server.add(a_letter())
    assert look(server) == Look(77, 2, 2, "")
    assert look(server, uid_validity=77, last_uid=2) == Look(77, 4, 2, "")


def test_of_a_mail_of_50_mb_only_the_beginning_is_read(server: FakeImap) -> None:
    server.add(a_report(whole=f"Message-ID: {ID}\n\n".encode() + b"x" * 50_000_000))
    read: list[int] = []
    assert look(server, lambda raw: bool(read.append(len(raw)))).problem == ""
    assert read == [imap.MOST_REPORT]
    assert server.sent_bytes < 300_000


BAD = {
    "connect": {"stall": "timeout", "cut": "cut", "garbage": "garbage", "drip": "timeout"},
    "capability": {"stall": "timeout", "cut": "cut", "no": "garbage", "garbage": "cut"},
    "login": {"stall": "timeout", "cut": "cut", "no": "log_in", "drip": "timeout"},
    "examine": {"stall": "timeout", "cut": "cut", "no": "no_folder", "endless": "too_large"},
    "search": {"stall": "timeout", "cut": "cut", "no": "garbage", "huge": "too_large"},
    "head": {"stall": "timeout", "cut": "cut", "huge": "too_large", "drip": "timeout"},
    "whole": {"stall": "timeout", "cut": "cut", "huge": "too_large", "endless": "too_large"},
}
CASES = [(step, told, code) for step, kinds in BAD.items() for told, code in kinds.items()]


@pytest.mark.parametrize(("step", "told", "code"), CASES)
def test_at_each_step_a_bad_server_ends_the_look_in_time_with_a_code(
    server: FakeImap, step: str, told: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.add(a_report(ID))
    server.does[step] = told
    began = time.monotonic()
    with monkeypatch.context() as patience:
        patience.setattr(imap, "SECONDS", SHORT)
        patience.setattr(imap, "MOST_SECONDS", 2 * SHORT)
        found = look(server)
    assert time.monotonic() - began < NEVER / 2
    # On a busy machine what has no end is cut off in time before it is too much.
    allowed = {code, "timeout"} if told in {"huge", "endless"} else {code}
    if told == "garbage":
        allowed |= {"cut", "garbage"}
    assert found.problem in allowed, found
    assert found.last_uid == 0, "what was not seen is looked at again"
    server.does.clear()
    assert look(server).problem == ""


def test_a_wrong_password_and_a_wrong_folder_are_told_apart(server: FakeImap) -> None:
    assert look(server, password="anders").problem == "log_in"
    assert look(server, folder="Elders").problem == "no_folder"


def test_a_certificate_is_checked(server: FakeImap, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    assert look(server).problem == "certificate"
    assert server.said == []


def test_a_server_that_speaks_no_tls_gets_nothing(tmp_path: Path) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as plain:
        port = plain.getsockname()[1]
    nobody = Box("localhost", port, USER, PASSWORD, "INBOX")
    assert look_into(nobody, since=SINCE, handle=lambda _raw: False).problem == "unreachable"


def test_trying_out_reads_nothing(server: FakeImap) -> None:
    server.add(a_report(ID))
    assert try_out(box(server)).problem == ""
    assert not server.named("FETCH")


def test_the_password_is_not_in_the_words_of_the_box(server: FakeImap) -> None:
    assert PASSWORD not in repr(box(server))
    assert ssl.HAS_SNI
