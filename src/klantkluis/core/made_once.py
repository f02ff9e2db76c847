"""A file that is made at first use, whole or not at all, whoever comes first."""

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def made_once(path: Path, content: Callable[[], bytes], *, mode: int = 0o600) -> bool:
    """Make a file that is not there yet; tell whether it was made here.

    Two processes of one machine may come at the same moment, and the power may be cut at any line:
    a file under this name is always whole and on the disk, and the first one stays. The folder is
    made too, for its owner alone.

    Args:
        path: where it is to be.
        content: gives what it is to hold; called only when there is no file.
        mode: who may do what with it.
    """
    if path.exists():
        return False
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content())
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            path.hardlink_to(beside)
            return True
        return False
    finally:
        beside.unlink()
        _sync(path.parent)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
