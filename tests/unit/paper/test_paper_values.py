"""Amounts, dates and colours on paper."""

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from klantkluis.foundation.paper import (
    Branding,
    ColourNotReadable,
    Language,
    LogoNotReadable,
    Period,
    check_branding,
)
from klantkluis.foundation.paper.colour import ENOUGH_CONTRAST, contrast, palette
from klantkluis.foundation.paper.formatting import (
    iban,
    long_date,
    long_period,
    money,
    price,
    quantity,
    rate,
)

LOCALES = {Language.DUTCH: "nl_NL", Language.ENGLISH: "en_GB"}
NL, EN = Language.DUTCH, Language.ENGLISH
languages = st.sampled_from(Language)
colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(st.integers(-(10**12), 10**12), languages)
def test_money_is_written_as_cldr_says(cents, language):
    expected = format_currency(Decimal(cents) / 100, "EUR", locale=LOCALES[language])
    assert money(cents, "EUR", language) == expected


@given(st.decimals(0, 10**9, places=4), languages)
def test_quantities_are_written_as_cldr_says(value, language):
    expected = format_decimal(value, locale=LOCALES[language], decimal_quantization=False)
    assert quantity(value, language) == expected


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), languages)
def test_dates_are_written_as_cldr_says(day, language):
    assert long_date(day, language) == format_date(day, "d MMMM y", locale=LOCALES[language])


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (money(123456, "EUR", NL), "€\xa01.234,56"),
        (money(123456, "EUR", EN), "€1,234.56"),
        (money(-500, "EUR", NL), "€\xa0-5,00"),
        (money(-500, "EUR", EN), "-€5.00"),
        (money(123456, "USD", NL), "USD\xa01.234,56"),
        (money(-5, "USD", EN), "-USD\xa00.05"),
        (price(Decimal("0.0125"), "EUR", NL), "€\xa00,0125"),
        (price(Decimal("1E+3"), "EUR", EN), "€1,000.00"),
        (quantity(Decimal("1.500"), NL), "1,5"),
        (quantity(Decimal("1E+3"), NL), "1.000"),
        (rate(2100, NL), "21%"),
        (rate(550, NL), "5,5%"),
        (rate(0, EN), "0%"),
        (long_date(date(2026, 11, 22), NL), "22 november 2026"),
        (iban("NL21INGB0009998887"), "NL21\xa0INGB\xa00009\xa09988\xa087"),
    ],
)
def test_values_are_written_as_people_write_them(written, expected):
    assert written == expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, "22 november 2026"),
        (3, "22 – 25 november 2026"),
        (20, "22 november – 12 december 2026"),
        (60, "22 november 2026 – 21 januari 2027"),
    ],
)
def test_a_period_repeats_nothing(days, expected):
    first = date(2026, 11, 22)
    assert long_period(Period(first, first + timedelta(days=days)), NL) == expected


@given(colours)
def test_every_house_colour_gives_readable_text(colour):
    made = palette(colour)
    assert made.brand == colour
    assert contrast(made.on_brand, made.brand) >= ENOUGH_CONTRAST
    assert contrast(made.accent, "#ffffff") >= ENOUGH_CONTRAST
    assert contrast(made.accent, made.wash) >= ENOUGH_CONTRAST
    for ink in ("#181c21", "#56606b"):  # the inks of design.typ
        assert contrast(ink, made.wash) >= ENOUGH_CONTRAST


def test_contrast_is_that_of_the_guideline():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("colour", ["red", "#fff", "#12345g", "#1234567", ""])
def test_a_colour_that_is_not_six_digits_is_refused(colour):
    with pytest.raises(ColourNotReadable):
        palette(colour)


SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="10">'
    b'<rect width="9" height="9"/></svg>'
)


@pytest.mark.parametrize(
    "logo",
    [
        b"GIF89a",
        b"\x89PNG\r\n\x1a\n broken",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x09\x00\x00\x00\x09\x08\x06\x00\x00\x00abcd",
        b"<svg",
        b"<svg xmlns='http://www.w3.org/2000/svg' width='0' height='0'/>",
        b"\xff\xfe<svg/>",
        b"<html>no</html>",
        SVG + b" " * 600_000,
    ],
)
def test_a_logo_that_cannot_be_printed_is_refused_when_it_is_chosen(logo):
    with pytest.raises(LogoNotReadable):
        check_branding(Branding(logo=logo))


def png(colour: str = "red") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGBA", (40, 20), colour).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.parametrize("logo", [SVG, b"\xef\xbb\xbf" + SVG, png()])
def test_a_logo_that_can_be_printed_passes(logo):
    check_branding(Branding(logo=logo))


def test_a_logo_reads_no_file_of_the_machine(tmp_path):
    secret = tmp_path / "secret.png"
    secret.write_bytes(png())
    for address in (secret.as_uri(), str(secret), "design.typ", "https://example.com/x.png"):
        image = f'<image href="{address}" width="5" height="5"/></svg>'
        with pytest.raises(LogoNotReadable):
            check_branding(Branding(logo=SVG.replace(b"</svg>", image.encode())))
