"""An age file is what other programs open, made as a stream."""

import os
import random as chance
import tracemalloc

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantkluis.core.bech32 import encoded
from klantkluis.privacy.access.ageing import AgeKeyError, aged, for_key, for_words, read_key

WORDS = "meten is weten en gissen is missen"
OURS = pyrage.x25519.Identity.from_str(
    "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
)
"""The one of the specification."""
KEY = str(OURS.to_public())


def made(pieces, stanza) -> bytes:
    return b"".join(aged(pieces, stanza, random=os.urandom))


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000])
def test_another_program_opens_it_with_the_words(size):
    plain = chance.Random(size).randbytes(size)
    packed = made([plain[:1000], plain[1000:]], for_words(WORDS))
    assert pyrage.passphrase.decrypt(packed, WORDS) == plain
    assert size < 16 or plain[:16] not in packed


@settings(max_examples=30, deadline=None)
@given(st.lists(st.binary(max_size=70_000), max_size=6))
def test_however_it_comes_in_pieces_the_key_opens_the_whole(pieces):
    assert pyrage.decrypt(made(pieces, for_key(KEY)), [OURS]) == b"".join(pieces)


def test_other_words_and_another_key_open_nothing():
    with pytest.raises(pyrage.DecryptError):
        pyrage.passphrase.decrypt(made([b"x"], for_words(WORDS)), "andere woorden")
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(made([b"x"], for_key(KEY)), [pyrage.x25519.Identity.generate()])


@pytest.mark.parametrize("place", [60, 130, 200, -1])
def test_one_bit_that_was_turned_is_found(place):
    packed = bytearray(made([b"x" * 1000], for_key(KEY)))
    packed[place] ^= 1
    with pytest.raises((pyrage.DecryptError, ValueError)):
        pyrage.decrypt(bytes(packed), [OURS])


def test_what_was_cut_off_is_found():
    packed = made([b"x" * 200_000], for_key(KEY))
    whole_chunks = len(packed) - (200_000 % 65_536) - 16
    for length in (whole_chunks, len(packed) - 1):
        with pytest.raises((pyrage.DecryptError, ValueError)):
            pyrage.decrypt(packed[:length], [OURS])


def test_no_two_files_are_alike():
    assert made([b"x"], for_key(KEY)) != made([b"x"], for_key(KEY))


def test_every_key_that_the_other_program_makes_is_read():
    for _time in range(50):
        key = str(pyrage.x25519.Identity.generate().to_public())
        assert read_key(f"  {key}\n") == read_key(key.upper())


@pytest.mark.parametrize(
    "wrong",
    [
        "", "age1", "age", "1", KEY[:-1], KEY + "q", KEY[:20] + KEY[21:], "AGE1" + KEY[4:],
        KEY.replace("age1", "agf1"), str(OURS), "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA",
        "age1pq1x34nzsvr0rxjsgdn8zgyhfe8j7ceq5r9rdelkjuh3y235", KEY[:30] + " " + KEY[30:],
        "é" + KEY, KEY[:10] + ("q" if KEY[10] != "q" else "p") + KEY[11:],
    ],
)  # fmt: skip
def test_what_is_no_key_is_refused(wrong):
    with pytest.raises(AgeKeyError):
        for_key(wrong)


def test_a_key_with_which_nothing_can_be_agreed_is_refused():
    with pytest.raises(AgeKeyError):
        read_key(encoded("age", bytes(32)))


def test_a_chunk_is_in_memory_at_a_time():
    tracemalloc.start()
    try:
        pieces = (bytes(100_000) for _time in range(300))
        size = sum(len(piece) for piece in aged(pieces, for_key(KEY), random=os.urandom))
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert size > 30_000_000
    assert most < 2_000_000
