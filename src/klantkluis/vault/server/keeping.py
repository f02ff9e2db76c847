"""The verbs of owners: staff, settings, rotation, destruction, leases, the log."""

import json
import secrets
from collections.abc import Mapping
from typing import Any

from klantkluis.core.roles import Role
from klantkluis.vault import audit_check, opening, protocol, rotation, sealing
from klantkluis.vault.erased import unpacked
from klantkluis.vault.formats import FormatError
from klantkluis.vault.protocol import Message
from klantkluis.vault.purposes import JobKind, Purpose
from klantkluis.vault.refusals import (
    AlreadyDone,
    NotAllowed,
    ProtocolError,
    StaffRefused,
    VaultRefusal,
)
from klantkluis.vault.server.access import (
    check_new_password,
    code_hash,
    give_slot,
    invite_until,
)
from klantkluis.vault.server.settings import PREFIX, bounds, checked, hashed_accounts
from klantkluis.vault.server.state import OpenVault, VaultServer, number, text, uid_of
from klantkluis.vault.server.unlocking import by_password, run_rotation, signer_of
from klantkluis.vault.sessions import Holder
from klantkluis.vault.slots import SlotKind

type Request = Mapping[str, Any]

_MOST_LEASE_MINUTES = 24 * 60
_CODE_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def owner(server: VaultServer, request: Request) -> tuple[OpenVault, Holder]:
    """Let an owner in.

    Raises:
        NotAllowed: the member is no owner.
    """
    opened, holder = server.enter(request)
    holder.require(Role.OWNER)
    return opened, holder


def confirmed(server: VaultServer, request: Request, action: str) -> tuple[OpenVault, Holder]:
    """Let an owner in who typed the password again for this action; the grant is used up."""
    opened, holder = owner(server, request)
    server.sessions.use_grant(holder, action, str(request.get("grant") or ""))
    return opened, holder


def _roles(request: Request) -> set[Role]:
    try:
        roles = {Role(role) for role in request.get("roles", ())}
    except ValueError as error:
        raise ProtocolError("unknown role") from error
    if not roles:
        raise StaffRefused("Choose at least one role.")
    return roles


def enrol(server: VaultServer, request: Request) -> Message:
    """ENROL: a code with which a member chooses their own password."""
    opened, holder = confirmed(server, request, "enrol")
    staff, roles = text(request, "staff"), _roles(request)
    if opened.rows.owners() == {staff} and Role.OWNER not in roles:
        raise StaffRefused
    signs = "".join(secrets.choice(_CODE_SIGNS) for _ in range(16))
    code = "-".join(signs[place : place + 4] for place in range(0, 16, 4))
    invite = {
        "hash": code_hash(staff, code),
        "until": invite_until(server),
        "roles": sorted(roles),
    }
    server.note("enrol", holder, whose=staff, roles=sorted(roles))
    save_settings(server, opened, {f"invite:{staff}": json.dumps(invite)})
    return {"code": code}


def save_settings(server: VaultServer, opened: OpenVault, values: Mapping[str, str]) -> None:
    """Write settings under the vault's own code, and let them hold at once."""
    with server.change_lock:
        with server.store.write() as db:
            for name, value in values.items():
                opened.register.save_setting(db, name, value)
            opened.register.save_setting(db, "generation", str(opened.generation + 1))
        opened.reread()


def set_roles(server: VaultServer, request: Request) -> Message:
    """SET_ROLES: other roles, which open sessions follow at once."""
    opened, holder = confirmed(server, request, "set_roles")
    staff, roles = text(request, "staff"), _roles(request)
    with server.change_lock:
        if staff not in opened.rows.roles:
            raise StaffRefused("The vault does not know this member of staff.")
        if opened.rows.owners() == {staff} and Role.OWNER not in roles:
            raise StaffRefused
        server.note("roles", holder, whose=staff, roles=sorted(roles))
        with server.store.write() as db:
            opened.register.save_roles(db, staff, roles)
            opened.register.save_setting(db, "generation", str(opened.generation + 1))
        opened.reread()
    server.sessions.change_roles(staff, roles)
    return {}


