"""Opening, sealing, searching: only what the purpose shows, only for who may, and all logged."""

from uuid import UUID, uuid4

import pytest

from klantkluis.vault.client import LockedVault
from klantkluis.vault.inprocess import PASSWORD, InProcessVault
from klantkluis.vault.purposes import (
    EVERY_FIELD,
    TABLES,
    JobKind,
    Purpose,
    Role,
    fields_shown,
    purposes_of,
    purposes_of_job,
    tables_written_by,
)
from klantkluis.vault.refusals import (
    BankAccountRefused,
    LimitReached,
    NotAllowed,
    ProtocolError,
    RowDoesNotOpen,
    RowTooLarge,
    SheetsNotConfirmed,
    UnknownField,
    VaultLocked,
)
from klantkluis.vault.rows import PlainRow, SealedRow
from unit.vault.helpers import JAN, customer, saved


def events(vault: InProcessVault) -> list[dict]:
    return vault.owner().audit_events(limit=1000)


def test_what_was_sealed_opens_for_a_purpose_that_shows_it(vault):
    row = saved(vault.owner(), customer())
    assert vault.owner().open(Purpose.FILE, [row]) == [JAN]
    (listed,) = vault.owner().open(Purpose.LIST, [row])
    assert listed == {
        name: JAN[name] for name in ("kind", "first_name", "surname_prefix", "surname", "town")
    }
    (mail,) = vault.owner().open(Purpose.MAIL, [row])
    assert "email" in mail
    assert "phone" not in mail


def test_rows_come_back_in_their_order_and_in_any_number(vault):
    session = vault.owner()
    vault.owner().change_settings(
        {"subjects_per_10_minutes": 0, "subjects_per_day": 0},
        grant=session.confirm("change_settings", PASSWORD),
    )
    plain = [customer(JAN | {"remarks": "x" * 20_000, "house_number": str(n)}) for n in range(450)]
    rows = [
        SealedRow(row.table, row.uid, row.owner, row.rev, row.schema, result.sealed)
        for row, result in zip(plain, session.seal(plain), strict=True)
    ]
    opened = session.open(Purpose.FILE, rows)
    assert [fields["house_number"] for fields in opened] == [str(n) for n in range(450)]


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("table", TABLES)
def test_each_purpose_shows_of_each_table_what_the_register_says(vault, purpose, table):
    session = vault.owner()
    names = {"anything"} if TABLES[table] is EVERY_FIELD else TABLES[table]
    uid = uuid4()
    owner = uid if table == "customer" else "F7-2026" if table == "payment" else uuid4()
    row = saved(session, PlainRow(table, uid, owner, 1, 1, dict.fromkeys(names, "text")))
    shown = fields_shown(purpose, table)
    if not shown:
        with pytest.raises(NotAllowed):
            session.open(purpose, [row])
        return
    (fields,) = session.open(purpose, [row])
    assert fields.keys() == (names if shown is EVERY_FIELD else shown)


@pytest.mark.parametrize("role", Role)
def test_a_role_opens_and_seals_what_is_its_work_and_no_more(vault, role):
    row = saved(vault.owner(), customer())
    snapshot = saved(
        vault.owner(), PlainRow("invoice_snapshot", uuid4(), "F7-2026", 1, 1, {"a": "b"})
    )
    goods = saved(
        vault.owner(), PlainRow("product_file", uuid4(), "T-2026-11-20", 1, 1, {"name": "x"})
    )
    note = saved(
        vault.owner(), PlainRow("delivery_note", uuid4(), uuid4(), 1, 1, {"deliver_to": {"a": "b"}})
    )
    asked = saved(vault.owner(), PlainRow("privacy_request", uuid4(), uuid4(), 1, 1, {"name": "x"}))
    targets = {Purpose.FISCAL: snapshot, Purpose.GOODS: goods, Purpose.LABEL: note}
    targets[Purpose.DESK] = asked
    session = vault.member(role)
    for purpose in Purpose:
        target = targets.get(purpose, row)
        if purpose in purposes_of([role]):
            assert session.open(purpose, [target])
        else:
            with pytest.raises(NotAllowed):
                session.open(purpose, [target])
    for table, names in TABLES.items():
        uid = uuid4()
        name = "anything" if names is EVERY_FIELD else min(names)
        plain = PlainRow(table, uid, uid, 1, 1, {name: "x"})
        if table in tables_written_by([role]):
            assert session.seal([plain])
        else:
            with pytest.raises(NotAllowed):
                session.seal([plain])


def test_a_label_shows_where_a_parcel_goes_and_nothing_else():
    shown = {table: fields_shown(Purpose.LABEL, table) for table in TABLES}
    assert {table: names for table, names in shown.items() if names} == {
        "delivery_note": {"deliver_to"}
    }


