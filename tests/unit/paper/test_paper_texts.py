"""Whatever people type is printed letter by letter, and never becomes layout or code."""

import unicodedata
from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from klantkluis.foundation.paper import Branding, Party, render_invoice, render_letter
from klantkluis.foundation.paper.texts import breakable, clean, one_line
from support.paper_samples import (
    BEANS,
    BRANDING,
    BUYER,
    MADE_AT,
    SELLER,
    invoice,
    letter,
    letters_of,
    text_of,
)

TRAPS = [
    '#panic("boo")',
    '#read("/etc/passwd")',
    '"))#panic()//',
    '\\"))#panic()//',
    "\\u{41}\\n\\\\",
    "*bold* _slanted_ `raw` ```raw``` $x^2$ @ref <label>",
    "= heading - list + enum / term: // comment /* comment */",
    "~ -- --- ... ' \" 1x2 -> => <- ffi",
    "#sys.inputs #(1+1) #let x = 1",
    "{view} %s {0} \x00",
    "Jan " + "lang" * 75,
    "twee\nregels\r\nen\u2028drie",
    "Ωμέγα Привет Þórr Łódź Ñandú ș ő ẞ",
    "王小明 日本語 한국어 हिन्दी ไทย ሰላም",
    "👩‍👩‍👧 ☎️ 🇳🇱 👍🏽",
    "שלום עולם مرحبا بالعالم",
]


def keyed(text: str) -> Counter:
    """Count the letters that must be on the paper; order is the reader's for Arabic."""
    return Counter(letters_of(clean(text)))


def between(pdf: bytes) -> str:
    text = letters_of(text_of(pdf))
    assert text.count("BEGINHERE") == text.count("ENDHERE") == 1
    return text.split("BEGINHERE")[1].split("ENDHERE")[0]


def marked(text: str) -> str:
    return f"BEGINHERE\n{text}\nENDHERE"


def with_line(text: str) -> bytes:
    line = BEANS.__replace__(description=marked(text))
    return render_invoice(invoice(line), BRANDING, made_at=MADE_AT)


PLACES = {
    "name": lambda text: {"buyer": BUYER.__replace__(name=marked(text))},
    "attention": lambda text: {"buyer": BUYER.__replace__(attention=marked(text))},
    "address": lambda text: {"buyer": BUYER.__replace__(address=(marked(text),))},
    "delivery address": lambda text: {"deliver_to": Party(name=marked(text))},
    "reference": lambda text: {"reference": marked(text)},
    "introduction": lambda text: {"introduction": marked(text)},
    "closing": lambda text: {"closing": marked(text)},
    "statement": lambda text: {"statements": (marked(text),)},
    "note": lambda text: {"lines": (BEANS.__replace__(note=marked(text)),)},
    "article number": lambda text: {"lines": (BEANS.__replace__(sku=marked(text)),)},
}


@pytest.mark.parametrize("place", PLACES)
def test_every_trap_is_printed_letter_by_letter_in_every_place(place):
    for trap in TRAPS:
        paper = invoice(BEANS, **PLACES[place](trap))
        pdf = render_invoice(paper, BRANDING, made_at=MADE_AT)
        assert Counter(between(pdf)) == keyed(trap), trap


@pytest.mark.parametrize("trap", TRAPS)
def test_every_trap_is_printed_in_the_foot_the_title_and_the_name_of_the_business(trap):
    branding = Branding(footer=marked(trap))
    seller = SELLER.__replace__(name=trap)
    pdf = render_invoice(invoice(seller=seller), branding, made_at=MADE_AT)
    assert Counter(between(pdf)) == keyed(trap)
    subject = render_letter(letter(subject=marked(trap)), BRANDING, made_at=MADE_AT)
    assert Counter(between(subject)) == keyed(trap)


def same_letters(found: str, typed: str) -> bool:
    """Compare by count; by kind where marks have glyphs of their own.

    The PDF writer gives each glyph of a letter with loose marks the text of the whole letter, so
    a reader finds it more than once. Nothing is lost or invented.
    """
    if any(unicodedata.category(letter).startswith("M") for letter in clean(typed)):
        return set(found) == set(keyed(typed))
    return Counter(found) == keyed(typed)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
@example("\ue000\uf8ff private")
@example("\ufeff\ufffe\uffff\ufdd0 forbidden")
@example("\u202eevil\u202c \u2066x\u2069")
@example("a" + "\u0301" * 90)
@example("\u0600\u070f\u08e2")
@example("\U000e0041\U000e007f\ufe0f\u180e")
@example("\ud800 lone")
def test_any_text_goes_in_and_comes_out(text):
    assert same_letters(between(with_line(text)), text)


@settings(max_examples=30, deadline=None)
@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x24F, exclude_categories=("Cc",))))
def test_latin_text_comes_out_in_order(text):
    assert between(with_line(text)) == letters_of(clean(text))


def test_a_letter_of_many_pages_loses_no_word():
    paragraphs = tuple(f"Alinea{number} " + "woord " * 120 for number in range(40))
    pdf = render_letter(letter(paragraphs=paragraphs), BRANDING, made_at=MADE_AT)
    text = letters_of(text_of(pdf))
    assert text.count("woord") == 40 * 120
    assert all(f"Alinea{number}woord" in text for number in range(40))


def test_a_description_longer_than_a_page_loses_no_word():
    text = letters_of(text_of(with_line("\n".join(f"regel{number}." for number in range(150)))))
    assert all(f"regel{number}." in text for number in range(150))


def test_control_characters_and_reading_order_marks_are_dropped():
    assert clean("a\x00b\x1bc\u202ed\u2066e\ufefff") == "abcdef"


def test_what_a_pdf_may_not_hold_becomes_a_replacement_character():
    assert clean("a\ud800b\ue000c\uffff\ufdd0") == "a\ufffdb\ufffdc\ufffd\ufffd"


def test_all_line_breaks_become_one_kind():
    assert clean("a\r\nb\rc\u2028d\u2029e\x85f\x0bg") == "a\nb\nc\nd\ne\nf\ng"


def test_one_line_has_no_breaks_and_no_double_blanks():
    assert one_line(" a\n b\t\tc ") == "a b c"


@given(st.text(max_size=200), st.integers(5, 40))
def test_breakable_adds_only_places_to_break(text, longest):
    assert breakable(text, longest).replace("\u200b", "") == clean(text).replace("\u200b", "")


def test_a_long_word_breaks_but_never_inside_a_letter_or_an_emoji():
    family = "👩‍👩‍👧"
    assert breakable("abcdefghij", 4) == "abcd\u200befgh\u200bij"
    assert family in breakable("abc" + family + "def", 4)
    assert "q\u0323\u0301" in breakable("abcq\u0323\u0301def", 4)
