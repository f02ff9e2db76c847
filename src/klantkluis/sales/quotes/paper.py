"""From what a version of a quote says to its paper."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import override

from klantkluis.core.vat import PriceBasis
from klantkluis.customers.queries import open_customer
from klantkluis.foundation.company import company
from klantkluis.foundation.letterhead import PaperKind, branding_of, seller_of
from klantkluis.foundation.paper import QuotePaper, render_quote, values
from klantkluis.sales.models import QuoteVersion
from klantkluis.sales.paper import (
    discount,
    paper_basis,
    paper_totals,
    party_of,
    priced_line,
    recipient_of,
    statements,
    vat_sums,
)
from klantkluis.sales.quotes.lines import quoted_lines, sums_of_all
from klantkluis.sales.stored import QUOTE
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose


def quote_paper(*, version: QuoteVersion, vault: VaultSession, made_at: datetime) -> bytes:
    """Make the PDF of a version; it comes with its quote and customer.

    Raises:
        VaultLocked: the vault is not open to the actor.
    """
    customer, ours = version.quote.customer, company()
    said = QUOTE.open_one(vault, Purpose.QUOTE, version)
    buyer = open_customer(customer_id=customer.pk, purpose=Purpose.QUOTE, vault=vault)
    language = customer.language
    with override(language):
        paper = _paper(version, said, buyer, seller_of(ours))
    look = branding_of(ours, language=language, kind=PaperKind.QUOTE)
    return render_quote(paper, look, made_at=made_at)


def _paper(
    version: QuoteVersion,
    said: Mapping[str, Any],
    buyer: Mapping[str, Any],
    seller: values.Seller,
) -> QuotePaper:
    customer = version.quote.customer
    lines = quoted_lines([version.pk], said.get("line_texts", {}))
    sums = sums_of_all([version], lines)[version.pk]
    shown = [
        (line.optional, priced_line(line, cents, taxed, customer.language))
        for line, cents, taxed in zip(lines[version.pk], sums.cents, sums.priced, strict=True)
    ]
    totals = sums.totals
    party = party_of(buyer, customer.number)
    goes_to = recipient_of(said.get("deliver_to", {}), customer.number)
    elsewhere = (goes_to.name, goes_to.address) != (party.name, party.address)
    return QuotePaper(
        language=values.Language(customer.language),
        seller=seller,
        buyer=party,
        number=str(version.quote.number),
        version=version.version,
        quoted_on=version.quoted_on,
        valid_until=version.valid_until,
        price_basis=paper_basis(
            PriceBasis(version.basis), (each.treatment for each in sums.priced)
        ),
        lines=tuple(line for optional, line in shown if not optional),
        options=tuple(line for optional, line in shown if optional),
        adjustments=discount(version.discount_bp, totals.discount_cents),
        totals=paper_totals(totals),
        vat_sums=vat_sums(totals),
        statements=statements((each.treatment, each.category) for each in totals.vat),
        reference=said.get("reference", ""),
        deliver_to=goes_to if elsewhere else None,
        introduction=said.get("introduction", ""),
        closing="\n\n".join(filter(None, (said.get("closing"), said.get("remarks")))),
    )
