"""Whether a text speaks of somebody whom the vault knows, without saying of whom."""

import pytest

from klantkluis.core.names import display_name
from klantkluis.vault.index.known import KnownPeople
from klantkluis.vault.index.terms import record_tokens

ELS = {
    "first_name": "Els", "surname_prefix": "van der", "surname": "Jansen",
    "street": "Dorpsstraat", "house_number": "12", "postcode": "1234 AB", "town": "Ons Dorp",
    "email": "Els.Jansen+shop@example.nl", "phone": "+31 20 123 45 67",
}  # fmt: skip
BAKKER = {"company": "Bakker", "town": "Utrecht"}
ZOE = {"first_name": "Zoë", "surname": "Çelik"}


@pytest.fixture(scope="module")
def known() -> KnownPeople:
    every = (ELS, BAKKER, ZOE)
    return KnownPeople(
        (display_name(each), record_tokens(each, number)) for number, each in enumerate(every, 1)
    )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("betaald door Els van der Jansen, dank", "name"),
        ("ELS VAN DER JANSEN", "name"),
        ("mail naar zoe celik", "name"),
        ("zie <els.jansen+shop@example.nl>", "email"),
        ("ELS.JANSEN+SHOP@EXAMPLE.NL", "email"),
        ("bel 020-1234567", "phone"),
        ("0031201234567", "phone"),
        ("Dorpsstraat 12, 1234AB Ons Dorp", "address"),
        ("1234 ab, dorpsstraat 12", "address"),
    ],
)
def test_who_is_named_is_found_however_it_is_written(known, text, kind):
    assert known.kind_in(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "Bakker",  # a name of one word is a word as any
        "taart van de bakker uit Utrecht",
        "Els Jansen-Smit",
        "els@example.nl",
        "example.nl",
        "artikel 1234AB",
        "order 201234567",
        "factuur 2026-0020 van 123 45 67",
        "{'customer_id': 12}",
        "",
    ],
)
def test_what_only_looks_like_somebody_is_left(known, text):
    assert known.kind_in(text) == ""
