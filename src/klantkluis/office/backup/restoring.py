"""Putting a backup back: into an empty office, with the keystore of today, and nobody erased
comes back."""

import shutil
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from klantkluis.core.roles import Channel, Role
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.mail.commands import MailNotToSend, begin_attempt
from klantkluis.foundation.models import OpenMail
from klantkluis.office.access.models import StaffSession
from klantkluis.office.backup.checking import broken_rules, keys_missing, other_than_said
from klantkluis.office.backup.dumping import contents, copy_of, file_of, is_empty, kind_of, load
from klantkluis.office.backup.making import AUDIT, DATA, LINK
from klantkluis.office.backup.manifest import BackupUnreadable, Head, Manifest
from klantkluis.office.backup.packing import unpack
from klantkluis.office.backup.reading import Secret, identity_for
from klantkluis.office.ownership import give_to_folder, let_group_read
from klantkluis.office.place import Place
from klantkluis.privacy.erasing.again import remove_again
from klantkluis.vault.client import LockedVault
from klantkluis.vault.erased import Erased, what_was_erased
from klantkluis.vault.offline import holds_event, newest_event

_NOBODY = UUID(int=0)
_MOST_SENTENCES = 20
type Say = Callable[[str], None]


class RestoreRefused(Exception):  # noqa: N818 - a sentence for who restores
    """Something is in the way of a restore; nothing was changed."""


@dataclass(slots=True)
class Restored:
    """What a restore came to; `wrong` are sentences about what should not be so."""

    manifest: Manifest
    erased: Erased
    removed: int = 0
    held_mails: int = 0
    log_at_hand: bool = False
    wrong: list[str] = field(default_factory=list)


def restore(
    place: Place, *, source: Path, secret: Secret, room: Path, now: datetime, say: Say
) -> Restored:
    """Put data and log of a backup into an empty office whose keystore is in its place.

    The vault stays shut: what was erased is known from keystore and log without any key.

    Raises:
        RestoreRefused, BackupUnreadable, DumpFailed, PasswordRefused, SheetRefused.
    """
    check_place(place)
    identity = identity_for(place, secret, room)
    unpacked = room / "unpacked"
    unpacked.mkdir(mode=0o700)
    manifest = unpack(source, identity, unpacked)
    say(f"The backup of {manifest.made_at:%Y-%m-%d %H:%M} UTC is whole.")
    _check_manifest(place, manifest)
    at_hand = _settle_log(place, manifest, unpacked)
    _put_links_back(place, unpacked)
    load(place.database_url, unpacked / DATA)
    connection.close()
    restored = Restored(manifest, what_was_erased(place.keystore, place.audit), log_at_hand=at_hand)
    restored.wrong += other_than_said(manifest, contents(place.database_url))
    say("Database and log are back.")
    call_command("migrate", verbosity=0, interactive=False)
    _forget_again(restored, say)
    restored.held_mails = _hold_mail(now)
    StaffSession.objects.all().delete()
    _check(place, restored)
    connection.close()
    if kind_of(place.database_url) == "sqlite":
        give_to_folder(file_of(place.database_url))
        let_group_read(file_of(place.database_url))
    return restored


def check_place(place: Place) -> None:
    """See that nothing is overwritten and nothing is in the way.

    Raises:
        RestoreRefused: the office runs, has data already, or has no keystore.
    """
    if _answers(place.vault_socket):
        raise RestoreRefused("The office is running. Stop it first.")
    if not is_empty(place.database_url):
        raise RestoreRefused(
            "There is a database already. A restore goes into an empty office only: move the old"
            " one away first, and keep it until you are sure."
        )
    if not place.keystore.exists():
        raise RestoreRefused(
            "The keystore is not there. Put it back in its place, or name a copy of it with"
            " --keystore; without it no backup can be read."
        )


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(path))
        except OSError:
            return False
    return True


