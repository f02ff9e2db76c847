"""The pages of the shop's window: settings, categories, shipping, makers and pages of text."""

import pytest

from klantkluis.core.roles import Role
from klantkluis.shop.commands.selling import ANY_WEIGHT
from klantkluis.shop.pages import page, page_versions, pages
from klantkluis.shop.selling import shipping_methods, shop_fields
from rooms.showing import a_category, a_maker, in_the_shop
from rooms.story import a_product
from web.office.shop import text_of, value_of

pytestmark = pytest.mark.usefixtures("our_company")
SETTINGS = {
    "name": "Voorbeeldwinkel", "accent": "#AA3300", "show_prices": "net", "stock": "number",
    "pay_transfer": "2", "pay_invoice": "1", "pay_mollie": "", "in_english": "on",
}  # fmt: skip
PARCEL = {
    "name_nl": "Pakket", "countries": ["NL", "BE"], "weight_1": "2", "price_1": "4.95",
    "weight_2": "23", "price_2": "7.95", "free_from": "75", "active": "on",
}  # fmt: skip
PAGE = {
    "title_nl": "Over ons", "body_nl": "Wij zijn {company}.\n\n## Kop", "position": "3",
    "in_footer": "on",
}  # fmt: skip


def test_a_shop_is_set_up_with_one_button_and_then_changed(as_owner):
    assert "There is no web shop yet" in text_of(as_owner.get("/shop/overview/"))
    assert as_owner.post("/shop/begin/")["Location"] == "/shop/settings/"
    assert len(pages()) == 7
    assert as_owner.post("/shop/settings/", SETTINGS).status_code == 302
    kept = shop_fields()
    assert kept is not None
    assert (kept.payments, kept.accent, kept.show_prices) == (
        ("invoice", "transfer"), "#aa3300", "net",
    )  # fmt: skip
    page_ = as_owner.get("/shop/settings/")
    assert value_of(page_, "name") == "Voorbeeldwinkel"
    assert "7 pages of text" in text_of(as_owner.get("/shop/overview/"))
    as_owner.post("/shop/begin/")
    assert shop_fields() == kept


def test_a_shop_that_asks_for_all_money_in_advance_is_refused(as_owner):
    answer = as_owner.post("/shop/settings/", {**SETTINGS, "pay_invoice": ""})
    assert answer.status_code == 200
    assert "more than half in advance" in text_of(answer)
    assert shop_fields() is None


def test_categories_are_made_moved_changed_and_removed(as_owner, owner):
    for name in ("Een", "Twee"):
        as_owner.post("/shop/categories/new/", {"name_nl": name, "active": "on"})
    listed = text_of(as_owner.get("/shop/categories/"))
    assert listed.index("Een") < listed.index("Twee")
    two = a_category(owner, "Drie")
    as_owner.post(f"/shop/categories/{two}/move/", {"way": "up"})
    answer = as_owner.post(f"/shop/categories/{two}/", {"name_nl": "Vier", "parent": str(two - 1)})
    assert answer.status_code == 302
    assert "Hidden" in text_of(as_owner.get("/shop/categories/"))
    assert as_owner.post(f"/shop/categories/{two - 1}/removal/").status_code == 409
    assert as_owner.post(f"/shop/categories/{two}/removal/").status_code == 302
    assert as_owner.get(f"/shop/categories/{two}/").status_code == 404


