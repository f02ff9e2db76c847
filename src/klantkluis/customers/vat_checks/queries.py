"""Questions about VAT numbers that were checked."""

from collections.abc import Collection
from datetime import UTC, datetime
from itertools import batched
from typing import Final

from klantkluis.core.treatment import NumberState
from klantkluis.customers.blocking import not_blocked
from klantkluis.customers.models import Customer, VatNumberCheck
from klantkluis.customers.restriction_rules import Use
from klantkluis.customers.vat_checks.rules import Checked, Standing, standing


def vat_standings(*, customer_ids: Collection[int]) -> dict[int, Standing]:
    """Say of each customer what we know of its VAT number, in two queries."""
    checks: dict[int, list[Checked]] = {}
    rows = VatNumberCheck.objects.filter(customer__in=customer_ids)
    for row in rows:
        checks.setdefault(row.customer_id, []).append(
            Checked(row.number_rev, row.at, NumberState(row.state), row.consultation, row.problem)
        )
    numbers = Customer.objects.filter(pk__in=customer_ids).values_list("pk", "vat_number_rev")
    return {pk: standing(rev, checks.get(pk, ())) for pk, rev in numbers}


AT_ONCE: Final = 500
_NEVER: Final = datetime.min.replace(tzinfo=UTC)


def customers_to_ask(*, now: datetime, limit: int | None = None) -> list[int]:
    """Give the customers whose VAT number is to be asked for (again), in the order of their ids.

    Not those who asked us to restrict the use of their data (GDPR art. 18). With a limit, those
    whose number waits longest: never asked for, then asked for longest ago.
    """
    active = Customer.objects.filter(
        not_blocked(Use.VAT_CHECK), vat_number_rev__gt=0, state=Customer.State.ACTIVE
    )
    ids = list(active.order_by("pk").values_list("pk", flat=True))
    asked: dict[int, datetime] = {}
    for portion in batched(ids, AT_ONCE, strict=False):
        standings = vat_standings(customer_ids=portion)
        asked |= {
            pk: found.check.at if found.check else _NEVER
            for pk, found in standings.items()
            if found.is_to_be_asked(now)
        }
    longest = sorted(asked, key=lambda pk: (asked[pk], pk))
    return sorted(longest[:limit])
