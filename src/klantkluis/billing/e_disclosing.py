"""Noting that an e-invoice is given to the access point, and through it to the customer."""

from datetime import datetime
from hashlib import sha256
from typing import Any, Final
from urllib.parse import urlsplit

from klantkluis.billing.e_invoice_rows import EInvoice
from klantkluis.core.declared import Recipient
from klantkluis.disclosures.commands.disclosing import write_disclosure, write_file
from klantkluis.disclosures.rules import Ground, HandOver, What, Why, categories_of
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.outgoing import opened_services

SERVICE: Final = "access_point"


def note_e_invoice(file: EInvoice, contents: bytes, actor: Actor, at: datetime) -> None:
    """Note, before it leaves, who gets an e-invoice; within an act.

    The access point carries it for us (GDPR art. 28), and its customer receives it.
    """
    for to in (
        HandOver(Recipient.ACCESS_POINT.value, Ground.PROCESSOR, Why.BILLING, _their_name()),
        HandOver(Recipient.PERSON.value, Ground.CONTRACT, Why.BILLING),
    ):
        disclosure_id = write_disclosure(
            What.E_INVOICE,
            to,
            categories=categories_of(What.E_INVOICE),
            subjects=[customer_of(file).uid],
            actor=actor,
            at=at,
        )
        write_file(
            disclosure_id, sha256=sha256(contents).digest(), size=len(contents), at=at, rows=None,
            whole=True,
        )  # fmt: skip


def customer_of(file: EInvoice) -> Any:
    """Give the customer of the document that an e-invoice is of."""
    credited = file.credit_note
    document = credited.invoice if credited else file.invoice
    assert document is not None, "an e-invoice is of one document"
    return document.customer


def _their_name() -> str:
    """Give by which name the access point is known: where we reach it."""
    found = {each.name: urlsplit(each.url).hostname or each.url for each in opened_services()}
    return found.get(SERVICE, SERVICE)
