"""Products stand in the shop with categories, texts, makers and pictures."""

from dataclasses import asdict

import pytest
from django.db import IntegrityError, transaction

from klantkluis.catalogue.commands import (
    ProductFields,
    ProductUnknown,
    add_products,
    change_product,
)
from klantkluis.catalogue.models import Picture, PictureSize, ShopCategory, ShopProduct
from klantkluis.catalogue.pictures.commands import (
    NewPicture,
    add_picture,
    describe_picture,
    move_picture,
    picture_body,
    remove_picture,
)
from klantkluis.catalogue.pictures.queries import (
    picture_data,
    pictures_of,
    shown_picture_digests,
    sized_pictures,
)
from klantkluis.catalogue.pictures.reading import PictureRefused
from klantkluis.catalogue.showing.categories import (
    CategoryFields,
    CategoryWrong,
    category_tree,
    change_category,
    move_category,
    remove_category,
    slugs_by_product,
)
from klantkluis.catalogue.showing.commands import ShopFields, ShownWrong, show_products
from klantkluis.catalogue.showing.makers import (
    MakerFields,
    MakerWrong,
    add_maker,
    change_maker,
    makers,
    remove_maker,
)
from klantkluis.catalogue.showing.queries import shop_card, shop_counts, shown_rows
from klantkluis.core.vat import PriceBasis, VatCategory
from klantkluis.foundation.actors import Actor
from klantkluis.messages import published
from rooms.showing import a_category, a_file, a_maker, a_picture, in_the_shop
from rooms.story import TODAY, a_product, all_broken

pytestmark = pytest.mark.django_db


def fields(sku: str, name: str) -> ProductFields:
    return ProductFields(
        sku=sku, name_nl=name, vat_category=VatCategory.STANDARD, unit_price=10,  # type: ignore[arg-type]
        basis=PriceBasis.GROSS,
    )  # fmt: skip


def test_a_product_is_in_the_shop_when_somebody_says_so(owner: Actor) -> None:
    product_id = a_product(owner)
    assert shown_rows() == []
    in_the_shop(owner, product_id, summary_nl=" Zit goed. ", weight_grams=4200)
    (row,) = shown_rows()
    assert (row.sku, row.slug, row.fields.summary_nl) == ("STOEL", "artikel-stoel", "Zit goed.")
    in_the_shop(owner, product_id, shown=False)
    assert shown_rows() == []
    assert shop_card(product_id=product_id).slug == "artikel-stoel"


def test_the_address_stays_when_the_name_changes(owner: Actor) -> None:
    product_id = a_product(owner)
    in_the_shop(owner, product_id)
    change_product(product_id=product_id, fields=fields("STOEL", "Zetel"), actor=owner, today=TODAY)
    in_the_shop(owner, product_id, summary_nl="Anders")
    assert shop_card(product_id=product_id).slug == "artikel-stoel"


def test_products_of_one_name_have_addresses_of_their_own(owner: Actor) -> None:
    given = [
        fields("A", "Plank"),
        fields("B", "Plank"),
        fields("b", "Plank"),
        fields("C", "Plank B"),
    ]
    ids = add_products(products=given, actor=owner, today=TODAY)
    assert show_products(product_ids=ids, shown=True, actor=owner) == 4
    slugs = list(ShopProduct.objects.order_by("pk").values_list("slug", flat=True))
    assert slugs == ["plank", "plank-b", "plank-b-2", "plank-b-c"]
    assert show_products(product_ids=ids, shown=True, actor=owner) == 0
    assert show_products(product_ids=ids[:2], shown=False, actor=owner) == 2


def test_what_cannot_come_back_says_why(owner: Actor) -> None:
    product_id = a_product(owner)
    with pytest.raises(ShownWrong, match="why"):
        in_the_shop(owner, product_id, returnable=False)
    in_the_shop(owner, product_id, returnable=False, not_returnable_nl="Op maat gemaakt.")
    with pytest.raises(IntegrityError), transaction.atomic():
        ShopProduct.objects.update(not_returnable_nl="")


