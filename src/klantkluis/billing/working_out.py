"""Working out an invoice: the VAT of each line by its day of supply, and what it all adds up to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from klantkluis.billing.models import Invoice, InvoiceLine
from klantkluis.core.treatment import Supply
from klantkluis.core.vat import PriceBasis, Priced, Totals, VatCategory, VatTreatment, totals
from klantkluis.sales.vat import VatSituation, limit_is_passed


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """What an invoice adds up to, and on what its VAT rests.

    `distance_cents` is what of it counts for the yearly limit of distance sales, without VAT.
    """

    totals: Totals
    situation: VatSituation
    distance_cents: int
    reasons: frozenset[str]

    def evidence(self, day: date) -> dict[str, Any]:
        """Say what the VAT rests on, to be kept sealed with what the invoice says.

        A check of the buyer's VAT number is named by its moment and the number that VIES gave as
        proof (Directive 2006/112/EC, art. 138; Regulation 282/2011, art. 18).
        """
        situation, check = self.situation, self.situation.standing.check
        found: dict[str, Any] = {
            "judged_on": day.isoformat(),
            "reasons": sorted(self.reasons),
            "ships_to": situation.ships_to,
            "buyer_country": situation.buyer.country,
            "to_business": situation.buyer.business,
            "number_state": situation.standing.state.value,
            "small_business": situation.seller.small_business,
            "destination": situation.seller.destination,
        }
        if check is not None:
            found["checked_at"] = check.at.isoformat()
            found["consultation"] = check.consultation
        return found


def work_out(
    invoice: Invoice,
    lines: Sequence[InvoiceLine],
    supplies: Mapping[int, Supply],
    situation: VatSituation,
) -> WorkedOut:
    """Set treatment, rate and amount of each line by its day of supply, and add up the invoice.

    The invoice with which the yearly limit of distance sales is passed is the first that is taxed
    where its goods arrive, and then all of it (Directive 2006/112/EC, art. 59c(2)).

    Args:
        supplies: goods or service, by the position of the line; not of those asked ahead or
            taken off, whose VAT is that of another document.
    """
    found = _work_out(invoice, lines, supplies, situation)
    if found.distance_cents > 0 and not situation.seller.destination:
        day = max(line.supplied_on for line in lines)
        if limit_is_passed(day=day, sale_cents=found.distance_cents):
            seller = replace(situation.seller, destination=True)
            found = _work_out(invoice, lines, supplies, replace(situation, seller=seller))
    return found


def _work_out(
    invoice: Invoice,
    lines: Sequence[InvoiceLine],
    supplies: Mapping[int, Supply],
    situation: VatSituation,
) -> WorkedOut:
    sold = [line for line in lines if line.vat_cents is None]
    taxed = [
        situation.tax(supplies[line.position], VatCategory(line.vat_category), line.supplied_on)
        for line in sold
    ]
    for line, each in zip(sold, taxed, strict=True):
        line.treatment, line.rate_country = each.treated.treatment.value, each.treated.country
        line.rate_bp = each.rate_bp
    basis = PriceBasis(invoice.basis)
    result = totals(map(priced_line, lines), basis=basis, discount_bp=invoice.discount_bp)
    for line, cents in zip(lines, result.line_cents, strict=True):
        line.amount_cents = cents
    distant = [
        priced_line(line) for line, each in zip(sold, taxed, strict=True) if each.treated.distance
    ]
    distance = totals(distant, basis=basis, discount_bp=invoice.discount_bp)
    reasons = frozenset(each.treated.reason.value for each in taxed)
    return WorkedOut(result, situation, distance.net_cents, reasons)


def priced_line(line: InvoiceLine) -> Priced:
    """Give a line of an invoice as it is added up: as it was taxed."""
    return Priced(
        quantity=line.quantity,
        unit_price=line.unit_price,
        discount_bp=line.discount_bp,
        category=VatCategory(line.vat_category),
        rate_bp=line.rate_bp,
        treatment=VatTreatment(line.treatment),
        country=line.rate_country,
        vat_each_cents=line.vat_cents,
    )