def test_a_way_to_send_is_typed_in_kilos_and_euros(as_owner):
    assert as_owner.post("/shop/shipping/new/", PARCEL).status_code == 302
    (row,) = shipping_methods()
    assert row.fields.steps == ((2000, 495), (23000, 795))
    assert (row.fields.countries, row.fields.free_from_cents) == (("NL", "BE"), 7500)
    page_ = as_owner.get(f"/shop/shipping/{row.id}/")
    assert (value_of(page_, "weight_2"), value_of(page_, "price_2")) == ("23", "7.95")
    as_owner.post(f"/shop/shipping/{row.id}/", {**PARCEL, "weight_2": "", "price_2": "9"})
    assert shipping_methods()[0].fields.steps == ((2000, 495), (ANY_WEIGHT, 900))
    assert "€4.95 – €9.00" in text_of(as_owner.get("/shop/shipping/"))
    answer = as_owner.post("/shop/shipping/new/", {**PARCEL, "weight_2": "1"})
    assert "Each weight is higher than the one before." in text_of(answer)
    as_owner.post(f"/shop/shipping/{row.id}/move/", {"way": "down"})
    assert as_owner.post(f"/shop/shipping/{row.id}/removal/").status_code == 302
    assert "No way to send yet" in text_of(as_owner.get("/shop/shipping/"))


def test_a_maker_is_kept_with_what_the_law_wants(as_owner, owner):
    maker = {"name": "Zagerij", "address": "Kade 1", "contact": "zagerij.example"}
    assert as_owner.post("/shop/makers/new/", maker).status_code == 302
    answer = as_owner.post("/shop/makers/new/", {**maker, "responsible_name": "Een"})
    assert "Fill in all three" in text_of(answer)
    maker_id = a_maker(owner)
    in_the_shop(owner, a_product(owner), maker_id=maker_id)
    assert as_owner.post(f"/shop/makers/{maker_id}/removal/").status_code == 409
    assert "zagerij.example" in text_of(as_owner.get("/shop/makers/"))
    assert value_of(as_owner.get(f"/shop/makers/{maker_id}/"), "name") == "Zagerij Voorbeeld"


def test_a_page_is_written_looked_at_and_kept_in_every_version(as_owner):
    as_owner.post("/shop/begin/")
    new = {**PAGE, "name": "ons-hout"}
    assert as_owner.post("/shop/pages/new/", new).status_code == 302
    shown = as_owner.get("/shop/pages/ons-hout/").content.decode()
    assert "<p>Wij zijn Voorbeeld BV.</p>\n<h2>Kop</h2>" in shown
    as_owner.post("/shop/pages/ons-hout/", {**PAGE, "body_nl": "Anders."})
    assert len(page_versions(name="ons-hout")) == 2
    through_time = as_owner.get("/shop/pages/ons-hout/versions/").content.decode()
    assert "{company}" in through_time
    assert "Anders." in through_time
    assert as_owner.post("/shop/pages/ons-hout/removal/").status_code == 302
    assert page(name="ons-hout") is None
    assert as_owner.post("/shop/pages/terms/removal/").status_code == 409
    assert as_owner.get("/shop/pages/ons-hout/").status_code == 404
    assert as_owner.get("/shop/pages/nergens/versions/").status_code == 404


def test_what_is_typed_in_a_page_is_shown_as_words_at_once_and_never_run(as_owner):
    answer = as_owner.post("/shop/pages/preview/", {"body_nl": "<script>x</script> {company}"})
    assert "<p>&lt;script&gt;x&lt;/script&gt; Voorbeeld BV</p>" in answer.content.decode()
    answer = as_owner.post("/shop/pages/new/", {**PAGE, "name": "x", "body_nl": "{iban}"})
    assert "Nothing can be filled in for {iban}." in text_of(answer)


@pytest.mark.parametrize(
    "path",
    [
        "/shop/overview/", "/shop/settings/", "/shop/categories/", "/shop/categories/new/",
        "/shop/shipping/", "/shop/shipping/new/", "/shop/makers/", "/shop/makers/new/",
        "/shop/pages/", "/shop/pages/new/",
    ],
)  # fmt: skip
def test_who_sells_comes_here_with_the_vault_locked_too_and_others_do_not(
    path, browser_of, as_stranger
):
    assert browser_of(Role.SALES).get(path).status_code == 200
    assert browser_of(Role.BOOKKEEPER).get(path).status_code == 403
    assert as_stranger.get(path)["Location"].startswith("/log-in/")
