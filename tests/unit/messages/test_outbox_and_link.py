"""What site and office say to each other: chain, binding, pairing, signatures, letters."""

import base64
import os
from datetime import UTC, datetime
from uuid import uuid4

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from klantkluis.messages import letters, link, published, wire
from klantkluis.messages.outbox import (
    START,
    ChainBroken,
    Kind,
    OutboxRow,
    binding,
    chained,
    check_chain,
)
from klantkluis.messages.wire import Verb
from klantkluis.vault.formats import FormatError
from klantkluis.vault.opening import open_sealed_to, public_bytes
from klantkluis.vault.sealing import seal_to

AT = datetime(2026, 11, 26, 9, 30, 15, tzinfo=UTC)


def row_of_messages(count: int) -> list[OutboxRow]:
    rows, chain = [], START
    for seq in range(1, count + 1):
        sealed = os.urandom(40)
        chain = chained(chain, seq, sealed)
        rows.append(OutboxRow(seq, Kind.ORDER, 1, uuid4(), 0, sealed, chain))
    return rows


def test_a_whole_row_follows_from_its_start():
    rows = row_of_messages(5)
    assert check_chain(rows, seq=0, chain=START) == (5, rows[-1].chain)
    assert check_chain(rows[2:], seq=2, chain=rows[1].chain) == (5, rows[-1].chain)


@pytest.mark.parametrize("harm", ["lost", "twice", "swapped", "changed", "made up", "renumbered"])
def test_whatever_happens_to_a_row_is_seen(harm):
    rows = row_of_messages(5)
    other = row_of_messages(5)
    match harm:
        case "lost":
            del rows[2]
        case "twice":
            rows.insert(3, rows[2])
        case "swapped":
            rows[1], rows[2] = rows[2], rows[1]
        case "changed":
            each = rows[2]
            rows[2] = OutboxRow(3, each.kind, 1, each.uid, 0, each.sealed + b"!", each.chain)
        case "made up":
            rows[2] = other[2]
        case "renumbered":
            each = rows[4]
            rows[4] = OutboxRow(6, each.kind, 1, each.uid, 0, each.sealed, each.chain)
    with pytest.raises(ChainBroken):
        check_chain(rows, seq=0, chain=START)


def test_a_message_opens_only_in_its_own_place():
    seed, site = os.urandom(32), uuid4()
    sealed = seal_to(public_bytes(seed), b"secret", info=binding(site, Kind.ORDER, 7, 3))
    assert open_sealed_to(seed, sealed, info=binding(site, Kind.ORDER, 7, 3)) == b"secret"
    for info in (
        binding(site, Kind.ORDER, 8, 3),
        binding(site, Kind.QUESTION, 7, 3),
        binding(site, Kind.ORDER, 7, 4),
        binding(uuid4(), Kind.ORDER, 7, 3),
    ):
        with pytest.raises(FormatError):
            open_sealed_to(seed, sealed, info=info)


def test_a_pairing_code_survives_being_typed():
    code = link.PairingCode(uuid4(), os.urandom(32), os.urandom(16))
    typed = str(code).lower().replace("-", " ")
    assert link.pairing_code(typed) == code
    with pytest.raises(ValueError, match="no pairing code"):
        link.pairing_code(str(code)[:-18])


@given(st.binary(max_size=200), st.integers(0, 2**60))
def test_a_signature_is_of_one_question_only(body, number):
    key, site = Ed25519PrivateKey.generate(), uuid4()
    public = key.public_key().public_bytes_raw()
    signature = link.sign(key, link.request_text(site, Verb.PULL, number, body))
    assert link.is_signed(public, link.request_text(site, Verb.PULL, number, body), signature)
    for text in (
        link.request_text(site, Verb.PULL, number + 1, body),
        link.request_text(site, Verb.ACK, number, body),
        link.request_text(site, Verb.PULL, number, body + b" "),
        link.request_text(uuid4(), Verb.PULL, number, body),
        link.answer_text(site, number, 200, body),
    ):
        assert not link.is_signed(public, text, signature)
    assert not link.is_signed(public, b"", "no base64 at all!")


def test_a_letter_comes_back_as_it_was_and_tells_little_by_its_length():
    letter = letters.Post(
        uid=uuid4(), language="nl", at=AT, who=letters.Person(surname="Jansen"), text="Hoi"
    )
    plain = letters.pack(letter)
    assert len(plain) % 256 == 0
    assert letters.read(Kind.QUESTION, plain) == letter


@pytest.mark.parametrize(
    "plain",
    [
        b"",
        letters.formats.pad(b"{}"),
        letters.formats.pad(b'{"v":99}'),
        letters.formats.pad(b"[1]"),
        letters.formats.pad(b"\xff"),
        letters.formats.pad(b'{"v":1,"uid":"x"}'),
    ],
)
def test_what_is_no_letter_is_unreadable(plain):
    for kind in Kind:
        with pytest.raises(letters.LetterUnreadable):
            letters.read(kind, plain)


@given(st.binary(max_size=300), st.integers(0, 300))
def test_no_bytes_break_the_reader(plain, kind):
    with pytest.raises(letters.LetterUnreadable):
        letters.read(kind, plain)


def test_a_letter_with_more_than_it_may_say_is_unreadable():
    letter = letters.Post(uid=uuid4(), language="nl", at=AT, who=letters.Person(), text="a" * 5001)
    with pytest.raises(letters.LetterUnreadable):
        letters.read(Kind.QUESTION, letters.pack(letter))


@pytest.mark.parametrize("price", ["-0.01", "0.00001", "NaN", "Infinity", "1e9", "1000000.01"])
def test_what_is_no_price_is_unreadable(price):
    line = {"sku": "1", "name": "x", "quantity": 1, "unit_price": price}
    rest = {"vat_category": "standard", "rate_bp": 2100, "amount_cents": 1}
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(msgspec.json.encode(line | rest), type=letters.OrderLine)


def test_a_published_thing_has_one_way_to_be_written():
    page = published.Page(name="terms", title={"nl": "Voorwaarden"}, body={"nl": "…", "en": "…"})
    same = published.Page(name="terms", title={"nl": "Voorwaarden"}, body={"en": "…", "nl": "…"})
    assert published.write(page) == published.write(same)
    assert published.read(published.ThingKind.PAGE, published.write(page)) == page
    with pytest.raises(ValueError, match="published thing"):
        published.read(published.ThingKind.PAGE, b'{"name": 3}')


def test_bodies_on_the_wire_are_read_strictly():
    ack = wire.Ack(seq=3, chain=b"c" * 32)
    assert wire.read(wire.QUESTIONS, Verb.ACK, wire.write(ack)) == ack
    assert base64.b64encode(b"c" * 32) in wire.write(ack)
    for body in (b"", b"{}", b'{"seq": "3", "chain": ""}', b'{"seq":1,"chain":"","x":1}'):
        with pytest.raises(ValueError, match="no ack body"):
            wire.read(wire.QUESTIONS, Verb.ACK, body)
