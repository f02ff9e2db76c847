"""Decisions about prepayments, without a database: how much per rate, and what goes off where."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from klantkluis.core.money import allocate, share
from klantkluis.core.vat import PriceBasis, VatKey, VatSum


@dataclass(frozen=True, slots=True)
class Prepaid:
    """A sum of VAT of a prepayment that was sent, and what of it was not taken off yet."""

    row_id: int
    invoice_id: int
    left: VatSum


def shares(left: Sequence[VatSum], gross_cents: int) -> tuple[VatSum, ...]:
    """Divide an amount with VAT over what an order comes to per rate, in proportion, to the cent.

    Who asks for all that is left asks for its VAT exactly: the parts add up to the whole.
    """
    weights = [max(each.gross_cents, 0) for each in left]
    parts = allocate(gross_cents, weights)
    found = (part_of(each, cents) for each, cents in zip(left, parts, strict=True) if cents)
    return tuple(found)


def part_of(whole: VatSum, gross_cents: int) -> VatSum:
    """Give so much of a sum, with VAT; of all of it, all."""
    net = share(whole.net_cents, gross_cents, whole.gross_cents)
    return replace(whole, net_cents=net, vat_cents=gross_cents - net)


def less(one: VatSum, other: VatSum) -> VatSum:
    """Take a sum off another one under the same key."""
    return replace(
        one,
        net_cents=one.net_cents - other.net_cents,
        vat_cents=one.vat_cents - other.vat_cents,
    )


def other_sign(each: VatSum) -> VatSum:
    """Give a sum with the other sign."""
    return replace(each, net_cents=-each.net_cents, vat_cents=-each.vat_cents)


def taken_off(
    prepaid: Sequence[Prepaid], billed: Sequence[VatSum], *, last: bool
) -> tuple[tuple[Prepaid, VatSum], ...]:
    """Decide how much of what was prepaid goes off an invoice that comes to `billed`.

    From each rate as much as is on the invoice under the same treatment, country and category,
    whatever the rate has become since. From the last invoice of an order all that is left goes
    off, as far as the invoice goes: it never falls below zero.
    """
    room = max(sum(each.gross_cents for each in billed), 0)
    of_kind: dict[tuple[object, ...], int] = {}
    for own in billed:
        kind = _kind(own.key)
        of_kind[kind] = of_kind.get(kind, 0) + own.gross_cents
    found: dict[int, int] = {}
    for own_kind_only in (True, False) if last else (True,):
        for each in prepaid:
            kind = _kind(each.left.key)
            most = min(each.left.gross_cents - found.get(each.row_id, 0), room)
            if own_kind_only:
                most = min(most, of_kind.get(kind, 0))
            if most > 0:
                found[each.row_id] = found.get(each.row_id, 0) + most
                of_kind[kind] = of_kind.get(kind, 0) - most
                room -= most
    return tuple(
        (each, part_of(each.left, found[each.row_id])) for each in prepaid if found.get(each.row_id)
    )


def in_basis(each: VatSum, basis: PriceBasis) -> int:
    """Give a sum as a line says it: without or with VAT."""
    return each.net_cents if basis is PriceBasis.NET else each.gross_cents


def _kind(key: VatKey) -> tuple[object, ...]:
    return key.treatment, key.country, key.category
