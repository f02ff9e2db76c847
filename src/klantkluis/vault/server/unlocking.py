"""From a vault key to an open vault: check that it is ours, resume what was interrupted."""

import json
import threading
from collections.abc import Sequence
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from klantkluis.core.roles import Role
from klantkluis.vault import notes, rotation, sealing, shredding, slots
from klantkluis.vault.erased import unpacked
from klantkluis.vault.formats import FormatError
from klantkluis.vault.index.keeper import IndexKeeper
from klantkluis.vault.keys import Epoch, KeyMissingError, KeyRing, Keys
from klantkluis.vault.keystore import Register, Registered
from klantkluis.vault.refusals import LimitReached, NotAllowed, PasswordRefused, VaultRefusal
from klantkluis.vault.server import backup_keys, throttle
from klantkluis.vault.server.replaying import replay
from klantkluis.vault.server.rows import subjects_in_clear
from klantkluis.vault.server.settings import DEMO, STRICT, Settings
from klantkluis.vault.server.state import OpenVault, VaultServer
from klantkluis.vault.slots import Slot

LOG_SEED = "log"


def signer_of(log_seed: bytes) -> Ed25519PrivateKey:
    """Give the key that signs checkpoints."""
    return Ed25519PrivateKey.from_private_bytes(sealing.derive(log_seed, b"v1/log"))


def epochs_of(server: VaultServer, slot: Slot, seed: bytes) -> list[Epoch]:
    """Open the vault keys that are sealed to a slot.

    Raises:
        FormatError: one is damaged.
    """
    return [
        Epoch.of(number, slots.open_vmk(slot, seed, sealed, number))
        for number, sealed in server.store.sealed_vmks(slot)
    ]


def by_password(server: VaultServer, staff: str, password: str) -> tuple[Slot, list[Epoch]]:
    """Give slot and vault keys for a password; one at a time, throttled, logged.

    Somebody unknown costs the same time and gets the same answer.

    Raises:
        PasswordRefused: whatever is wrong.
    """
    with server.password_lock:
        throttle.check(server.store, staff, server.at.now())
        found = _seed_for(server, staff, password)
        if found is None:
            throttle.failed(server.store, staff, server.at.now())
            server.note("unlock_failed", staff=staff)
            raise PasswordRefused
        throttle.succeeded(server.store, staff, opens_name(staff), join_name(staff))
        return found


def opens_name(staff: str) -> str:
    """Give the name under which PASSWORD_OPENS counts tries."""
    return f"opens:{staff}"


def join_name(staff: str) -> str:
    """Give the name under which JOIN counts tries."""
    return f"join:{staff}"


def _seed_for(server: VaultServer, staff: str, password: str) -> tuple[Slot, list[Epoch]] | None:
    key, slot = server.server_key(), server.store.staff_slot(staff)
    if slot is None:
        slots.waste_the_same_time(staff, password, key, server.at.cost)
        return None
    try:
        seed = slots.seed_of(slot, password=password, server_key=key)
        if seed is None:
            return None
        epochs = epochs_of(server, slot, seed)
    except FormatError:
        server.alarm("slot_tampered", staff=staff)
        return None
    return (slot, epochs) if epochs else None


def admit(server: VaultServer, slot: Slot, epochs: Sequence[Epoch], session: str) -> str:
    """Let somebody in whose slot gave these vault keys, opening the vault if need be.

    Raises:
        NotAllowed: the slot's own row is not authentic, or the member has no role.
        PasswordRefused: the keys are not those of this vault.
    """
    with server.change_lock:
        was_open = server.is_open
        opened = become_open(server, epochs)
        roles = opened.rows.roles.get(slot.staff, set())
        if slot.id not in opened.rows.slots or not roles:
            server.alarm("slot_not_authentic", staff=slot.staff)
            if not was_open:
                server.keep_open(None)
            raise NotAllowed
        server.note("unlock", staff=slot.staff)
        return give_token(server, opened, slot.staff, roles, session)


def give_token(
    server: VaultServer, opened: OpenVault, staff: str, roles: set[Role], session: str
) -> str:
    """Give a token for the times that the settings say."""
    settings = opened.settings
    return server.sessions.admit(
        staff,
        session,
        roles,
        idle=settings.idle_minutes * 60,
        absolute=settings.absolute_minutes * 60,
    )


