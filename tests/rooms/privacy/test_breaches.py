"""Every breach is registered; what was found out, decided, reported and told only grows."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from klantkluis.customers.models import Customer
from klantkluis.privacy.breach_rules import (
    Hit,
    NoteAbout,
    ReportKind,
    Risk,
    State,
    ToldHow,
)
from klantkluis.privacy.breaches.commands import (
    BreachIncomplete,
    BreachNotDone,
    BreachUnknown,
    HitBy,
    NewBreach,
    add_hit,
    close_breach,
    decide_risk,
    note_breach,
    record_report,
    record_told,
    register_breach,
    write_breach_letter,
)
from klantkluis.privacy.breaches.queries import (
    breach_card,
    breach_rows,
    breaches_waiting,
    letters_of,
    not_told,
    subjects_hit,
)
from klantkluis.privacy.invariants import broken
from klantkluis.privacy.models.breaches import Breach
from klantkluis.privacy.rectifying import categories_of_fields, rectify_customer
from klantkluis.vault.client import LockedVault
from rooms.story import a_customer

pytestmark = pytest.mark.django_db
KNOWN = datetime(2026, 11, 20, 9, tzinfo=UTC)
NOW = KNOWN + timedelta(hours=2)


@pytest.fixture
def by(owner):
    return {"actor": owner, "at": NOW}


@pytest.fixture
def breach(by) -> int:
    new = NewBreach(
        what="Factuur van Els Jansen bij de buren bezorgd.", known_at=KNOWN,
        began_at=KNOWN - timedelta(days=1), confidentiality=True, categories=["dpv-pd:Name"],
    )  # fmt: skip
    return register_breach(breach=new, **by)


def card(breach_id, owner, now=NOW):
    return breach_card(breach_id=breach_id, now=now, vault=owner.vault)


def test_a_breach_starts_the_clock_and_its_words_lie_sealed(breach, owner):
    (row,) = breach_rows(now=NOW, vault=owner.vault)
    assert row.what.startswith("Factuur van Els")
    assert (row.clock.hours_left, row.kinds, row.risk) == (70, ("confidentiality",), "")
    assert b"Els" not in bytes(Breach.objects.get().sealed)
    (locked,) = breach_rows(now=NOW, vault=LockedVault())
    assert (locked.what, locked.clock.hours_left) == ("", 70)
    assert [each.id for each in breaches_waiting(now=NOW).clocks] == [breach]


@pytest.mark.parametrize(
    "wrong",
    [
        {"what": " "},
        {"confidentiality": False},
        {"known_at": NOW + timedelta(hours=1)},
        {"began_at": KNOWN + timedelta(hours=1)},
    ],
)
def test_a_breach_says_enough(by, wrong):
    said = {"what": "Laptop weg", "known_at": KNOWN, "confidentiality": True, **wrong}
    with pytest.raises(BreachIncomplete):
        register_breach(breach=NewBreach(**said), **by)


def test_an_act_on_no_breach_is_refused(by):
    with pytest.raises(BreachUnknown):
        note_breach(breach_id=9, about=NoteAbout.CAUSE, text="x", **by)


def test_who_is_hit_is_counted_once_whatever_the_ways(breach, by, owner):
    people = [uuid4() for _ in range(30)]
    assert add_hit(breach_id=breach, by=HitBy(Hit.CHOSEN), subjects=people, **by) == 30
    more = [*people, uuid4()]
    assert add_hit(breach_id=breach, by=HitBy(Hit.EVERYONE), subjects=more, **by) == 1
    found = card(breach, owner)
    assert found.row.people == 31
    assert [each.people for each in found.hits] == [30, 1]
    first = subjects_hit(breach_id=breach, limit=20)
    assert len({*first, *subjects_hit(breach_id=breach, after=first[-1], limit=20)}) == 31
    with pytest.raises(BreachIncomplete):
        add_hit(breach_id=register_again(by), by=HitBy(Hit.CHOSEN), subjects=[], **by)


def register_again(by) -> int:
    new = NewBreach(what="Nog een", known_at=KNOWN, availability=True)
    return register_breach(breach=new, **by)


def test_a_late_report_says_why(breach, owner):
    late = KNOWN + timedelta(hours=80)
    said = {"breach_id": breach, "kind": ReportKind.FIRST, "number": "AP-1", "actor": owner}
    with pytest.raises(BreachIncomplete):
        record_report(reported_at=late, why_late="", at=late, **said)
    with pytest.raises(BreachIncomplete):
        record_report(reported_at=KNOWN - timedelta(hours=1), why_late="", at=NOW, **said)
    with pytest.raises(BreachIncomplete):
        record_report(reported_at=NOW, why_late="", at=NOW, **{**said, "number": " "})
    record_report(reported_at=late, why_late="Pas laat ontdekt.", at=late, **said)
    found = card(breach, owner, late)
    assert found.row.clock.state is State.REPORTED_LATE
    assert (found.reports[0].more, found.reports[0].words) == ("AP-1", "Pas laat ontdekt.")
    addition = {**said, "kind": ReportKind.ADDITION}
    record_report(reported_at=late, why_late="", at=late, **addition)
    assert len(card(breach, owner, late).reports) == 2


def test_the_last_decision_counts_and_the_first_stays(breach, by, owner):
    with pytest.raises(BreachIncomplete):
        decide_risk(breach_id=breach, risk=Risk.NONE, reason="", **by)
    decide_risk(breach_id=breach, risk=Risk.NONE, reason="Ongeopend terug.", **by)
    assert card(breach, owner).row.clock.state is State.NOT_NEEDED
    decide_risk(breach_id=breach, risk=Risk.HIGH, reason="Toch gelezen.", **by)
    found = card(breach, owner)
    assert found.row.clock.state is State.RUNNING
    assert [each.words for each in found.decisions] == ["Toch gelezen.", "Ongeopend terug."]
    assert breaches_waiting(now=NOW).to_tell == 1


def test_it_is_closed_when_all_is_done_that_the_law_asks(breach, by, owner):
    somebody = uuid4()
    add_hit(breach_id=breach, by=HitBy(Hit.CHOSEN), subjects=[somebody], **by)
    steps = [
        lambda: decide_risk(breach_id=breach, risk=Risk.HIGH, reason="Gelezen.", **by),
        lambda: note_breach(breach_id=breach, about=NoteAbout.MEASURES, text="Gehaald.", **by),
        lambda: record_report(
            breach_id=breach, kind=ReportKind.FIRST, number="AP-1", reported_at=NOW, why_late="",
            **by,
        ),
        lambda: record_told(breach_id=breach, subjects=[somebody], how=ToldHow.LETTER, **by),
    ]  # fmt: skip
    for step in steps:
        with pytest.raises(BreachNotDone):
            close_breach(breach_id=breach, **by)
        step()
    close_breach(breach_id=breach, **by)
    close_breach(breach_id=breach, **by)
    found = card(breach, owner)
    assert (found.closed_at, found.missing, found.row.clock.state) == (NOW, (), State.CLOSED)
    assert breaches_waiting(now=NOW).clocks == []
    assert list(broken()) == []


def test_people_are_told_once_and_a_public_notice_stands_for_all(breach, by):
    people = [uuid4() for _ in range(3)]
    add_hit(breach_id=breach, by=HitBy(Hit.CHOSEN), subjects=people, **by)
    assert len(not_told(breach_id=breach, limit=9)) == 3
    told = {"breach_id": breach, "how": ToldHow.MAIL, **by}
    assert record_told(subjects=people[:2], **told) == 2
    assert record_told(subjects=people, **told) == 1
    assert not_told(breach_id=breach, limit=9) == []
    assert record_told(breach_id=breach, subjects=[], how=ToldHow.PUBLIC, **by) == 0
    assert record_told(breach_id=breach, subjects=[], how=ToldHow.PUBLIC, **by) == 0


def test_the_last_letter_in_each_language_counts(breach, by, owner):
    for subject in ("Eerste", "Tweede"):
        write_breach_letter(breach_id=breach, language="nl", subject=subject, text="Tekst", **by)
    write_breach_letter(breach_id=breach, language="en", subject="First", text="Text", **by)
    found = letters_of(breach_id=breach, vault=owner.vault)
    assert [each.subject for each in found] == ["First", "Tweede"]
    with pytest.raises(BreachIncomplete):
        write_breach_letter(breach_id=breach, language="nl", subject="", text="x", **by)


@pytest.mark.parametrize("table", ["breach", "breachnote", "breachhit", "breachedsubject"])
def test_the_register_is_not_rewritten(breach, by, table):
    note_breach(breach_id=breach, about=NoteAbout.CAUSE, text="Adres verkeerd.", **by)
    add_hit(breach_id=breach, by=HitBy(Hit.CHOSEN), subjects=[uuid4()], **by)
    for act in (f"UPDATE privacy_{table} SET id = id", f"DELETE FROM privacy_{table}"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(act)


def test_every_field_of_a_customer_has_a_category():
    assert categories_of_fields()["postcode"] == "dpv-pd:PhysicalAddress"


def test_a_correction_that_changes_nothing_tells_nobody(by, owner):
    pk = a_customer(owner)
    row = Customer.objects.get(pk=pk)
    found = rectify_customer(
        customer_id=pk, rev=row.rev, fields={"town": "Ons Dorp"}, language="nl",
        payment_term_days=14, **by,
    )  # fmt: skip
    assert (found.fields, found.notices) == ((), ())
