"""Products come in from a file once, all or none, and a new price joins the history."""

from decimal import Decimal

import pytest

from klantkluis.catalogue.importing.commands import Imported, RowsWrong, import_products
from klantkluis.catalogue.importing.preview import preview
from klantkluis.catalogue.models import Product
from klantkluis.catalogue.queries import price_history, product_rows
from klantkluis.core.vat import PriceBasis, VatCategory
from klantkluis.foundation.tables.reading import read

pytestmark = pytest.mark.django_db

FILE = """artikelnummer;naam;prijs;btw;eenheid;barcode
STOEL;Stoel;1.379,00;hoog;stuk;
BROOD;Brood;2,95;laag;;8710400280507
"""


def previewed(text=FILE, **arguments):
    return preview(read(text.encode()), **arguments)


def test_products_come_in_with_price_unit_and_vat(owner, today):
    said = import_products(preview=previewed(basis=PriceBasis.GROSS), actor=owner, today=today)
    assert said == Imported(added=2)
    bread, chair = product_rows(today=today)
    assert (bread.name_nl, bread.unit_price, bread.vat_category, bread.barcode) == (
        "Brood", Decimal("2.95"), VatCategory.REDUCED, "8710400280507",
    )  # fmt: skip
    assert (chair.unit_price, chair.basis, chair.unit) == (
        Decimal(1379), PriceBasis.GROSS, "C62",
    )  # fmt: skip


def test_the_same_file_again_makes_no_doubles(owner, today):
    import_products(preview=previewed(), actor=owner, today=today)
    said = import_products(preview=previewed(), actor=owner, today=today)
    assert said == Imported(unchanged=2)
    assert Product.objects.count() == 2


def test_a_changed_price_is_taken_when_asked_and_joins_the_history(owner, today):
    import_products(preview=previewed(), actor=owner, today=today)
    changed = previewed(FILE.replace("2,95", "3,15"))
    said = import_products(preview=changed, actor=owner, today=today)
    assert said == Imported(unchanged=1, differing=1)
    said = import_products(preview=changed, change_known=True, actor=owner, today=today)
    assert said == Imported(unchanged=1, changed=1)
    bread = Product.objects.get(sku="BROOD")
    assert [point.unit_price for point in price_history(product_id=bread.pk)] == [
        Decimal("3.15"), Decimal("2.95"),
    ]  # fmt: skip


def test_a_service_stays_a_service_whatever_a_file_says_of_its_price(owner, today):
    import_products(preview=previewed(), actor=owner, today=today)
    Product.objects.filter(sku="BROOD").update(supply="services")
    changed = previewed(FILE.replace("2,95", "3,15"))
    import_products(preview=changed, change_known=True, actor=owner, today=today)
    assert Product.objects.get(sku="BROOD").supply == "services"


def test_a_row_with_an_error_refuses_the_file_or_is_left_out(owner, today):
    text = FILE + "TAFEL;Tafel;op aanvraag;hoog;;\n"
    with pytest.raises(RowsWrong):
        import_products(preview=previewed(text), actor=owner, today=today)
    assert not Product.objects.exists()
    done = []
    said = import_products(
        preview=previewed(text), good_rows_only=True, actor=owner, today=today,
        progress=lambda *steps: done.append(steps),
    )  # fmt: skip
    assert said == Imported(added=2, wrong=1)
    assert done == [(2, 2)]


@pytest.mark.parametrize("good_rows_only", [True, False])
def test_more_products_than_fit_in_a_batch_come_in(owner, today, good_rows_only):
    lines = "".join(f"P{number};Product {number};1,00;hoog;;\n" for number in range(1200))
    text, done = "artikelnummer;naam;prijs;btw;eenheid;barcode\n" + lines, []
    wishes = {"actor": owner, "today": today, "good_rows_only": good_rows_only}
    said = import_products(
        preview=previewed(text), **wishes, progress=lambda *steps: done.append(steps)
    )
    assert said.added == 1200
    steps = [(500, 1200), (1000, 1200), (1200, 1200)]
    assert done == (steps if good_rows_only else [(1200, 1200)])
    changed = text.replace("1,00;hoog", "2,00;laag")
    said = import_products(preview=previewed(changed), change_known=True, **wishes)
    assert said == Imported(changed=1200)
    rows = product_rows(today=today, limit=2000)
    assert {(row.unit_price, row.vat_category) for row in rows} == {
        (Decimal(2), VatCategory.REDUCED)
    }
    assert len(rows) == 1200
    assert {row.sku: row.name_nl for row in rows}["P77"] == "Product 77"


def test_the_same_price_again_adds_nothing_to_the_history(owner, today):
    import_products(preview=previewed(), actor=owner, today=today)
    other_name = previewed(FILE.replace("Brood;2,95", "Volkorenbrood;2,95"))
    said = import_products(preview=other_name, change_known=True, actor=owner, today=today)
    assert said == Imported(changed=1, unchanged=1)
    bread = Product.objects.get(sku="BROOD")
    assert bread.name_nl == "Volkorenbrood"
    assert len(price_history(product_id=bread.pk)) == 1