def take_keystore(place: Place, copy: Path) -> None:
    """Put a copy of the keystore in its place.

    Raises:
        RestoreRefused: there is one already, which is newer.
    """
    if place.keystore.exists():
        raise RestoreRefused(
            "There is a keystore in its place already. It knows of later erasures than a copy:"
            " leave --keystore out."
        )
    place.keystore.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    copy_of(copy, place.keystore)
    give_to_folder(place.keystore)


def _check_manifest(place: Place, manifest: Manifest) -> None:
    if manifest.database != kind_of(place.database_url):
        raise RestoreRefused(
            f"This backup is of a {manifest.database} database, and this office uses another kind."
        )
    known = {(app, name) for app, name in MigrationLoader(None).disk_migrations}
    newer = [app for app, name in manifest.migrations.items() if (app, name) not in known]
    if newer:
        raise RestoreRefused(
            "This backup was made by a newer version of Klantkluis. Install that version first."
        )


def _settle_log(place: Place, manifest: Manifest, unpacked: Path) -> bool:
    """See that the newest log stands in its place; say whether that is the one at hand.

    Raises:
        RestoreRefused: the log at hand is of another office.
    """
    stored, head = unpacked / AUDIT, manifest.audit
    number, hash_ = newest_event(stored)
    if Head(number, hash_.hex()) != head:
        raise BackupUnreadable("The log in this backup is not the one that it names.")
    at_hand, newest = newest_event(place.audit)
    if at_hand and at_hand >= number:
        if number and not holds_event(place.audit, number, hash_):
            raise RestoreRefused("The log in this office is not the one that the backup is of.")
        return True
    if at_hand and not holds_event(stored, at_hand, newest):
        raise RestoreRefused("The log in this office is not the one that the backup is of.")
    place.audit.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for end in ("", "-wal", "-shm"):
        place.audit.with_name(place.audit.name + end).unlink(missing_ok=True)
    shutil.move(stored, place.audit)
    give_to_folder(place.audit)
    return False


def _put_links_back(place: Place, unpacked: Path) -> None:
    """Put the secrets of the link with the shop back, where none are."""
    for path in sorted((unpacked / LINK).glob("*")):
        target = place.link / path.name
        if not place.link.exists():
            place.link.mkdir(mode=0o700, parents=True)
            give_to_folder(place.link)
        if not target.exists():
            shutil.move(path, target)
            target.chmod(0o400)
            give_to_folder(target)


def _forget_again(restored: Restored, say: Say) -> None:
    erased = restored.erased
    again = remove_again(uids=erased.subjects, classes=erased.classes, rows=erased.rows)
    restored.removed = again.count
    restored.wrong += [
        f"Rows of {model} of who was erased could not be removed; nobody can read them."
        for model in sorted(again.stayed)
    ]
    say(f"Erased stays erased: {len(erased.subjects)} people, {again.count} rows removed again.")
    if erased.replayed:
        say(
            f"The keystore is older than the log: it still had {erased.replayed} keys of who was"
            " erased. The vault destroys them before anybody is let in."
        )


def _hold_mail(now: datetime) -> int:
    """Let no mail go out twice: of what was in line nobody knows whether it was sent since."""
    actor = Actor(
        staff_id=_NOBODY, roles=frozenset({Role.OWNER}), channel=Channel.COMMAND_LINE,
        vault=LockedVault(),
    )  # fmt: skip
    held = 0
    for mail_id in list(OpenMail.objects.order_by("pk").values_list("mail_id", flat=True)):
        try:
            begin_attempt(mail_id=mail_id, template_id=None, actor=actor, at=now)
        except MailNotToSend:
            continue
        held += 1
    return held


def _check(place: Place, restored: Restored) -> None:
    missing = keys_missing(place, restored.erased)
    if missing:
        restored.wrong.append(
            f"ALARM: the keys of {missing} people or book years are missing, and nobody erased"
            " them. Was there a newer keystore?"
        )
    sentences = list(broken_rules())
    restored.wrong += sentences[:_MOST_SENTENCES]
    if len(sentences) > _MOST_SENTENCES:
        restored.wrong.append(f"{len(sentences) - _MOST_SENTENCES} more rows break a rule.")