def remove_staff(server: VaultServer, request: Request) -> Message:
    """REMOVE_STAFF: slot and roles end, tokens end, keys rotate."""
    opened, holder = confirmed(server, request, "remove_staff")
    staff = text(request, "staff")
    with server.change_lock:
        if opened.rows.owners() <= {staff}:
            raise StaffRefused
        server.note("staff_removed", holder, whose=staff)
        with server.store.write() as db:
            for slot in opened.rows.slots.values():
                if slot.staff == staff and slot.kind is SlotKind.STAFF:
                    opened.register.disable_slot(db, slot)
            opened.register.save_roles(db, staff, ())
            opened.register.drop_setting(db, f"invite:{staff}")
            opened.register.save_setting(db, "generation", str(opened.generation + 1))
        server.store.truncate_log()
        opened.reread()
        server.sessions.end_staff(staff, leases=True)
        _start_rotation(server, opened)
    return {}


def staff(server: VaultServer, request: Request) -> Message:
    """STAFF: the members whom the vault knows."""
    opened, _ = owner(server, request)
    rows = opened.rows
    inside = {slot.staff for slot in rows.enabled_slots() if slot.kind is SlotKind.STAFF}
    invited = {name.removeprefix("invite:") for name in rows.settings if name.startswith("invite:")}
    members = sorted(inside | invited | rows.roles.keys())
    return {
        "members": [
            {
                "staff": name,
                "roles": sorted(rows.roles.get(name, ())),
                "has_slot": name in inside,
                "invited": name in invited,
            }
            for name in members
        ]
    }


def change_password(server: VaultServer, request: Request) -> Message:
    """CHANGE_PASSWORD: new salt, seed and key pair; an old keystore copy opens nothing newer."""
    opened, holder = server.enter(request)
    old, new = text(request, "old"), text(request, "new")
    by_password(server, holder.staff, old)
    check_new_password(new)
    if old == new:
        raise VaultRefusal("The new password is the old one.", field="new")
    with server.change_lock, server.password_lock:
        server.note("password_changed", holder, leaked=bool(request.get("leaked")))
        give_slot(server, holder.staff, new, set(opened.rows.roles[holder.staff]))
        if request.get("leaked"):
            _start_rotation(server, opened)
    return {}


def rotate(server: VaultServer, request: Request) -> Message:
    """ROTATE: a new vault key; the work goes on in the background."""
    opened, holder = confirmed(server, request, "rotate")
    with server.change_lock:
        server.note("rotate", holder, epoch=opened.ring.current.number + 1)
        _start_rotation(server, opened)
    return {}


def _start_rotation(server: VaultServer, opened: OpenVault) -> None:
    if rotation.is_under_way(server.store):
        raise AlreadyDone("The keys are being changed already. Try again when that is done.")
    rotation.begin(server.store, opened.register, opened.ring, opened.rows, server.at.random)
    opened.reread()
    run_rotation(server, opened)


def export(server: VaultServer, request: Request) -> Message:
    """EXPORT: a token that may open more than a person at a screen."""
    _, holder = server.enter(request)
    server.sessions.use_grant(holder, "export", str(request.get("grant") or ""))
    try:
        purpose = Purpose(text(request, "purpose"))
    except ValueError as error:
        raise ProtocolError("unknown purpose") from error
    if purpose not in holder.purposes:
        raise NotAllowed
    subjects, minutes = number(request, "subjects"), number(request, "minutes")
    seconds = 60 * max(1, min(minutes, 120))
    server.alarm("export", holder, purpose=purpose, subjects=subjects)
    return {"token": server.sessions.export(holder, purpose, subjects=subjects, seconds=seconds)}


def lease(server: VaultServer, request: Request) -> Message:
    """LEASE: let a job work without a person at the screen."""
    _, holder = server.enter(request)
    if holder.job is not None:
        raise NotAllowed
    try:
        kind = JobKind(text(request, "kind"))
    except ValueError as error:
        raise ProtocolError("unknown kind of job") from error
    job, subjects = uid_of(request.get("job")), number(request, "subjects")
    minutes = max(1, min(number(request, "minutes"), _MOST_LEASE_MINUTES))
    server.sessions.lease(holder, job, kind, subjects=subjects, seconds=60 * minutes)
    server.note("lease", holder, lease=f"{kind} {job.hex}", subjects=subjects, minutes=minutes)
    return {}


def end_lease(server: VaultServer, request: Request) -> Message:
    """END_LEASE: by its owner, or by the job itself when it is done."""
    _, holder = server.enter(request)
    job = uid_of(request.get("job"))
    whose = None if Role.OWNER in holder.roles or holder.job == job else holder.staff
    server.sessions.end_lease(job, staff=whose)
    server.note("lease_ended", holder, lease=job.hex)
    return {}


