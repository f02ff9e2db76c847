"""A product has an address on the internet that a person can read."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantkluis.catalogue.rules import LONGEST_SLUG, free_slug, slug_of


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Eettafel eiken geolied", "eettafel-eiken-geolied"),
        ("Café-tafel Ø 80 cm", "cafe-tafel-o-80-cm"),
        ("  Plank / 2,5 m  ", "plank-2-5-m"),
        ("桌子", "artikel"),
        ("", "artikel"),
    ],
)
def test_a_name_becomes_a_slug(name, slug):
    assert slug_of(name) == slug


@given(st.text(max_size=300))
def test_a_slug_fits_in_an_address_whatever_the_name(name):
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug_of(name))
    assert len(slug_of(name)) <= LONGEST_SLUG


@given(st.text(max_size=40))
def test_the_slug_of_a_slug_is_itself(name):
    assert slug_of(slug_of(name)) == slug_of(name)


@given(st.lists(st.sampled_from(["plank", "plank-2", "plank-3", "plank-2-2"]), max_size=30))
def test_nobody_gets_a_slug_that_somebody_has(wanted):
    taken: set[str] = set()
    for each in wanted:
        found = free_slug(each, taken)
        assert found not in taken
        taken.add(found)
