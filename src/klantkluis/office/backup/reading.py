"""The key that reads a backup: from an owner's vault password, or from a recovery sheet."""

import contextlib
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from klantkluis.office.backup.dumping import copy_of
from klantkluis.office.own_vault import vault_place
from klantkluis.office.place import Mode, Place
from klantkluis.vault import age, recovery
from klantkluis.vault.offline import owners_of
from klantkluis.vault.process import VaultProcess
from klantkluis.vault.refusals import PasswordRefused
from klantkluis.vault.staff import StaffVault

_SESSION = "restore"


@dataclass(frozen=True, slots=True)
class Secret:
    """What the person has: the vault password of an owner, or a recovery sheet as typed."""

    password: str = field(default="", repr=False)
    sheet: str = field(default="", repr=False)


def identity_for(place: Place, secret: Secret, room: Path) -> str:
    """Give what decrypts a backup.

    With a password a vault is started on copies in `room`: the real one is not opened before
    everything else is in its place.

    Raises:
        SheetRefused, PasswordRefused.
    """
    if secret.sheet:
        return age.identity(age.of_sheet(recovery.decode(secret.sheet)))
    with vault_on_copies(place, room) as process:
        session = enter(process, place.keystore, secret)
        return session.backup_identity(grant=session.confirm("backup_identity", secret.password))


@contextlib.contextmanager
def vault_on_copies(place: Place, room: Path) -> Iterator[VaultProcess]:
    """Run a vault on copies of keystore, log and key of this machine."""
    there = room / "vault"
    there.mkdir(mode=0o700)
    copy_of(place.keystore, there / "keystore")
    if place.audit.exists():
        copy_of(place.audit, there / "audit")
    if place.server_key.exists():
        shutil.copy(place.server_key, there / "server.key")
    with tempfile.TemporaryDirectory(prefix="klantkluis-") as short:  # a socket has a short path
        copies = replace(
            vault_place(place),
            keystore=there / "keystore",
            audit=there / "audit",
            server_key=there / "server.key",
            socket=Path(short) / "vaultd.sock",
            mode=(Mode.SINGLE if place.mode is Mode.PRODUCTION else place.mode).value,
            database_url="",
            copies=(),
        )
        try:
            with VaultProcess(copies) as process:
                yield process
        finally:
            shutil.rmtree(there)


def enter(process: VaultProcess, keystore: Path, secret: Secret) -> StaffVault:
    """Open a vault with what the person has; a sheet makes an owner of the copy of a vault.

    Raises:
        SheetRefused, PasswordRefused.
    """
    vault = process.vault()
    if secret.sheet:
        made = vault.recover(
            sheet=secret.sheet, staff=_SESSION, password=secrets.token_urlsafe(24), session=_SESSION
        )
        return vault.session(token=made.token, session=_SESSION)
    for staff in owners_of(keystore):
        with contextlib.suppress(PasswordRefused):
            token = vault.unlock(staff=staff, password=secret.password, session=_SESSION)
            return vault.session(token=token, session=_SESSION)
    raise PasswordRefused
