"""The scanner finds what is planted; a scanner that finds nothing proves nothing."""

import base64
import gzip
import json
import sqlite3
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.scanner import Scanner

VALUE = "Zoë Kanarie-Öztürk"


def planted(value: str) -> dict[str, bytes]:
    plain = value.encode()
    return {
        "utf-8": b"..." + plain + b"...",
        "utf-16": b".." + value.encode("utf-16-le"),
        "hex": b"x" + plain.hex().encode(),
        "upper hex": b"x" + plain.hex().upper().encode(),
        "url": b"?q=" + quote(value).encode(),
        "json": json.dumps({"a": value}).encode(),
        "gzip": gzip.compress(b"abc" + plain),
        "lower": value.lower().encode(),
        "upper": value.upper().encode(),
        **{f"base64 at {n}": base64.b64encode(b"p" * n + plain + b"tail") for n in range(6)},
    }


@pytest.mark.parametrize("writing", planted(VALUE))
def test_a_planted_value_is_found_in_each_writing(writing: str) -> None:
    assert Scanner([VALUE]).in_bytes(planted(VALUE)[writing], "here")


@given(st.binary(max_size=64), st.binary(max_size=64), st.text("abcdefgh0123", min_size=10))
def test_base64_is_found_whatever_stands_around(before: bytes, after: bytes, value: str) -> None:
    data = base64.b64encode(before + value.encode() + after)
    assert Scanner([value]).in_bytes(data, "here")


def test_a_value_deep_in_a_database_file_is_found(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "some.sqlite3") as database:
        database.execute("CREATE TABLE t (a TEXT)")
        database.executemany("INSERT INTO t VALUES (?)", [("x" * 300,)] * 2000)
        database.execute("INSERT INTO t VALUES (?)", [f"voor {VALUE} na"])
    hits, size = Scanner([VALUE]).in_directory(tmp_path)
    assert hits
    assert size > 500_000


def test_a_file_name_is_looked_at(tmp_path: Path) -> None:
    (tmp_path / f"{VALUE}.pdf").write_bytes(b"")
    assert Scanner([VALUE]).in_directory(tmp_path)[0]


def test_nothing_is_found_where_nothing_is(tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"Somebody else entirely" * 1000)
    assert Scanner([VALUE]).in_directory(tmp_path)[0] == []
