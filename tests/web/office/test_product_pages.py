"""The pages of products."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.utils import timezone

from klantkluis.catalogue.commands import ProductFields, add_product, change_product
from klantkluis.catalogue.models import Product, ProductPrice
from klantkluis.core.roles import Role
from klantkluis.core.vat import PriceBasis, VatCategory
from rooms.story import a_customer, a_line, a_product, an_order
from web.office.shop import text_of, value_of

pytestmark = pytest.mark.usefixtures("our_company")

NEW = {
    "sku": "KRUK", "name_nl": "Kruk eiken", "name_en": "", "unit": "C62", "barcode": "",
    "unit_price": "1.234,56", "basis": "net", "vat_category": "standard", "active": "on",
}  # fmt: skip


@pytest.fixture
def as_dutch_owner(as_owner):
    as_owner.staff.language = "nl"
    as_owner.staff.save()
    return as_owner


def test_the_owner_adds_a_product_with_a_price_in_dutch_notation(as_dutch_owner):
    answer = as_dutch_owner.post("/products/new/", NEW)
    product = Product.objects.get()
    assert answer["Location"] == f"/products/{product.pk}/"
    assert ProductPrice.objects.get().unit_price == Decimal("1234.56")
    assert "1.493,82" in text_of(as_dutch_owner.get(f"/products/{product.pk}/"))


def test_bad_input_keeps_what_was_typed_and_says_one_sentence_beside_the_field(as_owner):
    answer = as_owner.post("/products/new/", {**NEW, "unit_price": "twaalf"})
    assert answer.status_code == 200
    assert value_of(answer, "unit_price") == "twaalf"
    assert value_of(answer, "name_nl") == "Kruk eiken"
    assert text_of(answer).count("This is not a number.") == 1
    assert not Product.objects.exists()


def test_an_article_number_that_is_taken_is_refused_beside_its_field(as_owner, owner):
    a_product(owner, "KRUK")
    answer = as_owner.post("/products/new/", NEW)
    assert 'id="id_sku_error"' in answer.content.decode()
    assert Product.objects.count() == 1


def test_a_barcode_that_fails_is_doubted_and_can_be_insisted_on(as_owner):
    answer = as_owner.post("/products/new/", {**NEW, "barcode": "8712345678901"})
    assert "The check digit of this barcode does not fit." in text_of(answer)
    insist = answer.context["form"].insistence
    as_owner.post("/products/new/", {**NEW, "barcode": "8712345678901", "insist": insist})
    assert Product.objects.get().barcode == "8712345678901"


@pytest.mark.parametrize(
    ("price", "basis", "category", "other"),
    [
        ("100", "net", "standard", "€121.00 including 21% VAT"),
        ("121", "gross", "standard", "€100.00 excluding 21% VAT"),
        ("24.50", "gross", "reduced", "€22.48 excluding 9% VAT"),
        ("10", "net", "exempt", "€10.00 including 0% VAT"),
    ],
)
def test_the_other_price_is_shown_while_one_types(as_owner, price, basis, category, other):
    data = {"unit_price": price, "basis": basis, "vat_category": category}
    assert other in text_of(as_owner.post("/products/price/", data))


def test_a_new_price_is_added_to_the_history_and_drawn(as_owner, owner):
    fields = ProductFields(
        sku="KRUK", name_nl="Kruk", vat_category=VatCategory.STANDARD,
        unit_price=Decimal(100), basis=PriceBasis.GROSS,
    )  # fmt: skip
    product_id = add_product(fields=fields, actor=owner, today=date(2025, 1, 1))
    answer = as_owner.post(
        f"/products/{product_id}/data/", {**NEW, "unit_price": "110", "basis": "gross"}
    )
    assert answer.status_code == 302
    assert ProductPrice.objects.count() == 2
    page = as_owner.get(f"/products/{product_id}/")
    assert 'class="steps"' in page.content.decode()
    assert "€110.00" in text_of(page)
    assert "€100.00" in text_of(page)


def test_the_card_says_who_bought_it_lately(as_owner, browser_of, owner):
    product_id = a_product(owner, "KRUK")
    an_order(owner, [a_line(product_id, quantity="3")], customer_id=a_customer(owner))
    assert "Jansen" in text_of(as_owner.get(f"/products/{product_id}/"))
    locked = text_of(browser_of(person=as_owner.staff).get(f"/products/{product_id}/"))
    assert "Jansen" not in locked
    assert "#1" in locked


def many(owner, count):
    for index in range(count):
        category = VatCategory.REDUCED if index % 2 else VatCategory.STANDARD
        a_product(owner, f"P{index:03d}", category=category)


def test_the_list_searches_filters_sorts_and_pages(as_owner, owner):
    many(owner, 60)
    first = as_owner.get("/products/")
    assert first.content.decode().count('name="pick"') == 50
    following = first.context["list"].next
    second = as_owner.get("/products/", {"go": following})
    assert second.content.decode().count('name="pick"') == 10
    assert "P007" in text_of(as_owner.get("/products/", {"terms": "p007"}))
    reduced = as_owner.get("/products/", {"category": "reduced"})
    assert reduced.content.decode().count('name="pick"') == 30
    last = as_owner.get("/products/", {"sort": "-sku"})
    assert last.context["list"].rows[0].sku == "P059"


def test_many_products_are_taken_off_sale_at_once_and_the_search_stays(as_owner, owner):
    many(owner, 4)
    picked = list(Product.objects.values_list("pk", flat=True)[:3])
    answer = as_owner.post("/products/withdrawn/", {"pick": picked, "terms": "P"})
    assert answer["Location"] == "/products/?terms=P"
    assert Product.objects.filter(active=False).count() == 3
    as_owner.post("/products/offered/", {"pick": picked})
    assert not Product.objects.filter(active=False).exists()


def test_the_export_has_every_product_that_the_list_found(as_owner, owner):
    many(owner, 60)
    answer = as_owner.get("/products/export/", {"file": "xlsx", "category": "reduced"})
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    rows = list(book.active.iter_rows(values_only=True))
    assert len(rows) == 31
    assert rows[1][0] == "P001"
    assert rows[1][5] == 379
    text = b"".join(as_owner.get("/products/export/", {"file": "csv"}).streaming_content)
    assert text.decode("utf-8-sig").count("\r\n") == 61


@pytest.mark.parametrize("path", ["/products/", "/products/{}/"])
def test_the_number_of_queries_does_not_grow(
    as_owner, owner, path, django_assert_max_num_queries, django_assert_num_queries
):
    product_id = a_product(owner, "A0")
    an_order(owner, [a_line(product_id)])
    assert as_owner.get(path.format(product_id)).status_code == 200
    with django_assert_max_num_queries(20) as few:
        as_owner.get(path.format(product_id))
    for index in range(5):
        an_order(owner, [a_line(product_id)], customer_id=a_customer(owner, surname=f"Vos{index}"))
        a_product(owner, f"B{index}")
        fields = ProductFields(
            sku="A0", name_nl="Artikel", vat_category=VatCategory.STANDARD,
            unit_price=Decimal(index + 1), basis=PriceBasis.NET,
        )  # fmt: skip
        change_product(
            product_id=product_id, fields=fields, actor=owner, today=timezone.localdate()
        )
    with django_assert_num_queries(len(few)):
        as_owner.get(path.format(product_id))


def test_a_colleague_without_the_right_reads_and_does_not_change(browser_of, owner):
    product_id = a_product(owner)
    client = browser_of(Role.BOOKKEEPER)
    assert client.get("/products/").status_code == 200
    assert client.get(f"/products/{product_id}/").status_code == 200
    page = client.get("/products/").content.decode()
    assert "/products/offered/" not in page
    assert "/products/export/" in page
    for path in ("/products/new/", f"/products/{product_id}/data/"):
        assert client.get(path).status_code == 403
    assert client.post("/products/withdrawn/", {"pick": [product_id]}).status_code == 403
    assert Product.objects.get().active


def test_a_stranger_goes_to_the_log_in_page(as_stranger):
    for path in ("/products/", "/products/new/", "/products/1/", "/products/export/"):
        assert as_stranger.get(path)["Location"].startswith("/log-in/")


def test_what_does_not_exist_is_not_found(as_owner):
    assert as_owner.get("/products/0/").status_code == 404
    assert as_owner.get("/products/0/data/").status_code == 404
