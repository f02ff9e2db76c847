"""What this room does in the background."""

from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext as _
from stdnum.eu import vat

from klantkluis.core.refusals import Refusal
from klantkluis.core.treatment import NumberState
from klantkluis.customers.commands.registering import CustomerUnknown
from klantkluis.customers.commands.vat_checks import record_vat_check
from klantkluis.customers.models import Customer
from klantkluis.customers.stored import CUSTOMER
from klantkluis.customers.vat_checks.rules import NOT_REACHED, Outcome
from klantkluis.customers.vat_checks.vies import ask_vies
from klantkluis.foundation.company import company
from klantkluis.foundation.jobs import Run
from klantkluis.foundation.outgoing import ServiceShut
from klantkluis.vault.purposes import Purpose

IN_A_ROW: Final = 5
"""After so many questions in a row that reached nobody, the others are not asked now."""


class ServiceAway(Refusal):
    """VIES could not be reached several times in a row, so this number was not asked for."""


type Ask = Callable[[str, str], Outcome]
"""Asks for a number, with our own; see `ask_vies`."""


def check_vat_numbers(run: Run) -> None:
    """Ask VIES for the VAT numbers of `customer_ids`, and keep what came back.

    A number that cannot be one is not asked for. Harmless to do twice: another answer is another
    fact. While VIES is not there at all, the rest is left for another time.
    """
    ours, missed = company().vat_number, 0
    for customer_id in run.over(run.about["customer_ids"]):
        try:
            _refuse_when_away(missed)
            outcome = _check(run, customer_id, ours, ask_vies)
            missed = missed + 1 if outcome and outcome.problem in NOT_REACHED else 0
        except (CustomerUnknown, ServiceShut, ServiceAway) as refusal:
            run.leave_out(customer_id, refusal)


def _refuse_when_away(missed: int) -> None:
    if missed >= IN_A_ROW:
        raise ServiceAway(_("VIES could not be reached. It is asked again by itself."))


def _check(run: Run, customer_id: int, ours: str, ask: Ask) -> Outcome | None:
    customer = Customer.objects.filter(pk=customer_id, state=Customer.State.ACTIVE).first()
    if customer is None:
        raise CustomerUnknown(_("There is no such customer any more."))
    if not customer.vat_number_rev or customer.restricted:
        return None
    fields = CUSTOMER.open_one(run.actor.vault, Purpose.INVOICE, customer)
    number = str(fields.get("vat_number", ""))
    outcome = ask(number, ours) if vat.is_valid(number) else _NO_NUMBER
    record_vat_check(
        customer_id=customer_id,
        number_rev=customer.vat_number_rev,
        outcome=outcome,
        actor=run.actor,
        at=run.clock(),
    )
    return outcome


_NO_NUMBER = Outcome(NumberState.INVALID, problem="no_vat_number")
