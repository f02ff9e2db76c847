"""What can be done with products."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import batched

from django.db import IntegrityError
from django.utils.translation import gettext as _

from klantkluis.catalogue.models import Product, ProductPrice
from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.core.treatment import Supply
from klantkluis.core.vat import PriceBasis, VatCategory
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert, insert_many
from klantkluis.foundation.units import UNITS
from klantkluis.foundation.updating import update_many

MAY = (Role.SALES, Role.WAREHOUSE, Role.BOOKKEEPER)
_PORTION = 500


class SkuTaken(Refusal):
    """Another product has this article number."""


class ProductIncomplete(Refusal):
    """A product needs an article number, a name and a unit that we know."""


class ProductUnknown(Refusal):
    """There is no such product."""


@dataclass(frozen=True, slots=True)
class ProductFields:
    """What we know of a product. The price is in euros, in its basis, up to four decimals."""

    sku: str
    name_nl: str
    vat_category: VatCategory
    unit_price: Decimal
    basis: PriceBasis
    name_en: str = ""
    unit: str = "C62"
    barcode: str = ""
    active: bool = True
    supply: Supply = Supply.GOODS


@command("product.added", *MAY)
def add_product(*, fields: ProductFields, actor: Actor, today: date) -> int:
    """Add a product with its first price; give its id.

    Raises:
        ProductIncomplete: article number or name is missing, or the unit is unknown.
        SkuTaken: another product has this article number.
    """
    (product_id,) = _add([fields], actor, today)
    return product_id


@command("product.added_many", *MAY)
def add_products(
    *, products: Sequence[ProductFields], actor: Actor, today: date
) -> tuple[int, ...]:
    """Add many products in one act: all of them, or none.

    Raises:
        ProductIncomplete: one of them lacks an article number or a name.
        SkuTaken: an article number is in use, or there twice.
    """
    return _add(products, actor, today)


@command("product.changed", *MAY)
def change_product(*, product_id: int, fields: ProductFields, actor: Actor, today: date) -> None:
    """Change a product. A new price is added to the history and holds from today.

    Documents that exist keep the price and the name that they were made with.

    Raises:
        ProductUnknown: there is no such product.
        ProductIncomplete: article number or name is missing.
        SkuTaken: another product has this article number.
    """
    _check(fields)
    product = Product.objects.select_for_update().filter(pk=product_id).first()
    if product is None:
        raise ProductUnknown(_("There is no such product."))
    if Product.objects.filter(sku=fields.sku).exclude(pk=product_id).exists():
        raise SkuTaken(_sku_taken(), field="sku")
    _filled(product, fields)
    _saved(lambda: product.save(force_update=True))
    last = _last_prices([product_id], today)
    if last.get(product_id) != (fields.unit_price, fields.basis):
        insert(_price(product, fields, actor, today))


@command("product.changed_many", *MAY)
def change_products(*, products: Mapping[int, ProductFields], actor: Actor, today: date) -> None:
    """Change many products, by id, in one act; see `change_product`. Article numbers stay.

    Raises:
        ProductUnknown: one of them is not there.
        ProductIncomplete: one of them lacks a name.
    """
    for ids in batched(sorted(products), _PORTION, strict=False):
        rows = list(Product.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
        if len(rows) < len(ids):
            raise ProductUnknown(_("There is no such product."))
        pairs = [(row, products[row.pk]) for row in rows]
        for row, fields in pairs:
            assert fields.sku == row.sku, "many are changed under the numbers that they have"
            _check(fields)
        # Often only the price is new, and then the product itself needs no writing.
        other = [(row, fields) for row, fields in pairs if _values(row) != _values(fields)]
        update_many([_filled(row, fields) for row, fields in other], *_FILLED)
        last = _last_prices(ids, today)
        insert_many(
            _price(row, fields, actor, today)
            for row, fields in pairs
            if last.get(row.pk) != (fields.unit_price, fields.basis)
        )


@command("product.offered", *MAY)
def offer_products(*, product_ids: Collection[int], active: bool, actor: Actor) -> int:
    """Offer products on new orders, or no longer; give how many changed."""
    return Product.objects.filter(pk__in=product_ids, active=not active).update(active=active)


def _add(products: Sequence[ProductFields], actor: Actor, today: date) -> tuple[int, ...]:
    for fields in products:
        _check(fields)
    if len({fields.sku for fields in products}) < len(products):
        raise SkuTaken(_sku_taken(), field="sku")
    ids: list[int] = []
    for part in batched(products, _PORTION, strict=False):
        if Product.objects.filter(sku__in=[fields.sku for fields in part]).exists():
            raise SkuTaken(_sku_taken(), field="sku")
        rows = [_filled(Product(), fields) for fields in part]
        _saved(partial(insert_many, rows))
        insert_many(
            _price(row, fields, actor, today) for row, fields in zip(rows, part, strict=True)
        )
        ids += [row.pk for row in rows]
    return tuple(ids)


def _filled(product: Product, fields: ProductFields) -> Product:
    for name in _FILLED:
        setattr(product, name, getattr(fields, name))
    return product


def _values(product: Product | ProductFields) -> tuple[object, ...]:
    return tuple(getattr(product, name) for name in _FILLED)


_FILLED = ("sku", "name_nl", "name_en", "unit", "vat_category", "barcode", "active", "supply")


def _price(product: Product, fields: ProductFields, actor: Actor, today: date) -> ProductPrice:
    return ProductPrice(
        product=product,
        unit_price=fields.unit_price,
        basis=fields.basis,
        valid_from=today,
        staff_id=actor.staff_id,
    )


def _last_prices(product_ids: Sequence[int], today: date) -> dict[int, tuple[Decimal, str]]:
    """Give the price of each product that holds today, and its basis; not one that is planned."""
    rows = ProductPrice.objects.filter(product__in=product_ids, valid_from__lte=today)
    rows = rows.order_by("valid_from", "pk")
    return {row.product_id: (row.unit_price, row.basis) for row in rows}


def _saved(save: Callable[[], None]) -> None:
    """Save, and say so when somebody else took the article number at the same moment."""
    try:
        save()
    except IntegrityError as error:
        raise SkuTaken(_sku_taken(), field="sku") from error


def _sku_taken() -> str:
    return _("Another product has this article number.")


def _check(fields: ProductFields) -> None:
    if not fields.sku.strip():
        raise ProductIncomplete(_("Give the product an article number."), field="sku")
    if not fields.name_nl.strip():
        raise ProductIncomplete(_("Give the product a name."), field="name_nl")
    if fields.unit not in UNITS:
        raise ProductIncomplete(_("Choose a unit from the list."), field="unit")
    if fields.unit_price < 0:
        raise ProductIncomplete(_("A price cannot be negative."), field="unit_price")
