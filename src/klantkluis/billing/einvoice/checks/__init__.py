"""Our own check of an e-invoice, before it is written: with the field to mend, in two languages.

It is there so that a person can mend an invoice on the page where it is made. The official rules
have the last word (`validating`).
"""

from collections.abc import Iterator
from dataclasses import replace

from klantkluis.billing.einvoice.checks.breaches import as_findings
from klantkluis.billing.einvoice.checks.document import document_breaches
from klantkluis.billing.einvoice.checks.lines import line_breaches
from klantkluis.billing.einvoice.checks.nlcius import nlcius_breaches
from klantkluis.billing.einvoice.checks.peppol import peppol_breaches
from klantkluis.billing.einvoice.checks.sums import sum_breaches
from klantkluis.billing.einvoice.codes import Profile, is_nlcius, is_peppol
from klantkluis.billing.einvoice.findings import Finding
from klantkluis.billing.einvoice.model import Invoice

__all__ = ["en16931_findings", "find", "nlcius_findings", "peppol_findings"]


def find(invoice: Invoice, profile: Profile | None = None) -> tuple[Finding, ...]:
    """Find what is wrong with an e-invoice, first by EN 16931, then by what it follows besides.

    Args:
        invoice: what it says.
        profile: what it is going to be written as; without one, what it says of itself.
    """
    if profile is not None:
        invoice = replace(invoice, specification=profile.specification, process=profile.process)
    found = list(en16931_findings(invoice))
    if is_peppol(invoice.specification):
        found.extend(peppol_findings(invoice))
    elif is_nlcius(invoice.specification):
        found.extend(nlcius_findings(invoice))
    return tuple(found)


def en16931_findings(invoice: Invoice) -> Iterator[Finding]:
    """Find what breaks EN 16931."""
    yield from as_findings(document_breaches(invoice))
    yield from as_findings(line_breaches(invoice))
    yield from as_findings(sum_breaches(invoice))


def peppol_findings(invoice: Invoice) -> Iterator[Finding]:
    """Find what breaks Peppol BIS Billing 3 besides."""
    yield from as_findings(peppol_breaches(invoice))


def nlcius_findings(invoice: Invoice) -> Iterator[Finding]:
    """Find what breaks NLCIUS besides, and what it advises against."""
    yield from as_findings(nlcius_breaches(invoice))
