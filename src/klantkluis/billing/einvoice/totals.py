"""The arithmetic of EN 16931: from lines, allowances and charges to VAT and what is to be paid.

Rounded is in two places only, half a cent away from zero: the amount of a line and the VAT per
category and rate. All else is adding up, so the sums meet to the cent (BR-CO-10 to BR-CO-16).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from klantkluis.billing.einvoice.codes import Vat
from klantkluis.billing.einvoice.model import Adjustment, Invoice, Line, Price, Totals, VatLine
from klantkluis.core.money import from_cents, to_cents

ZERO: Final = Decimal(0)
HUNDRED: Final = Decimal(100)
FINEST: Final = Decimal("0.00000001")
"""How fine a price may be that was worked out of an amount."""

type Key = tuple[str, Decimal | None]
"""A VAT category with its rate."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why there is no VAT: in words (BT-120) and as a code (BT-121)."""

    text: str
    code: str = ""


def rounded(value: Decimal) -> Decimal:
    """Round an amount to cents, half a cent away from zero."""
    return from_cents(to_cents(value))


def line_net(quantity: Decimal, price: Price, adjustments: Iterable[Adjustment] = ()) -> Decimal:
    """Give the amount of a line without VAT (BT-131, PEPPOL-EN16931-R120)."""
    base = price.base_quantity or Decimal(1)
    whole = rounded(quantity * price.net / base)
    return whole + sum((each.signed for each in adjustments), ZERO)


def percentage(base: Decimal, percent: Decimal) -> Decimal:
    """Give a percentage of an amount, in cents (PEPPOL-EN16931-R040)."""
    return rounded(base * percent / HUNDRED)


def net_amounts(gross: Sequence[Decimal], rate: Decimal, net: Decimal) -> tuple[Decimal, ...]:
    """Divide the net amount of one rate over lines whose prices include VAT.

    With prices including VAT the sum without it is worked out once per rate. Lines that are worked
    out each for itself may differ from it by some cents; here each gets at most one of these, the
    largest first, so that the lines add up to the sum (BR-CO-10, BR-S-08).

    Args:
        gross: the amounts of the lines with VAT.
        rate: their VAT rate, per cent.
        net: what they are together without VAT.

    Raises:
        ValueError: `net` cannot be the sum of these lines.
    """
    parts = [rounded(each * HUNDRED / (HUNDRED + rate)) for each in gross]
    left = to_cents(net - sum(parts, ZERO))
    if abs(left) > len(parts):
        raise ValueError("the net sum is not that of these lines")
    cent = from_cents(1 if left > 0 else -1)
    by_size = sorted(range(len(parts)), key=lambda index: (-abs(gross[index]), index))
    for index in by_size[: abs(left)]:
        parts[index] += cent
    return tuple(parts)


def net_price(net: Decimal, quantity: Decimal) -> Decimal:
    """Give the price of one unit from the amount of a line, fine enough to come back to it (R120).

    A price is no amount: it has the decimals that it needs.
    """
    return (abs(net) / abs(quantity)).quantize(FINEST, rounding=ROUND_HALF_UP)


def taxable_by_rate(
    lines: Iterable[Line], adjustments: Iterable[Adjustment] = ()
) -> dict[Key, Decimal]:
    """Add up what falls under each VAT category and rate (BR-S-08 and its likes).

    Category and rate stand in the order in which they first occur.
    """
    sums: dict[Key, Decimal] = {}
    for line in lines:
        key = (line.category, line.rate)
        sums[key] = sums.get(key, ZERO) + line.net
    for each in adjustments:
        key = (each.category, each.rate)
        sums[key] = sums.get(key, ZERO) + each.signed
    return sums


def vat_lines(
    lines: Iterable[Line],
    adjustments: Iterable[Adjustment] = (),
    reasons: Mapping[str, Reason] | None = None,
) -> tuple[VatLine, ...]:
    """Work out the VAT, once per category and rate (BR-CO-17, BR-S-09 and its likes).

    Args:
        lines: with their amounts.
        adjustments: on the whole document.
        reasons: for each category without VAT, why.
    """
    given = reasons or {}
    found = []
    for (category, rate), taxable in taxable_by_rate(lines, adjustments).items():
        reason = given.get(category, Reason(""))
        found.append(
            VatLine(
                category=category,
                rate=None if category == Vat.OUTSIDE_SCOPE else rate,
                taxable=taxable,
                tax=rounded(taxable * (rate or ZERO) / HUNDRED),
                reason=reason.text,
                reason_code=reason.code,
            )
        )
    return tuple(found)


def totals(
    lines: Iterable[Line],
    adjustments: Sequence[Adjustment],
    vat: Iterable[VatLine],
    *,
    paid: Decimal | None = None,
    rounding: Decimal | None = None,
    vat_accounting: Decimal | None = None,
) -> Totals:
    """Add up a document (BR-CO-10 to BR-CO-16).

    Args:
        lines: with their amounts.
        adjustments: on the whole document.
        vat: per category and rate.
        paid: what was paid before (BT-113).
        rounding: what makes the amount to pay a round one (BT-114).
        vat_accounting: the VAT in the seller's own currency (BT-111).
    """
    of_lines = sum((line.net for line in lines), ZERO)
    off = [each.amount for each in adjustments if not each.charge]
    on = [each.amount for each in adjustments if each.charge]
    net = of_lines - sum(off, ZERO) + sum(on, ZERO)
    tax = sum((each.tax for each in vat), ZERO)
    gross = net + tax
    return Totals(
        lines=of_lines,
        allowances=sum(off, ZERO) if off else None,
        charges=sum(on, ZERO) if on else None,
        net=net,
        vat=tax,
        vat_accounting=vat_accounting,
        gross=gross,
        paid=paid,
        rounding=rounding,
        payable=gross - (paid or ZERO) + (rounding or ZERO),
    )


def added_up(invoice: Invoice, reasons: Mapping[str, Reason] | None = None) -> Invoice:
    """Give an invoice with the VAT and totals that follow from its lines and adjustments.

    What was paid, the rounding and the VAT in another currency stay. Without `reasons` those
    that the invoice gives stay.
    """
    if reasons is None:
        reasons = {each.category: Reason(each.reason, each.reason_code) for each in invoice.vat}
    vat = vat_lines(invoice.lines, invoice.adjustments, reasons)
    sums = totals(
        invoice.lines,
        invoice.adjustments,
        vat,
        paid=invoice.totals.paid,
        rounding=invoice.totals.rounding,
        vat_accounting=invoice.totals.vat_accounting,
    )
    return replace(invoice, vat=vat, totals=sums)
