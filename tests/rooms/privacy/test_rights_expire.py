"""What proves that we did right by people goes five years after it ended (GDPR art. 5(2))."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from klantkluis.core.declared import Recipient
from klantkluis.disclosures.commands import disclose
from klantkluis.disclosures.models import DisclosedSubject, Disclosure, Notice
from klantkluis.disclosures.rules import Ground, HandOver, What, Why, categories_of
from klantkluis.privacy.breaches.commands import NewBreach, register_breach
from klantkluis.privacy.commands.handling import drop_request
from klantkluis.privacy.models import (
    Breach,
    BreachClosure,
    PrivacyRequest,
    ProofRun,
    RequestStep,
)
from klantkluis.privacy.retaining.sweeping import look, sweep
from rooms.privacy.asking import a_request, moment
from rooms.story import all_broken

pytestmark = pytest.mark.usefixtures("our_company")

OLD, YOUNG = date(2018, 3, 1), date(2024, 3, 1)
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 11, tzinfo=UTC)


def due(code: str, day: date) -> int:
    return next(each.due for each in look(day) if each.code == code)


def test_a_request_goes_with_all_that_happened_to_it(owner):
    for day in (OLD, YOUNG):
        request_id = a_request(owner, on=day)
        drop_request(request_id=request_id, text="Belde af", on=day, actor=owner, **moment(day))
    still_runs = a_request(owner, on=OLD)
    assert (due("requests", date(2023, 2, 28)), due("requests", date(2023, 3, 1))) == (0, 1)
    sweep(NOW)
    assert PrivacyRequest.objects.count() == 2
    assert PrivacyRequest.objects.filter(pk=still_runs).exists(), "its clock runs"
    assert not RequestStep.objects.filter(request__received_on=OLD, what="dropped").exists()
    assert all_broken() == []


def handed(owner, day: date) -> int:
    return disclose(
        what=What.INVOICES,
        to=HandOver(Recipient.ACCOUNTANT, Ground.PROCESSOR, Why.BOOKKEEPING, "Cijfers & Zo"),
        categories=categories_of(What.INVOICES), subjects=[uuid4()], actor=owner, at=noon(day),
    )  # fmt: skip


def test_a_hand_over_goes_with_whom_it_was_about(owner):
    for day in (OLD, YOUNG):
        handed(owner, day)
    sweep(NOW)
    assert Disclosure.objects.get().at == noon(YOUNG)
    assert DisclosedSubject.objects.count() == 1
    assert all_broken() == []


def test_a_hand_over_of_which_the_recipient_was_told_lately_stays(owner):
    disclosure = Disclosure.objects.get(pk=handed(owner, OLD))
    Notice.objects.create(
        disclosure=disclosure, subject=uuid4(), kind="erased", categories=[],
        prepared_at=noon(YOUNG), staff_id=owner.staff_id,
    )  # fmt: skip
    sweep(NOW)
    assert (Disclosure.objects.count(), Notice.objects.count()) == (1, 1)


def test_a_breach_goes_five_years_after_it_was_closed(owner):
    for day in (OLD, YOUNG):
        new = NewBreach(
            what="Post bij de buren", known_at=noon(day), began_at=None, confidentiality=True,
            categories=["dpv-pd:Name"],
        )  # fmt: skip
        pk = register_breach(breach=new, actor=owner, at=noon(day))
        BreachClosure.objects.create(
            breach_id=pk, at=noon(day) + timedelta(days=30), staff_id=owner.staff_id
        )
    assert (due("breaches", date(2023, 3, 30)), due("breaches", date(2023, 3, 31))) == (0, 1)
    sweep(NOW)
    assert Breach.objects.get().known_at == noon(YOUNG)


def test_what_earlier_checks_found_goes_after_two_years(db):
    for day in (OLD, date(2026, 1, 1)):
        ProofRun.objects.create(began_at=noon(day), ended_at=noon(day), release="1")
    sweep(NOW)
    assert ProofRun.objects.count() == 1
