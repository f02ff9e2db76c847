"""A street line and a full name are taken apart without losing or inventing anything."""

from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from klantkluis.core.fields.name import PersonName, is_firm, split_name, split_surname
from klantkluis.core.fields.street import (
    StreetLine,
    join_street,
    split_number,
    split_street,
)

ADDRESSES = Path(__file__).parents[4] / "shared" / "data" / "imports" / "addresses"


@pytest.mark.parametrize(
    ("typed", "street", "number", "addition"),
    [
        ("Dorpsstraat 12-a 3hoog", "Dorpsstraat", "12", "a 3hoog"),
        ("1e Helmersstraat 12", "1e Helmersstraat", "12", ""),
        ("2e Const. Huygensstraat 5 hs", "2e Const. Huygensstraat", "5", "hs"),
        ("Plein 1944 7", "Plein 1944", "7", ""),
        ("Plein 1944", "Plein 1944", "", ""),
        ("Laan 1940-1945 5", "Laan 1940-1945", "5", ""),
        ("Laan 1940-1945", "Laan 1940-1945", "", ""),
        ("Plein ’40-’45 12", "Plein ’40-’45", "12", ""),
        ("Postbus 123", "Postbus", "123", ""),
        ("P.O. Box 007", "P.O. Box", "007", ""),
        ("Antwoordnummer 10500", "Antwoordnummer", "10500", ""),
        ("Straat van 2 Gebroeders 15", "Straat van 2 Gebroeders", "15", ""),
        ("Lange Nieuwstraat 4/12", "Lange Nieuwstraat", "4", "12"),
        ("Musterstraße 12 – 14", "Musterstraße", "12", "14"),
        ("Keizersgracht 123-II", "Keizersgracht", "123", "II"),
        ("Rue Haute 12 bte 4", "Rue Haute", "12", "bte 4"),
        ("Kerkstraat 12bus3", "Kerkstraat", "12", "bus3"),
        ("Damrak 1, 2e verdieping", "Damrak", "1", "2e verdieping"),
        ("Straatweg 1000a", "Straatweg", "1000", "a"),
        ("A28 12", "A28", "12", ""),
        ("Kade 5 t/o 12", "Kade", "5", "t/o 12"),
        ("Dorpsstraat", "Dorpsstraat", "", ""),
        ("12 Leipziger Platz", "12 Leipziger Platz", "", ""),
        ("Weg 5 (ingang bij de bakker)", "Weg 5 (ingang bij de bakker)", "", ""),
        ("", "", "", ""),
    ],
)  # fmt: skip
def test_a_street_line_is_taken_apart(typed, street, number, addition):
    assert split_street(typed, "NL") == StreetLine(street, number, addition)


@pytest.mark.parametrize("country", ["FR", "GB", "US", "CA", "IE"])
def test_a_line_stays_whole_where_the_number_comes_first(country):
    assert split_street("57 Erb St W 12", country) == StreetLine("57 Erb St W 12")


STREETS = st.sampled_from(
    ["Dorpsstraat", "1e Helmersstraat", "Plein 1944", "Laan 1940-1945", "Prins Hendrikkade",
     "'s-Gravenweg", "Burg. de Vlugtlaan", "A-weg", "Hauptstraße"]
)  # fmt: skip
ADDITIONS = st.sampled_from(["", "a", "3hoog", "bis", "II", "bus 4", "hs", "B12", "14", "a 3hoog"])


@given(STREETS, st.integers(1, 99999), ADDITIONS)
def test_taking_apart_undoes_joining(street, number, addition):
    # A year of four digits after a street that is called after one is anybody's guess.
    assume(not street[-1].isdigit() or addition != "14")
    line = join_street(street, str(number), addition)
    assert split_street(line, "NL") == StreetLine(street, str(number), addition)


@given(st.text(max_size=80))
def test_no_letter_or_digit_of_a_street_line_is_lost(text):
    parts = split_street(text, "NL")
    kept = "".join([parts.street, parts.number, parts.addition])
    original = split_street(text, "FR").street
    assert [c for c in original if c.isalnum()] == [c for c in kept if c.isalnum()] or (
        StreetLine(original) != parts
    )
    assert sorted(c for c in original if c.isalnum()) == sorted(c for c in kept if c.isalnum())


def test_a_house_number_in_its_own_column_is_taken_apart_too():
    assert split_number("12-a 3hoog") == ("12", "a 3hoog")
    assert split_number("12.0") == ("12", "")
    assert split_number("LSB 70") == ("LSB 70", "")
    assert split_number("360W") == ("360", "W")


def test_street_lines_of_the_address_collection_are_taken_apart_as_they_were_made():
    if not ADDRESSES.exists():
        pytest.skip("the collection of addresses is not here")
    checked = 0
    for name in ("nl", "be", "de", "lu"):
        components = {}
        for line in (ADDRESSES / f"opencage_{name}.yaml").read_text(encoding="utf-8").splitlines():
            key, _, value = line.strip().partition(": ")
            if key == "components:":
                components = {}
            components[key] = value.strip().strip('"')
            if key.startswith("expected") and {"road", "house_number"} <= components.keys():
                house = components["house_number"]
                if not house[:1].isdigit() or len(house) > 12:
                    continue
                parts = split_street(f"{components['road']} {house}", name.upper())
                if name != "lu":
                    assert (parts.street, parts.number) == (
                        components["road"],
                        split_number(house)[0],
                    )
                checked += 1
    assert checked >= 10


@pytest.mark.parametrize(
    ("typed", "first", "prefix", "surname"),
    [
        ("Jan van der Berg", "Jan", "van der", "Berg"),
        ("Berg, Jan van der", "Jan", "van der", "Berg"),
        ("van den Berg, Piet", "Piet", "van den", "Berg"),
        ("Dhr. J. de Vries", "J.", "de", "Vries"),
        ("Mevrouw Aaltje ten Cate", "Aaltje", "ten", "Cate"),
        ("Bert in 't Veld", "Bert", "in 't", "Veld"),
        ("Van Dijk", "", "van", "Dijk"),
        ("Maria", "", "", "Maria"),
        ("Anna Maria Jansen", "Anna Maria", "", "Jansen"),
        ("Jan Smeets-van der Berg", "Jan Smeets-van", "der", "Berg"),
        ("", "", "", ""),
    ],
)
def test_a_full_name_is_taken_apart(typed, first, prefix, surname):
    assert split_name(typed, "NL") == PersonName(first, prefix, surname)


def test_a_belgian_surname_keeps_its_capital():
    assert split_name("Jan Van Damme", "BE") == PersonName("Jan", "", "Van Damme")
    assert split_surname("Van Damme", "BE") == ("", "Van Damme")
    assert split_surname("Van der Berg", "NL") == ("van der", "Berg")


@given(st.text(max_size=60))
def test_taking_a_name_apart_never_fails_and_always_leaves_a_surname(text):
    name = split_name(text)
    assert name.surname or not (name.first_name or name.surname_prefix)


@pytest.mark.parametrize(
    "name",
    ["Bakkerij Jansen B.V.", "Stichting Licht", "Räuber Schätze GmbH", "Acme Inc.", "VOF De Boer"],
)
def test_a_legal_form_tells_a_firm(name):
    assert is_firm(name)


@pytest.mark.parametrize("name", ["Jan Jansen", "Marge Simpson", "Scott Summer", "Ag Smit"])
def test_a_person_is_no_firm(name):
    assert not is_firm(name)
