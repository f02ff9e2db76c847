"""What a restore decides before and after the database is back."""

import socket
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from klantkluis.foundation.mail.queries import State, standing
from klantkluis.foundation.mail.wording import MailKind
from klantkluis.foundation.models import Mail, OpenMail
from klantkluis.office.backup import restoring
from klantkluis.office.backup.checking import keys_missing, rows_that_do_not_open
from klantkluis.office.backup.manifest import Head, Manifest
from klantkluis.office.backup.restoring import Restored, RestoreRefused, take_keystore
from klantkluis.office.place import Mode, Place
from klantkluis.privacy.erasing.again import finish_left_over, remove_again
from klantkluis.vault.audit import AuditLog
from klantkluis.vault.erased import Erased, what_was_erased
from klantkluis.vault.inprocess import InProcessVault
from klantkluis.vault.offline import newest_event
from klantkluis.vault.upkeep import PlannedErasure
from rooms.story import a_customer

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "office", Mode.SINGLE, f"sqlite:///{tmp_path}/office/office.sqlite3")


def a_log(path: Path, *events: str) -> Head:
    path.parent.mkdir(parents=True, exist_ok=True)
    log = AuditLog(path, now=lambda: NOW)
    for event in events:
        log.append({"what": event})
    log.close()
    number, hash_ = newest_event(path)
    return Head(number, hash_.hex())


def manifest(head: Head) -> Manifest:
    return Manifest(
        made_at=NOW, program="0.1.0", database="sqlite", migrations={}, counts={}, ledger=Head(),
        audit=head,
    )  # fmt: skip


def settle(place: Place, tmp_path: Path, in_backup: list[str], at_hand: list[str]) -> bool:
    head = a_log(tmp_path / "unpacked" / "audit.sqlite3", *in_backup)
    if at_hand:
        a_log(place.audit, *at_hand)
    return restoring._settle_log(place, manifest(head), tmp_path / "unpacked")


def test_the_newest_log_wins(place, tmp_path):
    assert settle(place, tmp_path, ["a", "b"], ["a", "b", "shred"])
    assert newest_event(place.audit)[0] == 3


def test_an_older_log_at_hand_gives_way_to_the_one_in_the_backup(place, tmp_path):
    assert not settle(place, tmp_path, ["a", "b", "c"], ["a", "b"])
    assert newest_event(place.audit)[0] == 3


def test_without_a_log_at_hand_that_of_the_backup_is_taken(place, tmp_path):
    assert not settle(place, tmp_path, ["a"], [])
    assert newest_event(place.audit)[0] == 1


@pytest.mark.parametrize("at_hand", [["x", "y", "z"], ["x"]])
def test_the_log_of_another_office_is_refused(place, tmp_path, at_hand):
    with pytest.raises(RestoreRefused, match="not the one that the backup is of"):
        settle(place, tmp_path, ["a", "b"], at_hand)


def test_a_copy_never_takes_the_place_of_a_keystore_that_is_there(place, tmp_path):
    place.keystore.parent.mkdir(parents=True)
    place.keystore.write_bytes(b"today's")
    with pytest.raises(RestoreRefused, match="leave --keystore out"):
        take_keystore(place, tmp_path / "copy")


def test_an_office_without_keys_is_not_restored_into(place):
    with pytest.raises(RestoreRefused, match="The keystore is not there"):
        restoring.check_place(place)


def test_a_running_office_is_not_restored_into(place, monkeypatch):
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listener:
        monkeypatch.setenv("KLANTKLUIS_VAULT_SOCKET", f"{folder}/vaultd.sock")
        listener.bind(f"{folder}/vaultd.sock")
        listener.listen()
        with pytest.raises(RestoreRefused, match="The office is running"):
            restoring.check_place(place)


def test_another_kind_of_database_and_a_newer_version_are_refused(place, db):
    other = replace(manifest(Head()), database="postgresql")
    with pytest.raises(RestoreRefused, match="another kind"):
        restoring._check_manifest(place, other)
    newer = replace(manifest(Head()), migrations={"office": "9999_of_next_year"})
    with pytest.raises(RestoreRefused, match="newer version"):
        restoring._check_manifest(place, newer)


