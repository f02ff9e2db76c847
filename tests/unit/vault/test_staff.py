"""Coming in and going out: passwords, codes, sheets, roles, and what a thief of the file can do."""

import sqlite3
import threading
from uuid import uuid4

import pytest

from klantkluis.vault.inprocess import PASSWORD, InProcessVault
from klantkluis.vault.purposes import Purpose, Role
from klantkluis.vault.refusals import (
    AlreadyDone,
    NotAllowed,
    PasswordNeeded,
    PasswordRefused,
    PasswordTooWeak,
    SheetRefused,
    StaffRefused,
    VaultLocked,
    VaultRefusal,
)
from klantkluis.vault.server.access import lock_if_empty
from klantkluis.vault.server.throttle import wait_minutes
from unit.vault.helpers import JAN, customer, saved

OTHER = "een heel ander wachtwoord"


def grant(vault: InProcessVault, action: str) -> str:
    return vault.owner().confirm(action, PASSWORD)


def kill(vault: InProcessVault) -> None:
    """End the server as a power cut does."""
    vault.connection.restart()


def enrolled(vault: InProcessVault, staff: str, *roles: Role, password: str = OTHER):
    code = vault.owner().enrol(staff, roles, grant=grant(vault, "enrol"))
    token = vault.join(staff=staff, code=code, password=password, session="s")
    return vault.session(token=token, session="s")


def test_the_right_password_opens_after_a_restart_and_a_wrong_one_does_not(disk_vault):
    row = saved(disk_vault.owner(), customer())
    kill(disk_vault)
    assert disk_vault.status().is_installed
    assert not disk_vault.status().is_open
    with pytest.raises(PasswordRefused):
        disk_vault.unlock(staff="owner", password="fout", session="s")
    assert disk_vault.owner().open(Purpose.FILE, [row]) == [JAN]


def test_a_token_serves_only_the_web_session_it_was_made_for(vault):
    token = vault.unlock(staff="owner", password=PASSWORD, session="mine")
    assert vault.session(token=token, session="mine").is_open
    assert not vault.session(token=token, session="stolen").is_open
    assert not vault.session(token=token + "x", session="mine").is_open


def test_a_session_ends_after_ten_idle_minutes_and_eight_hours_at_most(vault, clock):
    session = vault.owner()
    assert session.remaining_seconds() == (600, 28_800)
    clock.wind(minutes=9)
    assert session.remaining_seconds() == (60, 28_260)  # asking is no activity
    session.search("")
    clock.wind(minutes=9)
    session.search("")
    clock.wind(minutes=11)
    with pytest.raises(VaultLocked):
        session.search("")
    session = vault.owner()
    for _ in range(53):
        clock.wind(minutes=9)
        session.search("")
    clock.wind(minutes=4)
    with pytest.raises(VaultLocked):
        session.search("")


def test_unknown_staff_and_wrong_passwords_get_the_same_answer_and_throttle(disk_vault, clock):
    answers = []
    for staff in ("owner", "nobody"):
        for _ in range(5):
            with pytest.raises(PasswordRefused) as refused:
                disk_vault.unlock(staff=staff, password="fout", session="s")
            answers.append((refused.value.sentence, refused.value.retry_after))
        with pytest.raises(PasswordRefused) as refused:
            disk_vault.unlock(staff=staff, password=PASSWORD, session="s")
        answers.append((refused.value.sentence, refused.value.retry_after))
    assert answers[:6] == answers[6:]
    assert answers[5][1] == 61
    kill(disk_vault)  # a lock forgives nothing
    with pytest.raises(PasswordRefused):
        disk_vault.unlock(staff="owner", password=PASSWORD, session="s")
    clock.wind(minutes=1.1)
    assert disk_vault.unlock(staff="owner", password=PASSWORD, session="s")
    with pytest.raises(PasswordRefused) as refused:
        disk_vault.unlock(staff="owner", password="fout", session="s")
    assert refused.value.retry_after == 0  # the right password forgave the rest


