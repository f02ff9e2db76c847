"""What a credit note takes back, so that an invoice that is credited in parts ends at nothing."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from klantkluis.billing.prepaid_rules import less, other_sign
from klantkluis.core.vat import PriceBasis, Priced, Totals, VatSum, totals


def credited(
    lines: Sequence[Priced],
    before: Sequence[Decimal],
    now: Sequence[Decimal],
    *,
    basis: PriceBasis,
    discount_bp: int,
) -> Totals:
    """Work out a credit note on an invoice, in positive amounts.

    It is what the invoice would have come to for all that is credited by now, less what that was
    before this credit note. So the parts mirror the rounding of the invoice: when everything is
    credited, amounts, VAT per rate and discount add up to those of the invoice, to the cent.

    Args:
        lines: of the invoice, with the quantities that were billed.
        before: how much of each line was credited earlier.
        now: how much of each line is credited by this one.
    """
    after = [one + other for one, other in zip(before, now, strict=True)]
    whole, earlier = (
        totals(
            [replace(line, quantity=part) for line, part in zip(lines, parts, strict=True)],
            basis=basis,
            discount_bp=discount_bp,
        )
        for parts in (after, before)
    )
    sums = [_less(one, other) for one, other in zip(whole.vat, earlier.vat, strict=True)]
    ahead = [_less(one, other) for one, other in zip(whole.ahead, earlier.ahead, strict=True)]
    return Totals(
        basis=basis,
        line_cents=tuple(
            one - other for one, other in zip(whole.line_cents, earlier.line_cents, strict=True)
        ),
        discount_cents=whole.discount_cents - earlier.discount_cents,
        vat=tuple(each for each in sums if each.net_cents or each.vat_cents),
        ahead=tuple(each for each in ahead if each.net_cents or each.vat_cents),
    )


def mirrored(result: Totals) -> Totals:
    """Give the same amounts with the other sign, as they are booked."""
    return replace(
        result,
        line_cents=tuple(-cents for cents in result.line_cents),
        discount_cents=-result.discount_cents,
        vat=tuple(map(other_sign, result.vat)),
        ahead=tuple(map(other_sign, result.ahead)),
    )


def _less(one: VatSum, other: VatSum) -> VatSum:
    assert one.key == other.key, "the same lines have the same sums"
    return less(one, other)
