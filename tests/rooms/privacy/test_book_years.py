"""The key of a book year is destroyed when its term is over, because an owner says so."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, transaction

from klantkluis.billing.commands import file_paper
from klantkluis.billing.models import InvoiceSnapshot
from klantkluis.core.declared import Term
from klantkluis.core.roles import Role
from klantkluis.foundation.actors import NotAllowed
from klantkluis.privacy.models import ClassEnd
from klantkluis.privacy.retaining.holds import HoldGround, place_hold
from klantkluis.privacy.retaining.sweeping import look
from klantkluis.privacy.retaining.years import (
    YearHeld,
    YearNotOver,
    YearUnknown,
    book_years,
    end_year,
    held_documents,
)
from rooms.story import TODAY, a_sent_invoice

pytestmark = pytest.mark.usefixtures("our_company")

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
OVER = datetime(2034, 1, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def invoice_id(owner) -> int:
    invoice_id = a_sent_invoice(owner)
    file_paper(invoice_id=invoice_id, actor=owner, made_at=NOW)
    return invoice_id


def ended(owner, at: datetime = OVER, name: str = "F7-2026") -> list[str]:
    destroyed: list[str] = []
    end_year(name=name, destroy=destroyed.append, actor=owner, at=at)
    return destroyed


def test_each_year_says_what_lies_under_its_key_and_until_when(invoice_id):
    (year,) = book_years()
    assert (year.name, year.term, year.year, year.ends_on.isoformat()) == (
        "F7-2026", Term.BOOKS, 2026, "2034-01-01",
    )  # fmt: skip
    assert year.documents >= 2


def test_a_year_is_proposed_on_its_day_and_no_day_before(invoice_id):
    year = {each.code: each for each in look(date(2033, 12, 31))}["F7-2026"]
    assert (year.due, year.next_on.isoformat()) == (0, "2034-01-01")
    year = {each.code: each for each in look(OVER.date())}["F7-2026"]
    assert (year.due, year.overdue, year.next_on) == (book_years()[0].documents, 0, None)
    year = {each.code: each for each in look(OVER.date().replace(month=2))}["F7-2026"]
    assert year.overdue == year.due, "an owner has a month"


def test_the_vault_is_asked_and_a_fact_is_kept(owner, invoice_id):
    assert ended(owner) == ["F7-2026"]
    (fact,) = ClassEnd.objects.all()
    assert (fact.name, fact.staff_id, fact.ended_at) == ("F7-2026", owner.staff_id, OVER)
    for change in (lambda: ClassEnd.objects.update(documents=1), ClassEnd.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_nothing_is_destroyed_before_its_term(owner, invoice_id):
    with pytest.raises(YearNotOver):
        ended(owner, at=datetime(2033, 12, 31, 9, tzinfo=UTC))
    with pytest.raises(YearUnknown):
        ended(owner, name="F7-1999")
    assert not ClassEnd.objects.exists()


def test_a_hold_keeps_the_documents_of_a_year(owner, invoice_id):
    customer = InvoiceSnapshot.objects.get().invoice.customer
    place_hold(
        customer_id=customer.pk, ground=HoldGround.CLAIM, note="Zaak", since=TODAY, actor=owner,
        at=NOW,
    )  # fmt: skip
    assert held_documents("F7-2026") >= 2
    with pytest.raises(YearHeld):
        ended(owner)


def test_only_the_owner_ends_a_year(owner, invoice_id):
    clerk = replace(owner, roles=frozenset({Role.FISCAL, Role.BOOKKEEPER}))
    with pytest.raises(NotAllowed):
        ended(clerk)