@pytest.mark.parametrize(
    "wrong",
    [
        {"category_ids": (99,)},
        {"maker_id": 99},
        {"summary_nl": "x" * 301},
        {"description_en": "x" * 20_001},
    ],
)
def test_what_is_not_there_or_too_long_is_refused(owner: Actor, wrong: dict[str, object]) -> None:
    product_id = a_product(owner)
    with pytest.raises(ShownWrong):
        in_the_shop(owner, product_id, **wrong)
    with pytest.raises(ProductUnknown):
        in_the_shop(owner, 999)
    assert not ShopProduct.objects.exists()


def test_categories_stand_in_each_other_at_most_three_deep(owner: Actor) -> None:
    top = a_category(owner, "Meubels")
    chairs = a_category(owner, "Stoelen", top)
    stools = a_category(owner, "Krukken", chairs)
    assert [(row.name_nl, row.depth) for row in category_tree()] == [
        ("Meubels", 0), ("Stoelen", 1), ("Krukken", 2),
    ]  # fmt: skip
    with pytest.raises(CategoryWrong, match="three deep"):
        a_category(owner, "Te diep", stools)
    for parent in (stools, top):
        changed = CategoryFields("Meubels", parent_id=parent)
        with pytest.raises(CategoryWrong, match="in itself"):
            change_category(category_id=top, fields=changed, actor=owner)
    with pytest.raises(CategoryWrong, match="stand in this one"):
        remove_category(category_id=top, actor=owner)
    remove_category(category_id=stools, actor=owner)
    assert all_broken() == []


def test_a_category_that_is_not_used_hides_what_stands_in_it(owner: Actor) -> None:
    top = a_category(owner, "Meubels")
    a_category(owner, "Stoelen", top)
    change_category(category_id=top, fields=CategoryFields("Meubels", active=False), actor=owner)
    assert [row.shown for row in category_tree()] == [False, False]


def test_categories_change_places_and_keep_their_address(owner: Actor) -> None:
    first, second, third = (a_category(owner, name) for name in ("Een", "Twee", "Drie"))
    move_category(category_id=third, up=True, actor=owner)
    move_category(category_id=first, up=True, actor=owner)
    move_category(category_id=second, up=False, actor=owner)
    assert [row.name_nl for row in category_tree()] == ["Een", "Drie", "Twee"]
    change_category(category_id=first, fields=CategoryFields("Anders"), actor=owner)
    assert category_tree()[0].slug == "een"
    assert ShopCategory.objects.get(pk=a_category(owner, "Een")).slug == "een-2"


def test_a_product_stands_in_several_categories_in_their_order(owner: Actor) -> None:
    product_id = a_product(owner)
    one, two = a_category(owner, "Een"), a_category(owner, "Twee")
    in_the_shop(owner, product_id, category_ids=(two, one, two))
    assert slugs_by_product(product_ids=[product_id]) == {product_id: ["een", "twee"]}
    assert [row.products for row in category_tree()] == [1, 1]
    remove_category(category_id=one, actor=owner)
    assert slugs_by_product(product_ids=[product_id]) == {product_id: ["twee"]}


def test_a_maker_can_be_reached_and_stays_as_long_as_products_name_it(owner: Actor) -> None:
    maker_id, product_id = a_maker(owner), a_product(owner)
    in_the_shop(owner, product_id, maker_id=maker_id)
    assert [row.products for row in makers()] == [1]
    with pytest.raises(MakerWrong, match="Products name"):
        remove_maker(maker_id=maker_id, actor=owner)
    with pytest.raises(MakerWrong, match="already"):
        a_maker(owner)
    with pytest.raises(MakerWrong, match="law"):
        add_maker(fields=MakerFields("Een", "", "x"), actor=owner)
    half = MakerFields("Een", "Kade 1", "een.example", "Twee")
    with pytest.raises(MakerWrong, match="all three"):
        change_maker(maker_id=maker_id, fields=half, actor=owner)
    in_the_shop(owner, product_id)
    remove_maker(maker_id=maker_id, actor=owner)
    assert makers() == []


