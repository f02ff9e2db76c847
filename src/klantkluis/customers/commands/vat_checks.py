"""Keeping what came of asking for a VAT number."""

from datetime import datetime

from django.utils.translation import gettext as _

from klantkluis.core.roles import Role
from klantkluis.customers.commands.registering import CustomerUnknown
from klantkluis.customers.models import Customer, VatNumberCheck
from klantkluis.customers.vat_checks.rules import Outcome
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert


@command("vat_number.checked", Role.SALES, Role.BOOKKEEPER)
def record_vat_check(
    *,
    customer_id: int,
    number_rev: int,
    outcome: Outcome,
    actor: Actor,
    at: datetime,
) -> int:
    """Keep what came of asking for the number that a customer had since a revision; give the id.

    Nothing is overwritten: the last real answer counts, see `vat_checks.rules.standing`. Also an
    answer about a number that was changed meanwhile is kept; it says nothing of the new one.

    Raises:
        CustomerUnknown: there is no such customer.
    """
    if not Customer.objects.filter(pk=customer_id).exists():
        raise CustomerUnknown(_("There is no such customer any more."))
    row = VatNumberCheck(
        customer_id=customer_id,
        number_rev=number_rev,
        at=at,
        state=VatNumberCheck.State(outcome.state.value),
        consultation=outcome.consultation,
        problem=outcome.problem,
    )
    insert(row)
    return row.pk
