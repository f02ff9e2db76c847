"""Bech32 as age writes its keys: what is written is read again, and a mistake is seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantkluis.core.bech32 import decoded, encoded

WORDS = st.from_regex(r"[a-z][a-z-]{0,20}", fullmatch=True)


@given(WORDS, st.binary(max_size=100))
def test_what_is_written_is_read_again_in_either_case(word, data):
    text = encoded(word, data)
    assert decoded(text) == decoded(text.upper()) == (word, data)


@given(st.binary(min_size=1, max_size=60), st.data())
def test_one_sign_that_is_wrong_is_seen(data, draw):
    text = encoded("age", data)
    place = draw.draw(st.integers(4, len(text) - 1))
    other = draw.draw(
        st.sampled_from(sorted(set("qpzry9x8gf2tvdw0s3jn54khce6mua7l") - {text[place]}))
    )
    assert decoded(text[:place] + other + text[place + 1 :]) is None


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("A12UEL5L", ("a", b"")),  # BIP 173, test vectors
        ("a12uel5L", None),
        ("A1G7SGD8", None),
        ("10a06t8", None),
        ("1qzzfhee", None),
        ("abc", None),
        ("", None),
    ],
)
def test_what_the_standard_says_of_its_examples(text, read):
    assert decoded(text) == read
