"""Stock is the sum of facts: what came in, went out, or was counted otherwise."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from klantkluis.catalogue.models import StockLevel, StockMovement, StockNote
from klantkluis.catalogue.stock.commands import (
    Counted,
    NewCorrection,
    StockMoved,
    StockSettings,
    StockWrong,
    correct_stock,
    count_stock,
    receive_stock,
    set_up_stock,
)
from klantkluis.catalogue.stock.moving import Reason
from klantkluis.catalogue.stock.queries import (
    levels,
    low_by_themselves,
    movement_rows,
    stock_rows,
    stock_setting,
)
from klantkluis.catalogue.stock.rules import Standing, Stock, running, shared_out
from klantkluis.core.refusals import Refusal
from klantkluis.foundation.actors import Actor
from klantkluis.vault.client import LockedVault
from klantkluis.vault.refusals import VaultLocked
from rooms.story import TODAY, a_product, all_broken

pytestmark = pytest.mark.django_db
quantities = st.decimals("-9999", "9999", places=3)


def kept(owner: Actor, sku: str = "STOEL", point: str | None = None, place: str = "") -> int:
    product_id = a_product(owner, sku)
    settings = StockSettings(True, Decimal(point) if point else None, place)
    set_up_stock(product_id=product_id, settings=settings, actor=owner)
    return product_id


def received(owner: Actor, product_id: int, quantity: str, note: str = "") -> None:
    receive_stock(
        quantities={product_id: Decimal(quantity)}, received_on=TODAY, actor=owner, note=note
    )


def on_hand(product_id: int) -> Decimal:
    return levels(product_ids=[product_id])[product_id].on_hand


@given(before=quantities, moves=st.lists(quantities, max_size=8))
def test_the_level_after_each_movement_is_the_sum_until_there(before, moves):
    after = list(running(before, moves))
    assert after == [before + sum(moves[: n + 1]) for n in range(len(moves))]


@given(on_hand=quantities, reserved=quantities.map(abs), point=st.none() | quantities.map(abs))
def test_what_is_available_what_is_short_and_what_to_order_add_up(on_hand, reserved, point):
    stock = Stock(on_hand, reserved, point)
    assert stock.available + reserved == on_hand
    assert stock.available + stock.to_order >= (point or 0)
    assert stock.to_order == 0 or stock.available + stock.to_order == (point or 0)
    assert (stock.short > 0) == (reserved > on_hand)
    assert (stock.standing is Standing.FINE) == (on_hand >= 0 and stock.to_order == 0)


@given(on_hand=quantities, wanted=st.lists(quantities.map(abs), max_size=8))
def test_what_is_shared_out_is_what_there_is_and_the_first_come_first(on_hand, wanted):
    parts = list(shared_out(on_hand, wanted))
    assert sum(parts) == min(max(on_hand, 0), sum(wanted))
    assert all(part <= want for part, want in zip(parts, wanted, strict=True))
    hungry = [n for n, (part, want) in enumerate(zip(parts, wanted, strict=True)) if part < want]
    assert not hungry or not any(parts[hungry[0] + 1 :])


def test_receipts_corrections_and_counts_add_up_to_what_there_is(owner):
    product_id = kept(owner, place="A-1", point="2")
    received(owner, product_id, "10", note="Bon van Jansen")
    correct_stock(
        correction=NewCorrection(product_id, Decimal("-0.5"), Reason.DAMAGED, "Gevallen"),
        corrected_on=TODAY, actor=owner,
    )  # fmt: skip
    seen = levels(product_ids=[product_id])[product_id]
    counted = Counted(Decimal("8.25"), seen.last_movement_id)
    assert count_stock(counted={product_id: counted}, counted_on=TODAY, actor=owner) == 1
    assert on_hand(product_id) == Decimal("8.25")
    rows = movement_rows(product_id=product_id, vault=owner.vault)
    assert [(row.kind, str(row.quantity), str(row.after)) for row in rows] == [
        ("count", "-1.250", "8.250"),
        ("correction", "-0.500", "9.500"),
        ("receipt", "10.000", "10.000"),
    ]
    assert [row.note for row in rows] == ["", "Gevallen", "Bon van Jansen"]
    assert stock_setting(product_id=product_id).place == "A-1"
    assert all_broken() == []


def test_a_count_that_equals_the_level_moves_nothing(owner):
    product_id = kept(owner)
    counted = {product_id: Counted(Decimal(0), None)}
    assert count_stock(counted=counted, counted_on=TODAY, actor=owner) == 0
    assert not StockMovement.objects.exists()


def test_a_count_that_began_before_a_movement_is_shown_again_and_saves_nothing(owner):
    moved, still = kept(owner, "STOEL"), kept(owner, "TAFEL")
    received(owner, moved, "10")
    last = levels(product_ids=[moved])[moved].last_movement_id
    received(owner, moved, "5")
    counted = {moved: Counted(Decimal(9), last), still: Counted(Decimal(3), None)}
    with pytest.raises(StockMoved) as refusal:
        count_stock(counted=counted, counted_on=TODAY, actor=owner)
    assert {pk: seen.on_hand for pk, seen in refusal.value.levels.items()} == {moved: Decimal(15)}
    assert (on_hand(moved), on_hand(still)) == (Decimal(15), Decimal(0))
    again = Counted(Decimal(14), refusal.value.levels[moved].last_movement_id)
    assert count_stock(counted={moved: again}, counted_on=TODAY, actor=owner) == 1
    assert on_hand(moved) == Decimal(14)


@pytest.mark.parametrize("quantity", ["0", "-1", "0.0001", "100000000"])
def test_a_receipt_that_cannot_be_is_refused_beside_its_field(owner, quantity):
    product_id = kept(owner)
    with pytest.raises(StockWrong) as refusal:
        received(owner, product_id, quantity)
    assert refusal.value.field == f"product_{product_id}"
    assert not StockMovement.objects.exists()


def test_no_stock_is_moved_of_a_product_that_keeps_none(owner):
    product_id = a_product(owner)
    for act in (
        lambda: received(owner, product_id, "1"),
        lambda: correct_stock(
            correction=NewCorrection(product_id, Decimal(1), Reason.FOUND),
            corrected_on=TODAY, actor=owner,
        ),
        lambda: count_stock(
            counted={product_id: Counted(Decimal(1), None)}, counted_on=TODAY, actor=owner
        ),
        lambda: receive_stock(quantities={}, received_on=TODAY, actor=owner),
        lambda: count_stock(counted={}, counted_on=TODAY, actor=owner),
    ):  # fmt: skip
        with pytest.raises(StockWrong):
            act()
    assert stock_rows() == []


def test_stock_that_is_kept_again_goes_on_where_it_was(owner):
    product_id = kept(owner)
    received(owner, product_id, "3")
    set_up_stock(product_id=product_id, settings=StockSettings(False), actor=owner)
    assert stock_rows() == []
    set_up_stock(product_id=product_id, settings=StockSettings(True), actor=owner)
    assert on_hand(product_id) == Decimal(3)
    settings = StockSettings(True, Decimal(-1))
    with pytest.raises(StockWrong):
        set_up_stock(product_id=product_id, settings=settings, actor=owner)
    with pytest.raises(Refusal):
        set_up_stock(product_id=product_id + 99, settings=StockSettings(True), actor=owner)


def test_below_the_reorder_point_or_below_nothing_is_low(owner):
    low, fine, negative = kept(owner, "A", "5"), kept(owner, "B", "5"), kept(owner, "C")
    kept(owner, "D")
    received(owner, low, "4.999")
    received(owner, fine, "5")
    correct_stock(
        correction=NewCorrection(negative, Decimal(-1), Reason.LOST), corrected_on=TODAY,
        actor=owner,
    )  # fmt: skip
    assert low_by_themselves() == {low, negative}


def test_a_note_needs_the_vault_and_a_receipt_without_one_does_not(owner):
    product_id = kept(owner)
    locked = Actor(owner.staff_id, owner.roles, owner.channel, LockedVault())
    received(locked, product_id, "1")
    with pytest.raises(VaultLocked):
        received(locked, product_id, "1", note="van Jansen")
    assert on_hand(product_id) == Decimal(1)
    received(owner, product_id, "1", note="van Jansen")
    assert [r.note for r in movement_rows(product_id=product_id, vault=LockedVault())] == ["", ""]
    assert b"Jansen" not in bytes(StockNote.objects.get().sealed)


def test_the_list_is_searched_sorted_and_paged_by_key(owner):
    ids = [kept(owner, sku, place=place) for sku, place in (("A1", "x"), ("B2", "x"), ("C3", "y"))]
    assert [row.id for row in stock_rows(sort="sku", limit=2)] == ids[:2]
    assert [row.id for row in stock_rows(sort="sku", after=("B2", ids[1]))] == ids[2:]
    down = stock_rows(sort="place", descending=True, after=("y", ids[2]))
    assert [row.id for row in down] == [ids[1], ids[0]]
    assert [row.id for row in stock_rows(terms="c3")] == ids[2:]


INSERT = (
    "INSERT INTO catalogue_stockmovement (product_id, kind, reason, quantity, after, moved_on,"
    " recorded_at, staff_id) SELECT product_id, {values}, moved_on, recorded_at, staff_id"
    " FROM catalogue_stockmovement"
)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE catalogue_stockmovement SET moved_on = '2020-01-01'",
        "DELETE FROM catalogue_stockmovement",
        "UPDATE catalogue_stocknote SET cls = 'x'",
        INSERT.format(values="'receipt', '', 1, 99"),
        INSERT.format(values="'delivery', '', 1, 2"),
        INSERT.format(values="'correction', '', 1, 2"),
        INSERT.format(values="'count', '', 0, 1"),
        INSERT.format(values="'receipt', 'lost', 1, 2"),
    ],
)
def test_the_database_itself_keeps_the_history(owner, statement):
    received(owner, kept(owner), "1", note="x")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert StockLevel.objects.get().on_hand == Decimal(1)


def test_many_small_movements_end_exactly_where_they_should(owner):
    product_id = kept(owner)
    for _ in range(30):
        received(owner, product_id, "0.1")
    assert on_hand(product_id) == Decimal("3")
    assert all_broken() == []


def test_a_day_in_another_year_lies_under_the_key_of_that_year(owner):
    product_id = kept(owner)
    receive_stock(
        quantities={product_id: Decimal(1)}, received_on=date(2025, 1, 2), actor=owner, note="x"
    )
    assert StockNote.objects.get().cls == "F7-2025"
