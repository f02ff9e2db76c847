"""The verb that gives the secret with which a backup is read again."""

from collections.abc import Mapping
from typing import Any

from klantkluis.vault import age
from klantkluis.vault.protocol import Message
from klantkluis.vault.server.backup_keys import BACKUP
from klantkluis.vault.server.keeping import confirmed
from klantkluis.vault.server.state import VaultServer

type Request = Mapping[str, Any]


def backup_identity(server: VaultServer, request: Request) -> Message:
    """BACKUP_IDENTITY: what decrypts the backups of this office; for a restore or a rehearsal."""
    opened, holder = confirmed(server, request, "backup_identity")
    server.note("backup_identity", holder)
    return {"identity": age.identity(opened.keys.misc(BACKUP))}
