"""The pepper: 32 bytes that the office brings, and that only the memory of this process holds.

Without it nobody can log in or register, and a copy of the disk opens no profile, whatever
passwords are tried. Ordering as a guest needs none.
"""

from klantkluis.vault.sealing import derive


class NoPepper(Exception):  # noqa: N818 - named as the fact that it tells
    """The office has not brought the pepper since this process began."""


_held: list[bytes] = []


def keep(pepper: bytes) -> None:
    """Take the pepper into memory."""
    assert len(pepper) == 32, "the pepper has 32 bytes"
    _held[:] = [pepper]


def forget() -> None:
    """Drop the pepper, as a restart does."""
    _held.clear()


def is_here() -> bool:
    """Tell whether people can log in."""
    return bool(_held)


def pepper() -> bytes:
    """Give the pepper.

    Raises:
        NoPepper: it is not here.
    """
    if not _held:
        raise NoPepper
    return _held[0]


def key(purpose: str) -> bytes:
    """Give a key for one purpose, derived from the pepper.

    Raises:
        NoPepper: it is not here.
    """
    return derive(pepper(), purpose.encode())
