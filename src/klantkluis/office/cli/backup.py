"""Backup, restore and rehearsal from the command line, told in sentences."""

import getpass
import os
import sys
from collections.abc import Callable
from pathlib import Path

import django
from django.utils import timezone

from klantkluis.office.place import Place
from klantkluis.vault.refusals import VaultRefusal


def run_backup(*, to: Path, keep_days: int) -> int:
    """Make a backup; the exit code is 1 when there is none."""
    place = _begin()
    from klantkluis.office.backup.making import make_backup

    def work() -> int:
        made = make_backup(place, to=to, keep_days=keep_days, now=timezone.now())
        megabytes = max(1, round(made.size / 1_000_000))
        print(f"Backup made: {made.path} ({megabytes} MB).")
        print(f"{made.readers} keys can read it: the vault's own, and one for each sheet.")
        if made.readers == 1:
            print(
                "No recovery sheet can read it yet: type the sheets back once more in the office,"
                " or make new ones."
            )
        if made.removed:
            print(f"{made.removed} older backups removed.")
        return 0

    return _told(work)


def run_restore(
    *, source: Path, keystore: Path | None, sheet: bool, password_fd: int | None, rehearsal: bool
) -> int:
    """Put a backup back; the exit code is 1 when something is wrong, 2 when nothing was done."""
    place = _begin()
    from klantkluis.office.backup.reading import Secret
    from klantkluis.office.backup.rehearsing import look_inside
    from klantkluis.office.backup.restoring import Restored, check_place, restore, take_keystore
    from klantkluis.office.backup.workroom import workroom

    def work() -> int:
        if keystore is not None:
            take_keystore(place, keystore)
        check_place(place)
        secret = _secret(Secret, sheet=sheet, password_fd=password_fd)
        with workroom(place) as room:
            restored: Restored = restore(
                place, source=source, secret=secret, room=room, now=timezone.now(), say=_say
            )
        if rehearsal:
            _say(f"{look_inside(place, secret, restored)} sealed rows opened.")
        else:
            _tell(place, restored)
        for sentence in restored.wrong:
            print(sentence, file=sys.stderr)
        _say("Something is wrong; see above." if restored.wrong else "The books are true.")
        return 1 if restored.wrong else 0

    return _told(work)


def _tell(place: Place, restored: object) -> None:
    from klantkluis.office.backup.restoring import Restored

    assert isinstance(restored, Restored), "a restore came before"
    made_at = timezone.localtime(restored.manifest.made_at)
    _say(f"What happened after {made_at:%d-%m-%Y %H:%M} is not in this backup.")
    if restored.log_at_hand:
        _say("The log of the vault stayed: it is newer than the one in the backup.")
    if restored.held_mails:
        _say(
            f"{restored.held_mails} mails were in line. Nobody knows whether they were sent since,"
            " so they wait until somebody looks at them."
        )
    _say("Everybody has to log in anew.")
    if not place.server_key.exists():
        _say("This is a new machine: open the vault with a recovery sheet, then make new ones.")
    _say(
        "Start the office and unlock the vault. It will say that the books do not fit the log: that"
        " is true after a restore. Say so at Vault → nightly housekeeping."
    )


def run_rehearse(
    *, source: Path | None, backups: Path, sheet: bool, password_fd: int | None
) -> int:
    """Try whether the newest backup can be restored; the exit code is 1 when it cannot."""
    place = _begin()
    from klantkluis.office.backup.facts import note_rehearsal
    from klantkluis.office.backup.making import backups_in
    from klantkluis.office.backup.reading import Secret
    from klantkluis.office.backup.rehearsing import rehearse
    from klantkluis.office.backup.workroom import workroom

    def work() -> int:
        found = [source] if source else backups_in(backups)[-1:]
        if not found:
            print(f"There is no backup in {backups}.", file=sys.stderr)
            return 2
        secret = _secret(Secret, sheet=sheet, password_fd=password_fd)
        with workroom(place) as room:
            well, opened = rehearse(place, source=found[0].resolve(), secret=secret, room=room)
        if not well:
            print("The rehearsal failed: this backup could not be restored.", file=sys.stderr)
            return 1
        note_rehearsal(place, at=timezone.now(), rows_opened=opened)
        print("The rehearsal went well: this backup can be restored. What it made is removed.")
        return 0

    return _told(work)


def _begin() -> Place:
    place = Place.from_environment()
    place.prepare()
    django.setup()
    return place


def _say(sentence: str) -> None:
    print(sentence, flush=True)


def _told(work: Callable[[], int]) -> int:
    """Do the work; what is in its way is said in a sentence, and the exit code is 2."""
    from klantkluis.office.backup.dumping import DumpFailed
    from klantkluis.office.backup.making import BackupImpossible
    from klantkluis.office.backup.manifest import BackupUnreadable
    from klantkluis.office.backup.restoring import RestoreRefused
    from klantkluis.office.backup.workroom import WorkroomTaken
    from klantkluis.vault.process import VaultDidNotStart

    expected = (BackupImpossible, BackupUnreadable, DumpFailed, RestoreRefused, WorkroomTaken,
                VaultDidNotStart)  # fmt: skip
    try:
        return work()
    except VaultRefusal as refusal:
        print(refusal.sentence, file=sys.stderr)
    except expected as reason:
        print(reason, file=sys.stderr)
    except OSError as error:
        print(f"The disk: {error.strerror or type(error).__name__}.", file=sys.stderr)
    return 2


def _secret[T](kind: Callable[..., T], *, sheet: bool, password_fd: int | None) -> T:
    """Ask for the vault password of an owner or a sheet; never an argument, never on the screen."""
    if password_fd is not None:
        with os.fdopen(password_fd, "r", closefd=password_fd > 2) as file:
            typed = file.read()
        return kind(sheet=typed) if sheet else kind(password=typed.rstrip("\n"))
    if not sheet:
        return kind(password=getpass.getpass("Vault password of an owner: "))
    print("Type the four lines of a recovery sheet. They are not shown.", flush=True)
    return kind(sheet="\n".join(getpass.getpass(f"Line {n}: ") for n in range(1, 5)))
