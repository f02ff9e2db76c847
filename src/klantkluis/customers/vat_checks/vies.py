"""Asking VIES, the register of VAT numbers of the European Commission."""

from typing import Final

from klantkluis.core.treatment import NumberState
from klantkluis.customers.vat_checks.rules import Outcome, outcome_of
from klantkluis.foundation.outgoing import ServiceDown, ask

SERVICE: Final = "vies"
ADDRESS: Final = "https://ec.europa.eu/taxation_customs/vies/rest-api"
_PATH: Final = "check-vat-number"


def ask_vies(vat_number: str, ours: str) -> Outcome:
    """Ask whether a VAT number is valid; our own goes along, so that VIES gives proof.

    Both numbers begin with the prefix of their country, without blanks or dots. Only these two
    leave the house. Never call it inside a transaction.

    Raises:
        ServiceShut: the owner did not open the connection to VIES.
    """
    question = {"countryCode": vat_number[:2], "vatNumber": vat_number[2:]}
    if ours:
        question |= {"requesterMemberStateCode": ours[:2], "requesterNumber": ours[2:]}
    try:
        return outcome_of(ask(service=SERVICE, path=_PATH, question=question))
    except ServiceDown as down:
        return Outcome(NumberState.DOWN, problem=down.kind)
