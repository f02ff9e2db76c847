"""What can be done with products in the shop."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import batched

from django.utils.translation import gettext as _

from klantkluis.catalogue.commands import ProductUnknown
from klantkluis.catalogue.models import Maker, Product, ProductCategory, ShopCategory, ShopProduct
from klantkluis.catalogue.rules import free_slug, slug_of
from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert_many

MOST_TEXT = 20_000
LONGEST = {"summary": 300, "delivery": 120, "not_returnable": 300}
"""How long a short text may be, in signs, in each language."""
_PORTION = 500


class ShownWrong(Refusal):
    """A product cannot stand in the shop like this; the field says why."""


@dataclass(frozen=True, slots=True)
class ShopFields:
    """How a product stands in the shop. Texts come in Dutch and English; see `ShownProduct`."""

    shown: bool = True
    summary_nl: str = ""
    summary_en: str = ""
    description_nl: str = ""
    description_en: str = ""
    weight_grams: int = 0
    maker_id: int | None = None
    warnings_nl: str = ""
    warnings_en: str = ""
    delivery_nl: str = ""
    delivery_en: str = ""
    returnable: bool = True
    not_returnable_nl: str = ""
    not_returnable_en: str = ""
    durability_months: int = 0
    position: int = 0
    sell_without_stock: bool = True
    category_ids: tuple[int, ...] = ()


_TEXTS = (
    "summary_nl", "summary_en", "description_nl", "description_en", "warnings_nl", "warnings_en",
    "delivery_nl", "delivery_en", "not_returnable_nl", "not_returnable_en",
)  # fmt: skip
_OTHERS = (
    "shown", "weight_grams", "maker_id", "returnable", "durability_months", "position",
    "sell_without_stock",
)  # fmt: skip


@command("product.presented", Role.SALES)
def present_product(
    *,
    product_id: int,
    fields: ShopFields,
    actor: Actor,
) -> None:
    """Say how a product stands in the shop, and whether it does.

    Raises:
        ProductUnknown: there is no such product.
        ShownWrong: it cannot come back and nobody says why, or its maker or a category is not
            there.
    """
    _present({product_id: fields})


@command("product.presented_many", Role.SALES)
def present_products(
    *,
    products: dict[int, ShopFields],
    actor: Actor,
) -> None:
    """Say of many products how they stand in the shop, in one act; see `present_product`."""
    for ids in batched(sorted(products), _PORTION, strict=False):
        _present({pk: products[pk] for pk in ids})


@command("product.shown_many", Role.SALES)
def show_products(
    *,
    product_ids: Collection[int],
    shown: bool,
    actor: Actor,
) -> int:
    """Put products in the shop as they are, or take them out; give how many changed."""
    changed = 0
    for ids in batched(sorted(product_ids), _PORTION, strict=False):
        there = ShopProduct.objects.filter(pk__in=ids)
        known = set(there.values_list("pk", flat=True))
        changed += there.filter(shown=not shown).update(shown=shown)
        if shown:
            new = list(Product.objects.filter(pk__in=set(ids) - known).order_by("pk"))
            insert_many([ShopProduct(product=p, shown=True, slug=s) for p, s in _slugs(new)])
            changed += len(new)
    return changed


def _present(products: dict[int, ShopFields]) -> None:
    for fields in products.values():
        _check(fields)
    _check_links(products.values())
    rows = {row.pk: row for row in ShopProduct.objects.select_for_update().filter(pk__in=products)}
    new = list(Product.objects.filter(pk__in=products.keys() - rows.keys()).order_by("pk"))
    if len(rows) + len(new) < len(products):
        raise ProductUnknown(_("There is no such product."))
    for row in rows.values():
        _filled(row, products[row.pk]).save(force_update=True)
    made = [_filled(ShopProduct(product=p, slug=slug), products[p.pk]) for p, slug in _slugs(new)]
    insert_many(made)
    ProductCategory.objects.filter(product__in=products).delete()
    insert_many(
        ProductCategory(product_id=pk, category_id=category_id)
        for pk, fields in products.items()
        for category_id in dict.fromkeys(fields.category_ids)
    )


def _slugs(products: Sequence[Product]) -> list[tuple[Product, str]]:
    """Give each product the address on the internet that it keeps, out of its name.

    The article number makes different what has the same name, before a mere number does.
    """
    wanted = {product.pk: slug_of(product.name_nl) for product in products}
    longer = {p.pk: slug_of(f"{p.name_nl} {p.sku}") for p in products}
    asked = {*wanted.values(), *longer.values()}
    taken = set(ShopProduct.objects.filter(slug__in=asked).values_list("slug", flat=True))
    found = []
    for product in products:
        slug = wanted[product.pk]
        if slug in taken:
            slug = longer[product.pk]
        if slug in taken:
            # Rare: the numbered ones are looked up one product at a time.
            taken |= set(
                ShopProduct.objects.filter(slug__startswith=slug).values_list("slug", flat=True)
            )
            slug = free_slug(slug, taken)
        taken.add(slug)
        found.append((product, slug))
    return found


def _filled(row: ShopProduct, fields: ShopFields) -> ShopProduct:
    for name in _TEXTS:
        setattr(row, name, getattr(fields, name).strip())
    for name in _OTHERS:
        setattr(row, name, getattr(fields, name))
    return row


def _check(fields: ShopFields) -> None:
    if not fields.returnable and not fields.not_returnable_nl.strip():
        raise ShownWrong(
            _("Say why it cannot come back: the law names the few reasons that there are."),
            field="not_returnable_nl",
        )
    for name in _TEXTS:
        if len(getattr(fields, name)) > LONGEST.get(name[:-3], MOST_TEXT):
            raise ShownWrong(_("This text is too long for a page of the shop."), field=name)


def _check_links(every: Collection[ShopFields]) -> None:
    categories = {pk for fields in every for pk in fields.category_ids}
    if ShopCategory.objects.filter(pk__in=categories).count() < len(categories):
        raise ShownWrong(_("There is no such category."), field="category_ids")
    makers = {fields.maker_id for fields in every if fields.maker_id is not None}
    if Maker.objects.filter(pk__in=makers).count() < len(makers):
        raise ShownWrong(_("There is no such maker."), field="maker_id")
