"""Short ways to say that somebody's data may be kept and not used."""

from datetime import datetime

from django.utils import timezone

from klantkluis.customers.commands import restrict
from klantkluis.customers.restriction_rules import Cause
from klantkluis.foundation.actors import Actor


def restricted_now(
    customer_id: int, actor: Actor, cause: Cause = Cause.ACCURACY, at: datetime | None = None
) -> int:
    return restrict(
        customer_id=customer_id, cause=cause, reason="Zegt dat het adres niet klopt.", actor=actor,
        at=at or timezone.now(),
    )  # fmt: skip
