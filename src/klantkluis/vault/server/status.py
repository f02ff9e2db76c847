"""How the vault stands, for everybody who asks; and what an owner has looked at."""

import json
from collections.abc import Mapping
from typing import Any

from klantkluis.core.roles import Role
from klantkluis.vault import shredding
from klantkluis.vault.machine import Disk, disk_under, worst_disk
from klantkluis.vault.protocol import Message
from klantkluis.vault.server import alarms, backup_keys, sheets
from klantkluis.vault.server.state import VaultServer

type Request = Mapping[str, Any]


def status(server: VaultServer, request: Request) -> Message:  # noqa: ARG001
    """STATUS: how the vault stands; nothing personal, no token."""
    people, leases = server.sessions.counts()
    is_open = server.is_open
    opened = server.opened() if is_open else None
    return {
        "is_installed": server.store.is_installed(),
        "is_open": is_open,
        "opened_at": server.opened_at,
        "mode": server.at.mode,
        "sheets_confirmed": _sheets_confirmed(server),
        "people": people,
        "leases": leases,
        "index": opened.index.progress() if opened else {},
        "rotation": dict(server.rotation),
        "audit": _log(server),
        "alarms": server.alarms.total,
        "alarm_kinds": server.alarms.plain(),
        "ignored": opened.rows.ignored if opened else [],
        "pending": [shredding.name_of(owner) for owner in shredding.pending(server.store)],
        "generation": opened.generation if opened else 0,
        "disk": _disk(server),
        "swap": server.swap,
        "copies": server.copies.standing(),
        "backup": backup_keys.standing(server),
        "erasures_per_day": opened.settings.erasures_per_day if opened else 0,
    }


def _sheets_confirmed(server: VaultServer) -> bool:
    """While locked the row's code cannot be checked; as a reminder for people it does well."""
    if server.is_open:
        return sheets.CONFIRMED in server.opened().rows.settings
    return server.store.has_setting(sheets.CONFIRMED)


def _log(server: VaultServer) -> Message:
    number, at = server.audit.last_checkpoint()
    return {
        "writable": server.audit.is_writable,
        "number": server.audit.number,
        "checkpoint": number,
        "checkpoint_at": str(json.loads(at)["at"]) if at else "",
        "books_unread": server.books_unread,
    }


def _disk(server: VaultServer) -> Disk:
    places = (server.at.keystore, server.at.audit, server.at.server_key)
    return worst_disk(disk_under(path) for path in places if path is not None)


def seen_alarms(server: VaultServer, request: Request) -> Message:
    """SEEN_ALARMS: an owner has looked at them; the log says who and how many there were."""
    _, holder = server.enter(request)
    holder.require(Role.OWNER)
    server.note(alarms.SEEN, holder, count=server.alarms.total)
    server.alarms.seen()
    return {}
