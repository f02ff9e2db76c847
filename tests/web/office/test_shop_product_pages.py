"""A product in the shop: its texts, its pictures and its prices ahead."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from klantkluis.catalogue.models import Picture, ProductPrice
from klantkluis.catalogue.pictures.queries import pictures_of
from klantkluis.catalogue.showing.queries import shop_card
from klantkluis.core.roles import Role
from rooms.showing import a_category, a_file, a_maker, a_picture, in_the_shop
from rooms.story import a_product
from web.office.shop import text_of, value_of

pytestmark = pytest.mark.usefixtures("our_company")
TEXTS = {
    "shown": "on", "summary_nl": "Zit goed.", "position": "4", "weight_grams": "4200",
    "durability_months": "0", "returnable": "on", "sell_without_stock": "on",
}  # fmt: skip


@pytest.fixture
def chair(owner) -> int:
    return a_product(owner, price="100")


def upload(data: bytes, **more: str) -> dict[str, object]:
    return {"file": SimpleUploadedFile("x.png", data), "alt_nl": "Een vlak", "alt_en": "", **more}


def test_a_product_gets_its_texts_categories_and_maker(as_owner, owner, chair):
    category, maker = a_category(owner), a_maker(owner)
    page = f"/products/{chair}/shop/"
    assert 'name="shown"' in as_owner.get(page).content.decode()
    data = {**TEXTS, "category_ids": [str(category)], "maker_id": str(maker)}
    assert as_owner.post(page, data)["Location"] == f"/products/{chair}/"
    fields = shop_card(product_id=chair).fields
    assert (fields.category_ids, fields.maker_id, fields.weight_grams) == ((category,), maker, 4200)
    assert value_of(as_owner.get(page), "summary_nl") == "Zit goed."
    assert "Zit goed." in text_of(as_owner.get(f"/products/{chair}/"))


def test_what_cannot_come_back_says_why_beside_its_field(as_owner, chair):
    answer = as_owner.post(f"/products/{chair}/shop/", {**TEXTS, "returnable": ""})
    assert 'id="id_not_returnable_nl_error"' in answer.content.decode()
    assert shop_card(product_id=chair).slug == ""


def test_pictures_are_added_described_moved_and_removed(as_owner, owner, chair):
    page = f"/products/{chair}/pictures/"
    assert as_owner.post(page, upload(a_file())).status_code == 302
    second = a_picture(owner, chair, "blue")
    as_owner.post(f"{page}{second}/", {"way": "up"})
    as_owner.post(
        f"{page}{second}/", {f"p{second}-alt_nl": "Blauw", f"p{second}-alt_en": "Blue"}
    )  # fmt: skip
    rows = pictures_of(product_ids=[chair])[chair]
    assert [(row.id == second, row.alt_nl) for row in rows] == [
        (True, "Blauw"),
        (False, "Een vlak"),
    ]
    picture = as_owner.get(f"{page}{second}/400/")
    assert picture["Content-Type"] == "image/webp"
    assert picture.content[:4] == b"RIFF"
    as_owner.post(f"{page}{second}/", {"way": "remove"})
    assert Picture.objects.count() == 1
    for wrong in (f"{page}{second}/400/", f"{page}{rows[1].id}/401/"):
        assert as_owner.get(wrong).status_code == 404
    other = a_product(owner, "TAFEL")
    assert as_owner.post(f"/products/{other}/pictures/{rows[1].id}/").status_code == 404
    assert as_owner.get(f"/products/{other}/pictures/{rows[1].id}/400/").status_code == 404


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (upload(b"<svg/>"), "not a picture that can be read"),
        (upload(a_file(), alt_nl=""), "This field is required"),
        ({"alt_nl": "x"}, "Choose a JPEG, PNG or WebP file of at most 10 MB."),
    ],
)
def test_what_is_no_picture_gets_one_sentence_and_keeps_the_words(as_owner, chair, data, sentence):
    answer = as_owner.post(f"/products/{chair}/pictures/", data)
    assert sentence in text_of(answer)
    assert not Picture.objects.exists()


def test_a_reduction_is_planned_shown_and_taken_back(as_owner, chair):
    today = timezone.localdate()
    page = f"/products/{chair}/prices/"
    days = {
        "cut-since": (today + timedelta(days=2)).isoformat(),
        "cut-until": (today + timedelta(days=8)).isoformat(),
    }
    answer = as_owner.post(page, {"what": "cut", "cut-unit_price": "100", **days})
    assert "no reduction" in text_of(answer)
    assert as_owner.post(page, {"what": "cut", "cut-unit_price": "80", **days}).status_code == 302
    shown = text_of(as_owner.get(page))
    assert "€100.00 €80.00" in shown
    assert "Reduction" in text_of(as_owner.get(f"/products/{chair}/"))
    planned = ProductPrice.objects.get(is_reduction=True)
    assert as_owner.post(f"{page}{planned.pk}/").status_code == 302
    assert as_owner.post(f"{page}{planned.pk + 99}/").status_code == 404
    assert ProductPrice.objects.latest("pk").unit_price == Decimal(100)


def test_another_price_is_planned_from_a_day_on(as_owner, chair):
    day = timezone.localdate() + timedelta(days=3)
    data = {"what": "plan", "unit_price": "90", "basis": "net", "valid_from": day.isoformat()}
    page = f"/products/{chair}/prices/"
    assert as_owner.post(page, data).status_code == 302
    row = ProductPrice.objects.latest("pk")
    assert (row.unit_price, row.basis, row.valid_from) == (Decimal(90), "net", day)
    past = {**data, "valid_from": "2020-01-01"}
    assert "This day is past" in text_of(as_owner.post(page, past))


def test_picked_products_go_in_and_out_of_the_shop(as_owner, owner, chair):
    table = a_product(owner, "TAFEL")
    as_owner.post("/products/shown/", {"pick": [str(chair), str(table)]})
    assert shop_card(product_id=table).fields.shown
    as_owner.post("/products/hidden/", {"pick": [str(table)], "shop": "yes"})
    assert "TAFEL" not in text_of(as_owner.get("/products/?shop=yes"))
    assert "STOEL" in text_of(as_owner.get("/products/?shop=yes"))
    assert "STOEL" not in text_of(as_owner.get("/products/?shop=no"))
    assert not shop_card(product_id=table).fields.shown


def test_the_page_of_pictures_asks_as_much_with_one_as_with_five(as_owner, owner, chair):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            as_owner.get(f"/products/{chair}/pictures/")
        return len(queries)

    a_picture(owner, chair)
    asked()
    one = asked()
    for number in range(4):
        a_picture(owner, chair, f"#{number * 50:02x}2200")
    assert asked() == one


@pytest.mark.parametrize("part", ["shop", "pictures", "prices"])
def test_who_sells_comes_here_with_the_vault_locked_too_and_others_do_not(
    part, browser_of, as_stranger, owner, chair
):
    page = f"/products/{chair}/{part}/"
    in_the_shop(owner, chair)
    assert browser_of(Role.SALES).get(page).status_code == 200
    assert browser_of(Role.WAREHOUSE).get(page).status_code == 403
    assert as_stranger.get(page)["Location"].startswith("/log-in/")
    assert browser_of(Role.OWNER).get(f"/products/0/{part}/").status_code == 404
