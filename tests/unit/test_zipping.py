"""The ZIP file that we write from front to back: others read it, and nobody without the words."""

import zlib
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
import pyzipper
from hypothesis import given
from hypothesis import strategies as st

from klantkluis.privacy.access import zipping
from klantkluis.privacy.access.zipping import TooLarge, zipped

NOON = datetime(2026, 11, 20, 12, 30, 8, tzinfo=UTC)
WORDS = "molen dijk eend fiets kaas tulp"


class Salts:
    """Random bytes that are never the same, and known."""

    def __init__(self) -> None:
        self.given = 0

    def __call__(self, length: int) -> bytes:
        self.given += 1
        return self.given.to_bytes(length)


def made(files: dict[str, list[bytes]], passphrase: str = "") -> bytes:
    return b"".join(zipped(files.items(), made_at=NOON, passphrase=passphrase, random=Salts()))


FILES = st.dictionaries(
    st.text("abcdefghijklmnopqrstuvwxyzéß/-.", min_size=1, max_size=30),
    st.lists(st.binary(max_size=300), max_size=5),
    max_size=5,
)


@given(FILES)
def test_what_goes_in_comes_out(files):
    with ZipFile(BytesIO(made(files))) as found:
        assert found.testzip() is None
        assert {name: found.read(name) for name in found.namelist()} == {
            name: b"".join(pieces) for name, pieces in files.items()
        }


@given(FILES)
def test_another_program_opens_it_with_the_words(files):
    with pyzipper.AESZipFile(BytesIO(made(files, WORDS))) as found:
        found.setpassword(WORDS.encode())
        assert {name: found.read(name) for name in found.namelist()} == {
            name: b"".join(pieces) for name, pieces in files.items()
        }
        assert {each.wz_aes_strength for each in found.infolist()} <= {3}
        assert {each.wz_aes_version for each in found.infolist()} <= {2}


def test_a_long_file_in_many_pieces_is_whole():
    pieces = [bytes([n % 251]) * (n * 37 % 4001) for n in range(300)]
    with pyzipper.AESZipFile(BytesIO(made({"long": pieces}, WORDS))) as found:
        assert found.read("long", WORDS.encode()) == b"".join(pieces)


def test_nobody_reads_it_with_other_words_or_after_a_change():
    packed = bytearray(made({"a.txt": [b"Els van der Jansen " * 50]}, WORDS))
    assert b"Jansen" not in packed
    with pyzipper.AESZipFile(BytesIO(bytes(packed))) as found:
        with pytest.raises(RuntimeError):
            found.read("a.txt", b"molen dijk eend fiets kaas roos")
        with pytest.raises(RuntimeError):
            found.read("a.txt")
    packed[70] ^= 1
    with (
        pyzipper.AESZipFile(BytesIO(bytes(packed))) as found,
        pytest.raises((pyzipper.BadZipFile, zlib.error)),
    ):
        found.read("a.txt", WORDS.encode())


def test_no_two_files_share_a_salt_and_none_shows_its_sum():
    packed = made({"a": [b"same"], "b": [b"same"]}, WORDS)
    with pyzipper.AESZipFile(BytesIO(packed)) as found:
        assert [each.CRC for each in found.infolist()] == [0, 0]
    first = packed.index(b"a\x01\x99") + 12
    second = packed.index(b"b\x01\x99") + 12
    assert packed[first : first + 16] != packed[second : second + 16]


def test_each_file_bears_the_moment_of_making():
    with ZipFile(BytesIO(made({"a": [b"x"]}))) as found:
        assert found.infolist()[0].date_time == (2026, 11, 20, 12, 30, 8)


def test_what_would_be_too_large_is_not_made(monkeypatch):
    monkeypatch.setattr(zipping, "_MOST", 100)
    with pytest.raises(TooLarge):
        made({"a": [bytes(range(256)) * 4]})


def test_pieces_leave_before_the_next_are_asked_for():
    asked: list[int] = []

    def pieces():
        for n in range(50):
            asked.append(n)
            yield bytes([n]) * 100_000 + n.to_bytes(2)

    stream = zipped([("a", pieces())], made_at=NOON, random=Salts())
    next(stream)
    assert asked == []
    assert len(list(stream)) > 1
