"""Each rule of erasures is broken once on purpose, and says so."""

from datetime import timedelta

import pytest

from klantkluis.customers.erasing import uid_of
from klantkluis.customers.models import Customer, CustomerChange
from klantkluis.privacy.erasing.invariants import broken
from klantkluis.privacy.models import ErasureLine, ErasureStep, OpenErasure
from rooms.privacy.forgetting import NOW, a_plan, a_signed_plan, forget
from rooms.story import a_customer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("our_company")]


@pytest.fixture
def customer_id(owner):
    return a_customer(owner)


def test_an_erasure_that_was_done_breaks_nothing(owner, customer_id, keys):
    forget(owner, customer_id, keys)
    assert list(broken()) == []


def test_an_erasure_that_goes_on_unseen_is_found(owner, customer_id, keys):
    a_signed_plan(owner, uid_of(customer_id), keys)
    OpenErasure.objects.all().delete()
    assert any("goes on and is not among" in each for each in broken())


def test_an_erasure_that_is_over_and_stands_open_is_found(owner, customer_id, keys):
    plan_id = forget(owner, customer_id, keys)
    OpenErasure.objects.create(plan_id=plan_id, not_before=NOW)
    assert any("is over and stands among" in each for each in broken())


def test_a_step_before_its_time_is_found(owner, customer_id, keys):
    plan_id = a_signed_plan(owner, uid_of(customer_id), keys)
    ErasureStep.objects.create(plan_id=plan_id, step="rows", at=NOW)
    assert any("before its step key" in each for each in broken())


def test_a_row_of_somebody_who_was_erased_is_found(owner, customer_id, keys):
    forget(owner, customer_id, keys)
    CustomerChange.objects.create(
        customer_id=customer_id, rev=9, staff_id=owner.staff_id, channel="office",
        at=NOW + timedelta(days=1),
    )  # fmt: skip
    assert any("customers.CustomerChange row" in each for each in broken())
    assert Customer.objects.get(pk=customer_id).state == "erased"


def test_a_plan_with_a_line_more_than_was_signed_is_found(owner, customer_id, keys):
    plan_id = a_signed_plan(owner, uid_of(customer_id), keys)
    ErasureLine.objects.create(plan_id=plan_id, model="sales.Order", row=999, verdict="erase")
    assert any("does not say what was signed" in each for each in broken())


def test_a_plan_that_nobody_signed_breaks_nothing(owner, customer_id):
    a_plan(owner, uid_of(customer_id))
    assert list(broken()) == []
