"""Whose a file is that the user of the machine puts into a folder of the office."""

import os
import stat
from pathlib import Path
from typing import Final

SHARED: Final = 0o660
LOOKED_AT: Final = 0o640


def give_to_folder(path: Path) -> None:
    """Let a file belong to whom its folder belongs, when root wrote it; also what is beside it."""
    if os.geteuid() != 0:
        return
    owner = path.parent.stat()
    for end in ("", "-wal", "-shm"):
        each = path.with_name(path.name + end)
        if each.exists():
            os.chown(each, owner.st_uid, owner.st_gid)


def let_group_read(path: Path) -> None:
    """Let the group of its folder use a SQLite database, if the folder is for that group as well.

    In production the vault is another user than the pages, and reads the main database. Who reads
    one with a write-ahead log also writes in the file of shared memory beside it; what is beside it
    later gets the mode of the database by itself.
    """
    if path.parent.stat().st_mode & stat.S_IRWXG != stat.S_IRWXG:
        return
    for end in ("", "-wal", "-shm"):
        each = path.with_name(path.name + end)
        if each.exists() and stat.S_IMODE(each.stat().st_mode) != SHARED:
            each.chmod(SHARED)


def let_group_look(path: Path) -> None:
    """Let the group of its folder read a file, if it may read the folder.

    So the office can look through the backups of a server, which root makes: they are encrypted,
    and no account number stands in them (see `privacy.proofs.files`).
    """
    folder = path.parent.stat()
    if folder.st_mode & stat.S_IRGRP:
        if os.geteuid() == 0:
            os.chown(path, -1, folder.st_gid)
        path.chmod(LOOKED_AT)
