"""What the processes of this office have open, as the kernel of this machine tells it."""

import ipaddress
import os
import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from klantkluis.privacy.proofs.shapes import Connections, Opening

_PROC: Final = Path("/proc")
_CONNECTED: Final = frozenset({"01", "02"})
_LISTENING: Final = "0A"


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of /proc/net/tcp."""

    local: tuple[str, int]
    remote: tuple[str, int]
    state: str
    inode: str


def our_connections(root: Path) -> Connections:
    """Give what our processes have open beyond this machine: connections made, and ports.

    Only processes that this one may look into are seen: those of the same user.
    """
    lines = {line.inode: line for line in _lines()}
    mine = [
        (process, lines[inode])
        for process in our_processes(root)
        for inode in _sockets_of(process)
        if inode in lines
    ]
    ports = {line.local[1] for _process, line in mine if line.state == _LISTENING}
    outgoing = {
        Opening(process, *line.remote)
        for process, line in mine
        if line.state in _CONNECTED and line.local[1] not in ports and not _is_here(line.remote[0])
    }
    listening = {
        Opening(process, *line.local)
        for process, line in mine
        if line.state == _LISTENING and not _is_here(line.local[0])
    }
    return Connections(tuple(sorted(outgoing, key=str)), tuple(sorted(listening, key=str)))


def our_processes(root: Path) -> Iterator[int]:
    """Give the processes of the office in this directory, this one among them."""
    yield os.getpid()
    place = f"KLANTKLUIS_DIR={root}".encode()
    for path in _PROC.iterdir():
        if path.name.isdigit() and int(path.name) != os.getpid():
            with suppress(OSError):
                if place in (path / "environ").read_bytes().split(b"\0"):
                    yield int(path.name)


def _sockets_of(process: int) -> Iterator[str]:
    with suppress(OSError):
        for link in (_PROC / str(process) / "fd").iterdir():
            with suppress(OSError):
                target = str(link.readlink())
                if target.startswith("socket:["):
                    yield target.removeprefix("socket:[").removesuffix("]")


def _lines() -> Iterator[_Line]:
    for name in ("tcp", "tcp6"):
        with suppress(OSError):
            for line in (_PROC / "self" / "net" / name).read_text().splitlines()[1:]:
                parts = line.split()
                yield _Line(_address(parts[1]), _address(parts[2]), parts[3], parts[9])


def _address(text: str) -> tuple[str, int]:
    """Read an address: words of four bytes in the order of this machine, and a port."""
    digits, _colon, port = text.partition(":")
    words = [digits[at : at + 8] for at in range(0, len(digits), 8)]
    data = b"".join(struct.pack("=I", int(word, 16)) for word in words)
    address = ipaddress.ip_address(data)
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        return str(address.ipv4_mapped), int(port, 16)
    return str(address), int(port, 16)


def _is_here(address: str) -> bool:
    return ipaddress.ip_address(address).is_loopback