def test_marketing_sees_no_address_and_the_warehouse_no_e_mail():
    assert "street" not in fields_shown(Purpose.MAIL, "customer")
    assert Purpose.FILE not in purposes_of([Role.MARKETING, Role.WAREHOUSE])
    assert "email" not in fields_shown(Purpose.SHIP, "customer")
    assert "phone" not in fields_shown(Purpose.LIST, "customer")


def test_a_row_that_was_swapped_or_damaged_raises_and_alarms(vault):
    session = vault.owner()
    one, other = saved(session, customer()), saved(session, customer())
    swapped = SealedRow("customer", one.uid, one.owner, 1, 1, other.sealed)
    last = bytes([other.sealed[-1] ^ 1])
    damaged = SealedRow("customer", other.uid, other.owner, 1, 1, other.sealed[:-1] + last)
    older = SealedRow("customer", one.uid, one.owner, 2, 1, one.sealed)
    for wrong in (swapped, damaged, older):
        with pytest.raises(RowDoesNotOpen) as broken:
            session.open(Purpose.FILE, [one, wrong])
        assert broken.value.uids == (wrong.uid,)
    assert vault.status().alarms == 3
    assert [event["what"] for event in events(vault) if event.get("alarm")] == ["broken_row"] * 3


def test_a_row_whose_key_is_gone_without_a_tombstone_is_an_alarm(vault):
    stranger = uuid4()
    with pytest.raises(RowDoesNotOpen):
        vault.owner().open(
            Purpose.FILE, [SealedRow("customer", stranger, stranger, 1, 1, b"x" * 286)]
        )
    assert vault.status().alarms == 1


def test_every_look_is_one_event_with_all_uids_and_no_value(vault):
    session = vault.member(Role.SALES, staff="sanne")
    rows = [saved(session, customer()) for _ in range(3)]
    session.open(Purpose.SHIP, rows)
    (event,) = [event for event in events(vault) if event["what"] == "open"]
    assert event["staff"] == "sanne"
    assert event["purpose"] == "ship"
    assert event["uids"] == [row.uid.hex for row in rows]
    text = b"".join(body for _, body, _ in vault.server.audit.rows()).decode()
    assert not any(value in text for value in JAN.values() if len(value) > 2 and value != "person")


def test_a_typed_reason_is_logged_sealed_and_read_by_the_owner(vault):
    row = saved(vault.owner(), PlainRow("invoice_snapshot", uuid4(), "F7-2026", 1, 1, {"a": "b"}))
    vault.owner().open(Purpose.FISCAL, [row], reason="controle bij mevrouw Jansen")
    assert events(vault)[-1]["reason"] == "controle bij mevrouw Jansen"
    assert b"Jansen" not in b"".join(body for _, body, _ in vault.server.audit.rows())


def test_terms_of_a_search_are_not_logged(vault):
    saved(vault.owner(), customer())
    vault.owner().search("zoekwoord")
    assert b"zoekwoord" not in b"".join(body for _, body, _ in vault.server.audit.rows())


def test_when_the_log_cannot_be_written_nothing_is_read_or_sealed(disk_vault):
    session = disk_vault.owner()
    row = saved(session, customer())
    disk_vault.server.audit._db.execute("PRAGMA query_only=ON")
    from klantkluis.vault.refusals import AuditUnwritable

    for act in (
        lambda: session.open(Purpose.FILE, [row]),
        lambda: session.seal([customer()]),
        lambda: session.search("jan"),
    ):
        with pytest.raises(AuditUnwritable):
            act()
    assert not disk_vault.status().audit["writable"]
    disk_vault.server.audit._db.execute("PRAGMA query_only=OFF")
    assert session.open(Purpose.FILE, [row]) == [JAN]
    assert session.verify_audit()["ok"]


def test_an_iban_in_any_field_is_refused_and_nothing_is_sealed(vault):
    before = len(events(vault))
    rows = [customer(), customer(JAN | {"remarks": "NL91 ABNA 0417 1643 00"})]
    with pytest.raises(BankAccountRefused) as refused:
        vault.owner().seal(rows)
    assert refused.value.field == "remarks"
    assert not any(event["what"] == "seal" for event in events(vault)[before:])


def test_the_own_account_is_allowed_once_the_owner_said_so(vault):
    session = vault.owner()
    row = PlainRow("invoice_snapshot", uuid4(), "F7-2026", 1, 1, {"iban": "NL91ABNA0417164300"})
    with pytest.raises(BankAccountRefused):
        session.seal([row])
    session.change_settings(
        {"own_accounts": ["NL91 ABNA 0417 1643 00"]},
        grant=session.confirm("change_settings", PASSWORD),
    )
    assert session.seal([row])
    values = "".join(vault.server.opened().rows.settings.values())
    assert "0417164300" not in values


