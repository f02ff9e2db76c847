"""What lies in the folders of the vault itself, for who may not look there."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from klantkluis.core.account_files import accounts_in_file
from klantkluis.vault.copies import made_at
from klantkluis.vault.protocol import Message
from klantkluis.vault.server.state import VaultServer

type Request = Mapping[str, Any]


def own_files(server: VaultServer, request: Request) -> Message:
    """OWN_FILES: the next file of the vault after another; a locked vault says it too.

    In production nobody but the vault may read its log, its keystore and the copies of that. So
    it says itself how many bank account numbers stand in a file, and when a copy of keys was made.
    Nothing of what stands there leaves. Without `read` it does not look into the files.
    """
    after, reads = str(request.get("after", "")), request.get("read") is True
    for path in _files(server):
        if str(path) <= after:
            continue
        try:
            accounts = sum(1 for _found in accounts_in_file(path)) if reads else 0
            made = made_at(path).isoformat() if _is_copy(server, path) else ""
        except FileNotFoundError:  # the file beside a database went while we looked
            continue
        return {"path": str(path), "accounts": accounts, "copied": made}
    return {"path": ""}


def _files(server: VaultServer) -> Iterator[Path]:
    """Give every file in its folders, by its path."""
    owned = (server.at.keystore, server.at.audit)
    folders = {path.parent.resolve() for path in owned if path is not None}
    folders |= {place.resolve() for place in server.at.copies}
    found = {
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink()
    }
    yield from sorted(found, key=str)


def _is_copy(server: VaultServer, path: Path) -> bool:
    """Tell whether a file is a copy of the keystore, whoever made it and under whatever name."""
    live = server.at.keystore
    if live is None or not path.name.startswith("keystore") or ".sqlite3" not in path.name:
        return False
    beside = path.name.startswith(f"{live.name}-") and path.parent == live.parent.resolve()
    return path != live.resolve() and not beside
