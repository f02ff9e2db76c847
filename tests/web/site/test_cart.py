"""The cart: article numbers and quantities in a cookie, whatever stands in it."""

from urllib.parse import quote

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from klantkluis.messages.published import ThingKind
from klantkluis.messages.wire import Publish, Verb
from klantkluis.site.shop.cart import MOST_EACH, MOST_LINES, MOST_TEXT, Cart
from web.site.conftest import SHOP

skus = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zs", "Zl", "Zp", "Co", "Cn"]),
    min_size=1, max_size=40,
)  # fmt: skip
carts = st.dictionaries(skus, st.integers(1, MOST_EACH), max_size=12).map(
    lambda lines: Cart(tuple(lines.items()))
)


def page(client):
    return client.get("/cart/").content.decode().replace("\u00a0", " ")


@given(carts)
@example(Cart((("\ufffd", 1),)))
def test_a_cart_that_is_kept_is_the_cart_that_is_read(cart):
    assert Cart.read(cart.text()) == cart
    assert cart.text().isascii()
    assert not set(cart.text()) & set(' ",;\\')


@given(st.text(max_size=9000))
def test_whatever_stands_in_the_cookie_is_a_cart_within_bounds(text):
    cart = Cart.read(text)
    assert len(cart.lines) <= MOST_LINES
    assert all(0 < quantity <= MOST_EACH and 0 < len(sku) <= 40 for sku, quantity in cart)
    assert Cart.read(cart.text()) == cart


@pytest.mark.parametrize(
    "text", ["a*0", "a*-1", "a*1000", "a*x", "*3", "a", "a*1*", "%ff*1", "a%0a*1", "٣*٣", "!!!"]
)
def test_what_is_malformed_is_left_out(text):
    assert Cart.read(text).lines == ()
    assert Cart.read(f"{text}!b*2").lines == (("b", 2),)


def test_putting_in_changing_and_taking_out_works_without_scripts(office, client):
    response = client.post("/cart/add/", {"sku": "0101", "quantity": "2"})
    assert (response.status_code, response["Location"]) == (303, "/cart/?said=added")
    client.post("/cart/add/", {"sku": "0101", "quantity": "1"})
    assert "€ 74,85" in page(client)
    client.post("/cart/change/", {"quantity-0101": "4"})
    assert "€ 99,80" in page(client)
    client.post("/cart/change/", {"quantity-0101": "nonsense"})
    assert "€ 99,80" in page(client)
    client.post("/cart/change/", {"quantity-0101": "4", "out": "0101"})
    assert "Uw winkelwagen is leeg." in page(client)


def test_the_cookie_holds_article_numbers_and_nothing_else(office, client):
    response = client.post("/cart/add/", {"sku": "0101"})
    cookie = response.cookies["cart"]
    assert cookie.value == "0101*1"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize(
    "fields",
    [{}, {"sku": "nothing"}, {"sku": "0101", "quantity": "0"}, {"sku": "\x00"},
     {"sku": "0101", "quantity": "-3"}, {"sku": "0101", "quantity": "1e9"}],
)  # fmt: skip
def test_what_cannot_be_put_in_leaves_the_cart_as_it_was(office, client, fields):
    client.post("/cart/add/", {"sku": "0101"})
    client.post("/cart/add/", fields)
    assert client.cookies["cart"].value == "0101*1"


def test_no_more_is_put_in_than_there_is(office, client, make_product):
    office.publish((ThingKind.SHOP, "shop", msgspec.structs.replace(SHOP, stock="number")))
    product = make_product(stock=3, sell_without_stock=False)
    office.publish((ThingKind.PRODUCT, "0101", product))
    client.post("/cart/add/", {"sku": "0101", "quantity": "9"})
    assert client.cookies["cart"].value == "0101*3"
    client.cookies["cart"] = "0101*9"
    assert "zijn er minder dan u wilde" in page(client)
    assert client.cookies["cart"].value == "0101*3"


def test_what_left_the_shop_is_told_and_taken_out(office, client, make_product):
    office.publish((ThingKind.PRODUCT, "0102", make_product("0102")))
    for sku in ("0101", "0102"):
        client.post("/cart/add/", {"sku": sku})
    office.ask(Verb.PUBLISH, Publish(gone=(("product", "0102"),)))
    assert "“0102” is niet meer te bestellen" in page(client)
    assert client.cookies["cart"].value == "0101*1"


def test_a_full_cart_says_so(office, client):
    lines = "!".join(f"x{n}*1" for n in range(MOST_LINES))
    client.cookies["cart"] = lines
    assert client.post("/cart/add/", {"sku": "0101"})["Location"] == "/cart/?said=full"
    assert "De winkelwagen is vol." in client.get("/cart/?said=full").content.decode()
    long = Cart(tuple((quote("é" * 40, safe="é") + str(n), 1) for n in range(20)))
    assert len(long.text()) > MOST_TEXT
    assert not long.fits


@pytest.mark.parametrize("path", ["/cart/add/", "/cart/change/", "/prices/", "/checkout/"])
def test_a_form_of_another_site_changes_nothing(office, client, path):
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        response = client.post(path, {"sku": "0101"}, headers=headers)
        assert response.status_code == 403
        assert "cart" not in response.cookies


def test_the_cart_is_never_kept_by_a_cache(office, client):
    assert client.get("/cart/")["Cache-Control"] == "no-store"
