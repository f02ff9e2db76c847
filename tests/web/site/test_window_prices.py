"""One rounding truth: what is shown, sealed and added up by the office are the same cents."""

from datetime import date
from decimal import Decimal

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from klantkluis.core.money import to_cents
from klantkluis.core.vat import PriceBasis, Priced, VatCategory, totals
from klantkluis.messages.published import PriceStep, ShownProduct
from klantkluis.site.shop.prices import price_of, step_on
from klantkluis.site.shop.quoting import Buyer, quote
from web.site.conftest import SHOP, a_product

DAY = date(2026, 11, 26)
prices = st.one_of(
    st.integers(1, 500_000).map(lambda cents: Decimal(cents).scaleb(-2)),
    st.integers(1, 90_000).map(lambda fine: Decimal(fine).scaleb(-4)),
)
bases = st.sampled_from(["gross", "net"])
categories = st.sampled_from(["standard", "reduced", "zero", "exempt"])


@st.composite
def wanted(draw) -> list[tuple[ShownProduct, int]]:
    """Draw what is in a cart."""
    return [
        (
            a_product(
                str(n), vat_category=draw(categories), weight_grams=draw(st.integers(0, 300)),
                prices=(PriceStep(
                    valid_from=date(2026, 1, 1), unit_price=draw(prices), basis=draw(bases)
                ),),
            ),
            draw(st.integers(1, 12)),
        )
        for n in range(draw(st.integers(1, 6)))
    ]  # fmt: skip


buyers = st.builds(
    Buyer, business=st.booleans(), has_number=st.booleans(),
    country=st.sampled_from(["NL", "BE", "DE", "CH"]),
    ships_to=st.sampled_from(["NL", "BE", "DE", "CH"]),
)  # fmt: skip
methods = st.sampled_from([None, *SHOP.shipping])
shops = st.builds(
    lambda oss, kor: msgspec.structs.replace(SHOP, destination=oss, small_business=kor),
    st.booleans(), st.booleans(),
)  # fmt: skip


@given(wanted(), shops, buyers, methods, st.sampled_from(PriceBasis))
def test_an_order_comes_to_what_the_office_works_out_of_its_lines(cart, shop, buyer, method, basis):
    quoted = quote(cart, shop, DAY, buyer=buyer, basis=basis, method=method)
    lines = [
        Priced(
            quantity=Decimal(line.quantity), unit_price=line.unit_price, discount_bp=0,
            category=VatCategory(line.product.vat_category), rate_bp=line.rate_bp,
            treatment=line.treated.treatment, country=line.treated.country,
        )
        for line in quoted.lines
    ]  # fmt: skip
    if quoted.shipping:
        sent = quoted.shipping
        lines.append(Priced(
            quantity=Decimal(1), unit_price=sent.price, discount_bp=0,
            category=VatCategory.STANDARD, rate_bp=sent.rate_bp,
            treatment=sent.treated.treatment, country=sent.treated.country,
        ))  # fmt: skip
    assert totals(lines, basis=basis) == quoted.totals
    amounts = [line.amount_cents for line in quoted.lines]
    amounts += [quoted.shipping.amount_cents] if quoted.shipping else []
    assert tuple(amounts) == quoted.totals.line_cents
    total = quoted.totals
    assert total.net_cents + total.vat_cents == total.gross_cents
    whole = total.gross_cents if basis is PriceBasis.GROSS else total.net_cents
    assert sum(amounts) == whole


@given(wanted(), shops, methods)
def test_a_consumer_pays_the_price_at_the_product_times_how_many(cart, shop, method):
    quoted = quote(cart, shop, DAY, method=method)
    for line, (product, number) in zip(quoted.lines, cart, strict=True):
        shown = price_of(product, shop, DAY, PriceBasis.GROSS)
        assert line.unit_price == shown.each
        assert line.amount_cents == to_cents(shown.each * number)


@given(prices, categories, shops)
def test_a_price_set_without_vat_is_whole_cents_with_it(price, category, shop):
    step = PriceStep(valid_from=DAY, unit_price=price, basis="net")
    product = a_product(prices=(step,), vat_category=category)
    shown = price_of(product, shop, DAY, PriceBasis.GROSS)
    assert shown.each == Decimal(shown.cents).scaleb(-2)


@given(st.lists(st.dates(date(2026, 1, 1), date(2027, 12, 31)), min_size=1, unique=True), st.dates(
    date(2025, 1, 1), date(2028, 12, 31)
))  # fmt: skip
def test_the_price_that_began_last_holds(days, day):
    steps = [PriceStep(valid_from=each, unit_price=Decimal(1), basis="gross") for each in days]
    holds = step_on(a_product(prices=tuple(steps)), day).valid_from
    begun = [each for each in days if each <= day]
    assert holds == (max(begun) if begun else min(days))


@given(prices, prices, bases)
def test_a_reduction_never_says_too_much(price, prior, basis):
    step = PriceStep(valid_from=DAY, unit_price=price, basis=basis, prior=prior)
    shown = price_of(a_product(prices=(step,)), SHOP, DAY, PriceBasis.GROSS)
    if prior <= price:
        assert shown.prior is None
    else:
        assert shown.prior is not None
        assert shown.less_percent * shown.prior <= (shown.prior - shown.each) * 100
