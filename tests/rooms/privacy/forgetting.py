"""Short ways to forget somebody."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from klantkluis.customers.erasing import uid_of
from klantkluis.foundation.actors import Actor
from klantkluis.privacy.erasing.carrying import carry_out
from klantkluis.privacy.erasing.commands import plan_erasure, sign_erasure
from klantkluis.privacy.models import ErasurePlan
from klantkluis.privacy.verdicts import AskedBy
from rooms.privacy.keys import Keys
from rooms.story import TODAY

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
By = AskedBy


def a_plan(actor: Actor, person: UUID, asked_by: AskedBy = By.PERSON, today: date = TODAY) -> int:
    return plan_erasure(person=person, asked_by=asked_by, actor=actor, today=today, now=NOW)


def a_signed_plan(
    actor: Actor, person: UUID, keys: Keys, asked_by: AskedBy = By.PERSON,
    today: date = TODAY,
) -> int:  # fmt: skip
    plan_id = a_plan(actor, person, asked_by, today)
    digest = ErasurePlan.objects.get(pk=plan_id).digest
    sign_erasure(
        plan_id=plan_id, digest=digest, actor=actor, today=today, now=NOW, vault=keys,
        grant=keys.grant,
    )  # fmt: skip
    return plan_id


def forget(actor: Actor, customer_id: int, keys: Keys, today: date = TODAY) -> int:
    """Forget a customer who asked for it, as far as that can be; give the plan."""
    person = uid_of(customer_id)
    assert person is not None
    plan_id = a_signed_plan(actor, person, keys, today=today)
    carry_out(plan_id, keys=keys, today=today, now=NOW + timedelta(minutes=1))
    return plan_id
