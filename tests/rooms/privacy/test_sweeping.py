"""What was kept for its term goes by itself on its day, and no day before."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from klantkluis.core.declared import Term
from klantkluis.core.roles import Channel
from klantkluis.customers.commands import (
    announce_lift,
    give_consent,
    lift,
    note_contact,
    withdraw_consent,
)
from klantkluis.customers.models import Consent, ContactNote, VatNumberCheck
from klantkluis.customers.restriction_rows import Restriction
from klantkluis.customers.restriction_rules import Told
from klantkluis.foundation.expiring import all_expiring, is_moment
from klantkluis.foundation.models import Event
from klantkluis.office.access.models import Staff
from klantkluis.privacy.models import RelationOver, Sweep, SweepFinding
from klantkluis.privacy.retaining.holds import HoldGround, end_hold, place_hold
from klantkluis.privacy.retaining.sweeping import PEOPLE, Found, look, overdue, sweep
from klantkluis.privacy.retaining.terms import decide_term
from klantkluis.sales.commands import refuse_quote
from klantkluis.sales.models import Quote, QuoteVersion
from rooms.quoting import UNTIL, an_issued_quote
from rooms.restricting import restricted_now
from rooms.story import TODAY, a_customer, a_line, a_product, all_broken

pytestmark = pytest.mark.usefixtures("our_company")

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def night(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 2, 30, tzinfo=UTC)


def found(code: str, day: date) -> Found:
    return next(each for each in look(day) if each.code == code)


def a_note(owner, customer_id: int, at: datetime = NOW) -> int:
    note_contact(customer_id=customer_id, text="Belde", means="phone", direction="in", actor=owner)
    note = ContactNote.objects.order_by("-pk")[0]
    ContactNote.objects.filter(pk=note.pk).update(at=at)
    return note.pk


@pytest.mark.django_db
def test_each_kind_has_a_name_of_its_own_and_can_be_asked_for():
    kinds = all_expiring()
    assert len({each.code for each in kinds}) == len(kinds) > 8
    for each in kinds:
        assert each.due(TODAY).count() == 0
        assert each.standing(TODAY).by_month == {} or each.code == "events"
        is_moment(each.rows(), each.since)
        list(each.rows().values_list("pk", *([each.person] if each.person else []))[:0])


def test_a_note_goes_two_years_after_the_contact_and_no_day_before(owner):
    a_note(owner, a_customer(owner))
    sweep(night(date(2028, 11, 19)))
    assert ContactNote.objects.count() == 1
    sweep(night(date(2028, 11, 20)))
    assert ContactNote.objects.count() == 0
    assert all_broken() == []


def test_a_shorter_term_of_the_owner_holds_from_the_next_night_on(owner):
    a_note(owner, a_customer(owner))
    decide_term(term=Term.RELATION, months=12, reason="Genoeg", actor=owner, at=NOW)
    assert found("contact_notes", date(2027, 11, 20)).due == 1
    assert found("contact_notes", date(2027, 11, 20)).months == 12


def test_a_quote_goes_a_year_after_it_expired_or_was_refused(owner):
    chair = a_product(owner)
    expired, refused = (an_issued_quote(owner, a_line(chair)) for _ in range(2))
    refuse_quote(quote_id=refused, refused_on=TODAY, reason="Te duur", actor=owner)
    sweep(night(date(2027, 11, 20)))
    assert set(QuoteVersion.objects.values_list("quote", flat=True)) == {expired}
    sweep(night(date(2027, 12, 19)))
    assert QuoteVersion.objects.count() == 1
    assert date(2026, 12, 20) == UNTIL
    sweep(night(date(2027, 12, 20)))
    assert QuoteVersion.objects.count() == 0
    assert Quote.objects.count() == 2, "numbers stay, so that the series has no gap"
    assert all_broken() == []


def test_a_consent_is_proof_as_long_as_it_is_in_use_and_five_years_after(owner):
    """GDPR art. 7(1)."""
    customer_id = a_customer(owner)
    given = {"customer_id": customer_id, "channel": Channel.OFFICE, "actor": owner}
    give_consent(evidence="Formulier", at=NOW, today=TODAY, **given)
    later = date(2040, 1, 1)
    assert found("consents", later).due == 0, "a yes that holds is never over"
    withdraw_consent(evidence="Mail", at=datetime(2030, 1, 15, 12, tzinfo=UTC), **given)
    assert found("consents", date(2035, 1, 14)).due == 0
    assert found("consents", date(2035, 1, 15)).due == 2
    sweep(night(date(2035, 1, 15)))
    assert Consent.objects.count() == 0


def test_traces_of_who_did_what_go_after_two_years(owner):
    a_customer(owner)
    here = Event.objects.count()
    assert here > 0
    later = date(2031, 1, 1)
    assert found("events", later).due == here
    sweep(night(later))
    assert Event.objects.count() == 0


def test_of_who_is_held_nothing_goes_until_the_hold_ends(owner):
    kept, gone = a_customer(owner), a_customer(owner)
    note, _other = a_note(owner, kept), a_note(owner, gone)
    hold_id = place_hold(
        customer_id=kept, ground=HoldGround.CLAIM, note="Zaak", since=TODAY, actor=owner, at=NOW
    )
    day = date(2029, 1, 1)
    assert (found("contact_notes", day).due, found("contact_notes", day).held) == (1, 1)
    sweep(night(day))
    assert list(ContactNote.objects.values_list("pk", flat=True)) == [note]
    end_hold(hold_id=hold_id, actor=owner, today=day)
    sweep(night(day))
    assert not ContactNote.objects.exists()


def test_a_look_changes_nothing(owner):
    a_note(owner, a_customer(owner))
    before = Event.objects.count()
    assert found("contact_notes", date(2029, 1, 1)).due == 1
    assert (ContactNote.objects.count(), Event.objects.count()) == (1, before)
    assert not Sweep.objects.exists()
    assert not RelationOver.objects.exists()


def test_each_sweep_is_a_fact_with_what_it_found(owner):
    a_note(owner, a_customer(owner))
    day = date(2028, 11, 20)
    sweep(night(day))
    rows = {row.code: row for row in SweepFinding.objects.all()}
    assert (rows["contact_notes"].removed, rows["contact_notes"].due) == (1, 0)
    assert rows[PEOPLE].due == RelationOver.objects.count() == 1
    assert RelationOver.objects.get().last_on == TODAY
    sweep(night(day))
    assert Sweep.objects.count() == 2
    again = SweepFinding.objects.get(sweep=Sweep.objects.latest("pk"), code="contact_notes")
    assert again.removed == 0, "twice is harmless"
    for change in (
        lambda: Sweep.objects.update(look_only=True),
        lambda: SweepFinding.objects.update(removed=0),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_what_earlier_sweeps_found_goes_as_well(owner):
    sweep(night(TODAY))
    sweep(night(date(2028, 11, 20)))
    assert Sweep.objects.count() == 1


def test_what_comes_next_is_known(owner):
    a_note(owner, a_customer(owner))
    notes = found("contact_notes", TODAY)
    assert (notes.next_on, notes.ahead) == (date(2028, 11, 20), {date(2028, 11, 1): 1})
    assert found(PEOPLE, TODAY).next_on == date(2028, 11, 1)


def test_what_should_have_gone_days_ago_is_late(owner):
    a_note(owner, a_customer(owner))
    ended = date(2028, 11, 20)
    assert overdue(ended + timedelta(days=2)) == (0, ())
    count, sentences = overdue(ended + timedelta(days=3))
    assert (count, sentences) == (1, ("contact_notes: 1 kept beyond their term",))
    sweep(night(ended + timedelta(days=3)))
    assert overdue(ended + timedelta(days=3)) == (0, ())


def test_an_owner_has_a_month_to_say_who_is_forgotten(owner):
    a_customer(owner)
    known = date(2029, 3, 1)
    sweep(night(known))
    sweep(night(known + timedelta(days=10)))
    assert found(PEOPLE, known + timedelta(days=30)).overdue == 0
    assert found(PEOPLE, known + timedelta(days=31)).overdue == 1
    assert "people: 1 kept beyond their term" in overdue(known + timedelta(days=31))[1]


def test_more_than_one_portion_goes_in_one_night(owner, monkeypatch):
    monkeypatch.setattr("klantkluis.foundation.expiring.AT_ONCE", 2)
    customer_id = a_customer(owner)
    for _ in range(5):
        a_note(owner, customer_id)
    sweep(night(date(2029, 1, 1)))
    assert not ContactNote.objects.exists()


def test_an_account_of_a_colleague_goes_two_years_after_it_was_closed(owner):
    ago = datetime(2026, 3, 1, 9, tzinfo=UTC)
    gone = Staff.objects.create(
        username="weg", display_name="Weg", is_active=False, closed_at=ago, password="x"
    )
    Staff.objects.create(username="hier", display_name="Hier", password="x")
    sweep(night(date(2028, 2, 29)))
    assert Staff.objects.filter(pk=gone.pk).exists()
    sweep(night(date(2028, 3, 1)))
    assert list(Staff.objects.values_list("username", flat=True)) == ["hier"]


def test_a_restriction_goes_five_years_after_it_was_lifted_and_one_that_holds_stays(owner):
    lifted, holds = a_customer(owner), a_customer(owner)
    pk = restricted_now(lifted, owner, at=NOW)
    restricted_now(holds, owner, at=NOW)
    announce_lift(restriction_id=pk, how=Told.MAIL, actor=owner, at=NOW)
    lift(restriction_id=pk, actor=owner, at=NOW)
    assert found("restrictions", date(2031, 11, 19)).due == 0
    sweep(night(date(2031, 11, 20)))
    assert list(Restriction.objects.values_list("customer", flat=True)) == [holds]


def test_of_checks_of_a_vat_number_the_last_stays_and_earlier_ones_go_with_the_books(owner):
    customer_id = a_customer(owner)
    for year in (2015, 2016, 2025):
        VatNumberCheck.objects.create(
            customer_id=customer_id, number_rev=1, state="down",
            at=datetime(year, 5, 1, tzinfo=UTC),
        )  # fmt: skip
    sweep(NOW)
    assert VatNumberCheck.objects.get().at.year == 2025
