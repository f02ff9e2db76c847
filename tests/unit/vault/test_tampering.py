"""A sealed row or file that is changed, cut, or put elsewhere does not open."""

import hashlib
import io
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantkluis.vault import opening, sealing
from klantkluis.vault.formats import FormatError

KEY = hashlib.sha256(b"key").digest()
UID = UUID(int=0x1234)
PLACE = {"table": "customer", "uid": UID, "owner": UID, "rev": 5, "schema": 1}
ROW = sealing.seal_row(KEY, fields={"surname": "Berg"}, nonce=bytes(range(12)), **PLACE)
DATA = hashlib.shake_256(b"data").digest(3 * 65536 + 100)
FILE = b"".join(sealing.seal_file(KEY, io.BytesIO(DATA), nonce=bytes(7)))
HEADER, CHUNK = 13, 65536 + 16


def opens(sealed: bytes) -> bytes:
    return b"".join(opening.open_file(KEY, io.BytesIO(sealed)))


def test_the_row_and_the_file_open_when_nothing_is_wrong():
    assert opening.open_row(KEY, ROW, **PLACE) == {"surname": "Berg"}
    assert opens(FILE) == DATA


def test_every_single_bit_flip_of_a_row_is_refused():
    for bit in range(len(ROW) * 8):
        changed = bytearray(ROW)
        changed[bit // 8] ^= 1 << (bit % 8)
        with pytest.raises(FormatError):
            opening.open_row(KEY, bytes(changed), **PLACE)


def test_every_truncation_of_a_row_is_refused():
    for size in range(len(ROW)):
        with pytest.raises(FormatError):
            opening.open_row(KEY, ROW[:size], **PLACE)


@given(st.binary(min_size=1, max_size=40))
def test_a_longer_row_is_refused(tail):
    with pytest.raises(FormatError):
        opening.open_row(KEY, ROW + tail, **PLACE)


@pytest.mark.parametrize(
    "swap",
    [
        {"table": "address"},
        {"table": "customerx"},
        {"uid": UUID(int=0x1235)},
        {"owner": UUID(int=0x1235)},
        {"owner": "F7-2026"},
        {"rev": 4},
        {"rev": 6},
        {"rev": -1},
        {"rev": 1 << 32},
        {"schema": 2},
        {"schema": 1 << 16},
    ],
)
def test_a_row_in_another_place_or_of_another_revision_is_refused(swap):
    with pytest.raises(FormatError):
        opening.open_row(KEY, ROW, **(PLACE | swap))


def test_a_row_under_another_key_is_refused():
    with pytest.raises(FormatError):
        opening.open_row(bytes(32), ROW, **PLACE)


@pytest.mark.parametrize("head", [b"\x00\x01", b"\x02\x01", b"\x01\x00", b"\x01\x02"])
def test_an_unknown_format_or_suite_is_refused(head):
    with pytest.raises(FormatError):
        opening.open_row(KEY, head + ROW[2:], **PLACE)


@given(st.integers(0, len(FILE) * 8 - 1))
def test_a_bit_flip_of_a_file_is_refused(bit):
    changed = bytearray(FILE)
    changed[bit // 8] ^= 1 << (bit % 8)
    with pytest.raises(FormatError):
        opens(bytes(changed))


@given(st.integers(0, len(FILE) - 1))
def test_a_file_that_was_cut_is_refused(size):
    with pytest.raises(FormatError):
        opens(FILE[:size])


@pytest.mark.parametrize("chunks", [1, 2, 3])
def test_a_file_that_was_cut_between_chunks_is_refused(chunks):
    with pytest.raises(FormatError):
        opens(FILE[: HEADER + chunks * CHUNK])


def test_swapped_doubled_or_dropped_chunks_are_refused():
    first, second = FILE[HEADER : HEADER + CHUNK], FILE[HEADER + CHUNK : HEADER + 2 * CHUNK]
    rest = FILE[HEADER + 2 * CHUNK :]
    for body in (second + first + rest, first + first + second + rest, second + rest):
        with pytest.raises(FormatError):
            opens(FILE[:HEADER] + body)


def test_a_chunk_of_another_file_under_the_same_key_is_refused():
    other = b"".join(sealing.seal_file(KEY, io.BytesIO(DATA), nonce=b"another"))
    with pytest.raises(FormatError):
        opens(FILE[: HEADER + CHUNK] + other[HEADER + CHUNK :])


def test_a_longer_file_is_refused():
    with pytest.raises(FormatError):
        opens(FILE + b"x")


def test_a_public_key_of_the_wrong_size_is_refused():
    with pytest.raises(FormatError):
        sealing.seal_to(bytes(100), b"secret", info=b"x")


def test_what_was_sealed_for_one_purpose_does_not_open_for_another():
    public = opening.public_bytes(KEY)
    sealed = sealing.seal_to(public, b"secret", info=b"one")
    assert opening.open_sealed_to(KEY, sealed, info=b"one") == b"secret"
    for wrong in ((KEY, sealed, b"two"), (bytes(32), sealed, b"one"), (KEY, sealed[:-1], b"one")):
        with pytest.raises(FormatError):
            opening.open_sealed_to(*wrong[:2], info=wrong[2])