def test_mail_that_was_in_line_waits_for_a_person(db):
    mail = Mail.objects.create(
        uid=uuid4(), kind=MailKind.INVOICE.value, about_id=7, customer_uid=uuid4(),
        language="nl", queued_at=NOW, staff_id=UUID(int=1),
    )  # fmt: skip
    OpenMail.objects.create(mail=mail, kind=mail.kind, about_id=7)
    assert restoring._hold_mail(NOW) == 1
    later = NOW.replace(hour=23)
    assert standing(mail_id=mail.pk, now=later).state is State.UNKNOWN
    assert restoring._hold_mail(NOW) == 0


def test_keys_that_nobody_destroyed_and_that_are_gone_are_an_alarm(owner, place, db):
    a_customer(owner)
    held = InProcessVault(place.root)
    held.owner()
    held.close()
    place.audit.parent.mkdir(parents=True, exist_ok=True)
    assert keys_missing(place, Erased()) == 1
    from klantkluis.customers.models import Customer

    gone = Erased(subjects={Customer.objects.get().uid})
    assert keys_missing(place, gone) == 0


def test_who_was_erased_goes_again_and_others_stay(owner, vault, in_process_vault, db):
    from klantkluis.customers.models import Customer

    ids = [a_customer(owner, surname=name) for name in ("Weg", "Blijft")]
    gone, stays = (Customer.objects.get(pk=pk) for pk in ids)
    done = remove_again(uids={gone.uid, uuid4()}, classes=set(), rows=set())
    assert done.count >= 1
    assert done.stayed == set()
    again = Customer.objects.get(pk=gone.pk)
    assert (again.state, bytes(again.sealed)) == (Customer.State.ERASED, b"")
    assert bytes(Customer.objects.get(pk=stays.pk).sealed) == bytes(stays.sealed)
    assert remove_again(uids={gone.uid}, classes=set(), rows=set()).count <= done.count
    looked, broken = rows_that_do_not_open(in_process_vault.upkeep(), Erased())
    assert (looked, broken) == (1, 0)


class LeftOver:
    """A vault that did erasures of its log again, of which this office has no plan."""

    def __init__(self, *uids: UUID) -> None:
        self.pending = list(uids)

    def planned(self) -> list[PlannedErasure]:
        later = PlannedErasure(uuid4(), NOW, "planned")
        return [later, *(PlannedErasure(uid, None, "pending") for uid in self.pending)]

    def finish_shreds(self, owners) -> int:
        self.pending = [uid for uid in self.pending if uid not in owners]
        return len(owners)


def test_erasures_that_only_the_vault_knows_are_finished_here_too(owner, db):
    from klantkluis.customers.models import Customer

    gone = Customer.objects.get(pk=a_customer(owner))
    vault = LeftOver(gone.uid, uuid4())
    assert finish_left_over(vault) == 2
    assert Customer.objects.get(pk=gone.pk).state == Customer.State.ERASED
    assert vault.pending == []
    assert finish_left_over(vault) == 0


def test_a_single_row_goes_again_and_its_person_stays(owner, db):
    from klantkluis.customers.commands import note_contact
    from klantkluis.customers.models import ContactNote, Customer

    pk = a_customer(owner)
    for text in ("weg", "blijft"):
        note_contact(customer_id=pk, text=text, means="phone", direction="in", actor=owner)
    gone, stays = ContactNote.objects.order_by("pk")
    assert remove_again(uids=(), classes=("F7-2001",), rows={gone.uid}).count == 1
    assert list(ContactNote.objects.all()) == [stays]
    assert bytes(Customer.objects.get(pk=pk).sealed)


def test_what_keystore_and_log_know_is_read_without_a_key(tmp_path):
    held = InProcessVault(tmp_path)
    one, two, row = uuid4(), uuid4(), uuid4()
    from klantkluis.vault.inprocess import PASSWORD

    session = held.owner()
    session.shred(one, reason="request", grant=session.confirm("shred", PASSWORD))
    session.plan_shred([two], reason="term", grant=session.confirm("shred", PASSWORD))
    held.upkeep().note_removed([row])
    held.close()
    places = held.circumstances
    assert places.keystore
    assert places.audit
    found = what_was_erased(places.keystore, places.audit)
    assert (found.subjects, found.rows, found.replayed) == ({one}, {row}, 0)
    assert Restored(manifest(Head()), found).wrong == []
