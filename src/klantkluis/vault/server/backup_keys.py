"""The keys of backups: to whom a backup is encrypted, and the secret that reads it again.

A backup can be made while the vault is locked, for it takes public halves only. They lie in the
keystore under the vault's own code, and in a file beside it for a backup that finds no vaultd.
"""

import contextlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from klantkluis.vault import age
from klantkluis.vault.keys import KeyMissingError
from klantkluis.vault.protocol import Message
from klantkluis.vault.server.state import OpenVault, VaultServer

type Request = Mapping[str, Any]

BACKUP = "backup"
PREFIX = "age:"
FILE = "backup-recipients.json"
_FORMAT = 1


def sheet_setting(slot: bytes) -> str:
    """Give the name of the setting with the public half that belongs to a sheet."""
    return f"{PREFIX}{slot.hex()}"


def see_to_it(server: VaultServer, opened: OpenVault) -> None:
    """See that a vault has its backup identity, and that the file says what the keystore says."""
    try:
        opened.keys.misc(BACKUP)
    except KeyMissingError:
        secret = server.at.random(32)
        with server.store.write() as db:
            opened.keys.save_misc(db, BACKUP, secret)
            opened.register.save_setting(db, PREFIX + BACKUP, age.recipient(secret))
        opened.reread()
    strange = _in_file(server.store.path) - set(_mine(opened.rows.settings))
    if strange:
        server.alarm("recipients_changed", count=len(strange))
    publish(server, opened)


def publish(server: VaultServer, opened: OpenVault) -> None:
    """Write the public halves beside the keystore."""
    path = server.store.path
    if path is None:
        return
    content = json.dumps({"format": _FORMAT, "recipients": _mine(opened.rows.settings)})
    beside, place = path.with_name(f".{FILE}"), path.with_name(FILE)
    with contextlib.suppress(OSError):  # a full disk must not keep the vault shut
        beside.write_text(content)
        beside.chmod(0o600)
        os.replace(beside, place)  # noqa: PTH105 - in one step


def _in_file(path: Path | None) -> set[str]:
    if path is None:
        return set()
    try:
        return {str(each) for each in json.loads(path.with_name(FILE).read_text())["recipients"]}
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _mine(settings: Mapping[str, str]) -> list[str]:
    return sorted(value for name, value in settings.items() if name.startswith(PREFIX))


def recipients(server: VaultServer, request: Request) -> Message:  # noqa: ARG001 - as each verb
    """BACKUP_RECIPIENTS: to whom backups are encrypted; a locked vault says it too."""
    settings = server.opened().rows.settings if server.is_open else _unchecked(server)
    return {"recipients": _mine(settings)}


def _unchecked(server: VaultServer) -> dict[str, str]:
    """Read the settings of a locked vault: their codes are checked at the next unlock."""
    with server.store.read() as db:
        return dict(db.execute("SELECT k, v FROM setting WHERE substr(k, 1, 4) = ?", (PREFIX,)))


def standing(server: VaultServer) -> Message:
    """Say whether backups can be made, and how many recovery sheets could read them."""
    found = server.opened().rows.settings if server.is_open else _unchecked(server)
    sheets = sum(name.startswith(PREFIX) and name != PREFIX + BACKUP for name in found)
    return {"ready": PREFIX + BACKUP in found, "sheets": sheets}
