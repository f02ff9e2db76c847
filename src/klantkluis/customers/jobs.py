"""What this room does in the background."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _
from stdnum.eu import vat

from klantkluis.core.refusals import Refusal
from klantkluis.core.treatment import NumberState
from klantkluis.customers.blocking import CustomerRestricted, refuse_restricted
from klantkluis.customers.commands.registering import CustomerUnknown
from klantkluis.customers.commands.vat_checks import record_vat_check
from klantkluis.customers.models import Customer
from klantkluis.customers.restriction_rules import Use
from klantkluis.customers.stored import CUSTOMER
from klantkluis.customers.vat_checks.rules import NOT_REACHED, Outcome
from klantkluis.customers.vat_checks.vies import SERVICE, ask_vies
from klantkluis.foundation.company import company
from klantkluis.foundation.jobs import Run
from klantkluis.foundation.outgoing import ServiceShut, is_opened
from klantkluis.vault.purposes import Purpose

IN_A_ROW: Final = 5
"""After so many questions in a row that reached nobody, the others are not asked now."""


class ServiceAway(Refusal):
    """VIES could not be reached several times in a row, so this number was not asked for."""


type Note = Callable[[UUID], object]
"""Notes, before it leaves, that the number of this customer is given to the Commission."""


def check_vat_numbers(run: Run, note: Note) -> None:
    """Ask VIES for the VAT numbers of `customer_ids`, and keep what came back.

    A number that cannot be one is not asked for. Harmless to do twice: another answer is another
    fact. While VIES is not there at all, the rest is left for another time.
    """
    ours, missed = company().vat_number, 0
    for customer_id in run.over(run.about["customer_ids"]):
        try:
            _refuse_when_away(missed)
            outcome = _check(run, customer_id, ours, note)
            missed = missed + 1 if outcome and outcome.problem in NOT_REACHED else 0
        except (CustomerUnknown, CustomerRestricted, ServiceShut, ServiceAway) as refusal:
            run.leave_out(customer_id, refusal)


def _refuse_when_away(missed: int) -> None:
    if missed >= IN_A_ROW:
        raise ServiceAway(_("VIES could not be reached. It is asked again by itself."))


def _check(run: Run, customer_id: int, ours: str, note: Note) -> Outcome | None:
    customer = Customer.objects.filter(pk=customer_id, state=Customer.State.ACTIVE).first()
    if customer is None:
        raise CustomerUnknown(_("There is no such customer any more."))
    refuse_restricted(customer, Use.VAT_CHECK)
    if not customer.vat_number_rev:
        return None
    fields = CUSTOMER.open_one(run.actor.vault, Purpose.INVOICE, customer)
    number = str(fields.get("vat_number", ""))
    outcome = _NO_NUMBER
    if vat.is_valid(number):
        if not is_opened(SERVICE):
            raise ServiceShut(_("This connection is off. The owner can open it in the settings."))
        note(customer.uid)
        outcome = ask_vies(number, ours)
    record_vat_check(
        customer_id=customer_id,
        number_rev=customer.vat_number_rev,
        outcome=outcome,
        actor=run.actor,
        at=run.clock(),
    )
    return outcome


_NO_NUMBER = Outcome(NumberState.INVALID, problem="no_vat_number")