def claim(server: VaultServer, request: Request) -> Message:
    """CLAIM: the worker takes up a lease by the uid of its job."""
    server.opened()
    token, holder = server.sessions.claim(uid_of(request.get("job")))
    server.note("claim", holder)
    return {"token": token}


def has_lease(server: VaultServer, request: Request) -> Message:
    """HAS_LEASE: could this job start?"""
    job = uid_of(request.get("job"))
    return {"lease": server.is_open and server.sessions.has_lease(job)}


def settings(server: VaultServer, request: Request) -> Message:
    """SETTINGS: the limits and times that hold, and what they may become.

    `accounts` are IBANs of the business itself; the answer counts those not known yet as such.
    """
    opened, _ = server.enter(request)
    asked = hashed_accounts(opened.log_seed, map(str, request.get("accounts", ())))
    known = {account.hex() for account in opened.settings.own_accounts}
    return {
        "settings": opened.settings.plain(),
        "bounds": bounds(server.at.mode),
        "unknown_accounts": len(set(asked) - known),
    }


def change_settings(server: VaultServer, request: Request) -> Message:
    """CHANGE_SETTINGS: the log says which, and the new numbers."""
    opened, holder = confirmed(server, request, "change_settings")
    changes = checked(request.get("changes") or {}, server.at.mode)
    numbers = {name: value for name, value in changes.items() if isinstance(value, int)}
    if "own_accounts" in changes:
        changes["own_accounts"] = hashed_accounts(opened.log_seed, changes["own_accounts"])
    server.note("settings", holder, names=sorted(changes), numbers=numbers)
    values = {PREFIX + name: json.dumps(value) for name, value in changes.items()}
    save_settings(server, opened, values)
    return {}


def audit(server: VaultServer, request: Request) -> Message:
    """AUDIT: events for an owner to read, from a number on or of one uid."""
    opened, _ = owner(server, request)
    limit = max(1, min(number(request, "limit"), 1000))
    hidden = request.get("uid")
    if hidden:
        found = audit_check.of_uid(server.audit, uid_of(hidden), limit, unpacked)
    else:
        rows = server.audit.rows(after=number(request, "after"))
        found = [(n, json.loads(body)) for (n, body, _), _ in zip(rows, range(limit), strict=False)]
    return {"events": [{"n": n, **_readable(opened, event)} for n, event in found]}


def _readable(opened: OpenVault, event: Message) -> Message:
    if event.get("what") == "open" and "reason" in event:
        key = sealing.derive(opened.log_seed, b"v1/reason")
        try:
            sealed = opening.open_row(
                key, protocol.to_bytes(event["reason"]), table="audit",
                uid=uid_of("0" * 32), owner="audit", rev=0, schema=1,
            )  # fmt: skip
            event["reason"] = sealed["reason"]
        except FormatError:
            event["reason"] = ""
    for name in ("uids", "subjects"):
        if isinstance(event.get(name), str):
            event[name] = [uid.hex for uid in unpacked(event[name])]
    return event


def checked_log(server: VaultServer) -> audit_check.Report:
    """Check chain, signatures, generation, and the books against the signed checkpoints.

    Raises:
        VaultLocked: the key that signs comes from an open vault.
    """
    opened = server.opened()
    public = signer_of(opened.log_seed).public_key().public_bytes_raw()
    report = audit_check.verify(
        server.audit,
        public,
        generation=opened.generation,
        books=server.at.source.ledger_hashes,
        books_from=opened.books_from,
    )
    if report.problems:
        server.alarm("log_broken", problems=len(report.problems))
    return report


def verify_audit(server: VaultServer, request: Request) -> Message:
    """VERIFY_AUDIT: the whole chain and all signatures."""
    server.enter(request)
    report = checked_log(server)
    return {"ok": not report.problems, "n": report.number, "problems": list(report.problems)}


def check_rows(server: VaultServer, request: Request) -> Message:
    """CHECK_ROWS: which rows are not the ones that were last sealed and saved?"""
    _, holder = server.enter(request)
    wrong = audit_check.rolled_back(server.audit, [*protocol.rows_seen(request.get("rows", {}))])
    if wrong:
        server.alarm("rows_rolled_back", holder, count=len(wrong))
    return {"wrong": [uid.hex for uid in wrong]}
