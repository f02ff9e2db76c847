"""The file of a backup: a compressed archive inside the age format, made and read as a stream.

Nothing of it is ever on a disk in clear but the parts themselves, which are sealed at rest, in a
folder of the office that only its owner reads and that the next start empties.
"""

import hashlib
import io
import os
import tarfile
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, cast

import pyrage

from klantkluis.office.backup.manifest import NAME, BackupUnreadable, Manifest, Part

_CHUNK = 1024 * 1024
_COMPRESSION = 1
_NOT_WHOLE = "This backup is damaged: it is not what was written."


def pack(manifest: Manifest, parts: Mapping[str, Path], recipients: Sequence[str],
         target: Path) -> None:  # fmt: skip
    """Write a backup that each of the recipients can read; it is whole or it is not there.

    Raises:
        OSError: the disk is full, or away.
    """
    to = [pyrage.x25519.Recipient.from_str(each) for each in recipients]
    beside = target.with_name(f".{target.name}.part")
    beside.touch(mode=0o600)
    try:
        with beside.open("wb") as file:
            _through_a_pipe(
                lambda inlet: _write_archive(inlet, manifest, parts),
                lambda outlet: pyrage.encrypt_io(outlet, file, to),
            )
            file.flush()
            os.fsync(file.fileno())
        beside.rename(target)
    finally:
        beside.unlink(missing_ok=True)


def _write_archive(inlet: IO[bytes], manifest: Manifest, parts: Mapping[str, Path]) -> None:
    with tarfile.open(mode="w|gz", fileobj=inlet, compresslevel=_COMPRESSION) as archive:
        content = manifest.text().encode()
        archive.addfile(_entry(NAME, len(content)), io.BytesIO(content))
        for name, path in parts.items():
            with path.open("rb") as file:
                archive.addfile(_entry(name, path.stat().st_size), file)


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    return entry


def unpack(source: Path, identity: str, folder: Path) -> Manifest:
    """Read a backup into a folder, and hold each part against the manifest.

    Raises:
        BackupUnreadable: the key is another one, or the file is no backup, or damaged.
    """
    key = pyrage.x25519.Identity.from_str(identity)
    found: list[Manifest] = []
    with source.open("rb") as file:
        try:
            _through_a_pipe(
                lambda inlet: pyrage.decrypt_io(file, inlet, [key]),
                lambda outlet: found.append(_read_archive(outlet, folder)),
            )
        except pyrage.DecryptError as error:
            raise BackupUnreadable("This key does not open this backup.") from error
        except (tarfile.TarError, EOFError, OSError, ValueError) as error:
            raise BackupUnreadable(_NOT_WHOLE) from error
    return found[0]


def _read_archive(outlet: IO[bytes], folder: Path) -> Manifest:
    manifest: Manifest | None = None
    seen = set[str]()
    with tarfile.open(mode="r|gz", fileobj=outlet) as archive:
        for entry in archive:
            content = archive.extractfile(entry)
            if content is None:
                raise BackupUnreadable(_NOT_WHOLE)
            if manifest is None:
                if entry.name != NAME:
                    raise BackupUnreadable("This is no backup of Klantkluis.")
                manifest = Manifest.read(content.read(_CHUNK).decode())
                continue
            part = manifest.parts.get(entry.name)
            if part is None or _stored(content, folder / entry.name) != part:
                raise BackupUnreadable(_NOT_WHOLE)
            seen.add(entry.name)
    if manifest is None or seen != manifest.parts.keys():
        raise BackupUnreadable(_NOT_WHOLE)
    return manifest


def _stored(content: IO[bytes], path: Path) -> Part:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    digest, size = hashlib.sha256(), 0
    with os.fdopen(descriptor, "wb") as file:
        while chunk := content.read(_CHUNK):
            digest.update(chunk)
            size += file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return Part(size, digest.hexdigest())


type _Work = Callable[[IO[bytes]], object]


def _through_a_pipe(writes: _Work, reads: _Work) -> None:
    """Let one side write what the other reads; the first mistake of either is raised."""
    outlet_number, inlet_number = os.pipe()
    mistakes: list[BaseException] = []

    def write() -> None:
        try:
            with os.fdopen(inlet_number, "wb") as inlet:
                writes(cast("IO[bytes]", inlet))
        except BaseException as mistake:  # noqa: BLE001 - it is raised on the other side
            mistakes.append(mistake)

    thread = threading.Thread(target=write, name="writing a backup")
    thread.start()
    trouble: BaseException | None = None
    try:
        with os.fdopen(outlet_number, "rb") as outlet:
            try:
                reads(cast("IO[bytes]", outlet))
                while outlet.read(_CHUNK):  # what is left after the end of an archive
                    pass
            except Exception as mistake:  # noqa: BLE001 - the writer's may be the cause
                trouble = mistake
    finally:
        thread.join()
    causes = [each for each in mistakes if not isinstance(each, BrokenPipeError)]
    for cause in (*causes, trouble):
        if cause is not None:
            raise cause