def become_open(server: VaultServer, epochs: Sequence[Epoch]) -> OpenVault:
    """Take vault keys into memory; if they are there, check that these are the same.

    Raises:
        PasswordRefused: they belong to another vault.
    """
    if server.is_open:
        opened = server.opened()
        if not all(opened.ring.knows(epoch) for epoch in epochs):
            server.alarm("another_vault")
            raise PasswordRefused
        return opened
    opened = _prepared(server, epochs)
    _meet_the_log(server, opened)
    for line in opened.rows.ignored:
        server.alarm("ignored", row=line)
    resumed = shredding.resume(server.store)
    if resumed:
        server.note("erasures_resumed", count=len(resumed))
    server.keep_open(opened)
    server.audit.sign_with(signer_of(opened.log_seed), lambda: opened.generation)
    backup_keys.see_to_it(server, opened)
    if rotation.is_under_way(server.store):
        run_rotation(server, opened)
    if server.at.in_threads:
        threading.Thread(target=recount_limits, args=(server, opened.settings)).start()
    else:
        recount_limits(server, opened.settings)
    opened.index.start()
    return opened


def _prepared(server: VaultServer, epochs: Sequence[Epoch]) -> OpenVault:
    ring = KeyRing(epochs)
    keys = Keys(server.store, ring, server.at.random)
    register = Register(server.store, ring.auth_keys())
    index = IndexKeeper(
        server.at.source,
        lambda rows: subjects_in_clear(server, keys, rows),
        in_thread=server.at.in_threads,
    )
    try:
        log_seed = keys.misc(LOG_SEED)
    except (KeyMissingError, FormatError) as error:
        server.alarm("another_vault")
        raise PasswordRefused from error
    opened = OpenVault(ring, keys, register, Registered(), index, log_seed)
    opened.reread()
    if opened.rows.settings.get("mode") == DEMO and server.at.mode in STRICT:
        raise VaultRefusal("These are the keys of a demo. They cannot protect a real office.")
    return opened


def _meet_the_log(server: VaultServer, opened: OpenVault) -> None:
    """Check that keystore and log belong together, and that the keystore is not an older copy.

    After an older keystore was put back, the erasures in the log are done again before anybody
    is let in.
    """
    note = server.audit.newest_note()
    if note is None:
        _catch_up(server, opened, 0)
        return
    public = signer_of(opened.log_seed).public_key().public_bytes_raw()
    try:
        checkpoint = notes.verify(note, public)
    except FormatError as error:
        server.alarm("log_of_another_vault")
        raise PasswordRefused from error
    if checkpoint.generation <= opened.generation:
        _catch_up(server, opened, checkpoint.number)
        return
    server.alarm("older_keystore", had=checkpoint.generation, has=opened.generation)
    again = replay(server, opened, after=0)
    with server.store.write() as db:
        opened.register.save_setting(db, "generation", str(checkpoint.generation + 1))
    opened.reread()
    server.note("erasures_replayed", count=again)


def _catch_up(server: VaultServer, opened: OpenVault, after: int) -> None:
    """Do what the log says since its newest signature, should a crash have come before it."""
    again = replay(server, opened, after=after)
    opened.reread()
    if again:
        server.note("erasures_replayed", count=again)


def recount_limits(server: VaultServer, settings: Settings) -> None:
    """Count again what each member opened in the last day, which a lock would forgive."""
    if not (settings.subjects_per_10_minutes or settings.subjects_per_day):
        return
    now, anew = server.at.now(), set[str]()
    for _, body in server.audit.newest_first():
        event = json.loads(body)
        ago = (now - datetime.fromisoformat(event["at"])).total_seconds()
        if ago > 86_400:
            return
        staff = event.get("staff", "")
        if event["what"] == "go_on":
            anew.add(staff)
        if event["what"] != "open" or event["purpose"] == "list" or "job" in event:
            continue
        if staff not in anew:
            try:
                server.limits.count_subjects(
                    staff, unpacked(event["subjects"]),
                    short=settings.subjects_per_10_minutes, long=settings.subjects_per_day,
                    ago=ago,
                )  # fmt: skip
            except LimitReached:  # pragma: no cover - a recount never refuses
                return


def run_rotation(server: VaultServer, opened: OpenVault) -> None:
    """Wrap all keys again, in a thread of its own unless this server has none."""
    server.rotation["state"] = "running"
    if server.at.in_threads:
        threading.Thread(
            target=_rotate, args=(server, opened), name="rotation", daemon=True
        ).start()
    else:
        _rotate(server, opened)


def _rotate(server: VaultServer, opened: OpenVault) -> None:
    complete = False
    while not complete:
        after: bytes | None = b""
        while after is not None:
            after = rotation.step(server.store, opened.ring, server.at.random, after)
            progress = rotation.progress(server.store, opened.ring)
            server.rotation |= {"done": progress.done, "total": progress.total}
        with server.change_lock:
            complete = rotation.finish(server.store, opened.register, opened.ring, server.at.random)
    server.rotation["state"] = "idle"
    server.note("rotated", epoch=opened.ring.current.number)