def test_a_table_or_field_without_a_purpose_is_refused(vault):
    with pytest.raises(UnknownField):
        vault.owner().seal([PlainRow("diary", uuid4(), uuid4(), 1, 1, {"a": "b"})])
    with pytest.raises(UnknownField) as refused:
        vault.owner().seal([customer(JAN | {"shoe_size": "43"})])
    assert refused.value.field == "shoe_size"
    with pytest.raises(UnknownField):
        vault.owner().seal([PlainRow("payment", uuid4(), "F7-26", 1, 1, {"note": "b"})])


def test_a_customer_lies_under_a_key_of_its_own(vault):
    for owner in (uuid4(), "F7-2026"):
        with pytest.raises(ProtocolError):
            vault.owner().seal([PlainRow("customer", uuid4(), owner, 1, 1, JAN)])


def test_too_much_text_is_refused(vault):
    with pytest.raises(RowTooLarge):
        vault.owner().seal([customer(JAN | {"remarks": "x" * 70_000})])


def test_keystore_and_log_are_for_their_owner_only(disk_vault, tmp_path):
    saved(disk_vault.owner(), customer())
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {"keystore.sqlite3-wal", "audit.sqlite3-wal"}
    assert all(path.stat().st_mode & 0o077 == 0 for path in files)


def test_outside_the_demo_no_customer_is_saved_before_both_sheets_are_typed_back(clock):
    vault = InProcessVault(mode="development", now=clock.now, monotonic=clock.monotonic)
    session = vault.owner()
    assert not vault.status().sheets_confirmed
    with pytest.raises(SheetsNotConfirmed):
        session.seal([customer()])
    assert session.seal([PlainRow("order", uuid4(), uuid4(), 1, 1, {"remarks": "x"})])
    assert not session.confirm_sheet(1, vault.sheets[0])
    with pytest.raises(SheetsNotConfirmed):
        session.seal([customer()])
    assert session.confirm_sheet(2, vault.sheets[1])
    assert session.seal([customer()])
    assert vault.status().sheets_confirmed


def test_more_subjects_than_one_person_needs_asks_the_password_and_tells_the_owner(vault, clock):
    session = vault.owner()
    change = {"subjects_per_10_minutes": 5, "subjects_per_day": 8}
    session.change_settings(change, grant=session.confirm("change_settings", PASSWORD))
    rows = [saved(session, customer()) for _ in range(12)]
    for _ in range(3):
        session.open(Purpose.FILE, rows[:5])  # the same five count once
    with pytest.raises(LimitReached):
        session.open(Purpose.FILE, rows[5:6])
    session.open(Purpose.LIST, rows[5:6])
    clock.wind(minutes=9.5)
    with pytest.raises(LimitReached):
        session.open(Purpose.FILE, rows[5:6])
    clock.wind(minutes=1)
    session = vault.owner()
    session.open(Purpose.FILE, rows[5:8])
    with pytest.raises(LimitReached):
        session.open(Purpose.FILE, rows[8:9])
    session.go_on(PASSWORD)
    session.open(Purpose.FILE, rows[8:12])
    assert "go_on" in [event["what"] for event in events(vault) if event.get("alarm")]


def test_a_lock_does_not_forgive_what_was_opened_today(disk_vault):
    session = disk_vault.owner()
    change = {"subjects_per_10_minutes": 3, "subjects_per_day": 3}
    session.change_settings(change, grant=session.confirm("change_settings", PASSWORD))
    rows = [saved(session, customer()) for _ in range(4)]
    session.open(Purpose.FILE, rows[:3])
    session.lock()
    with pytest.raises(LimitReached):
        disk_vault.owner().open(Purpose.FILE, rows[3:])


def test_list_cards_have_a_limit_of_their_own(vault):
    session = vault.owner()
    change = {"cards_per_10_minutes": 4}
    session.change_settings(change, grant=session.confirm("change_settings", PASSWORD))
    rows = [saved(session, customer()) for _ in range(5)]
    session.open(Purpose.LIST, rows[:4])
    with pytest.raises(LimitReached):
        session.open(Purpose.LIST, rows[4:])
    session.open(Purpose.FILE, rows[4:])


def test_opening_a_decoy_alarms(vault):
    session = vault.owner()
    decoy = saved(session, customer())
    change = {"decoys": [decoy.uid.hex]}
    session.change_settings(change, grant=session.confirm("change_settings", PASSWORD))
    session.open(Purpose.LIST, [decoy])
    assert vault.status().alarms == 0
    session.open(Purpose.FILE, [decoy])
    assert vault.status().alarms == 1
    assert "decoy" in [event["what"] for event in events(vault) if event.get("alarm")]


