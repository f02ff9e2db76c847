"""What suppliers said, and words with movements of stock, go when the key of their year is gone."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from klantkluis.billing.commands.buying import keep_purchase, reject_purchase
from klantkluis.billing.einvoice.ubl_writing import write_ubl
from klantkluis.billing.purchase_rows import Purchase, PurchaseFile, PurchaseRejection
from klantkluis.billing.queries.purchases import purchase_card, purchase_file
from klantkluis.catalogue.models import StockNote
from klantkluis.catalogue.stock.commands import StockSettings, receive_stock, set_up_stock
from klantkluis.catalogue.stock.queries import movement_rows
from klantkluis.privacy.models import ClassEnd
from klantkluis.privacy.retaining.documents import remove_ended_years
from klantkluis.privacy.retaining.years import book_years
from rooms.story import a_product, all_broken
from support.einvoice_samples import invoice

pytestmark = pytest.mark.usefixtures("our_company")

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
THEN = date(2018, 3, 1)
ROWS = (Purchase, PurchaseFile, PurchaseRejection, StockNote)
TABLES = (
    "billing_purchase", "billing_purchasefile", "billing_purchaserejection", "catalogue_stocknote",
)  # fmt: skip


@pytest.fixture
def years(owner) -> list[int]:
    """A rejected purchase and a note with goods of long ago and of now; give the purchases."""
    product_id, purchases = a_product(owner), []
    set_up_stock(product_id=product_id, settings=StockSettings(True), actor=owner)
    for day, number in ((THEN, "A-1"), (date(2025, 3, 1), "A-2")):
        it = replace(invoice(), number=number, issued_on=day)
        pk = keep_purchase(contents=write_ubl(it), actor=owner, today=day)
        reject_purchase(purchase_id=pk, reason="Niet van ons", actor=owner, today=day)
        receive_stock(
            quantities={product_id: Decimal(2)}, received_on=day, actor=owner, note="Doos nat"
        )
        purchases.append(pk)
    return purchases


def sealed() -> list[list[bool]]:
    return [[bool(row.sealed) for row in model.objects.order_by("pk")] for model in ROWS]


def test_they_are_emptied_and_amounts_stay(owner, years):
    assert {year.name for year in book_years()} == {"F7-2018", "F7-2025"}
    assert sealed() == [[True, True]] * 4
    ClassEnd.objects.create(name="F7-2018", documents=4, ended_at=NOW, staff_id=owner.staff_id)
    assert remove_ended_years() == 4
    assert sealed() == [[False, True]] * 4
    assert bytes(PurchaseFile.objects.order_by("pk")[0].contents) == b""
    assert {year.name for year in book_years()} == {"F7-2025"}
    assert remove_ended_years() == 0
    assert all_broken() == []


def test_their_pages_still_open(owner, years):
    ClassEnd.objects.create(name="F7-2018", documents=4, ended_at=NOW, staff_id=owner.staff_id)
    remove_ended_years()
    card = purchase_card(purchase_id=years[0], vault=owner.vault)
    assert card is not None
    assert (card.row.supplier, card.reason) == ("", "")
    assert card.row.gross_cents > 0
    assert purchase_file(purchase_id=years[0], vault=owner.vault) is None
    assert purchase_file(purchase_id=years[1], vault=owner.vault) is not None
    rows = movement_rows(
        product_id=StockNote.objects.all()[0].movement.product_id, vault=owner.vault
    )
    assert [row.note for row in rows][:1] == ["Doos nat"]
    assert len(rows) == 2


@pytest.mark.parametrize("table", TABLES)
def test_the_database_empties_nothing_before_its_term(years, table):
    for change in (
        f"UPDATE {table} SET sealed = X'' WHERE cls = 'F7-2025'",
        f"UPDATE {table} SET cls = 'F7-2010' WHERE cls = 'F7-2025'",
        f"UPDATE {table} SET sealed = X'', cls = 'F7-2010' WHERE cls = 'F7-2018'",
        f"UPDATE {table} SET sealed = X'00' WHERE cls = 'F7-2018'",
        f"DELETE FROM {table}",
    ):
        said = change
        if connection.vendor == "postgresql":
            said = change.replace("X''", "''::bytea").replace("X'00'", "'\\x00'::bytea")
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(said)
