"""Bank account numbers in files of any kind, looked for byte by byte."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from klantkluis.core.forbidden import bank_accounts

CHUNK: Final = 1 << 20
OVERLAP: Final = 80
_LOOKS_LIKE_ONE: Final = re.compile(rb"[A-Za-z]{2}[0-9]{2}(?:[ .\-_/]?[A-Za-z0-9]){11,30}")
_CODES: Final = re.compile(rb"\b[0-9a-f]{32,128}\b|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")


def accounts_in_file(path: Path) -> Iterator[str]:
    """Find the IBANs in a file, packed or not; give them compact.

    Raises:
        OSError: it cannot be read, or is not there any more.
    """
    before = b""
    for chunk in _chunks(path):
        data = before + chunk
        for found in _LOOKS_LIKE_ONE.finditer(_CODES.sub(b" ", data)):
            yield from bank_accounts(found[0].decode("ascii"))
        before = b""  # what was looked at is not counted twice, except across a border
        if len(chunk) == CHUNK:
            before = chunk[-OVERLAP:]


def _chunks(path: Path) -> Iterator[bytes]:
    if path.suffix == ".gz":
        with gzip.open(path) as packed:
            while chunk := packed.read(CHUNK):
                yield chunk
        return
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
