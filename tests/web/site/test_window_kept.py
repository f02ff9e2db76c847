"""What is kept of pages has a bound, and published texts become HTML without any of their own."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantkluis.messages.markup import to_html, to_text
from klantkluis.messages.published import ThingKind
from klantkluis.site import window
from klantkluis.site.kept import Kept
from klantkluis.site.shop.amounts import euros, unit_euros, weight
from klantkluis.site.shop.listing import Place, terms_of
from klantkluis.site.shop.structured import as_block

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
marked = st.lists(
    st.sampled_from(
        ["## ", "- ", "**", "[a](", "](", ")", "\n", "\n\n", "<b>", '"', "&", "javascript:", "x",
         "https://a.example", " ", "/cart/", "'", "onclick="]
    ),
    max_size=30,
).map("".join)  # fmt: skip


def test_a_text_is_made_once():
    kept, made = Kept(len), []
    for _ in range(3):
        assert kept.get("a", lambda: made.append(1) or "text") == "text"
    assert made == [1]
    assert kept.peek("b") is None


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 60)), max_size=80))
def test_what_is_kept_never_grows_beyond_its_bound(asked):
    kept = Kept(len, most=100)
    for key, length in asked:
        assert kept.get((key, length), lambda length=length: "x" * length) == "x" * length
        assert kept.signs <= 100
    assert kept.signs == sum(length for key, length in set(asked) if kept.peek((key, length)))


def test_what_was_used_last_is_kept_longest():
    kept = Kept(len, most=20)
    for key in ("a", "b", "a", "c"):
        kept.get(key, lambda: "x" * 10)
    assert kept.peek("a") is not None
    assert kept.peek("b") is None


@given(st.one_of(texts, marked))
def test_a_published_text_brings_no_tag_and_no_script(text):
    html = to_html(text)
    tags = set(re.findall(r"<(/?[a-z0-9]+)", html))
    assert tags <= {
        "p", "/p", "br", "ul", "/ul", "li", "/li", "strong", "/strong", "a", "/a",
        *(f"{end}h{n}" for n in range(2, 7) for end in ("", "/")),
    }  # fmt: skip
    for address in re.findall(r'href="([^"]*)"', html):
        assert re.match(r"(?i)(https?://|mailto:|tel:|/(?!/)|#)", address)
    assert not re.search(r"<[^>]*\son\w+=", html.replace(re.sub(r"<[^>]*>", "", html), ""))
    to_text(text)


@given(texts)
def test_no_text_ends_a_block_of_data(text):
    block = as_block([{"name": text}])
    assert block.count("<") == 2
    assert block.endswith("</script>")


@given(st.integers(-(10**9), 10**9))
def test_both_notations_say_the_same_amount(cents):
    dutch, english = euros(cents, "nl"), euros(cents, "en")
    figures = "".join(filter(str.isdigit, dutch))
    assert int(figures) == abs(cents)
    assert figures == "".join(filter(str.isdigit, english))
    assert dutch.startswith("\u2212") == (cents < 0) == english.startswith("\u2212")


@pytest.mark.parametrize(
    ("grams", "dutch", "english"),
    [(1, "1 g", "1 g"), (999, "999 g", "999 g"), (1000, "1 kg", "1 kg"), (48_000, "48 kg", "48 kg"),
     (1250, "1,25 kg", "1.25 kg"), (1_234_500, "1.234,5 kg", "1,234.5 kg")],
)  # fmt: skip
def test_a_weight_is_in_kilos_from_a_kilo_on(grams, dutch, english):
    assert weight(grams, "nl").replace("\u00a0", " ") == dutch
    assert weight(grams, "en").replace("\u00a0", " ") == english


@given(texts)
def test_what_is_looked_for_is_a_few_plain_words(text):
    terms = terms_of(text)
    assert len(terms) <= 8
    assert all(term and " " not in term and "%" not in term for term in terms)


@given(texts, texts)
def test_any_place_in_a_list_can_be_read(after, before):
    place = Place.read(after, before)
    assert Place.read(place.text(), "").sku in {place.sku, ""}


def test_a_price_finer_than_cents_shows_all_of_it():
    from decimal import Decimal

    assert unit_euros(Decimal("20.6198"), "nl") == "€\u00a020,6198"
    assert unit_euros(Decimal("1250.5"), "en") == "€1,250.50"


def test_a_product_is_read_once_for_each_edition(office, make_product, django_assert_num_queries):
    office.publish((ThingKind.PRODUCT, "0101", make_product()))
    assert window.shop().product("0101").stock == 5
    with django_assert_num_queries(1):  # which edition there is
        assert window.shop().product("0101").stock == 5
    office.publish((ThingKind.PRODUCT, "0101", make_product(stock=4)))
    assert window.shop().product("0101").stock == 4
