"""Of a customer under a legal hold nothing goes, and the hold says why under lock."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, transaction

from klantkluis.core.roles import Role
from klantkluis.customers.models import Customer
from klantkluis.foundation.actors import NotAllowed
from klantkluis.foundation.records import claims_on
from klantkluis.privacy.models import LegalHold, LegalHoldEnd
from klantkluis.privacy.retaining.holds import (
    LEGAL_HOLD,
    HoldGround,
    HoldInFuture,
    HoldNoteMissing,
    HoldOnNobody,
    HoldUnknown,
    end_hold,
    held,
    place_hold,
)
from klantkluis.vault.purposes import Purpose
from rooms.story import a_customer

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TODAY = NOW.date()

pytestmark = pytest.mark.django_db


def a_hold(owner, customer_id: int, **other) -> int:
    given = {"ground": HoldGround.CLAIM, "note": "Zaak over een kast", "since": TODAY} | other
    return place_hold(customer_id=customer_id, actor=owner, at=NOW, **given)


def test_who_is_held_is_known_until_the_hold_ends(owner):
    first, second = (Customer.objects.get(pk=a_customer(owner)).uid for _ in range(2))
    hold_id = a_hold(owner, Customer.objects.get(uid=first).pk)
    assert held([first, second]) == {first}
    (claim,) = claims_on([first, second])
    assert (claim.uid, claim.code, claim.law) == (first, "legal_hold", "GDPR art. 17(3)(e)")
    end_hold(hold_id=hold_id, actor=owner, today=TODAY)
    assert held([first, second]) == set()
    assert claims_on([first, second]) == ()


def test_one_of_two_holds_is_enough(owner):
    customer_id = a_customer(owner)
    uid = Customer.objects.get(pk=customer_id).uid
    first = a_hold(owner, customer_id)
    a_hold(owner, customer_id, ground=HoldGround.COURT)
    end_hold(hold_id=first, actor=owner, today=TODAY)
    assert held([uid]) == {uid}


def test_why_lies_sealed_under_the_customers_own_key(owner):
    hold = LegalHold.objects.get(pk=a_hold(owner, a_customer(owner), note="Zaak Vermeer"))
    assert b"Vermeer" not in bytes(hold.sealed)
    assert LEGAL_HOLD.open_one(owner.vault, Purpose.FILE, hold) == {"note": "Zaak Vermeer"}
    assert LEGAL_HOLD.sealed(hold).owner == hold.customer.uid


def test_a_hold_says_why_and_since_when(owner):
    customer_id = a_customer(owner)
    with pytest.raises(HoldNoteMissing):
        a_hold(owner, customer_id, note=" ")
    with pytest.raises(HoldInFuture):
        a_hold(owner, customer_id, since=date(2026, 11, 21))
    with pytest.raises(HoldOnNobody):
        a_hold(owner, 10**6)


def test_a_hold_ends_once(owner):
    hold_id = a_hold(owner, a_customer(owner))
    end_hold(hold_id=hold_id, actor=owner, today=TODAY)
    with pytest.raises(HoldUnknown):
        end_hold(hold_id=hold_id, actor=owner, today=TODAY)


def test_only_the_owner_holds_and_lets_go(owner):
    customer_id = a_customer(owner)
    clerk = replace(owner, roles=frozenset({Role.SALES, Role.FISCAL}))
    with pytest.raises(NotAllowed):
        a_hold(clerk, customer_id)
    hold_id = a_hold(owner, customer_id)
    with pytest.raises(NotAllowed):
        end_hold(hold_id=hold_id, actor=clerk, today=TODAY)


def test_holds_and_their_ends_are_facts(owner):
    end_hold(hold_id=a_hold(owner, a_customer(owner)), actor=owner, today=TODAY)
    for change in (
        lambda: LegalHold.objects.update(since=date(2020, 1, 1)),
        lambda: LegalHold.objects.update(ground="court"),
        lambda: LegalHoldEnd.objects.update(ended_on=date(2030, 1, 1)),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
