"""The one rounding truth: lines, VAT and totals agree to the cent."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from klantkluis.core.money import allocate, from_cents, to_cents
from klantkluis.core.vat import PriceBasis, Priced, VatCategory, VatTreatment, totals, vat_in

RATES = {
    VatCategory.STANDARD: 2100,
    VatCategory.REDUCED: 900,
    VatCategory.ZERO: 0,
    VatCategory.EXEMPT: 0,
}

lines = st.builds(
    lambda quantity, price, discount, category, treatment: Priced(
        quantity, price, discount, category,
        RATES[category] if treatment.is_taxed else 0, treatment,
    ),
    st.decimals("-999", "999", places=3),
    st.decimals("0", "9999", places=4),
    st.sampled_from([0, 0, 500, 1000, 3333, 10_000]),
    st.sampled_from(VatCategory),
    st.sampled_from(VatTreatment),
)  # fmt: skip
documents = st.lists(lines, min_size=1, max_size=12)
bases = st.sampled_from(PriceBasis)
discounts = st.sampled_from([0, 0, 250, 1000, 9999])


def standard(price: str, quantity: str = "1", discount_bp: int = 0) -> Priced:
    return Priced(Decimal(quantity), Decimal(price), discount_bp, VatCategory.STANDARD, 2100)


def test_two_lines_of_379_including_vat_are_exactly_758() -> None:
    result = totals([standard("379"), standard("379")], basis=PriceBasis.GROSS)
    assert (result.gross_cents, result.net_cents, result.vat_cents) == (75_800, 62_645, 13_155)


def test_ten_per_cent_off_that_ends_at_exactly_500_stays_500() -> None:
    result = totals([standard("555.56")], basis=PriceBasis.GROSS, discount_bp=1000)
    assert result.gross_cents == 50_000
    assert result.line_cents[0] - result.discount_cents == 50_000


def test_a_price_of_a_tenth_of_a_cent_is_rounded_once_per_line() -> None:
    result = totals([standard("0.0125", quantity="1000")], basis=PriceBasis.NET)
    assert result.net_cents == 1250


def test_half_a_cent_goes_away_from_zero_in_both_directions() -> None:
    assert [to_cents(Decimal(x)) for x in ("0.005", "-0.005", "0.0049")] == [1, -1, 0]


@given(documents, bases, discounts)
def test_net_and_vat_are_gross_per_rate_and_in_total(
    document: list[Priced], basis: PriceBasis, discount_bp: int
) -> None:
    result = totals(document, basis=basis, discount_bp=discount_bp)
    assert result.gross_cents == sum(each.gross_cents for each in result.vat)
    in_basis = result.net_cents if basis is PriceBasis.NET else result.gross_cents
    assert in_basis == sum(result.line_cents) - result.discount_cents


@given(documents, bases, discounts)
def test_a_credited_document_is_the_exact_mirror(
    document: list[Priced], basis: PriceBasis, discount_bp: int
) -> None:
    mirror = [replace(each, quantity=-each.quantity) for each in document]
    there = totals(document, basis=basis, discount_bp=discount_bp)
    back = totals(mirror, basis=basis, discount_bp=discount_bp)
    assert [-each.vat_cents for each in there.vat] == [each.vat_cents for each in back.vat]
    assert there.gross_cents == -back.gross_cents


@given(st.integers(-(10**9), 10**9), st.sampled_from([0, 600, 900, 2100]), bases)
def test_vat_is_within_half_a_cent_of_exact(cents: int, rate_bp: int, basis: PriceBasis) -> None:
    whole = 10_000 if basis is PriceBasis.NET else 10_000 + rate_bp
    exact = Decimal(cents) * rate_bp / whole
    assert abs(vat_in(cents, rate_bp, basis) - exact) <= Decimal("0.5")


@given(st.integers(-(10**6), 10**6), st.lists(st.integers(0, 10**6), min_size=1, max_size=9))
def test_allocated_parts_add_up(cents: int, weights: list[int]) -> None:
    parts = allocate(cents, weights)
    assert sum(parts) == cents
    if sum(weights):
        for part, weight in zip(parts, weights, strict=True):
            assert abs(part - Decimal(cents) * weight / sum(weights)) < 1


@given(st.integers(-(10**12), 10**12))
def test_cents_survive_a_trip_through_euros(cents: int) -> None:
    assert to_cents(from_cents(cents)) == cents


@given(documents, bases)
def test_where_no_vat_is_charged_there_is_one_sum_for_each_treatment(
    document: list[Priced], basis: PriceBasis
) -> None:
    result = totals(document, basis=basis)
    untaxed = [each for each in result.vat if not each.treatment.is_taxed]
    assert len(untaxed) == len({each.treatment for each in untaxed})
    assert all(each.vat_cents == 0 for each in untaxed)
