"""The folder of an office for what a backup or a restore needs for a while.

What lies in it is sealed at rest, is read by its owner only, and goes when the work ends: at once,
or, after a kill, when the office or the next backup starts.
"""

import contextlib
import fcntl
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from klantkluis.office.place import Place


class WorkroomTaken(Exception):  # noqa: N818 - a sentence for who begins the second one
    """Another backup or restore of this office is at work."""


def workroom_of(place: Place) -> Path:
    """Give where it is, there or not."""
    return place.root / "backup-work"


@contextlib.contextmanager
def workroom(place: Place) -> Iterator[Path]:
    """Give an empty folder; it is emptied again at the end.

    Raises:
        WorkroomTaken: another backup or restore of this office is at work.
    """
    folder = workroom_of(place)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _taken(folder) as free:
        if not free:
            raise WorkroomTaken("Another backup or restore of this office is at work.")
        _empty(folder)
        try:
            yield folder
        finally:
            _empty(folder)


def tidy(place: Place) -> None:
    """Remove what a killed backup left, unless one is at work."""
    folder = workroom_of(place)
    if folder.exists():
        with _taken(folder) as free:
            if free:
                _empty(folder)


@contextlib.contextmanager
def _taken(folder: Path) -> Iterator[bool]:
    with _lock(folder).open("w") as lock:
        yield _locks(lock)


def _locks(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _lock(folder: Path) -> Path:
    return folder / ".lock"


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        if path == _lock(folder):
            continue
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
