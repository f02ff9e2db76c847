"""Checks of files: logs, the log of the vault, backups and copies of keys."""

import gzip
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.utils.translation import gettext_lazy as _

from klantkluis.core.forbidden import bank_accounts
from klantkluis.foundation.company import own_accounts
from klantkluis.privacy.proofs.shapes import Around, Check, Sentences

CHUNK: Final = 1 << 20
OVERLAP: Final = 80
LONGEST: Final = timedelta(days=7)
_LOOKS_LIKE_ONE: Final = re.compile(rb"[A-Za-z]{2}[0-9]{2}(?:[ .\-_/]?[A-Za-z0-9]){11,30}")
_CODES: Final = re.compile(rb"\b[0-9a-f]{32,128}\b|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")


def no_accounts_in_files(around: Around) -> Sentences:
    """Look in every file for bank account numbers; names of files are ours, and name nobody."""
    ours = frozenset("".join(each.split()).upper() for each in own_accounts())
    for path in around.files():
        try:
            count = sum(1 for found in _accounts_in(path) if found not in ours)
        except OSError:
            continue  # a file may go while we look, and a socket cannot be read
        if count:
            yield f"the file {path.name} holds {count} bank account numbers"


def _accounts_in(path: Path) -> Iterator[str]:
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


def copies_are_young(around: Around) -> Sentences:
    """Look whether any copy of keys is older than seven days."""
    for name, made in around.key_copies():
        age = around.now - made
        if age > LONGEST:
            yield f"the copy of keys {name} is {age.days} days old"


CHECKS: Final = (
    Check(
        id="accounts.files",
        title=_("No bank account number in files"),
        looks_at=_(
            "Logs, the log of the vault, backups and every other file of the office, byte for"
            " byte. The database is looked at column by column."
        ),
        find=no_accounts_in_files,
        weight=4,
    ),
    Check(
        id="copies.young",
        title=_("Copies of keys are at most seven days old"),
        looks_at=_("Every copy of the keys of the vault, wherever the office keeps one."),
        find=copies_are_young,
    ),
)