def test_limits_have_bounds_in_production():
    from klantkluis.vault.refusals import VaultRefusal
    from klantkluis.vault.server.settings import checked

    for changes in ({"subjects_per_day": 0}, {"idle_minutes": 61}, {"cards_per_10_minutes": 10**6}):
        assert checked(changes, "demo")
        with pytest.raises(VaultRefusal):
            checked(changes, "production")
    for changes in ({"nonsense": 1}, {"idle_minutes": "5"}, {"idle_minutes": True}):
        with pytest.raises(VaultRefusal):
            checked(changes, "demo")


def test_a_job_works_under_a_lease_within_its_purpose_and_number(vault, clock):
    job = UUID(int=9)
    rows = [saved(vault.owner(), customer()) for _ in range(4)]
    with pytest.raises(VaultLocked):
        vault.claim(job)
    assert not vault.has_lease(job)
    vault.owner().lease(job, JobKind.REMINDERS, subjects=3, minutes=60)
    assert vault.has_lease(job)
    session = vault.claim(job)
    assert session.is_open
    assert session.open(Purpose.CONTACT, rows[:3])[0]["phone"] == JAN["phone"]
    with pytest.raises(LimitReached):
        session.open(Purpose.CONTACT, rows[3:])
    with pytest.raises(NotAllowed):
        session.open(Purpose.FILE, rows[:1])
    with pytest.raises(NotAllowed):
        session.seal([customer()])
    again = vault.claim(job)  # a worker that crashed claims anew, and its old token ends
    with pytest.raises(VaultLocked):
        session.open(Purpose.CONTACT, rows[:1])
    clock.wind(minutes=30)  # a job may be silent for longer than a person
    assert again.open(Purpose.CONTACT, rows[:1])
    clock.wind(minutes=31)
    with pytest.raises(VaultLocked):
        again.open(Purpose.CONTACT, rows[:1])
    assert not vault.has_lease(job)


def test_nobody_leases_out_more_than_they_may_themselves(vault):
    with pytest.raises(NotAllowed):
        vault.member(Role.WAREHOUSE).lease(uuid4(), JobKind.EXPORT, subjects=1, minutes=1)
    assert purposes_of_job(JobKind.MAILING) <= purposes_of([Role.MARKETING])
    vault.member(Role.MARKETING).lease(uuid4(), JobKind.MAILING, subjects=1, minutes=1)


def test_a_lease_ends_before_its_time_when_told_so(vault):
    job = uuid4()
    vault.owner().lease(job, JobKind.EXPORT, subjects=1, minutes=60)
    session = vault.claim(job)
    vault.owner().end_lease(job)
    assert not session.is_open
    with pytest.raises(VaultLocked):
        vault.claim(job)


def test_an_export_needs_the_password_and_is_limited_in_number(vault):
    from klantkluis.vault.refusals import PasswordNeeded

    session = vault.owner()
    rows = [saved(session, customer()) for _ in range(3)]
    with pytest.raises(PasswordNeeded):
        session.export(Purpose.FILE, subjects=2, grant="")
    export = session.export(Purpose.FILE, subjects=2, grant=session.confirm("export", PASSWORD))
    assert len(export.open(Purpose.FILE, rows[:2])) == 2
    with pytest.raises(LimitReached):
        export.open(Purpose.FILE, rows[2:])
    with pytest.raises(NotAllowed):
        export.open(Purpose.SHIP, rows[:1])


def test_a_locked_session_refuses_every_verb():
    session = LockedVault()
    assert not session.is_open
    for act in (
        lambda: session.open(Purpose.LIST, []),
        lambda: session.seal([]),
        lambda: session.search(""),
        lambda: session.duplicates({}),
        lambda: session.index([]),
    ):
        with pytest.raises(VaultLocked):
            act()


@pytest.mark.parametrize(
    "request_",
    [
        {},
        {"verb": "NONSENSE"},
        {"verb": "OPEN"},
        {"verb": "OPEN", "token": 5, "session": []},
        {"verb": "OPEN_VAULT"},
        {"verb": "SETUP", "staff": 1},
        {"verb": "JOIN"},
        {"verb": "CLAIM", "job": "x"},
        {"verb": "RECOVER", "staff": "a", "password": "b", "code": "c"},
    ],
)
def test_a_malformed_request_is_answered_and_changes_nothing(vault, request_):
    reply = vault.server.handle(request_)
    assert "ok" not in reply
    assert vault.owner().is_open


def test_an_unexpected_failure_tells_its_kind_and_no_value(vault, caplog):
    session = vault.owner()
    reply = vault.server.handle(
        {"verb": "SEARCH", **session._keys, "terms": "geheim", "sort": "name", "after": "",
         "limit": "geheim"}
    )  # fmt: skip
    assert reply == {"fault": "ValueError"}
    assert "geheim" not in caplog.text
