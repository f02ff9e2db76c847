"""The verbs of coming in and going out: install, unlock, join, recover, tokens, lock."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from klantkluis.core.roles import Role
from klantkluis.vault import opening, recovery, slots
from klantkluis.vault.keys import Epoch, KeyRing, Keys
from klantkluis.vault.keystore import Register, Registered
from klantkluis.vault.protocol import Message
from klantkluis.vault.refusals import (
    AlreadyDone,
    AuditUnwritable,
    PasswordRefused,
    PasswordTooWeak,
    ProtocolError,
    SheetRefused,
)
from klantkluis.vault.server import sheets, throttle
from klantkluis.vault.server.settings import PREFIX, checked, hashed_accounts
from klantkluis.vault.server.state import VaultServer, number, same, text
from klantkluis.vault.server.unlocking import (
    LOG_SEED,
    admit,
    become_open,
    by_password,
    epochs_of,
    give_token,
    join_name,
    opens_name,
)
from klantkluis.vault.slots import Slot, SlotKind

type Request = Mapping[str, Any]

SHORTEST_PASSWORD = 12
_INVITE_HOURS = 24


def check_new_password(password: str) -> None:
    """Refuse a vault password that is too short.

    Raises:
        PasswordTooWeak: fewer than 12 characters, or fewer than 5 different ones.
    """
    if len(password) < SHORTEST_PASSWORD or len(set(password)) < 5:
        raise PasswordTooWeak


def setup(server: VaultServer, request: Request) -> Message:
    """SETUP: make server key, vault key, the first owner's slot and two sheets; open the vault."""
    staff, password = text(request, "staff"), text(request, "password")
    session = text(request, "session")
    with server.change_lock, server.password_lock:
        if server.store.is_installed():
            raise AlreadyDone("This vault has keys already.")
        check_new_password(password)
        changes = checked(request.get("settings") or {}, server.at.mode)
        key, epoch = server.server_key(make=True), Epoch.of(1, server.at.random(32))
        slot, _ = slots.new_staff_slot(
            staff=staff,
            password=password,
            server_key=key,
            cost=server.at.cost,
            random=server.at.random,
        )
        server.note("installed", staff=staff)
        codes = _store_first_keys(server, epoch, slot, changes)
        opened = become_open(server, [epoch])
        token = give_token(server, opened, staff, {Role.OWNER}, session)
    return {"token": token, "sheets": codes}


def _store_first_keys(
    server: VaultServer, epoch: Epoch, slot: Slot, changes: Mapping[str, Any]
) -> list[str]:
    ring = KeyRing([epoch])
    keys = Keys(server.store, ring, server.at.random)
    register = Register(server.store, ring.auth_keys())
    log_seed = server.at.random(32)
    values = {**changes}
    if "own_accounts" in values:
        values["own_accounts"] = hashed_accounts(log_seed, values["own_accounts"])
    with server.store.write() as db:
        db.execute("INSERT INTO vmk VALUES (?, 'current')", (epoch.number,))
        keys.save_misc(db, LOG_SEED, log_seed)
        register.save_slot(db, slot)
        sealed = slots.seal_vmk(slot, epoch.vmk, epoch.number)
        db.execute("INSERT INTO slot_vmk VALUES (?, ?, ?)", (slot.id, epoch.number, sealed))
        register.save_roles(db, slot.staff, [Role.OWNER])
        register.save_setting(db, "mode", server.at.mode)
        register.save_setting(db, "generation", "1")
        for name, value in values.items():
            register.save_setting(db, PREFIX + name, json.dumps(value))
        return sheets.make(server, db, register, Registered(), [epoch])


def open_vault(server: VaultServer, request: Request) -> Message:
    """OPEN_VAULT: the second password; gives the token."""
    slot, epochs = by_password(server, text(request, "staff"), text(request, "password"))
    return {"token": admit(server, slot, epochs, text(request, "session"))}


