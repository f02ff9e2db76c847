"""What this machine does for the vault by itself: does it encrypt its disk, can memory reach it?

Read from what Linux tells every process. Where it tells nothing (a network disk, ZFS, a container)
the answer is that it is unknown: a promise that nobody checked is worth less than none.
"""

import os
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

_NO_ENCRYPTION = ("CRYPT-VERITY", "CRYPT-INTEGRITY")
"""Kinds of device mapping that check what is read, and hide nothing."""


class Disk(StrEnum):
    """Whether the disk under some files is encrypted, as far as this machine can see.

    `clear` means that no encryption was seen; a disk that encrypts by itself, or the provider of
    a rented server, shows nothing here.
    """

    ENCRYPTED = "encrypted"
    CLEAR = "clear"
    UNKNOWN = "unknown"


class Swap(StrEnum):
    """Whether memory of the vault can be written to a disk."""

    NONE = "none"
    KEPT_OUT = "kept_out"
    ENCRYPTED = "encrypted"
    CLEAR = "clear"
    UNKNOWN = "unknown"


def worst_disk(found: Iterable[Disk]) -> Disk:
    """Give the answer for several places together: all of them have to be encrypted."""
    answers = set(found)
    for answer in (Disk.CLEAR, Disk.UNKNOWN, Disk.ENCRYPTED):
        if answer in answers:
            return answer
    return Disk.UNKNOWN


def disk_under(path: Path, *, root: Path = Path("/")) -> Disk:
    """Say whether the disk that holds a file or folder is encrypted.

    Args:
        path: what is not there yet counts as the nearest folder above it.
        root: where `sys` and `proc` are found; another one in tests.
    """
    try:
        there = next(one for one in (path, *path.parents) if one.exists())
        number = there.stat().st_dev
    except (OSError, StopIteration):
        return Disk.UNKNOWN
    return disk_of_device(os.major(number), os.minor(number), root=root)


def disk_of_device(major: int, minor: int, *, root: Path = Path("/")) -> Disk:
    """Say whether a device, as a file names it, lies on an encrypted disk."""
    try:
        if major:
            return _of_block(root / "sys/dev/block" / f"{major}:{minor}")
        return _of_source(f"{major}:{minor}", root)
    except (OSError, ValueError):
        return Disk.UNKNOWN


def _of_source(number: str, root: Path) -> Disk:
    """Look up a filesystem that has no device number of its own, such as Btrfs."""
    for line in (root / "proc/self/mountinfo").read_text().splitlines():
        before, _, after = line.partition(" - ")
        kind, source, *_ = after.split()
        if before.split()[2] == number and source.startswith("/dev/"):
            device = (root / source.removeprefix("/")).stat().st_rdev
            node = (root / "sys/dev/block" / f"{os.major(device)}:{os.minor(device)}").resolve()
            return worst_disk(_of_block(each) for each in _members(node, kind, root))
    return Disk.UNKNOWN


def _members(node: Path, kind: str, root: Path) -> list[Path]:
    """Give all disks of a Btrfs that spreads over several; otherwise the one that was mounted."""
    if kind == "btrfs":
        for devices in (root / "sys/fs/btrfs").glob("*/devices"):
            names = [each.name for each in devices.iterdir()]
            if node.name in names:
                return [(devices / name).resolve() for name in names]
    return [node]


def _of_block(node: Path) -> Disk:
    node = node.resolve(strict=True)
    mapping = node / "dm" / "uuid"
    kind = mapping.read_text() if mapping.exists() else ""
    if kind.startswith("CRYPT-") and not kind.startswith(_NO_ENCRYPTION):
        return Disk.ENCRYPTED
    under = node / "slaves"
    below = list(under.iterdir()) if under.is_dir() else []
    if below:
        return worst_disk(_of_block(each) for each in below)
    if (node / "partition").exists():
        return _of_block(node.parent)
    return Disk.CLEAR


def swap_of_this_process(*, root: Path = Path("/")) -> Swap:
    """Say whether memory of this process can be swapped out to a disk that shows it."""
    try:
        used = [line.split()[0] for line in (root / "proc/swaps").read_text().splitlines()[1:]]
        if not used:
            return Swap.NONE
        if _is_kept_out(root):
            return Swap.KEPT_OUT
        found = {_of_swap(Path(name), root) for name in used}
    except (OSError, ValueError, IndexError):
        return Swap.UNKNOWN
    for answer in (Swap.CLEAR, Swap.UNKNOWN, Swap.ENCRYPTED):
        if answer in found:
            return answer
    return Swap.NONE


def _is_kept_out(root: Path) -> bool:
    """Whether the service manager forbids this process to swap (MemorySwapMax=0)."""
    for line in (root / "proc/self/cgroup").read_text().splitlines():
        if line.startswith("0::"):
            limit = root / "sys/fs/cgroup" / line[3:].strip("/") / "memory.swap.max"
            return limit.exists() and limit.read_text().strip() == "0"
    return False


def _of_swap(place: Path, root: Path) -> Swap:
    if place.name.startswith("zram"):
        return Swap.NONE  # compressed, and still in memory
    if place.parts[:2] == ("/", "dev"):
        number = (root / str(place).removeprefix("/")).stat().st_rdev
        disk = disk_of_device(os.major(number), os.minor(number), root=root)
    elif place.exists():
        disk = disk_under(place, root=root)
    else:
        return Swap.UNKNOWN
    return Swap(disk.value)