def test_the_waits_are_one_two_four_up_to_sixty_minutes():
    waits = [wait_minutes(failures) for failures in range(1, 14)]
    assert waits == [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]


@pytest.mark.parametrize("password", ["", "kort", "a" * 40, "abcabcabcabc"])
def test_a_weak_password_is_refused(password):
    with pytest.raises(PasswordTooWeak):
        InProcessVault().setup(staff="owner", password=password, session="s")


def test_a_vault_is_installed_once(vault):
    with pytest.raises(AlreadyDone):
        vault.setup(staff="thief", password=OTHER, session="s")


def test_a_log_in_password_that_opens_the_vault_is_told(vault, clock):
    assert vault.password_opens(staff="owner", password=PASSWORD)
    assert not vault.password_opens(staff="owner", password=OTHER)
    assert not vault.password_opens(staff="nobody", password=PASSWORD)
    for _ in range(3):
        vault.password_opens(staff="owner", password=OTHER)
    with pytest.raises(PasswordRefused):
        vault.password_opens(staff="owner", password=PASSWORD)
    assert "password_compared" in [event["what"] for event in vault.owner().audit_events(limit=900)]
    clock.wind(minutes=2)
    assert vault.password_opens(staff="owner", password=PASSWORD)


def test_before_installation_no_password_opens():
    assert not InProcessVault().password_opens(staff="owner", password=PASSWORD)
    with pytest.raises(VaultLocked):
        InProcessVault().unlock(staff="owner", password=PASSWORD, session="s")


def test_new_staff_choose_their_own_password_with_a_code_that_works_once(disk_vault, clock):
    vault = disk_vault
    code = vault.owner().enrol("sanne", [Role.SALES], grant=grant(vault, "enrol"))
    with pytest.raises(PasswordRefused):
        vault.join(staff="piet", code=code, password=OTHER, session="s")
    with pytest.raises(PasswordRefused):
        vault.join(staff="sanne", code="0000-0000-0000-0000", password=OTHER, session="s")
    with pytest.raises(PasswordTooWeak):
        vault.join(staff="sanne", code=code, password="kort", session="s")
    token = vault.join(staff="sanne", code=code.lower(), password=OTHER, session="s")
    assert vault.session(token=token, session="s").is_open
    with pytest.raises(PasswordRefused):
        vault.join(staff="sanne", code=code, password=OTHER, session="s")
    assert code not in (vault.circumstances.keystore.read_bytes() + b"").decode("latin-1")
    kill(vault)
    assert vault.unlock(staff="sanne", password=OTHER, session="s")  # she opens it alone


def test_a_code_ends_after_24_hours_and_needs_an_open_vault(disk_vault, clock):
    code = disk_vault.owner().enrol("sanne", [Role.SALES], grant=grant(disk_vault, "enrol"))
    kill(disk_vault)
    with pytest.raises(VaultLocked):
        disk_vault.join(staff="sanne", code=code, password=OTHER, session="s")
    disk_vault.owner()
    clock.wind(hours=24.1)
    disk_vault.owner()
    with pytest.raises(PasswordRefused):
        disk_vault.join(staff="sanne", code=code, password=OTHER, session="s")


def test_who_forgot_the_password_is_enrolled_again_by_another_owner(disk_vault):
    enrolled(disk_vault, "sanne", Role.OWNER)
    enrolled(disk_vault, "sanne", Role.OWNER, password="nog weer iets anders")
    kill(disk_vault)
    with pytest.raises(PasswordRefused):
        disk_vault.unlock(staff="sanne", password=OTHER, session="s")
    assert disk_vault.unlock(staff="sanne", password="nog weer iets anders", session="s")