def password_opens(server: VaultServer, request: Request) -> Message:
    """PASSWORD_OPENS: would this text open the vault? Then it is no log-in password."""
    staff, password = text(request, "staff"), text(request, "password")
    if not server.store.is_installed() or not server.has_server_key():
        return {"opens": False}
    with server.password_lock:
        throttle.check(server.store, staff, server.at.now())
        throttle.check(server.store, opens_name(staff), server.at.now())
        slot, key = server.store.staff_slot(staff), server.server_key()
        if slot is None:
            slots.waste_the_same_time(staff, password, key, server.at.cost)
            opens = False
        else:
            opens = slots.seed_of(slot, password=password, server_key=key) is not None
        server.note("password_compared", staff=staff, same=opens)
        throttle.failed(server.store, opens_name(staff), server.at.now())
    return {"opens": opens}


def join(server: VaultServer, request: Request) -> Message:
    """JOIN: choose one's own password with the code of an owner; gives the token."""
    staff, code = text(request, "staff"), text(request, "code")
    password, session = text(request, "password"), text(request, "session")
    opened = server.opened()
    with server.change_lock, server.password_lock:
        throttle.check(server.store, join_name(staff), server.at.now())
        invite = json.loads(opened.rows.settings.get(f"invite:{staff}", "{}"))
        if not invite or not _code_holds(server, invite, staff, code):
            throttle.failed(server.store, join_name(staff), server.at.now())
            server.note("join_failed", staff=staff)
            raise PasswordRefused("That code is wrong, used, or older than 24 hours.")
        check_new_password(password)
        roles = {Role(role) for role in invite["roles"]}
        server.note("joined", staff=staff, roles=sorted(roles))
        give_slot(server, staff, password, roles)
        throttle.succeeded(server.store, staff, join_name(staff), opens_name(staff))
        return {"token": give_token(server, opened, staff, roles, session)}


def _code_holds(server: VaultServer, invite: Mapping[str, Any], staff: str, code: str) -> bool:
    in_time = server.at.now() < datetime.fromisoformat(invite["until"])
    return same(invite["hash"], code_hash(staff, code)) and in_time


def code_hash(staff: str, code: str) -> str:
    """Give what is kept of an enrolment code."""
    plain = "".join(code.split()).replace("-", "").upper().translate({73: "1", 76: "1", 79: "0"})
    return hashlib.sha256(f"{staff}\n{plain}".encode()).hexdigest()


def invite_until(server: VaultServer) -> str:
    """Give the moment at which a code made now ends."""
    return (server.at.now() + timedelta(hours=_INVITE_HOURS)).isoformat()


def give_slot(server: VaultServer, staff: str, password: str, roles: set[Role]) -> Slot:
    """Give a member a new slot with these roles, in place of any old one."""
    opened = server.opened()
    slot, _ = slots.new_staff_slot(
        staff=staff, password=password, server_key=server.server_key(), cost=server.at.cost,
        random=server.at.random,
    )  # fmt: skip
    with server.store.write() as db:
        for old in opened.rows.slots.values():
            if old.staff == staff and old.kind is SlotKind.STAFF:
                opened.register.drop_slot(db, old)
        opened.register.save_slot(db, slot)
        for epoch in opened.ring.live(db):
            sealed = slots.seal_vmk(slot, epoch.vmk, epoch.number)
            db.execute("INSERT INTO slot_vmk VALUES (?, ?, ?)", (slot.id, epoch.number, sealed))
        opened.register.save_roles(db, staff, roles)
        opened.register.drop_setting(db, f"invite:{staff}")
        opened.register.save_setting(db, "generation", str(opened.generation + 1))
    server.store.truncate_log()
    opened.reread()
    return slot


def recover(server: VaultServer, request: Request) -> Message:
    """RECOVER: open with a recovery sheet; the person becomes an owner with a new password."""
    staff, password = text(request, "staff"), text(request, "password")
    secret = recovery.decode(text(request, "code"))
    check_new_password(password)
    public = opening.public_bytes(secret)
    with server.change_lock, server.password_lock:
        with server.store.read() as db:
            found = [slot for slot, _ in server.store.slots(db) if slot.pub == public]
        slot = next((one for one in found if one.enabled), None)
        epochs = epochs_of(server, slot, secret) if slot else []
        if slot is None or not epochs:
            server.note("recovery_failed")
            raise SheetRefused("This sheet does not belong to this vault.", line=0)
        was_open = server.is_open
        opened = become_open(server, epochs)
        if slot.id not in opened.rows.slots:
            server.keep_open(opened if was_open else None)
            server.alarm("slot_not_authentic", staff=staff)
            raise SheetRefused("This sheet does not belong to this vault.", line=0)
        new_machine = not server.has_server_key()
        server.note("recovered", staff=staff, sheet=slot.staff, new_machine=new_machine)
        server.server_key(make=True)
        if new_machine:
            _close_staff_slots(server)
        give_slot(server, staff, password, {Role.OWNER})
        codes = sheets.replace(server)
        token = give_token(server, opened, staff, {Role.OWNER}, text(request, "session"))
    return {"token": token, "sheets": codes}


