"""Backups are encrypted to the office's own identity and to each recovery sheet."""

import json

import pyrage
import pytest

from klantkluis.core.roles import Role
from klantkluis.vault import age, recovery
from klantkluis.vault.inprocess import PASSWORD
from klantkluis.vault.refusals import NotAllowed, PasswordNeeded


def opens(identity: str, recipient: str) -> bool:
    sealed = pyrage.encrypt(b"books", [pyrage.x25519.Recipient.from_str(recipient)])
    try:
        return pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(identity)]) == b"books"
    except pyrage.DecryptError:
        return False


@pytest.mark.parametrize("seed", range(8))
def test_our_identities_are_those_of_age(seed):
    secret = bytes([seed * 31 + place & 255 for place in range(32)])
    identity = pyrage.x25519.Identity.from_str(age.identity(secret))
    assert str(identity.to_public()) == age.recipient(secret)
    assert opens(age.identity(secret), age.recipient(secret))


def test_each_sheet_and_the_office_itself_read_a_backup_and_nobody_else(vault):
    session = vault.owner()
    identity = session.backup_identity(grant=session.confirm("backup_identity", PASSWORD))
    sheets = [age.identity(age.of_sheet(recovery.decode(code))) for code in vault.sheets]
    recipients = vault.upkeep().backup_recipients()
    assert len(recipients) == 3
    for one in (identity, *sheets):
        assert sum(opens(one, recipient) for recipient in recipients) == 1
    assert vault.status().backup == {"ready": True, "sheets": 2}


def test_only_an_owner_with_the_password_takes_the_identity(vault):
    with pytest.raises(PasswordNeeded):
        vault.owner().backup_identity(grant="")
    with pytest.raises(NotAllowed):
        vault.member(Role.BOOKKEEPER).backup_identity(grant="")


def test_a_locked_vault_says_to_whom_backups_go_and_the_file_says_the_same(disk_vault, tmp_path):
    known = disk_vault.upkeep().backup_recipients()
    disk_vault.owner().lock()
    assert disk_vault.upkeep().backup_recipients() == known
    file = tmp_path / "keys" / "backup-recipients.json"
    assert tuple(json.loads(file.read_text())["recipients"]) == known
    assert file.stat().st_mode & 0o077 == 0


def test_old_sheets_stop_reading_new_backups_when_new_ones_are_confirmed(disk_vault):
    session = disk_vault.owner()
    old = set(disk_vault.upkeep().backup_recipients())
    sheets = session.new_sheets(grant=session.confirm("new_sheets", PASSWORD))
    for number, sheet in enumerate(sheets, start=1):
        session.confirm_sheet(number, sheet)
    new = set(disk_vault.upkeep().backup_recipients())
    assert len(new) == 3
    assert len(new & old) == 1
    identity = age.identity(age.of_sheet(recovery.decode(sheets[0])))
    assert any(opens(identity, recipient) for recipient in new)


def test_a_vault_of_before_gets_its_keys_at_unlock_and_its_sheets_when_they_are_typed(disk_vault):
    with disk_vault.server.store.write() as db:
        db.execute("DELETE FROM misc_key WHERE name = 'backup'")
        db.execute("DELETE FROM setting WHERE k LIKE 'age:%'")
    disk_vault.connection.restart()
    session = disk_vault.owner()
    assert disk_vault.status().backup == {"ready": True, "sheets": 0}
    for number, sheet in enumerate(disk_vault.sheets, start=1):
        session.confirm_sheet(number, sheet)
    assert disk_vault.status().backup == {"ready": True, "sheets": 2}


def test_a_stranger_among_the_recipients_is_an_alarm_and_is_put_out(disk_vault, tmp_path):
    file = tmp_path / "keys" / "backup-recipients.json"
    known = disk_vault.upkeep().backup_recipients()
    stranger = age.recipient(bytes(32 * [7]))
    file.write_text(json.dumps({"format": 1, "recipients": [*known, stranger]}))
    with disk_vault.server.store.write() as db:
        db.execute("INSERT INTO setting VALUES ('age:00', ?, x'00')", (stranger,))
    disk_vault.connection.restart()
    disk_vault.owner()
    assert disk_vault.upkeep().backup_recipients() == known
    assert json.loads(file.read_text())["recipients"] == list(known)
    alarms = [each["what"] for each in disk_vault.status().alarm_kinds]
    assert {"recipients_changed", "ignored"} <= set(alarms)
