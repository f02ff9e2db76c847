"""A number that may not be kept is found in what is sealed already, and only its row is named."""

from uuid import uuid4

import pytest

from klantkluis.vault import sealing
from klantkluis.vault.inprocess import PASSWORD
from klantkluis.vault.protocol import to_text
from klantkluis.vault.refusals import VaultLocked
from klantkluis.vault.rows import SealedRow
from unit.vault.helpers import JAN, customer, saved

IBAN = "NL91 ABNA 0417 1643 00"


def slipped_in(vault, fields, *, owner=None, table="contact_note") -> SealedRow:
    """Seal a row past the scanner, as an older release might have done."""
    uid, opened = uuid4(), vault.server.opened()
    owner = owner or uid
    key = opened.keys.for_sealing({owner})[owner]
    key = sealing.document_key(key, uid) if isinstance(owner, str) else key
    sealed = sealing.seal_row(
        key, table=table, uid=uid, owner=owner, rev=1, schema=1, fields=fields, nonce=bytes(12)
    )
    return SealedRow(table, uid, owner, 1, 1, sealed)


def test_a_forbidden_number_is_found_by_its_row_and_kind(vault):
    clean = [saved(vault.owner(), customer()) for _ in range(20)]
    bank = slipped_in(vault, {"text": f"rekening {IBAN} van de klant"})
    deep = slipped_in(vault, {"lines": [{"x": ["ok", {"y": IBAN}]}]}, owner="F7-2026")
    citizen = slipped_in(vault, {"text": "BSN 111222333"})
    found = vault.upkeep().scan_stored([*clean, bank, deep, citizen])
    assert found == {bank.uid: "iban", deep.uid: "iban", citizen.uid: "bsn"}


def test_our_own_account_stays_allowed(vault):
    session = vault.owner()
    grant = session.confirm("change_settings", PASSWORD)
    session.change_settings({"own_accounts": [IBAN]}, grant=grant)
    assert vault.upkeep().scan_stored([slipped_in(vault, {"text": IBAN})]) == {}


def test_a_row_that_does_not_open_is_told_and_one_of_the_erased_is_not(vault):
    row, gone = (saved(vault.owner(), customer()) for _ in range(2))
    bent = SealedRow(row.table, row.uid, row.owner, 2, 1, row.sealed)
    keyless = SealedRow("customer", *([uuid4()] * 2), 1, 1, row.sealed)
    session = vault.owner()
    session.shred(gone.uid, reason="request", grant=session.confirm("shred", PASSWORD))
    found = vault.upkeep().scan_stored([bent, keyless, gone])
    assert found == {bent.uid: "broken", keyless.uid: "broken"}


def test_nothing_personal_leaves_and_the_log_holds_numbers_only(vault):
    row = slipped_in(vault, {**JAN, "remarks": IBAN}, table="customer")
    reply = vault.connection.call(
        {
            "verb": "SCAN_STORED",
            "rows": [
                {
                    "table": "customer",
                    "uid": row.uid.hex,
                    "owner": row.uid.hex,
                    "rev": 1,
                    "schema": 1,
                    "sealed": to_text(row.sealed),
                }
            ],
        }
    )
    assert reply == {"ok": {"found": [[row.uid.hex, "iban"]]}}
    (event,) = [e for e in vault.owner().audit_events(limit=1000) if e["what"] == "scan"]
    assert {name: event[name] for name in ("count", "found")} == {"count": 1, "found": 1}
    assert event.keys() == {"n", "at", "what", "count", "found"}


def test_a_locked_vault_scans_nothing(disk_vault):
    row = saved(disk_vault.owner(), customer())
    disk_vault.owner().lock()
    with pytest.raises(VaultLocked):
        disk_vault.upkeep().scan_stored([row])
