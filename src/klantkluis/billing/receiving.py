"""An e-invoice that somebody sent us: read in memory, checked, and kept nowhere."""

from dataclasses import dataclass
from typing import Final

from klantkluis.billing.einvoice.checks import find
from klantkluis.billing.einvoice.detaching import detached, is_pdf
from klantkluis.billing.einvoice.findings import Finding
from klantkluis.billing.einvoice.model import Invoice
from klantkluis.billing.einvoice.reading import read_invoice
from klantkluis.billing.einvoice.validating import validate

MOST_LINES: Final = 1000
"""The official rules take a second for so many lines; a person does not wait for more."""


@dataclass(frozen=True, slots=True)
class Received:
    """What it says, what was found, and whether the official rules looked too."""

    invoice: Invoice
    findings: tuple[Finding, ...]
    officially: bool


def receive(data: bytes) -> Received:
    """Read a UBL or CII invoice, or the one inside a PDF (Factur-X, ZUGFeRD).

    Raises:
        EInvoiceRefused: it is none, or not safe to read.
    """
    xml = detached(data) if is_pdf(data) else data
    invoice = read_invoice(xml)
    ours = find(invoice)
    if len(invoice.lines) > MOST_LINES:
        return Received(invoice, ours, officially=False)
    seen = {each.rule for each in ours}
    official = tuple(each for each in validate(xml).findings if each.rule not in seen)
    return Received(invoice, ours + official, officially=True)
