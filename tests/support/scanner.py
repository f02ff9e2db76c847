"""Looking for values in every byte of a disk, however they are written there."""

import base64
import gzip
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, quote_plus

import ahocorasick

EDGE = 2
"""Characters at the ends of base64 that also depend on what stands beside the value."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a value was found, and in which writing."""

    value: str
    writing: str
    place: str


def writings(value: str) -> Iterator[tuple[str, bytes]]:
    """Give a value in each of the writings in which it may lie on a disk."""
    for letters in {value, value.lower(), value.upper()}:
        plain = letters.encode()
        yield "utf-8", plain
        yield "utf-16-le", letters.encode("utf-16-le")
        yield "utf-16-be", letters.encode("utf-16-be")
        yield "hex", plain.hex().encode()
        yield "HEX", plain.hex().upper().encode()
        yield "url", quote(letters, safe="").encode()
        yield "form", quote_plus(letters).encode()
        yield "json", json.dumps(letters)[1:-1].encode()
        for offset in range(3):
            for name, encode in (
                ("base64", base64.b64encode),
                ("base64url", base64.urlsafe_b64encode),
            ):
                yield f"{name}+{offset}", _inside(encode(bytes(offset) + plain), offset)


def _inside(encoded: bytes, offset: int) -> bytes:
    """Cut off the letters of base64 that also hold bits of the neighbours."""
    start = (offset * 8 + 5) // 6
    return encoded.rstrip(b"=")[start:-EDGE]


class Scanner:
    """Finds any of many values, in all writings, in one pass over each file."""

    def __init__(self, values: Iterable[str]) -> None:
        self._automaton = ahocorasick.Automaton()
        for value in set(values):
            for name, pattern in writings(value):
                if len(pattern) >= 6:
                    self._automaton.add_word(pattern.decode("latin-1"), (value, name))
        self._automaton.make_automaton()

    def in_bytes(self, data: bytes, place: str) -> list[Hit]:
        """Look in some bytes, and in what they hold when they are compressed."""
        found = [
            Hit(value, name, place)
            for _end, (value, name) in self._automaton.iter(data.decode("latin-1"))
        ]
        for unpack in (gzip.decompress, zlib.decompress):
            try:
                inner = unpack(data)
            except (OSError, EOFError, zlib.error):
                continue
            if inner:
                found += self.in_bytes(inner, f"{place} (unpacked)")
        return found

    def in_directory(self, root: Path) -> tuple[list[Hit], int]:
        """Look in every file below a directory, and in the names; give hits and bytes read."""
        found, size = [], 0
        for path in sorted(root.rglob("*")):
            found += self.in_bytes(str(path.relative_to(root)).encode(), f"name of {path.name}")
            if path.is_file() and not path.is_symlink():
                data = path.read_bytes()
                size += len(data)
                found += self.in_bytes(data, str(path.relative_to(root)))
        return found, size