def test_pictures_have_an_order_words_and_one_place_each(owner: Actor) -> None:
    product_id = a_product(owner)
    first, second = a_picture(owner, product_id), a_picture(owner, product_id, "blue")
    with pytest.raises(PictureRefused, match="already"):
        a_picture(owner, product_id)
    with pytest.raises(PictureRefused, match="few words"):
        a_picture(owner, product_id, "red", alt="  ")
    move_picture(picture_id=second, up=True, actor=owner)
    describe_picture(picture_id=first, alt_nl="Een plank", alt_en="", actor=owner)
    rows = pictures_of(product_ids=[product_id])[product_id]
    assert [(row.id, row.alt("en"), row.widths) for row in rows] == [
        (second, "A plane", (400, 500)), (first, "Een plank", (400, 500)),
    ]  # fmt: skip
    assert picture_data(product_id=product_id, picture_id=first, width=400)
    assert picture_data(product_id=product_id + 1, picture_id=first, width=400) is None
    remove_picture(picture_id=first, actor=owner)
    assert PictureSize.objects.count() == 2
    with pytest.raises(PictureRefused):
        remove_picture(picture_id=first, actor=owner)


def test_a_product_has_at_most_twelve_pictures(owner: Actor) -> None:
    product_id = a_product(owner)
    for number in range(12):
        a_picture(owner, product_id, f"#{number * 20:02x}8844")
    with pytest.raises(PictureRefused, match="twelve"):
        a_picture(owner, product_id, "#ff8844")
    picture = NewPicture(a_file(), "x")
    with pytest.raises(ProductUnknown):
        add_picture(product_id=999, picture=picture, actor=owner)


def test_a_large_photo_is_kept_in_three_widths(owner: Actor) -> None:
    picture = NewPicture(a_file(size=(2400, 1600)), "Een plank")
    product_id = a_product(owner)
    add_picture(product_id=product_id, picture=picture, actor=owner)
    (row,) = pictures_of(product_ids=[product_id])[product_id]
    assert (row.widths, row.width, row.height) == ((400, 800, 1600), 1600, 1067)


def test_what_is_known_of_a_published_picture_is_what_it_is(owner: Actor) -> None:
    product_id = a_product(owner)
    a_picture(owner, product_id)
    assert list(shown_picture_digests()) == []
    in_the_shop(owner, product_id)
    digests = dict(shown_picture_digests())
    bodies = {name: picture_body(size) for name, size in sized_pictures(names=digests)}
    assert {name: published.digest(body) for name, body in bodies.items()} == digests
    assert len(digests) == 2


def test_the_database_keeps_a_picture_in_words(owner: Actor) -> None:
    a_picture(owner, a_product(owner))
    with pytest.raises(IntegrityError), transaction.atomic():
        Picture.objects.update(alt_nl="")


def test_it_is_counted_what_products_in_the_shop_lack(owner: Actor) -> None:
    chair, table = a_product(owner), a_product(owner, "TAFEL")
    in_the_shop(owner, chair)
    in_the_shop(owner, table, weight_grams=100, maker_id=a_maker(owner))
    a_picture(owner, table)
    counts = shop_counts()
    assert (counts.shown, counts.without_picture, counts.without_maker, counts.without_weight) == (
        2, 1, 1, 1,
    )  # fmt: skip


def test_the_fields_of_a_card_are_those_that_were_given(owner: Actor) -> None:
    product_id, category_id = a_product(owner), a_category(owner)
    given = ShopFields(
        summary_nl="a", summary_en="b", description_nl="c", description_en="d", weight_grams=5,
        maker_id=a_maker(owner), warnings_nl="e", warnings_en="f", delivery_nl="g",
        delivery_en="h", returnable=False, not_returnable_nl="i", not_returnable_en="j",
        durability_months=24, position=3, sell_without_stock=False, category_ids=(category_id,),
    )  # fmt: skip
    in_the_shop(owner, product_id, **asdict(given))
    assert shop_card(product_id=product_id).fields == given
