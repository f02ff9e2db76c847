"""A request is a row of facts: its clock, who asks, what was decided, and the letters."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from klantkluis.billing.queries import invoices_by_id
from klantkluis.core.declared import Term
from klantkluis.core.roles import Role
from klantkluis.customers.commands import merge_customers
from klantkluis.customers.letters import LetterEmpty
from klantkluis.foundation.actors import Actor, NotAllowed
from klantkluis.foundation.mail.server import NoMailServer
from klantkluis.foundation.models import Event
from klantkluis.privacy.commands import (
    close_request,
    drop_request,
    match_request,
    note_request,
    receive_request,
)
from klantkluis.privacy.commands.adding import DayWrong, RequestEnded, RequestUnknown
from klantkluis.privacy.commands.handling import IdentityUnclear, NoteMissing, PersonUnknown
from klantkluis.privacy.commands.receiving import NewRequest, RequestEmpty
from klantkluis.privacy.commands.writing import LetterNotNow, LetterWithoutWay
from klantkluis.privacy.declared.requests import RECORDS
from klantkluis.privacy.identity import known_person
from klantkluis.privacy.invariants import broken
from klantkluis.privacy.letters import LetterKind
from klantkluis.privacy.letters.printing import PlaceEmpty
from klantkluis.privacy.models import PrivacyRequest, RequestLetter, RequestStep
from klantkluis.privacy.queries import (
    Narrowing,
    desk_counts,
    letter_paper,
    request_card,
    request_rows,
    requests_of,
)
from klantkluis.privacy.rules import (
    AnswerWay,
    Ground,
    IdentityMethod,
    Next,
    RequestChannel,
    RequestKind,
    StepKind,
)
from klantkluis.vault.client import LockedVault
from klantkluis.vault.inprocess import PASSWORD
from klantkluis.vault.refusals import VaultLocked
from rooms.privacy.asking import (
    CODE,
    DAY,
    a_letter,
    a_request,
    later,
    match,
    moment,
    prove,
    uid_of,
    write,
)
from rooms.story import a_customer, a_sent_invoice
from support.paper_samples import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("our_company")]


@pytest.fixture
def els(owner) -> int:
    return a_customer(owner)


@pytest.fixture
def seller(owner) -> Actor:
    return replace(owner, roles=frozenset({Role.SALES}))


def card(owner, request_id: int, on: date = DAY):
    found = request_card(request_id=request_id, vault=owner.vault, today=on)
    assert found is not None
    return found


def happened(owner, request_id: int) -> list[StepKind]:
    return [step.what for step in card(owner, request_id).steps]


def test_requests_are_numbered_without_gaps_and_say_nothing_in_clear(owner):
    ids = [a_request(owner), a_request(owner)]
    assert [card(owner, pk).row.number for pk in ids] == [1, 2]
    event = Event.objects.filter(name="privacy_request.received").latest("pk")
    assert "Els" not in str(event.about)
    row = PrivacyRequest.objects.latest("pk")
    assert "Els" not in str(row) + repr(row)
    assert b"Els" not in bytes(row.sealed)


def test_the_clock_runs_from_the_day_on_which_it_came(owner):
    pk = a_request(owner, on=date(2026, 1, 30))
    assert card(owner, pk, date(2026, 2, 1)).row.clock.due_on == date(2026, 3, 2)
    assert card(owner, pk, date(2026, 3, 3)).row.clock.is_overdue


def test_a_request_of_a_customer_knows_where_they_are_reached(owner, els):
    pk = a_request(owner, customer_id=els, name="")
    found = card(owner, pk)
    assert found.fields["name"] == "Els van der Jansen"
    assert "Dorpsstraat 12" in found.fields["address"]
    assert found.row.customer_uid == uid_of(els)


def test_nobody_is_asked_for_more_than_a_name(owner):
    wanted = NewRequest(
        kind=RequestKind.ERASURE, channel=RequestChannel.PHONE, received_on=DAY,
        fields={"name": " "},
    )  # fmt: skip
    with pytest.raises(RequestEmpty) as refused:
        receive_request(request=wanted, actor=owner, **moment(DAY))
    assert refused.value.field == "name"


@pytest.mark.parametrize("days", [1, -366])
def test_a_day_that_cannot_be_is_refused(owner, days):
    wanted = NewRequest(
        kind=RequestKind.ACCESS, channel=RequestChannel.PHONE,
        received_on=later(days), fields={"name": "Els"},
    )  # fmt: skip
    with pytest.raises(DayWrong):
        receive_request(request=wanted, actor=owner, **moment(DAY))


def test_a_locked_vault_keeps_the_clock_and_hides_the_person(owner, els):
    pk = a_request(owner, customer_id=els)
    locked = LockedVault()
    (row,) = request_rows(vault=locked, today=DAY, narrowing=Narrowing(state="open"))
    assert (row.number, row.name, row.clock.days_left) == (1, "", 31)
    found = request_card(request_id=pk, vault=locked, today=DAY)
    assert found.fields == {}
    with pytest.raises(VaultLocked):
        note_request(request_id=pk, text="x", actor=replace(owner, vault=locked), **moment(DAY))


def test_sales_register_and_note_and_decide_nothing(seller, owner, els):
    pk = a_request(seller, customer_id=els)
    note_request(request_id=pk, text="Belt morgen terug", actor=seller, **moment(DAY))
    assert card(seller, pk).steps[-1].text == "Belt morgen terug"
    for act in (
        lambda: match(seller, pk, els),
        lambda: prove(seller, pk),
        lambda: write(seller, pk, a_letter(LetterKind.ACKNOWLEDGEMENT)),
        lambda: close_request(request_id=pk, actor=seller, **moment(DAY)),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_nobody_else_may_do_anything(owner):
    for role in set(Role) - {Role.OWNER, Role.SALES}:
        with pytest.raises(NotAllowed):
            a_request(replace(owner, roles=frozenset({role})))


def test_a_note_says_something(owner):
    pk = a_request(owner)
    with pytest.raises(NoteMissing):
        note_request(request_id=pk, text=" ", actor=owner, **moment(DAY))
    with pytest.raises(RequestUnknown):
        note_request(request_id=pk + 1, text="x", actor=owner, **moment(DAY))


def test_a_code_proves_who_asks_and_the_clock_waits_meanwhile(owner, els):
    pk = a_request(owner, customer_id=els)
    asked = a_letter(
        LetterKind.IDENTITY, text="Uw code is {code}.", method=IdentityMethod.LETTER_CODE
    )
    letter = write(owner, pk, asked, on=later(2))
    assert CODE in text_of(letter_paper(letter_id=letter, vault=owner.vault))
    waiting = card(owner, pk, later(40)).row
    assert waiting.clock.paused_since == later(2)
    assert not waiting.clock.is_overdue
    assert waiting.next is Next.HEAR_WHO
    by_code = {"method": IdentityMethod.LETTER_CODE}
    assert not prove(owner, pk, on=later(10), code="XXXX-XXXX", **by_code)
    assert prove(owner, pk, on=later(12), code="bcdfgh23", **by_code)
    found = card(owner, pk, later(12))
    assert found.row.clock.paused_days == 10
    assert found.row.next is Next.ANSWER
    assert list(broken()) == []


def test_who_is_asked_late_makes_no_clock_wait(owner, els):
    pk = a_request(owner, customer_id=els)
    asked = a_letter(LetterKind.IDENTITY, text="{code}", method=IdentityMethod.LETTER_CODE)
    write(owner, pk, asked, on=later(6))
    assert card(owner, pk, later(40)).row.clock.is_overdue


def test_a_code_can_be_guessed_five_times_and_a_new_one_begins_anew(owner, els):
    pk = a_request(owner, customer_id=els)
    asked = a_letter(LetterKind.IDENTITY, text="{code}", method=IdentityMethod.LETTER_CODE)
    by_code = {"method": IdentityMethod.LETTER_CODE}
    with pytest.raises(IdentityUnclear) as unsent:
        prove(owner, pk, code=CODE, **by_code)
    assert unsent.value.field == "method"
    write(owner, pk, asked)
    assert not any(prove(owner, pk, code="nee", **by_code) for _ in range(5))
    with pytest.raises(IdentityUnclear) as too_often:
        prove(owner, pk, code=CODE, **by_code)
    assert too_often.value.field == "code"
    write(owner, pk, asked)
    assert prove(owner, pk, code=CODE, **by_code)


def test_a_code_goes_only_where_we_knew_the_person_before(owner, els):
    stranger = a_request(owner, address="Elders 1\n9999 ZZ Ver Weg")
    asked = a_letter(LetterKind.IDENTITY, text="{code}", method=IdentityMethod.LETTER_CODE)
    with pytest.raises(LetterWithoutWay):
        write(owner, stranger, asked)
    match(owner, stranger, els)
    letter = write(owner, stranger, asked)
    paper = text_of(letter_paper(letter_id=letter, vault=owner.vault))
    assert "Dorpsstraat 12" in paper
    assert "Ver Weg" not in paper
    with pytest.raises(LetterWithoutWay):
        write(owner, stranger, replace(asked, way=AnswerWay.EMAIL))
    with pytest.raises(PlaceEmpty):
        write(owner, stranger, replace(asked, words=replace(asked.words, text="Geen code")))


def test_who_knows_an_invoice_and_its_amount_is_who_they_say(owner):
    invoice = a_sent_invoice(owner)
    (found,) = invoices_by_id(ids=[invoice], today=DAY)
    pk = a_request(owner, customer_id=found.customer_id)
    known = {"method": IdentityMethod.KNOWS_DOCUMENT}
    assert not prove(owner, pk, number=found.label, cents=1, **known)
    assert not prove(owner, pk, number="", cents=37_900, **known)
    assert prove(owner, pk, number=f" {found.label} ", cents=37_900, **known)
    other = a_request(owner, customer_id=a_customer(owner, surname="Ander"))
    assert not prove(owner, other, number=found.label, cents=37_900, **known)


def test_recognising_somebody_takes_a_word_of_how(owner, els):
    pk = a_request(owner, customer_id=els)
    for method in (IdentityMethod.IN_PERSON, IdentityMethod.RECOGNISED):
        with pytest.raises(IdentityUnclear):
            prove(owner, pk, method=method, text=" ")
    for method in (IdentityMethod.LOGGED_IN, IdentityMethod.NOT_NEEDED):
        with pytest.raises(IdentityUnclear):
            prove(owner, pk, method=method)
    assert prove(owner, pk)


def test_somebody_else_than_was_thought_shows_anew_who_they_are(owner, els):
    pk = a_request(owner, customer_id=els)
    prove(owner, pk)
    assert card(owner, pk).row.next is Next.ANSWER
    match(owner, pk, a_customer(owner, surname="Ander"))
    assert card(owner, pk).row.next is Next.ASK_WHO
    match(owner, pk, None)
    assert card(owner, pk).row.next is Next.ANSWER
    nobody = RequestStep.objects.latest("pk").uid
    with pytest.raises(PersonUnknown):
        match_request(request_id=pk, customer_uid=nobody, actor=owner, **moment(DAY))
    assert list(broken()) == []


def test_a_merged_customer_is_found_under_each_of_their_names(owner, els):
    double = a_customer(owner, surname="Janssen")
    pk = a_request(owner, customer_id=double)
    merge_customers(keep_id=els, duplicate_id=double, actor=owner)
    person = known_person(owner.vault, card(owner, pk).row.customer_uid)
    assert person.id == els
    found = requests_of(customer_uids=person.uids, vault=owner.vault, today=DAY)
    assert [row.id for row in found] == [pk]


def test_an_extension_moves_the_last_day_once_and_says_why(owner, els):
    pk = a_request(owner, customer_id=els)
    longer = a_letter(
        LetterKind.EXTENSION, text="Omdat: {reason} Uiterlijk {until}.", months=2,
        reason="Uw dossier is groot.",
    )  # fmt: skip
    with pytest.raises(PlaceEmpty):
        write(owner, pk, replace(longer, reason=" "))
    letter = write(owner, pk, longer, on=later(20))
    paper = text_of(letter_paper(letter_id=letter, vault=owner.vault))
    assert "Uw dossier is groot." in paper
    assert "22 februari 2027" in paper
    found = card(owner, pk, later(40))
    assert found.row.clock.due_on == date(2027, 2, 22)
    assert not found.row.clock.is_overdue
    with pytest.raises(LetterNotNow):
        write(owner, pk, longer, on=later(21))
    late = a_request(owner, customer_id=els)
    with pytest.raises(LetterNotNow):
        write(owner, late, longer, on=later(32))


def test_an_answer_decides_stops_the_clock_and_is_kept_as_it_went_out(owner, els):
    pk = a_request(owner, customer_id=els)
    prove(owner, pk)
    letter = write(owner, pk, a_letter(LetterKind.ACCESS, text="Ja."), on=later(3))
    found = card(owner, pk, later(60))
    assert happened(owner, pk)[-2:] == [StepKind.DECIDED, StepKind.ANSWERED]
    assert (found.row.clock.ended_on, found.row.clock.days_left) == (later(3), None)
    assert found.row.next is Next.CLOSE
    assert found.letters[0].subject == "Uw verzoek"
    first = letter_paper(letter_id=letter, vault=owner.vault)
    assert first == letter_paper(letter_id=letter, vault=owner.vault)
    assert "Dorpsstraat 12" in text_of(first)
    with pytest.raises(RequestEnded):
        write(owner, pk, a_letter(LetterKind.ACCESS))
    close_request(request_id=pk, actor=owner, **moment(later(4)))
    assert card(owner, pk).row.next is Next.NOTHING
    with pytest.raises(RequestEnded):
        close_request(request_id=pk, actor=owner, **moment(later(4)))
    assert list(broken()) == []


def test_a_refusal_stands_on_a_ground_that_the_law_knows_for_it(owner, els):
    pk = a_request(owner, RequestKind.ERASURE, customer_id=els)
    refusal = a_letter(LetterKind.REFUSAL, text="Omdat {reason}", reason="er een factuur is")
    for ground in (None, Ground.ACCURATE):
        with pytest.raises(LetterNotNow):
            write(owner, pk, replace(refusal, ground=ground))
    write(owner, pk, replace(refusal, ground=Ground.LAW_KEEPS))
    decided = next(s for s in card(owner, pk).steps if s.what is StepKind.DECIDED)
    assert (decided.decision, decided.ground) == ("refused", "law_keeps")
    assert decided.text == "er een factuur is"


@pytest.mark.parametrize("kind", [RequestKind.WITHDRAWAL, RequestKind.COMPLAINT])
def test_some_requests_cannot_be_refused(owner, kind):
    pk = a_request(owner, kind)
    with pytest.raises(LetterNotNow):
        write(owner, pk, a_letter(LetterKind.REFUSAL, ground=Ground.UNFOUNDED))


def test_a_letter_goes_somewhere_and_says_something(owner, els):
    pk = a_request(owner)
    with pytest.raises(LetterWithoutWay):
        write(owner, pk, a_letter(LetterKind.ACKNOWLEDGEMENT))
    with pytest.raises(NoMailServer):
        write(owner, pk, a_letter(LetterKind.ACKNOWLEDGEMENT, AnswerWay.EMAIL))
    match(owner, pk, els)
    with pytest.raises(LetterEmpty):
        write(owner, pk, a_letter(LetterKind.ACKNOWLEDGEMENT, text=" "))
    with pytest.raises(LetterNotNow):
        write(owner, pk, a_letter(LetterKind.RECTIFIED))
    assert not RequestLetter.objects.exists()


def test_what_is_taken_back_is_over(owner):
    pk = a_request(owner)
    with pytest.raises(NoteMissing):
        drop_request(request_id=pk, text="", on=DAY, actor=owner, **moment(DAY))
    with pytest.raises(DayWrong):
        drop_request(request_id=pk, text="x", on=later(1), actor=owner, **moment(DAY))
    with pytest.raises(DayWrong):
        drop_request(request_id=pk, text="x", on=later(-1), actor=owner, **moment(DAY))
    drop_request(request_id=pk, text="Belde", on=DAY, actor=owner, **moment(DAY))
    found = card(owner, pk)
    assert (found.row.closed_on, found.row.next) == (DAY, Next.NOTHING)
    with pytest.raises(RequestEnded):
        prove(owner, pk)
    with pytest.raises(IdentityUnclear):
        close_request(request_id=pk, actor=owner, **moment(DAY))
    note_request(request_id=pk, text="Toch nog gebeld", actor=owner, **moment(later(1)))
    assert list(broken()) == []


def test_the_desk_is_in_the_order_of_the_clock_and_counts_what_asks_for_somebody(owner, els):
    young, old = a_request(owner, on=later(-2)), a_request(owner, on=later(-40))
    answered = a_request(owner, RequestKind.COMPLAINT, customer_id=els)
    write(owner, answered, a_letter(LetterKind.COMPLAINT_ANSWERED))
    gone = a_request(owner)
    drop_request(request_id=gone, text="x", on=DAY, actor=owner, **moment(DAY))

    def listed(state: str, **more) -> list[int]:
        narrowing = Narrowing(state=state, **more)
        return [r.id for r in request_rows(vault=owner.vault, today=DAY, narrowing=narrowing)]

    assert listed("open") == [old, young, answered]
    assert listed("overdue") == [old]
    assert listed("answered") == [answered]
    assert listed("closed") == [gone]
    assert listed("open", kind="complaint") == [answered]
    assert listed("", number=1) == [young]
    assert listed("", customer_uids=[uid_of(els)]) == [answered]
    counts = desk_counts(today=DAY)
    assert (counts.running, counts.overdue, counts.answered) == (2, 1, 1)
    assert counts.first_due_on == card(owner, old).row.clock.due_on


def test_a_page_begins_after_the_last_row_of_the_one_before(owner):
    ids = [a_request(owner, on=later(-n)) for n in range(5)]
    first = request_rows(vault=owner.vault, today=DAY, narrowing=Narrowing(state="open"), limit=3)
    key = (first[-1].clock.due_on, first[-1].id)
    rest = request_rows(
        vault=owner.vault, today=DAY, narrowing=Narrowing(state="open"), after=key, limit=3
    )
    assert sorted(row.id for row in (*first, *rest)) == ids


def test_a_page_takes_as_many_queries_whatever_it_holds(owner, els, django_assert_num_queries):
    for n in range(6):
        a_request(owner, customer_id=els, on=later(-n))
    with django_assert_num_queries(2):
        request_rows(vault=owner.vault, today=DAY)
    newest = PrivacyRequest.objects.latest("pk").pk
    with django_assert_num_queries(3):
        card(owner, newest)


def test_a_fact_cannot_be_rewritten_nor_go_while_the_clock_runs(owner, els):
    pk = a_request(owner, customer_id=els)
    for change in ({"happened_on": later(-1)}, {"what": "note"}, {"staff_id": uid_of(els)}):
        with pytest.raises(DatabaseError, match="is a fact"), transaction.atomic():
            RequestStep.objects.filter(request=pk).update(**change)
    with pytest.raises(DatabaseError, match="while its clock runs"), transaction.atomic():
        RequestStep.objects.filter(request=pk).delete()
    write(owner, pk, a_letter(LetterKind.ACKNOWLEDGEMENT))
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        RequestLetter.objects.update(contents=b"other")


def test_when_its_term_is_over_a_request_can_go(owner, els):
    pk = a_request(owner, RequestKind.COMPLAINT, customer_id=els)
    write(owner, pk, a_letter(LetterKind.COMPLAINT_ANSWERED))
    for record in RECORDS:
        assert record.term is Term.REQUEST
        rows = record.of([uid_of(els)])
        assert rows.exists()
        assert all(rows.values_list(record.since, flat=True))
        rows.delete()
    assert not PrivacyRequest.objects.exists()


def test_the_request_opens_when_the_customer_is_forgotten(owner, vault, els):
    """Its key is its own: it proves that the person was heard after they are gone."""
    pk = a_request(owner, RequestKind.ERASURE, customer_id=els)
    vault.shred(uid_of(els), grant=vault.confirm("shred", PASSWORD), reason="request")
    found = card(owner, pk)
    assert found.fields["name"] == "Els van der Jansen"
    assert known_person(owner.vault, found.row.customer_uid).name == ""


def test_the_days_of_a_pause_are_kept_beside_the_facts(owner, els):
    pk = a_request(owner, customer_id=els)
    asked = a_letter(LetterKind.IDENTITY, text="Nummer?", method=IdentityMethod.KNOWS_DOCUMENT)
    write(owner, pk, asked)
    row = PrivacyRequest.objects.get(pk=pk)
    assert (row.paused_since, row.due_on - row.received_on) == (DAY, timedelta(days=31))
    prove(owner, pk, on=later(9))
    row.refresh_from_db()
    assert (row.paused_since, row.due_on) == (None, date(2026, 12, 29))