def _close_staff_slots(server: VaultServer) -> None:
    """Without the old server key no password opens anything: staff must enrol again."""
    opened = server.opened()
    with server.store.write() as db:
        for slot in opened.rows.slots.values():
            if slot.kind is SlotKind.STAFF:
                opened.register.disable_slot(db, slot)
    opened.reread()


def check(server: VaultServer, request: Request) -> Message:
    """CHECK: is this token good, and for how long? No activity."""
    _, holder = server.enter(request, touch=False)
    now = server.at.monotonic()
    idle = holder.used + holder.idle_seconds - now if holder.job is None else holder.until - now
    return {"idle_seconds": int(idle), "absolute_seconds": int(holder.until - now)}


def confirm(server: VaultServer, request: Request) -> Message:
    """CONFIRM: the password once more, for one action."""
    _, holder = server.enter(request)
    if holder.job is not None:
        raise ProtocolError("a job has no password")
    by_password(server, holder.staff, text(request, "password"))
    action = text(request, "action")
    server.note("confirmed", holder, action=action)
    return {"grant": server.sessions.grant(holder, action)}


def go_on(server: VaultServer, request: Request) -> Message:
    """GO_ON: the password once more, after a limit; the owner is told."""
    _, holder = server.enter(request)
    by_password(server, holder.staff, text(request, "password"))
    server.alarm("go_on", holder)
    server.limits.start_anew(holder.staff)
    return {}


def close(server: VaultServer, request: Request) -> Message:
    """CLOSE: end this token, or all of a member; the last one locks the vault."""
    _, holder = server.enter(request)
    staff = str(request.get("staff") or "")
    if staff and staff != holder.staff:
        holder.require(Role.OWNER)
        server.note("closed", holder, whose=staff)
        server.sessions.end_staff(staff)
    elif staff:
        server.note("closed", holder)
        server.sessions.end_staff(staff)
    else:
        server.note("closed", holder)
        server.sessions.end_token(text(request, "token"))
    lock_if_empty(server)
    return {}


def lock_if_empty(server: VaultServer) -> bool:
    """Lock when nobody is in the vault and no job has a lease; say whether it was done.

    Whoever is coming in holds the lock of changes until the token is given: between the keys and
    the token the vault is open and nobody is in it.
    """
    server.sessions.sweep()
    if not server.change_lock.acquire(blocking=False):
        return False
    try:
        if not server.is_open or any(server.sessions.counts()):
            return False
        lock_now(server)
    finally:
        server.change_lock.release()
    return True


def lock(server: VaultServer, request: Request) -> Message:
    """LOCK: everybody out; the process ends when this reply has left."""
    _, holder = server.enter(request)
    try:
        server.note("lock", holder)
    finally:  # a full disk must not keep the vault open
        lock_now(server)
    return {}


def lock_now(server: VaultServer) -> None:
    """Sign the log and ask the process to end."""
    opened = server.opened()
    opened.index.stop()
    try:
        server.audit.checkpoint()
    except AuditUnwritable:
        server.alarm("audit_unwritable")
    server.keep_open(None)
    server.was_locked.set()


def confirm_sheet(server: VaultServer, request: Request) -> Message:
    """CONFIRM_SHEET: was this sheet printed well? Both must be typed back."""
    _, holder = server.enter(request)
    holder.require(Role.OWNER)
    return {"complete": sheets.confirm(server, holder, number(request, "number"),
                                       text(request, "code"))}  # fmt: skip


def new_sheets(server: VaultServer, request: Request) -> Message:
    """NEW_SHEETS: two fresh ones; the old ones end when both are confirmed."""
    _, holder = server.enter(request)
    holder.require(Role.OWNER)
    server.sessions.use_grant(holder, "new_sheets", str(request.get("grant") or ""))
    server.note("new_sheets", holder)
    with server.change_lock:
        return {"sheets": sheets.replace(server)}
