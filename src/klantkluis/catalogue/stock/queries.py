"""Questions about stock."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from klantkluis.catalogue.models import Product, StockLevel, StockMovement, StockNote
from klantkluis.catalogue.stock.rules import NOTHING
from klantkluis.catalogue.stored import STOCK_NOTE
from klantkluis.foundation.streams import CHUNK
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose

SORTS = {"name_nl": "product__name_nl", "sku": "product__sku", "place": "product__place"}


@dataclass(frozen=True, slots=True)
class StockRow:
    """A product that keeps stock, with its level and the last movement that made it."""

    id: int
    sku: str
    name_nl: str
    name_en: str
    unit: str
    place: str
    reorder_point: Decimal | None
    on_hand: Decimal
    last_movement_id: int | None

    def name(self, language: str) -> str:
        """Give the name in a language, Dutch where there is no other."""
        return self.name_en if language == "en" and self.name_en else self.name_nl


@dataclass(frozen=True, slots=True)
class StockSetting:
    """How the stock of a product is set up; `on_hand` is None when it never kept any."""

    keeps_stock: bool
    reorder_point: Decimal | None
    place: str
    on_hand: Decimal | None


@dataclass(frozen=True, slots=True)
class MovementRow:
    """A movement in the history of a product. `note` is empty while the vault is locked."""

    id: int
    kind: str
    reason: str
    quantity: Decimal
    after: Decimal
    moved_on: date
    recorded_at: datetime
    has_note: bool = False
    note: str = field(default="", repr=False)


def stock_rows(
    *,
    ids: Collection[int] | None = None,
    terms: str = "",
    after: tuple[str, int] | None = None,
    sort: str = "name_nl",
    descending: bool = False,
    limit: int | None = 50,
) -> list[StockRow]:
    """Give a page of the products that keep stock, by name, article number or place."""
    rows = StockLevel.objects.filter(product__keeps_stock=True).select_related("product")
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    for term in terms.split():
        rows = rows.filter(
            Q(product__sku__icontains=term)
            | Q(product__name_nl__icontains=term)
            | Q(product__name_en__icontains=term)
            | Q(product__place__icontains=term)
            | Q(product__barcode=term)
        )
    column, way, sign = SORTS[sort], *(("lt", "-") if descending else ("gt", ""))
    if after is not None:
        rows = rows.filter(
            Q(**{f"{column}__{way}": after[0]}) | Q(**{column: after[0], f"pk__{way}": after[1]})
        )
    return [_row(level) for level in rows.order_by(f"{sign}{column}", f"{sign}pk")[:limit]]


def levels(*, product_ids: Collection[int]) -> dict[int, StockRow]:
    """Give those of these products that keep stock, by id."""
    if not product_ids:
        return {}
    return {row.id: row for row in stock_rows(ids=product_ids, limit=None)}


def places_of(*, product_ids: Collection[int]) -> dict[int, str]:
    """Give where products lie, as far as somebody said so."""
    rows = Product.objects.filter(pk__in=product_ids).exclude(place="")
    return dict(rows.values_list("pk", "place"))


def stock_setting(*, product_id: int) -> StockSetting | None:
    """Give how the stock of a product is set up, or None when there is no such product."""
    product = Product.objects.filter(pk=product_id).first()
    if product is None:
        return None
    on_hand = StockLevel.objects.filter(pk=product_id).values_list("on_hand", flat=True).first()
    return StockSetting(product.keeps_stock, product.reorder_point, product.place, on_hand)


def keeps_any_stock() -> bool:
    """Tell whether stock is kept of anything."""
    return Product.objects.filter(keeps_stock=True).exists()


def low_by_themselves() -> set[int]:
    """Give the products of which there are fewer than none, or than their reorder point."""
    rows = StockLevel.objects.filter(product__keeps_stock=True)
    wanted = Coalesce(F("product__reorder_point"), NOTHING)
    return set(rows.filter(on_hand__lt=wanted).values_list("pk", flat=True))


def negative() -> set[int]:
    """Give the products of which there are fewer than none."""
    rows = StockLevel.objects.filter(product__keeps_stock=True, on_hand__lt=0)
    return set(rows.values_list("pk", flat=True))


def moved_by_documents() -> Iterator[int]:
    """Give the movements that a delivery or a return made, by rising id."""
    rows = StockMovement.objects.filter(kind__in=["delivery", "return"]).order_by("pk")
    return rows.values_list("pk", flat=True).iterator(CHUNK)


def movement_rows(
    *, product_id: int, vault: VaultSession, below: int | None = None, limit: int = 50
) -> list[MovementRow]:
    """Give a page of the history of a product's stock, the newest first."""
    rows = StockMovement.objects.filter(product=product_id).order_by("-pk")
    if below is not None:
        rows = rows.filter(pk__lt=below)
    page = list(rows[:limit])
    notes = _notes([row.pk for row in page], vault)
    return [
        MovementRow(
            id=row.pk,
            kind=row.kind,
            reason=row.reason,
            quantity=row.quantity,
            after=row.after,
            moved_on=row.moved_on,
            recorded_at=row.recorded_at,
            has_note=row.pk in notes,
            note=notes.get(row.pk, ""),
        )
        for row in page
    ]


def _notes(movement_ids: Sequence[int], vault: VaultSession) -> dict[int, str]:
    """Give the notes of movements, empty while the vault is locked, in one look."""
    rows = list(StockNote.objects.filter(movement__in=movement_ids))
    if not vault.is_open:
        return {row.movement_id: "" for row in rows}
    opened = STOCK_NOTE.open_all(vault, Purpose.SHIP, rows)
    return {
        row.movement_id: str(said.get("note", "")) for row, said in zip(rows, opened, strict=True)
    }


def _row(level: StockLevel) -> StockRow:
    product = level.product
    return StockRow(
        id=product.pk,
        sku=product.sku,
        name_nl=product.name_nl,
        name_en=product.name_en,
        unit=product.unit,
        place=product.place,
        reorder_point=product.reorder_point,
        on_hand=level.on_hand,
        last_movement_id=level.last_movement_id,
    )
