"""Rules of EN 16931 about what an invoice adds up to, and about VAT per category."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from klantkluis.billing.einvoice.checks.breaches import Breach
from klantkluis.billing.einvoice.checks.families import FAMILIES, Family, Rate
from klantkluis.billing.einvoice.codes import Vat
from klantkluis.billing.einvoice.model import Invoice, VatLine
from klantkluis.billing.einvoice.totals import ZERO, percentage, taxable_by_rate

SLACK: Final = Decimal(1)
"""The rules of EN 16931 allow VAT and taxable sums to be off by less than one unit, because prices
with VAT in them cannot always be met to the cent from both sides."""

_DECIMALS: Final = (
    ("BR-DEC-09", "totals.lines"),
    ("BR-DEC-10", "totals.allowances"),
    ("BR-DEC-11", "totals.charges"),
    ("BR-DEC-12", "totals.net"),
    ("BR-DEC-13", "totals.vat"),
    ("BR-DEC-14", "totals.gross"),
    ("BR-DEC-15", "totals.vat_accounting"),
    ("BR-DEC-16", "totals.paid"),
    ("BR-DEC-17", "totals.rounding"),
    ("BR-DEC-18", "totals.payable"),
)


def sum_breaches(it: Invoice) -> Iterator[Breach]:
    """Find what does not add up, and what does not suit its VAT category."""
    yield from _totals(it)
    yield from _decimals(it)
    for index, line in enumerate(it.vat):
        if line.category not in FAMILIES:
            yield "BR-CL-18", f"vat[{index}].category"
        elif line.rate is None and line.category != Vat.OUTSIDE_SCOPE:
            yield "BR-48", f"vat[{index}].rate"
        if abs(line.tax - _tax(line)) >= SLACK:
            yield "BR-CO-17", f"vat[{index}].tax"
    for category, family in FAMILIES.items():
        yield from _family(it, category, family)
    yield from _intra_community(it)
    yield from _outside_scope(it)


def _totals(it: Invoice) -> Iterator[Breach]:
    sums = it.totals
    allowances = sum((each.amount for each in it.adjustments if not each.charge), ZERO)
    charges = sum((each.amount for each in it.adjustments if each.charge), ZERO)
    off, on = sums.allowances or ZERO, sums.charges or ZERO
    if sums.lines != sum((line.net for line in it.lines), ZERO):
        yield "BR-CO-10", "totals.lines"
    if off != allowances:
        yield "BR-CO-11", "totals.allowances"
    if on != charges:
        yield "BR-CO-12", "totals.charges"
    if sums.net != sums.lines - off + on:
        yield "BR-CO-13", "totals.net"
    if (sums.vat or ZERO) != sum((each.tax for each in it.vat), ZERO):
        yield "BR-CO-14", "totals.vat"
    if sums.gross != sums.net + (sums.vat or ZERO):
        yield "BR-CO-15", "totals.gross"
    if sums.payable != sums.gross - (sums.paid or ZERO) + (sums.rounding or ZERO):
        yield "BR-CO-16", "totals.payable"


def _decimals(it: Invoice) -> Iterator[Breach]:
    for rule, field in _DECIMALS:
        value = getattr(it.totals, field.partition(".")[2])
        if value is not None and _is_fine(value):
            yield rule, field
    for index, line in enumerate(it.lines):
        if _is_fine(line.net):
            yield "BR-DEC-23", f"lines[{index}].net"
        for at, adjustment in enumerate(line.adjustments):
            if _is_fine(adjustment.amount):
                rule = "BR-DEC-27" if adjustment.charge else "BR-DEC-24"
                yield rule, f"lines[{index}].adjustments[{at}].amount"
    for index, adjustment in enumerate(it.adjustments):
        if _is_fine(adjustment.amount):
            rule = "BR-DEC-05" if adjustment.charge else "BR-DEC-01"
            yield rule, f"adjustments[{index}].amount"
    for index, vat in enumerate(it.vat):
        if _is_fine(vat.taxable):
            yield "BR-DEC-19", f"vat[{index}].taxable"
        if _is_fine(vat.tax):
            yield "BR-DEC-20", f"vat[{index}].tax"


def _is_fine(value: Decimal) -> bool:
    """Tell whether an amount is finer than cents."""
    return value * 100 % 1 != 0


def _tax(line: VatLine) -> Decimal:
    return percentage(line.taxable, line.rate or ZERO)


def _family(it: Invoice, category: str, family: Family) -> Iterator[Breach]:
    """Go through rules 01 to 10 of one category."""
    said = [(i, vat) for i, vat in enumerate(it.vat) if vat.category == category]
    lines = [(i, line) for i, line in enumerate(it.lines) if line.category == category]
    on_whole = [(i, one) for i, one in enumerate(it.adjustments) if one.category == category]
    once = family.rate in {Rate.ZERO, Rate.NONE}
    if lines or on_whole:
        if not said or (once and len(said) > 1):
            yield f"{family.rules}-01", "vat"
        yield from _party_numbers(it, family, "02" if lines else "03")
    for index, line in lines:
        if not _suits(line.rate, family.rate):
            yield f"{family.rules}-05", f"lines[{index}].rate"
    for index, one in on_whole:
        if not _suits(one.rate, family.rate):
            number = "07" if one.charge else "06"
            yield f"{family.rules}-{number}", f"adjustments[{index}].rate"
    yield from _sums_of_family(it, family, said)


def _sums_of_family(
    it: Invoice, family: Family, said: Sequence[tuple[int, VatLine]]
) -> Iterator[Breach]:
    sums = taxable_by_rate(it.lines, it.adjustments)
    for index, vat in said:
        expected = sum(
            (
                taxable
                for (category, rate), taxable in sums.items()
                if category == vat.category and (rate or ZERO) == (vat.rate or ZERO)
            ),
            ZERO,
        )
        slack = SLACK if family.rate in {Rate.ABOVE_ZERO, Rate.NOT_NEGATIVE} else Decimal("0.01")
        if abs(vat.taxable - expected) >= slack:
            yield f"{family.rules}-08", f"vat[{index}].taxable"
        if family.rate in {Rate.ZERO, Rate.NONE} and vat.tax != 0:
            yield f"{family.rules}-09", f"vat[{index}].tax"
        if family.reasoned is not bool(vat.reason or vat.reason_code):
            yield f"{family.rules}-10", f"vat[{index}].reason"


def _suits(rate: Decimal | None, wanted: Rate) -> bool:
    match wanted:
        case Rate.ABOVE_ZERO:
            return rate is not None and rate > 0
        case Rate.ZERO:
            return rate is not None and rate == 0
        case Rate.NOT_NEGATIVE:
            return rate is not None and rate >= 0
        case Rate.NONE:
            return rate is None


def _party_numbers(it: Invoice, family: Family, number: str) -> Iterator[Breach]:
    """Look for the VAT numbers that a category needs, or must not have."""
    seller, buyer = it.seller, it.buyer
    represented = it.tax_representative.vat_id if it.tax_representative is not None else ""
    rule = f"{family.rules}-{number}"
    if family.rate is Rate.NONE:
        for field, there in (
            ("seller.vat_id", seller.vat_id),
            ("buyer.vat_id", buyer.vat_id),
            ("tax_representative.vat_id", represented),
        ):
            if there:
                yield rule, field
        return
    if not (seller.vat_id or represented or (family.tax_id and seller.tax_id)):
        yield rule, "seller.vat_id"
    if family.buyer:
        legal = buyer.legal_id.value if family.legal and buyer.legal_id is not None else ""
        if not (buyer.vat_id or legal):
            yield rule, "buyer.vat_id"


def _intra_community(it: Invoice) -> Iterator[Breach]:
    if not any(vat.category == Vat.INTRA_COMMUNITY for vat in it.vat):
        return
    if it.delivery.on is None and it.period is None:
        yield "BR-IC-11", "delivery.on"
    if it.delivery.address is None or not it.delivery.address.country:
        yield "BR-IC-12", "delivery.address.country"


def _outside_scope(it: Invoice) -> Iterator[Breach]:
    """What is outside the scope of VAT stands alone."""
    outside = Vat.OUTSIDE_SCOPE
    if not any(vat.category == outside for vat in it.vat):
        return
    if any(vat.category != outside for vat in it.vat):
        yield "BR-O-11", "vat"
    if any(line.category != outside for line in it.lines):
        yield "BR-O-12", "lines"
    for index, one in enumerate(it.adjustments):
        if one.category != outside:
            yield ("BR-O-14" if one.charge else "BR-O-13"), f"adjustments[{index}].category"