def test_a_changed_password_ends_the_old_one_even_on_an_old_copy(disk_vault):
    vault = disk_vault
    copy = sqlite3.connect(":memory:")
    row = saved(vault.owner(), customer())
    vault.server.store._writer.backup(copy)
    with pytest.raises(PasswordRefused):
        vault.owner().change_password("fout", OTHER)
    with pytest.raises(VaultRefusal):
        vault.owner().change_password(PASSWORD, PASSWORD)
    vault.owner().change_password(PASSWORD, OTHER, leaked=True)
    assert vault.server.rotation["state"] == "idle"
    later = saved(vault.owner(), customer())
    kill(vault)
    with pytest.raises(PasswordRefused):
        vault.unlock(staff="owner", password=PASSWORD, session="s")
    token = vault.unlock(staff="owner", password=OTHER, session="s")
    assert vault.session(token=token, session="s").open(Purpose.FILE, [row, later])
    old_epochs = {epoch for (epoch,) in copy.execute("SELECT epoch FROM slot_vmk")}
    with vault.server.store.read() as db:
        assert old_epochs.isdisjoint(epoch for (epoch,) in db.execute("SELECT epoch FROM slot_vmk"))


def test_roles_change_at_once_in_open_sessions(vault):
    session = enrolled(vault, "sanne", Role.WAREHOUSE)
    row = saved(vault.owner(), customer())
    with pytest.raises(NotAllowed):
        session.open(Purpose.FILE, [row])
    vault.owner().set_roles("sanne", [Role.SALES], grant=grant(vault, "set_roles"))
    assert session.open(Purpose.FILE, [row])
    vault.owner().set_roles("sanne", [Role.WAREHOUSE], grant=grant(vault, "set_roles"))
    with pytest.raises(NotAllowed):
        session.open(Purpose.FILE, [row])


def test_who_leaves_is_out_at_once_and_for_good(disk_vault):
    vault = disk_vault
    session = enrolled(vault, "sanne", Role.OWNER)
    row = saved(vault.owner(), customer())
    before = vault.server.opened().ring.current.number
    vault.owner().remove_staff("sanne", grant=grant(vault, "remove_staff"))
    assert vault.server.opened().ring.current.number == before + 1
    with pytest.raises(VaultLocked):
        session.open(Purpose.FILE, [row])
    with pytest.raises(PasswordRefused):
        vault.unlock(staff="sanne", password=OTHER, session="s")
    assert vault.owner().open(Purpose.FILE, [row]) == [JAN]
    assert {member.staff: member.has_slot for member in vault.owner().staff()} == {"owner": True}


def test_the_last_owner_stays_an_owner(vault):
    for act in (
        lambda: vault.owner().remove_staff("owner", grant=grant(vault, "remove_staff")),
        lambda: vault.owner().set_roles("owner", [Role.SALES], grant=grant(vault, "set_roles")),
        lambda: vault.owner().enrol("owner", [Role.SALES], grant=grant(vault, "enrol")),
    ):
        with pytest.raises(StaffRefused):
            act()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OWNER])
