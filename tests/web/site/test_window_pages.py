"""The shop window: what stands on each page, in both languages, without any script."""

import json
import re
from datetime import date
from decimal import Decimal

import pytest

from klantkluis.messages import published
from klantkluis.messages.published import PriceStep, ThingKind
from klantkluis.site.shop import clock


def step(day: str, price: str, *, prior: str | None = None, basis: str = "gross") -> PriceStep:
    return PriceStep(
        valid_from=date.fromisoformat(day), unit_price=Decimal(price), basis=basis,
        prior=Decimal(prior) if prior else None,
    )  # fmt: skip


def text_of(client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return response.content.decode().replace("\u00a0", " ")


def on(monkeypatch, day: str) -> None:
    monkeypatch.setattr(clock, "today", lambda: date.fromisoformat(day))


PAGES = [
    "/", "/categories/planken/", "/products/plank-0101/", "/reductions/", "/search/?q=plank",
    "/search/", "/pages/terms/", "/withdrawal-right/", "/guarantee/", "/cart/",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_every_page_says_who_sells_and_where_to_withdraw(office, client, path):
    page = text_of(client, path)
    for words in ("Voorbeeld BV", "Marktstraat 1", "12345678", "NL000099998B57", "030 123 4567"):
        assert words in page
    assert '<a class="button withdraw" href="/withdraw/">Overeenkomst hier herroepen</a>' in page
    assert 'href="/contact/"' in page
    assert 'href="/pages/privacy/"' in page


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_there_in_english(office, client, path):
    page = text_of(client, f"/en{path}")
    assert '<html lang="en">' in page
    assert "Withdraw from contract here" in page
    assert f'href="{path.replace("&", "&amp;")}" hreflang="nl"' in page


@pytest.mark.parametrize("path", PAGES)
def test_no_page_runs_or_fetches_anything_from_elsewhere(office, client, path):
    response = client.get(path)
    page = response.content.decode()
    assert not re.search(r"<script(?! type=\"application/ld\+json\")|<style| style=| on\w+=", page)
    assert not re.search(r"(src|action)=\"(https?:)?//", page)
    assert "script-src 'self'" in response["Content-Security-Policy"]


def test_there_is_no_shop_before_the_office_publishes_one(db, client):
    assert client.get("/").status_code == 503
    assert client.get("/cart/").status_code == 503
    assert client.get("/look.css").status_code == 200


def test_a_page_that_is_not_there_is_told_in_the_language_of_its_path(office, client):
    assert "Deze pagina bestaat niet" in text_of(client, "/products/nothing/", 404)
    assert "There is no such page" in text_of(client, "/en/categories/nothing/", 404)
    text_of(client, "/pages/nothing/", 404)
    text_of(client, "/pictures/nothing", 404)


def test_a_browser_that_has_the_page_is_not_sent_it_again(office, client, make_product):
    first = client.get("/products/plank-0101/")
    assert first["Cache-Control"] == "private, no-cache"
    again = client.get("/products/plank-0101/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    office.publish((ThingKind.PRODUCT, "0101", make_product(stock=3)))
    after = client.get("/products/plank-0101/", headers={"If-None-Match": first["ETag"]})
    assert after.status_code == 200


def test_a_page_with_another_cart_is_another_page(office, client):
    before = client.get("/")
    client.post("/cart/add/", {"sku": "0101", "quantity": "2"})
    after = client.get("/", headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert '<span class="number">2</span>' in after.content.decode()


def test_a_reduction_stands_beside_the_lowest_price_of_thirty_days(
    office, client, make_product, monkeypatch
):
    prices = (step("2026-01-01", "24.95"), step("2026-11-01", "19.95", prior="23.95"))
    office.publish((ThingKind.PRODUCT, "0101", make_product(prices=prices)))
    on(monkeypatch, "2026-11-05")
    for path in ("/products/plank-0101/", "/", "/reductions/", "/categories/planken/"):
        page = text_of(client, path)
        assert "Laagste prijs van de afgelopen 30 dagen: € 23,95" in page
        assert "€ 19,95" in page
        assert "−16%" in page


def test_a_planned_price_begins_at_midnight_by_itself(office, client, make_product, monkeypatch):
    prices = (step("2026-01-01", "24.95"), step("2026-12-01", "27.50"))
    office.publish((ThingKind.PRODUCT, "0101", make_product(prices=prices)))
    on(monkeypatch, "2026-11-30")
    assert "€ 24,95" in text_of(client, "/products/plank-0101/")
    on(monkeypatch, "2026-12-01")
    page = text_of(client, "/products/plank-0101/")
    assert "€ 27,50" in page
    assert "€ 24,95" not in page


def test_a_visitor_chooses_prices_with_or_without_vat(office, client):
    assert "€ 24,95" in text_of(client, "/")
    response = client.post("/prices/", {"prices": "net", "back": "/categories/planken/"})
    assert (response.status_code, response["Location"]) == (303, "/categories/planken/")
    assert client.cookies["prices"].value == "net"
    assert "€ 20,62" in text_of(client, "/")
    assert "€ 24,95 met 21% btw" in text_of(client, "/products/plank-0101/")


@pytest.mark.parametrize("back", ["//evil.example/", "https://evil.example", "/\\evil", "x", ""])
def test_the_choice_of_prices_leads_nowhere_else(office, client, back):
    assert client.post("/prices/", {"prices": "net", "back": back})["Location"] == "/"


def test_prices_set_without_vat_are_whole_cents_for_consumers(office, client, make_product):
    prices = (step("2026-01-01", "10.01", basis="net"),)
    office.publish((ThingKind.PRODUCT, "0101", make_product(prices=prices)))
    assert "€ 12,11" in text_of(client, "/products/plank-0101/")


@pytest.mark.parametrize(
    ("shown", "stock", "without", "words"),
    [
        ("number", 5, False, "5 op voorraad"),
        ("availability", 5, False, "Op voorraad"),
        ("number", 0, False, "Uitverkocht"),
        ("availability", 0, True, "Te bestellen"),
        ("none", 0, False, "Uitverkocht"),
    ],
)
def test_stock_is_told_as_the_business_chose(
    office, client, make_product, shown, stock, without, words
):
    office.publish((ThingKind.SHOP, "shop", shop_with(stock=shown)))
    product = make_product(stock=stock, sell_without_stock=without)
    office.publish((ThingKind.PRODUCT, "0101", product))
    page = text_of(client, "/products/plank-0101/")
    assert words in page
    assert ("In de winkelwagen" in page) == (words != "Uitverkocht")


def shop_with(**parts):
    import msgspec

    from web.site.conftest import SHOP

    return msgspec.structs.replace(SHOP, **parts)


def test_what_the_law_wants_to_be_known_stands_at_the_product(office, client, make_product):
    maker = published.Maker(
        name="Houtwerk Voorbeeld", address="Dorpsweg 2, Elst", contact="post@houtwerk.example",
        responsible_name="EU Agent", responsible_address="Rue 1, Gent", responsible_contact="a@b",
    )  # fmt: skip
    office.publish((ThingKind.PRODUCT, "0101", make_product(
        maker=maker, warnings={"nl": "Niet geschikt als trap."}, durability_months=60,
        returnable=False, not_returnable={"nl": "op maat gezaagd"}, delivery={"nl": "2 dagen"},
    )))  # fmt: skip
    page = text_of(client, "/products/plank-0101/")
    for words in (
        "Houtwerk Voorbeeld", "Dorpsweg 2, Elst", "post@houtwerk.example", "EU Agent",
        "Niet geschikt als trap.", "5 jaar lang duurzaamheid", "op maat gezaagd", "2 dagen",
        "Wettelijke garantie", "€ 4,95", "Artikelnummer",
    ):  # fmt: skip
        assert words in page
    assert "14 dagen bedenktijd" not in page


def test_structured_data_cannot_end_its_block(office, client, make_product):
    name = {"nl": "Plank </script><script>alert(1)</script>", "en": "x"}
    office.publish((ThingKind.PRODUCT, "0101", make_product(name=name)))
    page = text_of(client, "/products/plank-0101/")
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert block is not None
    graph = json.loads(block[1])["@graph"]
    product = next(each for each in graph if each["@type"] == "Product")
    assert product["name"] == name["nl"]
    assert product["offers"]["price"] == "24.95"
    assert product["offers"]["availability"].endswith("InStock")
    assert "<script>alert" not in page


def test_published_texts_bring_no_markup_of_their_own(office, client):
    body = "## Kop\n\n**Sterk** <b>x</b>\n\n- een\n- [twee](javascript:alert(1))\n- [drie](/cart/)"
    office.publish((ThingKind.PAGE, "about", published.Page(
        name="about", title={"nl": "Over <ons>"}, body={"nl": body}
    )))  # fmt: skip
    page = text_of(client, "/pages/about/")
    assert "<h2>Kop</h2>" in page
    assert "<strong>Sterk</strong> &lt;b&gt;" in page
    assert '<a href="/cart/">drie</a>' in page
    assert "javascript:" not in page.replace("&#x27;", "'").split("<footer")[0].split("twee")[0]
    assert 'href="javascript' not in page
    assert "Over &lt;ons&gt;" in page


def test_search_finds_words_by_their_beginning_whatever_the_marks(office, client, make_product):
    office.publish((ThingKind.PRODUCT, "0102", make_product(
        "0102", name={"nl": "Crème tafel", "en": "Cream table"}
    )))  # fmt: skip
    assert "Crème tafel" in text_of(client, "/search/?q=creme+taf")
    assert "Crème tafel" in text_of(client, "/search/?q=0102")
    assert "plank-0102" not in text_of(client, "/search/?q=plank-0101")
    page = text_of(client, "/search/?q=afel")
    assert "Er is niets gevonden." in page
    assert "/categories/planken/" in page


def test_lists_go_on_page_by_page_in_every_order(office, client, make_product):
    things = [
        (ThingKind.PRODUCT, f"{n:04}", make_product(
            f"{n:04}", slug=f"p{n}", prices=(step("2026-01-01", f"{n % 7}.50"),), position=n % 3,
        ))
        for n in range(200, 260)
    ]  # fmt: skip
    office.publish(*things)
    for sort in ("order", "price", "price-down", "name", "nonsense"):
        path, seen = f"/categories/planken/?sort={sort}", []
        back = ""
        while path:
            page = text_of(client, path)
            seen += re.findall(r'<h3><a href="/products/([^/]+)/', page)
            found = re.search(r'rel="next" href="([^"]+)"', page)
            back = path
            path = found[1].replace("&amp;", "&") if found else ""
        assert len(seen) == len(set(seen)) == 61, sort
        before = re.search(r'rel="prev" href="([^"]+)"', text_of(client, back))
        assert before is not None
        earlier = text_of(client, before[1].replace("&amp;", "&"))
        assert re.findall(r'<h3><a href="/products/([^/]+)/', earlier) == seen[24:48], sort


@pytest.mark.parametrize("odd", ["~", "x~y", "99999999999999999999~a", "%00~a", "-~1", "1~"])
def test_a_made_up_place_in_a_list_is_harmless(office, client, odd):
    for way in ("after", "before"):
        for sort in ("order", "name"):
            response = client.get(f"/categories/planken/?sort={sort}&{way}={odd}")
            assert response.status_code == 200


def test_a_window_page_asks_a_constant_number_of_questions(
    office, client, make_product, django_assert_max_num_queries
):
    things = [(ThingKind.PRODUCT, f"9{n}", make_product(f"9{n}", slug=f"q{n}")) for n in range(30)]
    office.publish(*things)
    for path in ("/", "/categories/planken/", "/products/plank-0101/", "/search/?q=plank"):
        client.get(path)
    office.publish((ThingKind.PRODUCT, "0101", make_product(stock=4)))
    client.get("/pages/terms/")
    for path, most in [("/", 5), ("/categories/planken/", 3), ("/products/plank-0101/", 3)]:
        with django_assert_max_num_queries(most):
            client.get(path)


def test_a_picture_is_kept_for_ever(office, client):
    picture = published.Picture(media_type="image/png", width=1, height=1, data="iVBORw==")
    office.publish((ThingKind.PICTURE, "abc-400", picture))
    response = client.get("/pictures/abc-400")
    assert response["Content-Type"] == "image/png"
    assert "immutable" in response["Cache-Control"]
    assert response.content == b"\x89PNG"
    again = client.get("/pictures/abc-400", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_the_sitemap_lists_every_page_in_every_language(office, client):
    response = client.get("/sitemap.xml")
    text = b"".join(response.streaming_content).decode()
    for path in ("/", "/en/", "/products/plank-0101/", "/en/categories/planken/", "/pages/terms/"):
        assert f"<loc>http://testserver{path}</loc>" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text_of(client, "/robots.txt")


def test_a_large_shop_has_an_index_of_sitemaps(office, client, make_product, monkeypatch):
    from klantkluis.site.shop.views import files_of

    monkeypatch.setattr(files_of, "PART", 2)
    office.publish(
        *((ThingKind.PRODUCT, f"8{n}", make_product(f"8{n}", slug=f"s{n}")) for n in range(4))
    )
    index = b"".join(client.get("/sitemap.xml").streaming_content).decode()
    assert index.count("<sitemap>") == 3
    parts = [b"".join(client.get(f"/sitemap-{n}.xml").streaming_content).decode() for n in range(3)]
    assert sum(part.count("/products/") for part in parts) == 10
    assert client.get("/sitemap-3.xml").status_code == 404


@pytest.mark.parametrize("accent", ["#ffff00", "#1f5f8b", "#000000", "#ffffff", "#808080"])
def test_the_colour_of_the_shop_can_always_be_read(office, client, accent):
    from klantkluis.site.shop.colours import DARK, LIGHT, colour, contrast

    office.publish((ThingKind.SHOP, "shop", shop_with(accent=accent)))
    light, on_light, dark, on_dark = re.findall(r"#[0-9a-f]{6}", text_of(client, "/look.css"))
    for one, ground in [(light, LIGHT), (dark, DARK)]:
        assert contrast(colour(one), ground) >= 4.5
    assert contrast(colour(on_light), colour(light)) >= 4.5
    assert contrast(colour(on_dark), colour(dark)) >= 4.5
