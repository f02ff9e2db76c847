"""Each rule of retention is broken once on purpose, and says so."""

from datetime import UTC, date, datetime

import pytest

from klantkluis.customers.models import Customer
from klantkluis.privacy.models import ClassEnd, TermDecision
from klantkluis.privacy.retaining.holds import HoldGround, end_hold, place_hold
from klantkluis.privacy.retaining.invariants import broken
from rooms.story import a_customer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("our_company")]

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def test_a_term_outside_its_bounds_is_found(owner):
    TermDecision.objects.create(
        term="relation", months=999, reason="x", decided_at=NOW, staff_id=owner.staff_id
    )
    assert [each for each in broken() if "outside its bounds" in each]
    TermDecision.objects.create(
        term="relation", months=36, reason="x", decided_at=NOW, staff_id=owner.staff_id
    )
    assert list(broken()) == []


def test_somebody_who_was_erased_under_a_hold_is_found(owner):
    customer_id = a_customer(owner)
    hold_id = place_hold(
        customer_id=customer_id, ground=HoldGround.CLAIM, note="Zaak", since=date(2026, 1, 1),
        actor=owner, at=NOW,
    )  # fmt: skip
    assert list(broken()) == []
    Customer.objects.filter(pk=customer_id).update(state="erased", sealed=b"")
    assert [each for each in broken() if "under a legal hold and was erased" in each]
    end_hold(hold_id=hold_id, actor=owner, today=NOW.date())
    assert list(broken()) == []


def test_a_key_that_was_destroyed_too_early_is_found(owner):
    ClassEnd.objects.create(name="F7-2018", documents=1, ended_at=NOW, staff_id=owner.staff_id)
    assert list(broken()) == []
    ClassEnd.objects.create(name="F7-2025", documents=1, ended_at=NOW, staff_id=owner.staff_id)
    assert [each for each in broken() if "F7-2025 was destroyed before" in each]
