"""A hint at names of others in a text: modest, and never of the person."""

import pytest

from klantkluis.privacy.access.names import names_in

OWN = {"els", "jansen", "utrecht", "timmer"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Belde met Piet de Vries over de stoel", ("Piet de Vries",)),
        ("Piet de Vries nam op.", ("Piet de Vries",)),
        ("Zij komt samen met buurvrouw Fatima.", ("Fatima",)),
        ("Mevrouw Jansen belde; dhr. Bakker ook", ("Bakker",)),
        ("Mw. Bakker belde", ("Bakker",)),
        ("Els Jansen uit Utrecht belde", ()),
        ("Belde over de kleur Eiken.", ("Eiken",)),
        ("Ook 王 en Øyvind waren er", ("Øyvind",)),
        ("Zij met Anne-Marie d’Ancona", ("Anne-Marie d’Ancona",)),
        ("Komt in Januari, op Maandag, met PostNL en BTW", ()),
        ("Bestelnummer ABC-12 is in orde", ()),
        ("ik weet het niet", ()),
        ("", ()),
    ],
)
def test_names_of_others_are_found_and_other_words_are_not(text, names):
    assert names_in(text, own=OWN) == names


def test_a_word_at_the_beginning_is_a_name_when_it_is_known_as_one():
    assert names_in("Sanne belde hem", own=OWN) == ()
    assert names_in("Sanne belde hem", own=OWN, known={"sanne"}) == ("Sanne",)


def test_they_are_a_few_and_each_once():
    text = "met Aa en Bb en Cc en Dd en Ee en Ff en Gg en Aa"
    assert names_in(text, own=()) == ("Aa", "Bb", "Cc", "Dd", "Ee", "Ff")


def test_a_very_long_text_is_read_quickly():
    names_in("Aa van de van de " * 4000 + "x" * 1000, own=())
    names_in("A" * 60_000, own=())
    names_in("A van " * 10_000, own=())
