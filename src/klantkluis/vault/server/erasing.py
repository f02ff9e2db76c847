"""The verbs of erasure: what an owner decides, what a job carries out, and how it ends.

The order of each is that of VAULT.md section 6: the log says what is meant, then tombstone,
overwrite, delete, commit, empty the write-ahead log; then the index and the copies of the
keystore. Each step can be repeated; what was meant and not done is done at the next unlock.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import batched
from typing import Any
from uuid import UUID

from klantkluis.vault import shredding
from klantkluis.vault.erased import owner_named
from klantkluis.vault.keys import class_ends_on
from klantkluis.vault.keystore import Plan
from klantkluis.vault.protocol import Message
from klantkluis.vault.refusals import (
    AlreadyDone,
    AuditUnwritable,
    NotAllowed,
    ProtocolError,
    VaultRefusal,
)
from klantkluis.vault.rows import Owner, Shredded
from klantkluis.vault.server.keeping import confirmed, owner
from klantkluis.vault.server.rows import packed
from klantkluis.vault.server.state import OpenVault, VaultServer, text, uid_of
from klantkluis.vault.sessions import Holder

type Request = Mapping[str, Any]

AT_ONCE = 5000
"""Uids in one event of the log."""
MOST_PLANNED = 50_000
_LONGEST_REASON = 40
_DAY = timedelta(days=1)


def shred(server: VaultServer, request: Request) -> Message:
    """SHRED: destroy the key of a subject; its rows go dark in every copy."""
    opened, holder = confirmed(server, request, "shred")
    uid, reason = uid_of(request.get("uid")), text(request, "reason")
    destroy(server, opened, holder, uid, what="shred", reason=reason)
    opened.index.drop(uid)
    return {}


def destroy(
    server: VaultServer,
    opened: OpenVault,
    holder: Holder | None,
    owner: Owner,
    *,
    what: str,
    reason: str,
) -> None:
    """Destroy the key of a subject or class, for a member or as housekeeping."""
    with server.change_lock:
        server.note(what, holder, owner=shredding.name_of(owner), reason=_code(reason))
        _bury(server, opened, {owner: _code(reason)})
        _destroy(server, opened, [owner])


def _code(reason: str) -> str:
    return reason[:_LONGEST_REASON]


def _bury(server: VaultServer, opened: OpenVault, reasons: Mapping[Owner, str]) -> None:
    """Put up tombstones, each with its reason; plans that they carry out are over."""
    with server.store.write() as db:
        for reason in sorted(set(reasons.values())):
            named = [owner for owner, why in reasons.items() if why == reason]
            shredding.bury(server.store, named, reason=reason, at=server.at.now())
        opened.register.drop_plans(db, (each for each in reasons if isinstance(each, UUID)))


def _destroy(server: VaultServer, opened: OpenVault, owners: Collection[Owner]) -> None:
    with server.store.write() as db:
        shredding.overwrite(db, owners)
        opened.register.save_setting(db, "generation", str(opened.generation + 1))
    opened.reread()
    if not server.store.truncate_log() and not server.store.truncate_log():
        server.alarm("log_not_emptied", count=len(owners))
    server.copies.erase(owners)
    try:
        # Signed at once: a copy of the keystore from a moment ago is then known to be older.
        server.audit.checkpoint()
    except AuditUnwritable:
        server.alarm("audit_unwritable")


def finish_shred(server: VaultServer, request: Request) -> Message:
    """FINISH_SHRED: rows, files and copies are gone as well."""
    _, holder = owner(server, request)
    uid = uid_of(request.get("uid"))
    if not shredding.buried(server.store, [uid]):
        raise AlreadyDone("There is no erasure of this subject.")
    if shredding.finish(server.store, [uid]):
        server.note("shred_finished", holder, owner=uid.hex)
    return {}


def finish_shreds(server: VaultServer, request: Request) -> Message:
    """FINISH_SHREDS: the same for many, by the job that removed their rows; it may come again."""
    server.opened()
    owners = [owner_named(str(name)) for name in request.get("owners", ())]
    with server.change_lock:
        if shredding.buried(server.store, owners) != set(owners):
            raise AlreadyDone("There is no erasure of this subject.")
        finished = shredding.finish(server.store, owners)
        if finished:
            subjects = packed(each for each in owners if isinstance(each, UUID))
            classes = [each for each in owners if isinstance(each, str)]
            server.note("shred_finished", uids=subjects, classes=classes)
    return {"finished": finished}


def destroy_class(server: VaultServer, request: Request) -> Message:
    """DESTROY_CLASS: destroy the key of a class whose term is over."""
    name = text(request, "name")
    ends = class_ends_on(name)
    if name.startswith("T-"):
        opened, holder = server.enter(request)
        if "import_file" not in holder.tables:
            raise NotAllowed
    else:
        opened, holder = confirmed(server, request, "destroy_class")
        if server.at.now().date() < ends:
            raise VaultRefusal(f"The law keeps these documents until {ends.isoformat()}.")
    destroy(server, opened, holder, name, what="destroy_class", reason="term")
    shredding.finish(server.store, [name])
    return {}


def plan_shred(server: VaultServer, request: Request) -> Message:
    """PLAN_SHRED: an owner decides that subjects are to be erased, from a moment on."""
    opened, holder = confirmed(server, request, "shred")
    uids, reason = _uids(request), _code(text(request, "reason"))
    if len(uids) > MOST_PLANNED:
        raise VaultRefusal(f"At most {MOST_PLANNED} at once.", field="uids")
    moment = _moment(text(request, "not_before"), server.at.now())
    with server.change_lock:
        gone = shredding.buried(server.store, uids)
        wanted = [uid for uid in uids if uid not in gone]
        for portion in batched(wanted, AT_ONCE, strict=False):
            server.note(
                "shred_planned", holder, uids=packed(portion), reason=reason, not_before=moment
            )
        with server.store.write() as db:
            opened.register.save_plans(db, (Plan(uid, moment, reason) for uid in wanted))
            opened.register.save_setting(db, "generation", str(opened.generation + 1))
        opened.reread()
    return {"planned": len(wanted)}


def _uids(request: Request) -> list[UUID]:
    return list(dict.fromkeys(uid_of(uid) for uid in request.get("uids", ())))


def _moment(typed: str, now: datetime) -> str:
    """Read a moment, of which the zone must be known; empty is now."""
    try:
        moment = datetime.fromisoformat(typed) if typed else now
    except ValueError as error:
        raise ProtocolError("no moment") from error
    if moment.tzinfo is None:
        raise ProtocolError("a moment has a zone")
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def undo_shred(server: VaultServer, request: Request) -> Message:
    """UNDO_SHRED: take back what was planned and is not carried out."""
    opened, holder = owner(server, request)
    with server.change_lock:
        uids = [uid for uid in _uids(request) if uid in opened.rows.planned]
        for portion in batched(uids, AT_ONCE, strict=False):
            server.note("shred_undone", holder, uids=packed(portion))
        with server.store.write() as db:
            opened.register.drop_plans(db, uids)
            opened.register.save_setting(db, "generation", str(opened.generation + 1))
        opened.reread()
    return {"undone": [uid.hex for uid in uids]}


def planned(server: VaultServer, request: Request) -> Message:  # noqa: ARG001 - as each verb
    """PLANNED: what is planned, what is due, and what was begun and is not finished."""
    opened, now = server.opened(), _moment("", server.at.now())
    rows = [
        [plan.uid.hex, plan.not_before, "due" if plan.not_before <= now else "planned"]
        for plan in sorted(opened.rows.planned.values(), key=lambda plan: plan.not_before)
    ]
    begun = [each.hex for each in shredding.pending(server.store) if isinstance(each, UUID)]
    return {"planned": rows + [[uid, "", "pending"] for uid in begun]}


def shred_due(server: VaultServer, request: Request) -> Message:
    """SHRED_DUE: destroy the keys of those whose moment has come, in one batch.

    Who was not planned goes only within the number that an owner allows each day.
    """
    opened, uids = server.opened(), _uids(request)
    reason = _code(str(request.get("reason") or "term"))
    with server.change_lock:
        answers = _judged(server, opened, uids)
        due = [uid for uid in uids if answers[uid] is Shredded.DONE]
        plans = opened.rows.planned
        reasons: dict[Owner, str] = {
            uid: plans[uid].reason if uid in plans else reason for uid in due
        }
        for why, portion in _by_reason(due, reasons):
            alone = sum(uid not in plans for uid in portion)
            server.note("shred_due", uids=packed(portion), reason=why, alone=alone)
        if due:
            _bury(server, opened, reasons)
            _destroy(server, opened, due)
    opened.index.drop(*due)
    return {"answers": [[uid.hex, answers[uid]] for uid in uids]}


def _by_reason(
    due: Sequence[UUID], reasons: Mapping[Owner, str]
) -> Iterable[tuple[str, Sequence[UUID]]]:
    for why in sorted(set(reasons.values())):
        named = [uid for uid in due if reasons[uid] == why]
        for portion in batched(named, AT_ONCE, strict=False):
            yield why, portion


def _judged(server: VaultServer, opened: OpenVault, uids: Sequence[UUID]) -> dict[UUID, Shredded]:
    now = _moment("", server.at.now())
    gone, plans = shredding.buried(server.store, uids), opened.rows.planned
    allowed = opened.settings.erasures_per_day
    left: int | None = None
    answers = {}
    for uid in uids:
        if uid in gone:
            answers[uid] = Shredded.ALREADY
        elif uid in plans:
            early = plans[uid].not_before > now
            answers[uid] = Shredded.TOO_EARLY if early else Shredded.DONE
        elif not allowed:
            answers[uid] = Shredded.NOT_PLANNED
        else:
            left = allowed - _gone_today(server) if left is None else left
            answers[uid] = Shredded.DONE if left > 0 else Shredded.NEEDS_OWNER
            left -= 1
    return answers


def _gone_today(server: VaultServer) -> int:
    """Count in the log who went within a day without a plan: a lock must not forgive it."""
    since, count = server.at.now() - _DAY, 0
    for _, body in server.audit.newest_first():
        if datetime.fromisoformat(str(json.loads(body)["at"])) <= since:
            break
        if b'"what":"shred_due"' in body:
            count += int(json.loads(body).get("alone", 0))
    return count


def note_removed(server: VaultServer, request: Request) -> Message:
    """NOTE_REMOVED: single rows were removed for good, so that a restore removes them again."""
    server.opened()
    for portion in batched(_uids(request), AT_ONCE, strict=False):
        server.note("rows_removed", uids=packed(portion))
    return {}
