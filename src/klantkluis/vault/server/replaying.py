"""Doing again what the log says was erased, when the keystore does not know of it."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from klantkluis.vault import shredding
from klantkluis.vault.erased import destroyed_by, unpacked
from klantkluis.vault.keystore import Plan
from klantkluis.vault.rows import Owner
from klantkluis.vault.server.state import OpenVault, VaultServer


def replay(server: VaultServer, opened: OpenVault, *, after: int) -> int:
    """Do again what the log says after an event and the keystore does not know; give how many.

    After an older keystore was put back that is all of it; else what a crash left between the
    word in the log and the tombstone.
    """
    owners: dict[Owner, tuple[str, datetime]] = {}
    plans: dict[UUID, Plan | None] = {}
    for _, body, _ in server.audit.rows(after=after):
        if b'"what":"shred' in body or b'"what":"destroy_class"' in body:
            _gather(json.loads(body), owners, plans)
    missing = owners.keys() - shredding.buried(server.store, owners)
    with server.store.write() as db:
        for owner in missing:
            reason, at = owners[owner]
            shredding.bury(server.store, [owner], reason=reason, at=at)
        opened.register.drop_plans(db, [each for each in owners if isinstance(each, UUID)])
        opened.register.drop_plans(db, [uid for uid, plan in plans.items() if plan is None])
        gone = owners.keys() | shredding.buried(server.store, plans)
        wanted = [plan for uid, plan in plans.items() if plan is not None and uid not in gone]
        opened.register.save_plans(db, wanted)
    return len(missing)


def _gather(
    event: Mapping[str, Any],
    owners: dict[Owner, tuple[str, datetime]],
    plans: dict[UUID, Plan | None],
) -> None:
    """Take what one event meant: a key to be destroyed, a plan, or a plan taken back."""
    reason, at = str(event.get("reason", "")), datetime.fromisoformat(event["at"])
    owners.update((owner, (reason, at)) for owner in destroyed_by(event))
    if event["what"] == "shred_planned":
        before = str(event["not_before"])
        plans.update((uid, Plan(uid, before, reason)) for uid in unpacked(event["uids"]))
    elif event["what"] == "shred_undone":
        plans.update((uid, None) for uid in unpacked(event["uids"]))
