"""Names as Dutch people read and sort them."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from klantkluis.core.names import display_name, fold, person_name, sort_key


def person(first_name: str, prefix: str, surname: str) -> dict[str, str]:
    return {
        "kind": "person",
        "first_name": first_name,
        "surname_prefix": prefix,
        "surname": surname,
    }


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Müller", "muller"),
        ("Jan-Willem", "jan willem"),
        ("'s-Hertogenbosch", "s hertogenbosch"),
        ("d’Arc", "darc"),
        ("Łukasz Søren Þór", "lukasz soren thor"),
        ("IĲSSELSTEIN", "iijsselstein"),
        ("Straße", "strasse"),
        ("  De   Kaas_boer! ", "de kaas boer"),
        ("Ça va", "ca va"),
        ("𝔸nna", "anna"),
        ("Đorđe", "dorde"),
        ("北京", "北京"),
        ("", ""),
    ],
)
def test_folding_leaves_plain_letters_and_single_spaces(text, folded):
    assert fold(text) == folded


@given(st.text())
@example("𝑨")
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_the_fast_way_for_plain_text_gives_the_same_as_the_slow_way(text):
    assert fold(text) == fold(text + " é").removesuffix("e").strip()


def test_a_dutch_list_sorts_by_surname_then_prefix_then_first_name():
    in_order = [
        person("Piet", "", "Berg"),
        person("Anna", "van", "Berg"),
        person("Jan", "van den", "Berg"),
        person("Kees", "van den", "Berg"),
        person("Aad", "", "Berg Jansen"),
        person("Aad", "", "Bergen"),
        {"kind": "company", "company": "Bergman B.V.", "surname": "Aaldering"},
        {"kind": "company", "company": "De Kaasboer"},
        person("Zoë", "", "Ëlzinga"),
        person("Eva", "", "Emmen"),
    ]
    assert sorted(in_order[5:] + in_order[:5], key=sort_key) == in_order


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        (person("Jan", "van den", "Berg"), "Jan van den Berg"),
        (person("", "", "Berg"), "Berg"),
        ({"kind": "company", "company": "Bakker B.V.", "surname": "Bakker"}, "Bakker B.V."),
        ({"kind": "person", "company": "Bakker B.V.", "surname": "Bakker"}, "Bakker"),
        ({"kind": "person", "company": "Bakker B.V."}, "Bakker B.V."),
        ({"kind": "company", "first_name": "Jan", "surname": "Bakker"}, "Jan Bakker"),
        ({}, ""),
    ],
)
def test_a_record_is_shown_by_the_name_it_has(fields, name):
    assert display_name(fields) == name
    assert bool(sort_key(fields)) == bool(name)


def test_a_person_without_a_surname_sorts_by_the_first_name():
    assert sort_key({"first_name": "Anna"}) == "anna"
    assert person_name({"first_name": "Anna"}) == "Anna"


def test_a_prefix_with_an_apostrophe_stands_against_the_name():
    d_ancona = {"first_name": "Eva", "surname_prefix": "d'", "surname": "Ancona"}
    assert person_name(d_ancona) == "Eva d'Ancona"
    assert person_name({"surname_prefix": "'t", "surname": "Hart"}) == "'t Hart"
    assert person_name({"first_name": "Eva", "surname_prefix": "d'"}) == "Eva d'"
