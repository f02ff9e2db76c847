"""Recovery sheets: two at a time, good when both were typed back.

Sheets named "sheet 1" and "sheet 2" are waiting for their confirmation; once both are confirmed
they are renamed to "confirmed sheet …", and only then do older sheets end. So there is never a
moment without a sheet that opens the vault.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import replace as changed

from klantkluis.vault import age, opening, recovery, slots
from klantkluis.vault.keys import Epoch
from klantkluis.vault.keystore import Register, Registered
from klantkluis.vault.refusals import ProtocolError, SheetRefused
from klantkluis.vault.server import backup_keys
from klantkluis.vault.server.state import OpenVault, VaultServer
from klantkluis.vault.sessions import Holder
from klantkluis.vault.slots import Slot, SlotKind

_NUMBERS = (1, 2)
CONFIRMED = "sheets"


def make(
    server: VaultServer, db: sqlite3.Connection, register: Register, rows: Registered,
    epochs: Iterable[Epoch],
) -> list[str]:  # fmt: skip
    """Make two sheets inside a transaction; sheets that were still waiting end."""
    for slot in waiting(rows):
        _drop(db, register, slot)
    codes = []
    live = list(epochs)
    for number in _NUMBERS:
        slot, secret = slots.new_sheet_slot(number=number, random=server.at.random)
        register.save_slot(db, slot)
        for epoch in live:
            sealed = slots.seal_vmk(slot, epoch.vmk, epoch.number)
            db.execute("INSERT INTO slot_vmk VALUES (?, ?, ?)", (slot.id, epoch.number, sealed))
        register.drop_setting(db, f"sheet:{number}")
        _save_recipient(db, register, slot, secret)
        codes.append(recovery.encode(secret))
    return codes


def _save_recipient(db: sqlite3.Connection, register: Register, slot: Slot, secret: bytes) -> None:
    """Keep the public half to which backups are encrypted, so that this sheet reads them."""
    public = age.recipient(age.of_sheet(secret))
    register.save_setting(db, backup_keys.sheet_setting(slot.id), public)


def _drop(db: sqlite3.Connection, register: Register, slot: Slot) -> None:
    register.drop_slot(db, slot)
    register.drop_setting(db, backup_keys.sheet_setting(slot.id))


def waiting(rows: Registered) -> list[Slot]:
    """Give the sheets that were not both typed back yet."""
    return [
        slot
        for slot in rows.slots.values()
        if slot.kind is SlotKind.SHEET and slot.staff.startswith("sheet ")
    ]


def replace(server: VaultServer) -> list[str]:
    """Make two new sheets in an open vault."""
    opened = server.opened()
    with server.store.write() as db:
        epochs = opened.ring.live(db)
        codes = make(server, db, opened.register, opened.rows, epochs)
        opened.register.save_setting(db, "generation", str(opened.generation + 1))
    opened.reread()
    backup_keys.publish(server, opened)
    return codes


def confirm(server: VaultServer, holder: Holder, number: int, code: str) -> bool:
    """Check what was typed back; give whether both sheets are confirmed now.

    Raises:
        SheetRefused: with the number of the first wrong line, or 0 if it is another sheet.
    """
    if number not in _NUMBERS:
        raise ProtocolError("there are two sheets")
    secret = recovery.decode(code)
    with server.change_lock:
        opened = server.opened()
        mine = [slot for slot in waiting(opened.rows) if slot.staff == f"sheet {number}"]
        if not mine or mine[0].pub != opening.public_bytes(secret):
            raise SheetRefused("This is another sheet.", line=0)
        server.note("sheet_confirmed", holder, number=number)
        with server.store.write() as db:
            opened.register.save_setting(db, f"sheet:{number}", "typed back")
            _save_recipient(db, opened.register, mine[0], secret)
        opened.reread()
        if not all(f"sheet:{one}" in opened.rows.settings for one in _NUMBERS):
            return False
        _end_older(server, opened)
        backup_keys.publish(server, opened)
    return True


def _end_older(server: VaultServer, opened: OpenVault) -> None:
    new = waiting(opened.rows)
    with server.store.write() as db:
        for slot in opened.rows.slots.values():
            if slot.kind is SlotKind.SHEET and slot not in new:
                _drop(db, opened.register, slot)
        for slot in new:
            opened.register.save_slot(db, changed(slot, staff=f"confirmed {slot.staff}"))
        for number in _NUMBERS:
            opened.register.drop_setting(db, f"sheet:{number}")
        opened.register.save_setting(db, CONFIRMED, "confirmed")
        opened.register.save_setting(db, "generation", str(opened.generation + 1))
    server.store.truncate_log()
    opened.reread()
