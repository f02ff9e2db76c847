"""Hiding passages of a text: what is marked is gone, and nothing else is."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from klantkluis.privacy.access.hiding import (
    AnotherTextError,
    Decision,
    How,
    MarksError,
    Place,
    Why,
    digest_of,
    everywhere,
    marked,
    read_spans,
    shown,
    spans_in,
    written,
)

PLACE = Place("customers.ContactNote", 1, "text")
TEXT = "Belde samen met Jan de Vries.\r\nJan vindt Jansen duur.\nZie [bijlage]."


def hidden(text: str, typed: str) -> str:
    decision = Decision(
        PLACE, digest_of(text), How.PASSAGES, Why.SOMEBODY_ELSE, spans_in(typed, text)
    )
    return shown(text, decision, mark="[x]", whole="[w]")


def test_what_stands_between_brackets_is_hidden():
    typed = TEXT.replace("Jan de Vries", "[[Jan de Vries]]")
    assert hidden(TEXT, typed) == TEXT.replace("Jan de Vries", "[x]")


def test_what_is_marked_once_is_hidden_wherever_it_stands_as_a_word():
    typed = TEXT.replace("met Jan", "met [[Jan]]")
    assert hidden(TEXT, typed) == TEXT.replace("Jan de", "[x] de").replace("\nJan ", "\n[x] ")


def test_ends_of_lines_may_come_back_as_browsers_send_them():
    for end in ("\r\n", "\n", "\r"):
        typed = TEXT.replace("\r\n", "\n").replace("\n", end).replace("duur", "[[duur]]")
        assert hidden(TEXT, typed) == TEXT.replace("duur", "[x]")


def test_a_text_without_marks_has_nothing_to_hide():
    assert spans_in(TEXT, TEXT) == ()
    assert spans_in("a [[  ]] b", "a    b") == ()


def test_brackets_of_the_text_itself_are_no_marks():
    text = "Zie [[bijlage]] van Jan"
    assert spans_in(text, text) == ()
    assert hidden(text, "Zie [[bijlage]] van [[Jan]]") == "Zie [[bijlage]] van [x]"


@pytest.mark.parametrize(
    "typed", ["[[Jan belt", "Jan]] belt", "[[Jan [[belt]]]]", "[[Jan]] [[belt", "]]Jan[[ belt"]
)
def test_brackets_that_do_not_fit_together_are_refused(typed):
    with pytest.raises(MarksError):
        spans_in(typed, "Jan belt")


@pytest.mark.parametrize("typed", ["", "Jan", "Jan beld", "Piet belt", "Jan belt!", "Jan  belt"])
def test_a_text_that_was_changed_is_refused(typed):
    with pytest.raises(AnotherTextError):
        spans_in(typed, "Jan belt")


SIGNS = st.text(st.sampled_from("ab [](]\n\r.é"), max_size=40)


@given(SIGNS, st.data())
def test_whatever_the_text_what_is_marked_comes_back_hidden(text, data):
    places = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    pairs = zip(places[::2], places[1::2], strict=False)
    spans = [(a, b) for a, b in pairs if text[a:b].strip() and "\r" not in text[a - 1 : b + 1]]
    assume(all("[" not in text[b - 1 : b + 1] and "]" not in text[a - 1 : a + 1] for a, b in spans))
    typed = marked(text, spans)
    found = spans_in(typed, text)
    for start, end in spans:
        assert any(a <= start and end <= b for a, b in found)


@given(st.text(max_size=60), st.data())
def test_no_hidden_passage_is_in_what_is_shown(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    passage = text[start:end].strip()
    spans = everywhere(text, [(start, end)])
    decision = Decision(PLACE, digest_of(text), How.PASSAGES, Why.SOMEBODY_ELSE, spans)
    said = shown(text, decision, mark="\0", whole="")
    if passage:
        alone = re.compile(
            (r"(?<!\w)" if passage[0].isalnum() else "") + re.escape(passage)
            + (r"(?!\w)" if passage[-1].isalnum() else "")
        )  # fmt: skip
        assert alone.search(said) is None
    else:
        assert said == text


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), max_size=8))
def test_spans_are_read_as_they_were_written(spans):
    assert read_spans(written(spans)) == tuple(spans)


@given(st.text(max_size=200))
def test_a_digest_has_no_digits_and_tells_texts_apart(text):
    assert digest_of(text).isalpha()
    assert digest_of(text) != digest_of(text + "x")


def test_a_text_that_is_left_out_says_nothing():
    decision = Decision(PLACE, digest_of(TEXT), How.WHOLE, Why.RIGHTS_OF_OTHERS)
    assert shown(TEXT, decision, mark="[x]", whole="[w]") == "[w]"
    assert shown(TEXT, Decision(PLACE, digest_of(TEXT)), mark="", whole="") == TEXT
