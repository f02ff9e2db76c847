"""Questions about VAT numbers that were checked."""

from collections.abc import Collection
from datetime import datetime

from klantkluis.core.treatment import NumberState
from klantkluis.customers.models import Customer, VatNumberCheck
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


def customers_to_ask(*, now: datetime) -> list[int]:
    """Give the customers whose VAT number is to be asked for (again), in the order of their ids.

    Not those who asked us to restrict the use of their data (GDPR art. 18).
    """
    active = Customer.objects.filter(
        vat_number_rev__gt=0, state=Customer.State.ACTIVE, restricted=False
    )
    ids = list(active.order_by("pk").values_list("pk", flat=True))
    found = vat_standings(customer_ids=ids)
    return [pk for pk in ids if found[pk].is_to_be_asked(now)]