def test_only_owners_manage(vault, role):
    session = vault.member(role)
    for act in (
        lambda: session.enrol("x", [Role.OWNER], grant=""),
        lambda: session.set_roles("x", [Role.OWNER], grant=""),
        lambda: session.remove_staff("owner", grant=""),
        lambda: session.rotate(grant=""),
        lambda: session.shred(uuid4(), reason="request", grant=""),
        lambda: session.destroy_class("F7-2010", grant=""),
        lambda: session.change_settings({}, grant=""),
        session.audit_events,
        lambda: session.new_sheets(grant=""),
        lambda: session.confirm_sheet(1, "x"),
        session.staff,
        lambda: session.close("owner"),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_grant_is_for_one_action_once_and_for_five_minutes(vault, clock):
    for act in ("rotate", "enrol"):
        with pytest.raises(PasswordNeeded):
            vault.owner().rotate(grant=grant(vault, act) + "x")
    with pytest.raises(PasswordNeeded):
        vault.owner().rotate(grant=grant(vault, "enrol"))
    used = grant(vault, "rotate")
    vault.owner().rotate(grant=used)
    with pytest.raises(PasswordNeeded):
        vault.owner().rotate(grant=used)
    late = grant(vault, "rotate")
    clock.wind(minutes=5)
    with pytest.raises(PasswordNeeded):
        vault.owner().rotate(grant=late)
    with pytest.raises(PasswordRefused):
        vault.owner().confirm("rotate", "fout")


def test_a_sheet_opens_the_vault_on_a_new_machine(disk_vault, tmp_path):
    vault = disk_vault
    sheets = vault.sheets
    enrolled(vault, "sanne", Role.SALES)
    row = saved(vault.owner(), customer())
    vault.owner().lock()
    (tmp_path / "server.key").unlink()
    with pytest.raises(VaultLocked):
        vault.unlock(staff="owner", password=PASSWORD, session="s")
    wrong = sheets[0].replace(sheets[0][0], "1" if sheets[0][0] != "1" else "2", 1)
    with pytest.raises(SheetRefused):
        vault.recover(sheet=wrong, staff="owner", password=OTHER, session="s")
    with pytest.raises(SheetRefused):
        vault.recover(
            sheet=InProcessVault(mode="development").sheets[0] or _another_sheet(),
            staff="owner", password=OTHER, session="s",
        )  # fmt: skip
    done = vault.recover(sheet=sheets[1], staff="owner", password=OTHER, session="s")
    session = vault.session(token=done.token, session="s")
    assert session.open(Purpose.FILE, [row]) == [JAN]
    assert {member.staff: member.has_slot for member in session.staff()} == {
        "owner": True,
        "sanne": False,
    }
    assert set(done.sheets).isdisjoint(sheets)
    session.confirm_sheet(1, done.sheets[0])
    assert session.confirm_sheet(2, done.sheets[1])
    kill(vault)
    assert vault.unlock(staff="owner", password=OTHER, session="s")
    for old in sheets:
        with pytest.raises(SheetRefused):
            vault.recover(sheet=old, staff="thief", password=OTHER, session="s")


def _another_sheet() -> str:
    other = InProcessVault(mode="development")
    other.owner()
    return other.sheets[0]


def test_old_sheets_hold_until_both_new_ones_are_typed_back(disk_vault):
    vault = disk_vault
    session, old = vault.owner(), vault.sheets
    session.confirm_sheet(1, old[0])
    session.confirm_sheet(2, old[1])
    new = session.new_sheets(grant=grant(vault, "new_sheets"))
    for wrong in (old[0], new[1]):
        with pytest.raises(SheetRefused):
            session.confirm_sheet(1, wrong)
    session.confirm_sheet(1, new[0])
    session.lock()
    done = vault.recover(sheet=old[0], staff="owner", password=OTHER, session="s")
    assert vault.session(token=done.token, session="s").is_open


def test_a_role_slot_or_setting_that_was_changed_by_sql_is_ignored_and_reported(disk_vault):
    vault = disk_vault
    enrolled(vault, "sanne", Role.WAREHOUSE)
    vault.owner().lock()
    path = vault.circumstances.keystore
    with sqlite3.connect(path) as db:
        code = db.execute("SELECT mac FROM role WHERE staff = 'owner'").fetchone()[0]
        db.execute("INSERT INTO role VALUES ('sanne', 'owner', ?)", (code,))
        db.execute("INSERT INTO role VALUES ('piet', 'owner', ?)", (bytes(32),))
        db.execute("UPDATE role SET role = 'sales' WHERE role = 'warehouse'")
        db.execute("INSERT INTO setting VALUES ('set:subjects_per_day', '0', ?)", (code,))
        db.execute(
            "INSERT INTO slot SELECT x'00', kind, 'piet', pub, kdf, salt, kc, wrapped_seed, 1, mac"
            " FROM slot WHERE staff = 'sanne'"
        )
    db.close()
    session = vault.owner()
    assert len(vault.status().ignored) == 5
    assert vault.status().alarms == 5
    assert vault.server.opened().settings.subjects_per_day == 2000
    assert {member.staff for member in session.staff()} == {"owner", "sanne"}
    with pytest.raises(NotAllowed):  # her own role was changed, so she has none that counts
        vault.unlock(staff="sanne", password=OTHER, session="s")
    with pytest.raises(PasswordRefused):
        vault.unlock(staff="piet", password=OTHER, session="s")


def test_an_own_slot_with_a_wrong_code_opens_nothing(disk_vault):
    vault = disk_vault
    enrolled(vault, "sanne", Role.OWNER)
    vault.owner().lock()
    with sqlite3.connect(vault.circumstances.keystore) as db:
        db.execute("UPDATE slot SET mac = zeroblob(32) WHERE staff = 'sanne'")
    db.close()
    with pytest.raises(NotAllowed):
        vault.unlock(staff="sanne", password=OTHER, session="s")
    assert not vault.status().is_open


def test_a_slot_with_a_cheaper_password_is_refused(disk_vault):
    vault = disk_vault
    vault.owner().lock()
    with sqlite3.connect(vault.circumstances.keystore) as db:
        db.execute("UPDATE slot SET kdf = 'argon2id m=8 t=1 p=1'")
    db.close()
    with pytest.raises(PasswordRefused):
        vault.unlock(staff="owner", password=PASSWORD, session="s")


def test_the_keystore_of_another_vault_does_not_open_beside_this_log(disk_vault, tmp_path):
    disk_vault.owner().lock()
    other = InProcessVault(tmp_path / "other")
    other.owner().lock()
    other.close()
    disk_vault.close()
    for name in ("keys/keystore.sqlite3", "server.key"):
        (tmp_path / name).unlink()
        (tmp_path / "other" / name).rename(tmp_path / name)
    disk_vault.restart_with()
    with pytest.raises(PasswordRefused):
        disk_vault.unlock(staff="owner", password=PASSWORD, session="s")
    assert disk_vault.status().alarms == 1
    assert not disk_vault.status().is_open


def test_the_keys_of_a_demo_are_refused_in_production(disk_vault, tmp_path):
    from klantkluis.vault.server.state import Circumstances, VaultServer
    from klantkluis.vault.server.verbs import VERBS

    disk_vault.owner().lock()
    places = disk_vault.circumstances
    server = VaultServer(
        Circumstances(places.keystore, places.audit, places.server_key, "production"), VERBS
    )
    reply = server.handle(
        {"verb": "OPEN_VAULT", "staff": "owner", "password": PASSWORD, "session": ""}
    )
    assert "demo" in reply["no"]["sentence"]
    assert not server.is_open


def test_closing_the_last_session_locks_and_another_persons_keeps_open(disk_vault):
    vault = disk_vault
    sanne = enrolled(vault, "sanne", Role.SALES)
    vault.owner().close()
    assert vault.status().is_open
    sanne.close()
    assert not vault.status().is_open


def test_an_owner_ends_the_sessions_of_another(vault):
    sanne = enrolled(vault, "sanne", Role.SALES)
    vault.owner().close("sanne")
    assert not sanne.is_open
    assert vault.owner().is_open


def test_a_lock_ends_every_session_at_once(disk_vault):
    sanne = enrolled(disk_vault, "sanne", Role.SALES)
    owner = disk_vault.owner()
    sanne.lock()
    owner.forget_answer()
    assert not owner.is_open
    assert not disk_vault.status().is_open


def test_nobody_is_locked_out_while_coming_in(disk_vault):
    """Between the keys and the token the vault is open and nobody is in it yet."""
    server, locked = disk_vault.server, []
    for token in list(server.sessions._holders):
        server.sessions._holders.pop(token)
    with server.change_lock:
        clock = threading.Thread(target=lambda: locked.append(lock_if_empty(server)))
        clock.start()
        clock.join()
    assert locked == [False]
    assert server.is_open
    assert lock_if_empty(server), "nobody came in: now it may lock"
    assert not server.is_open
