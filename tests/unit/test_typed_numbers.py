"""Numbers as people type them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantkluis.office.forms.numbers import parse_number


@pytest.mark.parametrize(
    ("typed", "language", "value"),
    [
        ("1.234,56", "nl", "1234.56"),
        ("1,234.56", "nl", "1234.56"),
        ("1.234,56", "en", "1234.56"),
        ("12,5", "nl", "12.5"),
        ("12.5", "nl", "12.5"),
        ("1.250", "nl", "1250"),
        ("1.250", "en", "1.250"),
        ("1,250", "nl", "1.250"),
        ("1,250", "en", "1250"),
        ("1.234.567", "nl", "1234567"),
        ("1 234 567,8", "nl", "1234567.8"),
        ("€ 379,00", "nl", "379.00"),
        ("-5", "nl", "-5"),
        ("5-", "nl", "-5"),
        ("−0,50", "nl", "-0.50"),
        ("21%", "nl", "21"),
        (",5", "nl", "0.5"),
    ],
)
def test_both_notations_are_read(typed, language, value):
    assert parse_number(typed, language=language) == Decimal(value)


@pytest.mark.parametrize(
    "typed", ["", "abc", "1.2.3", "1,2,3", "12.34.567", "1.234,56,7", "1e5", "--5", "NaN", "1" * 40]
)
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(ValueError, match="number"):
        parse_number(typed)


@given(st.integers(-(10**9), 10**9), st.sampled_from(["nl", "en"]))
def test_a_written_amount_is_read_back(cents, language):
    euros = f"{abs(cents) // 100:,}.{abs(cents) % 100:02}"
    if language == "nl":
        euros = euros.translate(str.maketrans(",.", ".,"))
    sign = "-" if cents < 0 else ""
    assert parse_number(sign + euros, language=language) * 100 == cents
