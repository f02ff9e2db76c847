"""What the site ought to show follows from the rooms: the same rows give the same digests."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from klantkluis.catalogue.models import PictureSize
from klantkluis.catalogue.pricing.commands import Reduction, plan_reduction
from klantkluis.catalogue.showing.categories import CategoryFields, change_category
from klantkluis.catalogue.stock.commands import StockSettings, receive_stock, set_up_stock
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.company import change_company
from klantkluis.messages import published
from klantkluis.messages.published import ThingKind
from klantkluis.shop.commands.pages import PageWrong, publish_page, remove_page, write_first_pages
from klantkluis.shop.commands.selling import (
    ShippingWrong,
    ShopWrong,
    add_shipping_method,
    change_shipping_method,
    change_shop,
    move_shipping_method,
    remove_shipping_method,
)
from klantkluis.shop.models import PageVersion, Shop, ShopName, SiteLink
from klantkluis.shop.pages import first_page, page, page_that_was_shown, page_versions, pages
from klantkluis.shop.publishing import body_of, desired, desired_digests
from klantkluis.shop.selling import ShippingFields, ShopFields, shipping_methods, shop_fields
from rooms.showing import a_category, a_maker, a_picture, in_the_shop
from rooms.story import TODAY, a_line, a_product, an_order

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("our_company")]
PARCEL = ShippingFields(
    name_nl="Pakket", name_en="Parcel", countries=("NL", "BE"), steps=((2000, 495), (23000, 795))
)


@pytest.fixture
def shop(owner: Actor) -> ShopFields:
    fields = ShopFields(name="Voorbeeldwinkel", stock="number")
    change_shop(fields=fields, actor=owner)
    return fields


def thing(kind: ThingKind, name: str) -> object:
    return published.read(kind, body_of(kind, [name], today=TODAY)[name])


def a_shown_product(sku: str = "STOEL") -> published.ShownProduct:
    found = thing(ThingKind.PRODUCT, sku)
    assert isinstance(found, published.ShownProduct)
    return found


def the_settings() -> published.ShopSettings:
    found = thing(ThingKind.SHOP, "shop")
    assert isinstance(found, published.ShopSettings)
    return found


def test_before_the_shop_is_set_up_nothing_is_published(owner: Actor) -> None:
    in_the_shop(owner, a_product(owner))
    assert not any(desired_digests(today=TODAY).values())
    assert list(desired(today=TODAY)) == []


def test_every_thing_has_its_shape_and_the_digest_that_is_told(owner: Actor, shop: object) -> None:
    product_id = a_product(owner)
    in_the_shop(owner, product_id, maker_id=a_maker(owner), category_ids=(a_category(owner),))
    a_picture(owner, product_id)
    write_first_pages(actor=owner)
    add_shipping_method(fields=PARCEL, actor=owner)
    digests, seen = desired_digests(today=TODAY), dict[tuple[str, str], str]()
    for kind, name, body in desired(today=TODAY):
        published.read(kind, body)
        seen[kind, name] = published.digest(body)
        assert body_of(kind, [name], today=TODAY) == {name: body}
    told = {(kind, name): digest for kind, each in digests.items() for name, digest in each.items()}
    assert seen == told
    assert {kind: len(each) for kind, each in digests.items()} == {
        ThingKind.SHOP: 1, ThingKind.PAGE: 7, ThingKind.CATEGORY: 1, ThingKind.PICTURE: 2,
        ThingKind.PRODUCT: 1,
    }  # fmt: skip
    assert desired_digests(today=TODAY) == digests


def test_only_what_changed_has_another_digest(owner: Actor, shop: object) -> None:
    for sku in ("STOEL", "TAFEL"):
        in_the_shop(owner, a_product(owner, sku))
    before = desired_digests(today=TODAY)
    in_the_shop(owner, a_product(owner, "KRUK"))
    after = desired_digests(today=TODAY)
    assert after[ThingKind.PRODUCT].keys() - before[ThingKind.PRODUCT].keys() == {"KRUK"}
    assert after[ThingKind.PRODUCT].items() > before[ThingKind.PRODUCT].items()


def test_a_product_without_a_price_today_or_off_sale_is_not_there(
    owner: Actor, shop: object
) -> None:
    in_the_shop(owner, a_product(owner))
    yesterday = TODAY - timedelta(days=1)
    assert desired_digests(today=yesterday)[ThingKind.PRODUCT] == {}


def test_stock_is_what_no_order_asks_shown_as_the_shop_wants(
    owner: Actor, shop: ShopFields
) -> None:
    product_id = a_product(owner)
    in_the_shop(owner, product_id)
    assert a_shown_product().stock is None
    set_up_stock(product_id=product_id, settings=StockSettings(keeps_stock=True), actor=owner)
    receive_stock(quantities={product_id: Decimal("7.5")}, received_on=TODAY, actor=owner)
    an_order(owner, [a_line(product_id, "3")])
    assert a_shown_product().stock == 4
    change_shop(fields=replace(shop, stock="availability"), actor=owner)
    assert a_shown_product().stock == 1
    an_order(owner, [a_line(product_id, "9")])
    assert a_shown_product().stock == 0
    change_shop(fields=replace(shop, stock="none"), actor=owner)
    assert a_shown_product().stock is None


def test_a_reduction_stands_beside_the_price_of_before(owner: Actor, shop: object) -> None:
    product_id = a_product(owner, price="100")
    in_the_shop(owner, product_id)
    days = [TODAY + timedelta(days=n) for n in (5, 9)]
    reduction = Reduction(Decimal(80), *days)
    plan_reduction(product_id=product_id, reduction=reduction, actor=owner, today=TODAY)
    assert [(s.unit_price, s.prior) for s in a_shown_product().prices] == [
        (100, None), (80, 100), (100, None),
    ]  # fmt: skip
    body = body_of(ThingKind.PRODUCT, ["STOEL"], today=days[0])["STOEL"]
    steps = published.read(ThingKind.PRODUCT, body).prices
    assert [(s.unit_price, s.prior) for s in steps] == [(80, 100), (100, None)]


def test_a_hidden_category_is_not_shown_nor_named(owner: Actor, shop: object) -> None:
    top, product_id = a_category(owner, "Meubels"), a_product(owner)
    in_the_shop(owner, product_id, category_ids=(a_category(owner, "Stoelen", top),))
    assert a_shown_product().categories == ("stoelen",)
    change_category(category_id=top, fields=CategoryFields("Meubels", active=False), actor=owner)
    assert a_shown_product().categories == ()
    assert desired_digests(today=TODAY)[ThingKind.CATEGORY] == {}


def test_pictures_of_what_is_not_shown_are_not_published(owner: Actor, shop: object) -> None:
    product_id = a_product(owner)
    a_picture(owner, product_id)
    assert desired_digests(today=TODAY)[ThingKind.PICTURE] == {}
    in_the_shop(owner, product_id)
    names = desired_digests(today=TODAY)[ThingKind.PICTURE].keys()
    assert set(a_shown_product().pictures[0].sizes.values()) == names
    assert PictureSize.objects.count() == 2


def test_queries_do_not_grow_with_the_products_of_a_batch(owner: Actor, shop: object) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            desired_digests(today=TODAY)
        return len(queries)

    in_the_shop(owner, a_product(owner))
    one = asked()
    for number in range(5):
        product_id = a_product(owner, f"S{number}")
        in_the_shop(owner, product_id)
        a_picture(owner, product_id, f"#{number * 40:02x}4400")
    assert asked() == one


def test_the_settings_say_who_sells_and_for_which_tax(owner: Actor, shop: object) -> None:
    add_shipping_method(fields=PARCEL, actor=owner)
    said = the_settings()
    assert (said.identity.name, said.identity.iban) == ("Voorbeeld BV", "NL91ABNA0417164300")
    assert {rate.country for rate in said.rates} == {"NL", "BE"}
    assert [r.rate_bp for r in said.rates if (r.country, r.category) == ("NL", "standard")] == [
        2100
    ]
    assert (said.small_business, said.destination, said.maintenance) == (False, False, False)
    assert said.newsletter_wording == 1
    assert set(said.newsletter_text) == {"nl", "en"}
    change_company(fields={"oss_since": TODAY, "small_business": True}, actor=owner)
    assert (the_settings().small_business, the_settings().destination) == (True, True)


def test_a_shop_with_a_broken_link_or_on_holiday_takes_no_orders(
    owner: Actor, shop: ShopFields
) -> None:
    change_shop(fields=replace(shop, closed=True, newsletter=False), actor=owner)
    assert (the_settings().maintenance, the_settings().newsletter_wording) == (True, 0)
    change_shop(fields=shop, actor=owner)
    SiteLink.objects.create(
        id=1, site_id=owner.staff_id, url="https://shop.example", site_key=bytes(32),
        broken="gap", paired_at="2026-11-20T12:00:00Z", staff_id=owner.staff_id,
    )  # fmt: skip
    assert the_settings().maintenance


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"accent": "red"}, "accent"),
        ({"payments": ("transfer", "mollie")}, "payments"),
        ({"payments": ("cash", "invoice")}, "payments"),
    ],
)
def test_a_shop_that_the_law_does_not_allow_is_refused(
    owner: Actor, shop: ShopFields, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(ShopWrong) as refused:
        change_shop(fields=replace(shop, **changes), actor=owner)  # type: ignore[arg-type]
    assert refused.value.field == field
    assert shop_fields() == shop
    with pytest.raises(IntegrityError), transaction.atomic():
        Shop.objects.update(payments="transfer")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name_nl": ""}, "name_nl"),
        ({"countries": ()}, "countries"),
        ({"countries": ("Nederland",)}, "countries"),
        ({"steps": ()}, "steps"),
        ({"steps": ((2000, 1), (2000, 2))}, "steps"),
        ({"steps": ((2000, 1), (1000, 2))}, "steps"),
        ({"steps": ((0, 1),)}, "steps"),
    ],
)
def test_a_way_to_send_that_leads_nowhere_is_refused(
    owner: Actor, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(ShippingWrong) as refused:
        add_shipping_method(fields=replace(PARCEL, **changes), actor=owner)  # type: ignore[arg-type]
    assert refused.value.field == field


def test_ways_to_send_are_changed_moved_and_removed(owner: Actor, shop: object) -> None:
    first = add_shipping_method(fields=PARCEL, actor=owner)
    second = add_shipping_method(fields=PARCEL, actor=owner)
    move_shipping_method(method_id=second, up=True, actor=owner)
    assert [row.code for row in shipping_methods()] == ["pakket-2", "pakket"]
    cheaper = replace(PARCEL, steps=((5000, 100),), active=False)
    change_shipping_method(method_id=first, fields=cheaper, actor=owner)
    assert [method.code for method in the_settings().shipping] == ["pakket-2"]
    remove_shipping_method(method_id=second, actor=owner)
    assert [row.fields for row in shipping_methods()] == [cheaper]
    with pytest.raises(ShippingWrong):
        remove_shipping_method(method_id=second, actor=owner)


def test_the_first_pages_are_whole_in_both_languages_and_filled_in(
    owner: Actor, shop: object
) -> None:
    assert write_first_pages(actor=owner) == 7
    assert write_first_pages(actor=owner) == 0
    for row in pages():
        shown = thing(ThingKind.PAGE, row.name)
        assert isinstance(shown, published.Page)
        assert set(shown.body) == set(shown.title) == {"nl", "en"}
        for body in shown.body.values():
            assert "{" not in body
            assert len(body) > 200 or row.name == "contact"
        assert "Voorbeeld BV" in shown.body["nl"] or row.name in {"guarantee", "shipping"}
        assert "NL91ABNA0417164300" not in shown.body["nl"]
        assert "Telefoon" not in shown.body["nl"], "we have no telephone"


def test_what_a_page_said_when_somebody_ordered_is_found_by_its_version(
    owner: Actor, shop: object
) -> None:
    write_first_pages(actor=owner)
    then = thing(ThingKind.PAGE, "terms")
    assert isinstance(then, published.Page)
    changed = replace(pages()[0].fields, body_nl="Anders.", body_en="")
    publish_page(name="terms", fields=changed, actor=owner)
    change_company(fields={"name": "Anders BV"}, actor=owner)
    change_shop(fields=ShopFields(name="Andere winkel"), actor=owner)
    now = thing(ThingKind.PAGE, "terms")
    assert isinstance(now, published.Page)
    assert now.version != then.version
    found = page_that_was_shown(name="terms", version=then.version)
    assert found is not None
    assert found.body == then.body
    assert page_that_was_shown(name="terms", version="0" * 16) is None
    assert len(page_versions(name="terms")) == 2


def test_a_page_that_is_taken_away_is_kept_and_some_cannot_be(owner: Actor, shop: object) -> None:
    write_first_pages(actor=owner)
    remove_page(name="about", actor=owner)
    assert page(name="about") is None
    assert "about" not in desired_digests(today=TODAY)[ThingKind.PAGE]
    assert [row.gone for row in page_versions(name="about")] == [True, False]
    assert write_first_pages(actor=owner) == 0
    for name in ("terms", "privacy", "nothing"):
        with pytest.raises(PageWrong):
            remove_page(name=name, actor=owner)
    for rows, change in (
        (PageVersion.objects, {"body_nl": "x"}),
        (ShopName.objects, {"name": "x"}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)


@pytest.mark.parametrize(
    ("name", "changes", "field"),
    [
        ("Over ons", {}, "name"),
        ("../x", {}, "name"),
        ("about", {"title_nl": ""}, "title_nl"),
        ("about", {"body_nl": " "}, "body_nl"),
        ("about", {"body_en": "{iban}"}, "body_en"),
        ("about", {"body_nl": "x" * 100_001}, "body_nl"),
    ],
)
def test_a_page_that_cannot_be_shown_is_refused(
    owner: Actor, name: str, changes: dict[str, str], field: str
) -> None:
    with pytest.raises(PageWrong) as refused:
        publish_page(name=name, fields=replace(first_page("about"), **changes), actor=owner)
    assert refused.value.field == field
