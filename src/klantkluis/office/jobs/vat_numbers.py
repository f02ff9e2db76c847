"""Asking VIES in the background; each number that leaves the house is noted before it does."""

from functools import partial
from uuid import UUID

from klantkluis.core.declared import Recipient
from klantkluis.customers import jobs
from klantkluis.disclosures.commands import disclose
from klantkluis.disclosures.rules import Ground, HandOver, What, Why, categories_of
from klantkluis.foundation.jobs import Run

COMMISSION = HandOver(
    Recipient.VIES.value, Ground.VAT_NUMBERS, Why.CHECKING, "European Commission (VIES)"
)


def check_vat_numbers(run: Run) -> None:
    """Ask for the VAT numbers of `customer_ids`; see `customers.jobs.check_vat_numbers`."""
    jobs.check_vat_numbers(run, partial(_note, run))


def _note(run: Run, uid: UUID) -> None:
    disclose(
        what=What.VAT_NUMBER,
        to=COMMISSION,
        categories=categories_of(What.VAT_NUMBER),
        subjects=[uid],
        actor=run.actor,
        at=run.clock(),
    )
