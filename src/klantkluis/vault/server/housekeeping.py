"""The verbs of housekeeping: they need an open vault and nobody in particular.

The office asks for them at night, or as soon as somebody has unlocked. Each does only what the
vault's own rules say is due, and tells nothing of anybody; so they take no token.
"""

import contextlib
from collections.abc import Mapping
from typing import Any

from klantkluis.core.days import years_before
from klantkluis.vault import audit_check, looked, protocol, shredding
from klantkluis.vault.keys import class_ends_on
from klantkluis.vault.protocol import Message
from klantkluis.vault.refusals import UnknownField
from klantkluis.vault.server.erasing import destroy
from klantkluis.vault.server.keeping import checked_log, confirmed, save_settings
from klantkluis.vault.server.looks import filter_key
from klantkluis.vault.server.state import VaultServer

type Request = Mapping[str, Any]

YEARS_KEPT = 2
TEMPORARY = "T-"


def keep_log(server: VaultServer, request: Request) -> Message:  # noqa: ARG001 - as each verb
    """KEEP_LOG: check the whole log, and let go of what is older than 24 months.

    A log that is not whole is left as it is: what was done to it may have to be shown.
    """
    report = checked_log(server)
    if report.problems:
        return {"ok": False, "n": report.number, "problems": list(report.problems), "pruned": 0}
    before = years_before(server.at.now(), YEARS_KEPT)
    pruned = audit_check.prune(server.audit, before=before.isoformat(timespec="milliseconds"))
    if pruned:
        server.note("log_pruned", count=pruned)
    looked.keep_filters(server.audit, filter_key(server.opened()))
    return {"ok": True, "n": report.number, "problems": [], "pruned": pruned}


def accept_books(server: VaultServer, request: Request) -> Message:
    """ACCEPT_BOOKS: an owner says that these are the books, after a backup of them was put back.

    Checkpoints of before then no longer speak of them. It is a setting under the vault's own
    code, so that whoever rewrites the books cannot also write this.
    """
    opened, holder = confirmed(server, request, "accept_books")
    server.note("books_accepted", holder)
    save_settings(server, opened, {"books_from": str(server.audit.number)})
    server.audit.checkpoint()
    return {}


def end_classes(server: VaultServer, request: Request) -> Message:
    """END_CLASSES: destroy the keys of temporary classes whose day has passed.

    `but` names classes that still have rows; a day later that is no reason any more. The classes
    of book years (F7, F10) are never ended here: that is for an owner to decide.
    """
    opened = server.opened()
    today, kept = server.at.now().date(), set(map(str, request.get("but", ())))
    ended = []
    for name in _temporary(server):
        with contextlib.suppress(UnknownField):
            ends = class_ends_on(name)
            if today > ends or (today == ends and name not in kept):
                destroy(server, opened, None, name, what="destroy_class", reason="term")
                ended.append(name)
    _finish(server)
    return {"ended": ended}


def _finish(server: VaultServer) -> None:
    """Close their tombstones, also of one that a power cut left open: no row is left to remove."""
    begun = shredding.pending(server.store)
    over = [each for each in begun if isinstance(each, str) and each.startswith(TEMPORARY)]
    shredding.finish(server.store, over)


def _temporary(server: VaultServer) -> list[str]:
    query = "SELECT name FROM class_key WHERE substr(name, 1, 2) = ? ORDER BY name"
    with server.store.read() as db:
        return [name for (name,) in db.execute(query, (TEMPORARY,))]


def check_stored(server: VaultServer, request: Request) -> Message:
    """CHECK_STORED: which of these rows are not the ones that were last sealed and saved?

    Without `sure` it raises no alarm: a row that is saved at this very moment looks wrong for an
    instant, so the office reads it again and asks once more.
    """
    server.opened()
    wrong = audit_check.rolled_back(server.audit, [*protocol.rows_seen(request.get("rows", {}))])
    if wrong and request.get("sure"):
        server.alarm("rows_rolled_back", count=len(wrong))
    return {"wrong": [uid.hex for uid in wrong]}


def newest_note(server: VaultServer, request: Request) -> Message:  # noqa: ARG001 - as each verb
    """NEWEST_NOTE: the newest signed checkpoint of the log, to be kept outside the office."""
    return {"note": server.audit.newest_note() or ""}
