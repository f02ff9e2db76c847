"""A price is read to the cent, however it is written, or refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantkluis.catalogue.importing.compose import slug, variant_name
from klantkluis.catalogue.importing.price import PriceCode, read_price, uses_decimal_comma


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("9,95", "9.95"), ("9.95", "9.95"), ("1.234,50", "1234.50"), ("1,234.50", "1234.50"),
        ("€ 9,95", "9.95"), ("9,95 EUR", "9.95"), ("12,-", "12.00"), ("1 234,50", "1234.50"),
        ("1'234.50", "1234.50"), ("35.949999999999", "35.95"), ("9.779999999999999", "9.78"),
        ("0,0345", "0.0345"), ("12", "12.00"), (",50", "0.50"), ("1.234.567", "1234567.00"),
        ("0.125", "0.125"), ("17.9500", "17.95"),
    ],
)  # fmt: skip
def test_a_price_is_read_exactly(text, amount):
    price = read_price(text)
    assert (price.amount, price.error) == (Decimal(amount), None)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("gratis", PriceCode.UNREADABLE), ("", PriceCode.UNREADABLE), ("1-2", PriceCode.UNREADABLE),
        ("$13.50", PriceCode.OTHER_CURRENCY), ("13.50 USD", PriceCode.OTHER_CURRENCY),
        ("-5", PriceCode.NEGATIVE), ("99999999999", PriceCode.TOO_LARGE),
        ("=SUM(A1)", PriceCode.UNREADABLE), ("1e5", PriceCode.UNREADABLE),
    ],
)  # fmt: skip
def test_what_is_no_price_in_euros_is_refused(text, error):
    assert read_price(text).error is error


def test_a_price_that_can_be_read_in_two_ways_follows_the_rest_of_the_file():
    assert read_price("1.250").warning is PriceCode.AMBIGUOUS
    assert read_price("1.250", decimal_comma=True).amount == Decimal(1250)
    assert read_price("1,250", decimal_comma=False).amount == Decimal(1250)
    assert read_price("1,250", decimal_comma=True).amount == Decimal("1.25")
    assert uses_decimal_comma(["12", "1.250", "9,95"]) is True
    assert uses_decimal_comma(["12", "1,250", "9.95"]) is False
    assert uses_decimal_comma(["12", "1.250"]) is None


@given(st.decimals(0, 99_999_999, places=2), st.sampled_from(["", "€ ", "EUR "]))
def test_every_amount_is_read_back_with_comma_and_with_point(amount, currency):
    american = f"{amount:,.2f}"
    dutch = american.translate(str.maketrans(",.", ".,"))
    for text in (american, dutch, f"{amount:.2f}", f"{amount:.2f}".replace(".", ",")):
        assert read_price(currency + text).amount == amount


@given(st.text(max_size=30))
def test_reading_a_price_never_fails(text):
    price = read_price(text)
    assert (price.amount is None) is (price.error is not None)


def test_a_variant_is_named_after_its_parent_once():
    assert variant_name("Pot", ["Large", "", "Default Title"]) == "Pot – Large"
    assert variant_name("Pot - Large", ["Large"]) == "Pot - Large"
    assert variant_name("Sample", ["m"]) == "Sample – m"
    assert slug("Clay Pot – Größe, L") == "clay-pot-grosse-l"
