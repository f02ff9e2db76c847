"""Products as the site shows them, a batch at a time with a constant number of queries."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal

from klantkluis.catalogue.pictures.queries import PictureRow, pictures_of
from klantkluis.catalogue.pricing.queries import Priced, in_force, prices_of, prior_of
from klantkluis.catalogue.queries import rate_table
from klantkluis.catalogue.showing.categories import category_tree, slugs_by_product
from klantkluis.catalogue.showing.makers import MakerFields, makers_by_id
from klantkluis.catalogue.showing.queries import ShownRow, shown_rows
from klantkluis.catalogue.stock.queries import levels
from klantkluis.core.vat import VatCategory
from klantkluis.messages import published
from klantkluis.sales.backorders import reserved
from klantkluis.shop.publishing.window import texts
from klantkluis.shop.selling import ShopFields

BATCH = 500
_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class _Around:
    """What is the same for every product."""

    shop: ShopFields
    today: date
    makers: Mapping[int, MakerFields]
    categories: frozenset[str]
    rates: Mapping[VatCategory, int]


@dataclass(frozen=True, slots=True)
class _Batch:
    """What is known of a batch of products, by id."""

    prices: Mapping[int, list[Priced]]
    slugs: Mapping[int, list[str]]
    pictures: Mapping[int, list[PictureRow]]
    left: Mapping[int, Decimal]


def products(
    shop: ShopFields, today: date, *, skus: Collection[str] | None = None
) -> Iterator[published.ShownProduct]:
    """Give the products of the shop that have a price today: all, or those of these numbers."""
    around = _Around(
        shop, today, makers_by_id(),
        frozenset(row.slug for row in category_tree() if row.shown), rate_table().on(today),
    )  # fmt: skip
    after = 0
    while rows := shown_rows(after=after, limit=BATCH, skus=skus):
        batch = _batch(rows, shop)
        for row in rows:
            made = _product(row, batch, around)
            if made is not None:
                yield made
        after = rows[-1].id


def _batch(rows: Sequence[ShownRow], shop: ShopFields) -> _Batch:
    ids = [row.id for row in rows]
    return _Batch(
        prices_of(product_ids=ids),
        slugs_by_product(product_ids=ids),
        pictures_of(product_ids=ids),
        {} if shop.stock == "none" else _left([row.id for row in rows if row.keeps_stock]),
    )


def _left(ids: Sequence[int]) -> dict[int, Decimal]:
    """Give what is there and asked by no open order."""
    known, asked = levels(product_ids=ids), reserved(product_ids=ids)
    return {pk: row.on_hand - asked.get(pk, _NOTHING) for pk, row in known.items()}


def _product(row: ShownRow, batch: _Batch, around: _Around) -> published.ShownProduct | None:
    fields, prices = row.fields, batch.prices.get(row.id, [])
    steps = _steps(prices, around.today, around.rates[row.vat_category])
    if not steps:
        return None
    return published.ShownProduct(
        sku=row.sku,
        slug=row.slug,
        name=texts(row.name_nl, row.name_en),
        summary=texts(fields.summary_nl, fields.summary_en),
        description=texts(fields.description_nl, fields.description_en),
        categories=tuple(s for s in batch.slugs.get(row.id, ()) if s in around.categories),
        pictures=tuple(map(_picture, batch.pictures.get(row.id, ()))),
        prices=steps,
        vat_category=row.vat_category.value,
        supply=row.supply.value,
        unit=row.unit,
        barcode=row.barcode,
        weight_grams=fields.weight_grams,
        stock=_stock(batch.left.get(row.id), around.shop.stock),
        sell_without_stock=fields.sell_without_stock,
        delivery=texts(fields.delivery_nl, fields.delivery_en),
        maker=_maker(around.makers.get(fields.maker_id or 0)),
        warnings=texts(fields.warnings_nl, fields.warnings_en),
        returnable=fields.returnable,
        not_returnable={}
        if fields.returnable
        else texts(fields.not_returnable_nl, fields.not_returnable_en),
        durability_months=fields.durability_months,
        position=fields.position,
    )


def _steps(prices: Sequence[Priced], today: date, rate_bp: int) -> tuple[published.PriceStep, ...]:
    """Give the price of today and those that are planned; of two for one day the last."""
    now = in_force(prices, today)
    if now is None:
        return ()
    ahead = {each.valid_from: each for each in prices if each.valid_from > today}
    return tuple(_step(each, prices, rate_bp) for each in [now, *ahead.values()])


def _step(price: Priced, prices: Sequence[Priced], rate_bp: int) -> published.PriceStep:
    """A reduction that is none is told as a price: beside it stands nothing."""
    prior = prior_of(prices, price, rate_bp) if price.is_reduction else None
    return published.PriceStep(
        valid_from=price.valid_from,
        unit_price=price.unit_price,
        basis=price.basis.value,
        prior=prior if prior is not None and prior > price.unit_price else None,
    )


def _stock(left: Decimal | None, shown: str) -> int | None:
    if left is None:
        return None
    whole = int(max(left, _NOTHING).to_integral_value(ROUND_FLOOR))
    return whole if shown == "number" else min(whole, 1)


def _picture(row: PictureRow) -> published.ShownPicture:
    return published.ShownPicture(
        sizes={str(width): row.name(width) for width in row.widths}, width=row.width,
        height=row.height, alt=texts(row.alt_nl, row.alt_en),
    )  # fmt: skip


def _maker(fields: MakerFields | None) -> published.Maker | None:
    if fields is None:
        return None
    return published.Maker(
        name=fields.name, address=fields.address, contact=fields.contact,
        responsible_name=fields.responsible_name,
        responsible_address=fields.responsible_address,
        responsible_contact=fields.responsible_contact,
    )  # fmt: skip
