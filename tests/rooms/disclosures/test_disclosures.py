"""What was handed over, to whom and on which ground, cannot be left out or rewritten."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from klantkluis.core.declared import Recipient
from klantkluis.core.roles import Channel, Role
from klantkluis.disclosures.commands import (
    GroundWrong,
    NoticeEnded,
    NoticeUnknown,
    RecipientUnnamed,
    disclose,
    end_notice,
    note_file,
    prepare_notices,
)
from klantkluis.disclosures.invariants import broken
from klantkluis.disclosures.models import DisclosedSubject, Disclosure, DisclosureFile, Notice
from klantkluis.disclosures.queries import (
    Wanted,
    disclosure,
    disclosure_rows,
    disclosures_of,
    last_hand_over,
    notice_rows,
    notices_waiting,
    subjects_of,
)
from klantkluis.disclosures.rules import (
    CATEGORIES,
    GROUNDS,
    INTERNAL,
    RECIPIENTS,
    Ground,
    HandOver,
    NoticeEnd,
    NoticeKind,
    What,
    Why,
    categories_of,
    fits,
    usual_ground,
)
from klantkluis.foundation.actors import Actor

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
BOOKKEEPER = HandOver(Recipient.ACCOUNTANT, Ground.PROCESSOR, Why.BOOKKEEPING, "Cijfers & Zo")
OURS = HandOver(INTERNAL, Ground.OWN_USE, Why.WORK)
CARRIER = HandOver(Recipient.CARRIER, Ground.CONTRACT, Why.DELIVERY, "PostNL")


@pytest.fixture
def somebody() -> Actor:
    return Actor(staff_id=uuid4(), roles=frozenset({Role.SALES}), channel=Channel.OFFICE)


def handed(actor, to=BOOKKEEPER, what=What.INVOICES, subjects=(), at=NOW, **more) -> int:
    return disclose(
        what=what, to=to, categories=categories_of(what), subjects=subjects, actor=actor, at=at,
        **more,
    )  # fmt: skip


def test_a_hand_over_is_found_back_with_all_that_the_law_asks(somebody):
    one, two = uuid4(), uuid4()
    pk = handed(somebody, subjects=[one, two, one], left_out=3)
    row = disclosure(disclosure_id=pk)
    assert (row.recipient, row.recipient_name, row.ground) == (
        "accountant", "Cijfers & Zo", "gdpr_28",
    )  # fmt: skip
    assert (row.subjects, row.left_out, row.why) == (2, 3, "bookkeeping")
    assert "dpv-pd:Transactional" in row.categories
    assert set(subjects_of(disclosure_id=pk, limit=10)) == {one, two}
    assert [each.id for each in disclosures_of(subject_uids=[one])] == [pk]
    assert disclosures_of(subject_uids=[uuid4()]) == []
    assert list(broken()) == []


def test_what_stayed_in_the_house_is_logged_and_is_no_disclosure_to_anybody(somebody):
    one = uuid4()
    handed(somebody, OURS, subjects=[one])
    assert disclosures_of(subject_uids=[one]) == []
    assert len(disclosure_rows(wanted=Wanted(subjects=[one]), limit=5)) == 1


@pytest.mark.parametrize("recipient", RECIPIENTS)
def test_every_kind_of_recipient_has_a_usual_ground(recipient):
    assert fits(recipient, usual_ground(recipient))
    assert all(isinstance(ground, Ground) for ground in GROUNDS[recipient])


def test_every_kind_of_hand_over_says_what_is_in_it():
    assert all(CATEGORIES[what] for what in What)
    assert "dpv-pd:Name" not in categories_of(What.ORDERS, with_names=False)


def test_nothing_is_given_on_a_ground_that_is_none(somebody):
    with pytest.raises(GroundWrong):
        handed(somebody, HandOver(Recipient.CARRIER, Ground.OWN_USE, Why.WORK, "PostNL"))
    with pytest.raises(RecipientUnnamed):
        handed(somebody, HandOver(Recipient.ACCOUNTANT, Ground.PROCESSOR, Why.WORK, "  "))
    assert not Disclosure.objects.exists()


def test_the_database_itself_wants_a_ground_and_a_name(somebody):
    kept = {"at": NOW, "staff_id": uuid4(), "what": "orders", "why": "work", "categories": ["x"]}
    for wrong in (
        {"recipient": "internal", "ground": ""},
        {"recipient": "carrier", "ground": "gdpr_6_1_b", "recipient_name": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Disclosure.objects.create(subjects=0, **kept, **wrong)


@pytest.mark.parametrize(
    "table", ["disclosure", "disclosedsubject", "disclosurefile", "notice", "noticeending"]
)
def test_what_was_handed_over_is_never_changed_or_removed(somebody, table):
    one = uuid4()
    pk = handed(somebody, subjects=[one])
    note_file(disclosure_id=pk, sha256=b"x" * 32, size=3, actor=somebody, at=NOW)
    (told,) = prepare_notices(
        subject_uids=[one], kind=NoticeKind.RECTIFICATION, categories=["dpv-pd:Name"],
        actor=somebody, at=NOW,
    )  # fmt: skip
    end_notice(notice_id=told, how=NoticeEnd.MAILED, actor=somebody, at=NOW)
    column = {"disclosedsubject": "subject"}.get(table, "disclosure_id")
    column = {"disclosure": "subjects", "noticeending": "how"}.get(table, column)
    for act in (
        f"UPDATE disclosures_{table} SET {column} = {column}", f"DELETE FROM disclosures_{table}",
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(act)


def test_what_is_older_than_its_term_can_go(somebody):
    old = handed(somebody, subjects=[uuid4()], at=datetime.now(UTC) - timedelta(days=7 * 365))
    note_file(disclosure_id=old, sha256=b"x" * 32, size=3, actor=somebody, at=NOW)
    new = handed(somebody, subjects=[uuid4()], at=datetime.now(UTC))
    Disclosure.objects.filter(pk=old).delete()
    assert [row.pk for row in Disclosure.objects.all()] == [new]
    assert DisclosedSubject.objects.count() == 1


def test_a_file_is_known_again_by_its_digest(somebody):
    pk = handed(somebody)
    assert disclosure(disclosure_id=pk).outcome == "", "nothing has left yet"
    digest = sha256(b"the file").digest()
    note_file(disclosure_id=pk, sha256=digest, size=8, rows=1, actor=somebody, at=NOW)
    row = disclosure(disclosure_id=pk)
    assert (row.outcome, row.sha256, row.size, row.rows) == ("whole", digest.hex(), 8, 1)
    broken_off = handed(somebody)
    note_file(disclosure_id=broken_off, sha256=digest, size=2, actor=somebody, at=NOW, whole=False)
    assert disclosure(disclosure_id=broken_off).outcome == "broken"
    assert DisclosureFile.objects.count() == 2


def test_to_whom_a_person_gave_it_last_is_remembered_for_that_person_only(somebody, owner):
    assert last_hand_over(staff_id=somebody.staff_id, what=What.INVOICES) is None
    handed(somebody, OURS)
    handed(somebody, BOOKKEEPER)
    handed(owner, OURS)
    handed(somebody, CARRIER, What.LABELS)
    assert last_hand_over(staff_id=somebody.staff_id, what=What.INVOICES) == BOOKKEEPER


def test_the_list_is_narrowed_and_turned_page_by_page(somebody):
    pks = [handed(somebody, to) for to in (OURS, BOOKKEEPER, CARRIER, BOOKKEEPER)]
    assert [row.id for row in disclosure_rows(limit=2)] == pks[:1:-1]
    assert [row.id for row in disclosure_rows(below=pks[2], limit=9)] == pks[1::-1]
    given = Wanted(recipient="accountant", what="invoices", first=NOW.date(), last=NOW.date())
    assert [row.id for row in disclosure_rows(wanted=given, limit=9)] == [pks[3], pks[1]]
    later = Wanted(first=NOW.date() + timedelta(days=1))
    assert disclosure_rows(wanted=later, limit=9) == []


def test_a_hand_over_about_very_many_takes_few_questions(somebody, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        pk = handed(somebody, subjects=[uuid4() for _ in range(20_000)])
    assert disclosure(disclosure_id=pk).subjects == 20_000
    first = subjects_of(disclosure_id=pk, limit=100)
    second = subjects_of(disclosure_id=pk, after=first[-1], limit=100)
    assert len({*first, *second}) == 200


def test_each_recipient_of_what_changed_is_told_once(somebody):
    one, other = uuid4(), uuid4()
    handed(somebody, CARRIER, What.LABELS, [one])
    last = handed(somebody, CARRIER, What.LABELS, [one, other])
    books = handed(somebody, BOOKKEEPER, subjects=[one])
    handed(somebody, OURS, What.CUSTOMERS, [one])
    handed(
        somebody, HandOver(Recipient.PERSON, Ground.OWN_DATA, Why.REQUEST), What.ACCESS_PACKAGE,
        [one],
    )  # fmt: skip
    asked = {"subject_uids": [one], "kind": NoticeKind.RECTIFICATION, "actor": somebody, "at": NOW}
    made = prepare_notices(categories=["dpv-pd:PhysicalAddress"], **asked)
    (row,) = notice_rows(waiting=True, limit=9)
    assert made == (row.id,)
    assert (row.disclosure_id, row.recipient_name) == (last, "PostNL"), "the newest, of the carrier"
    assert row.categories == ("dpv-pd:PhysicalAddress",)
    prepare_notices(categories=["dpv-pd:Name"], **asked)
    assert {each.disclosure_id for each in notice_rows(waiting=True, limit=9)} == {last, books}
    assert notice_rows(subject_uids=[other], limit=9) == []
    assert list(broken()) == []


def test_a_notice_ends_once(somebody):
    one = uuid4()
    handed(somebody, CARRIER, What.LABELS, [one])
    (pk,) = prepare_notices(
        subject_uids=[one], kind=NoticeKind.ERASURE, categories=["dpv-pd:Name"], actor=somebody,
        at=NOW,
    )  # fmt: skip
    assert notices_waiting() == 1
    end_notice(notice_id=pk, how=NoticeEnd.GONE, actor=somebody, at=NOW)
    assert notices_waiting() == 0
    assert notice_rows(limit=1)[0].how == "gone"
    with pytest.raises(NoticeEnded):
        end_notice(notice_id=pk, how=NoticeEnd.MAILED, actor=somebody, at=NOW)
    with pytest.raises(NoticeUnknown):
        end_notice(notice_id=999, how=NoticeEnd.MAILED, actor=somebody, at=NOW)
    assert Notice.objects.count() == 1
