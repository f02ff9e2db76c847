"""What can be done with the categories of the shop, and questions about them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Count
from django.utils.translation import gettext as _

from klantkluis.catalogue.models import ProductCategory, ShopCategory
from klantkluis.catalogue.rules import free_slug, slug_of
from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert
from klantkluis.foundation.updating import update_many

DEEPEST: Final = 3
MOST: Final = 500
"""Every page of the shop keeps them all at hand."""


class CategoryWrong(Refusal):
    """This category cannot be kept; the field says why."""


@dataclass(frozen=True, slots=True)
class CategoryFields:
    """What we know of a category; Dutch stands in where there is no English."""

    name_nl: str
    name_en: str = ""
    description_nl: str = ""
    description_en: str = ""
    parent_id: int | None = None
    active: bool = True


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """A category where it stands in the tree; `depth` is 0 at the top.

    `shown` tells that it and everything above it is in use.
    """

    id: int
    slug: str
    name_nl: str
    name_en: str
    description_nl: str
    description_en: str
    parent_id: int | None
    parent_slug: str
    position: int
    active: bool
    shown: bool
    depth: int
    first: bool
    last: bool
    products: int

    def name(self, language: str) -> str:
        """Give the name in a language, Dutch where there is no other."""
        return self.name_en if language == "en" and self.name_en else self.name_nl


def category_tree() -> list[CategoryRow]:
    """Give every category, each below the one it stands in, in the order of the shop."""
    rows = list(ShopCategory.objects.order_by("position", "pk"))
    counts = dict(
        ProductCategory.objects.values_list("category").annotate(n=Count("pk")).order_by()
    )
    children: dict[int | None, list[ShopCategory]] = {}
    for row in rows:
        children.setdefault(row.parent_id, []).append(row)
    found: list[CategoryRow] = []
    _walk(children, counts, None, found)
    return found


def _walk(
    children: Mapping[int | None, list[ShopCategory]],
    counts: Mapping[int, int],
    above: CategoryRow | None,
    found: list[CategoryRow],
) -> None:
    siblings = children.get(above.id if above else None, [])
    for place, row in enumerate(siblings):
        made = CategoryRow(
            id=row.pk, slug=row.slug, name_nl=row.name_nl, name_en=row.name_en,
            description_nl=row.description_nl, description_en=row.description_en,
            parent_id=row.parent_id, parent_slug=above.slug if above else "",
            position=len(found), active=row.active,
            shown=row.active and (above is None or above.shown),
            depth=above.depth + 1 if above else 0, first=place == 0,
            last=place == len(siblings) - 1, products=counts.get(row.pk, 0),
        )  # fmt: skip
        found.append(made)
        _walk(children, counts, made, found)


def category_row(*, category_id: int) -> CategoryRow | None:
    """Give one category, or None."""
    return next((row for row in category_tree() if row.id == category_id), None)


@command("category.added", Role.SALES)
def add_category(
    *,
    fields: CategoryFields,
    actor: Actor,
) -> int:
    """Add a category at the end of the one that it stands in; give its id.

    Raises:
        CategoryWrong: it has no name, stands too deep, or there are too many.
    """
    slugs = set(ShopCategory.objects.values_list("slug", flat=True))
    if len(slugs) >= MOST:
        raise CategoryWrong(_("There are 500 categories; that is the most."))
    _check(fields, None)
    row = ShopCategory(
        slug=free_slug(slug_of(fields.name_nl), slugs),
        position=ShopCategory.objects.filter(parent=fields.parent_id).count(),
    )
    insert(_filled(row, fields))
    return row.pk


@command("category.changed", Role.SALES)
def change_category(
    *,
    category_id: int,
    fields: CategoryFields,
    actor: Actor,
) -> None:
    """Change a category; its address on the internet stays.

    Raises:
        CategoryWrong: there is none, it has no name, or it would stand too deep or in itself.
    """
    row = _locked(category_id)
    _check(fields, category_id)
    if row.parent_id != fields.parent_id:
        row.position = ShopCategory.objects.filter(parent=fields.parent_id).count()
    _filled(row, fields).save(force_update=True)


@command("category.moved", Role.SALES)
def move_category(
    *,
    category_id: int,
    up: bool,
    actor: Actor,
) -> None:
    """Let a category change places with the one before or after it; at the end it stays.

    Raises:
        CategoryWrong: there is no such category.
    """
    row = _locked(category_id)
    siblings = list(
        ShopCategory.objects.select_for_update()
        .filter(parent=row.parent_id)
        .order_by("position", "pk")
    )
    here = next(place for place, each in enumerate(siblings) if each.pk == category_id)
    there = max(here - 1, 0) if up else min(here + 1, len(siblings) - 1)
    siblings.insert(there, siblings.pop(here))
    for place, each in enumerate(siblings):
        each.position = place
    update_many(siblings, "position")


@command("category.removed", Role.SALES)
def remove_category(
    *,
    category_id: int,
    actor: Actor,
) -> None:
    """Remove a category; its products stay, and stand in their other categories.

    Raises:
        CategoryWrong: there is none, or others stand in it.
    """
    row = _locked(category_id)
    if ShopCategory.objects.filter(parent=category_id).exists():
        raise CategoryWrong(_("Other categories stand in this one. Move or remove those first."))
    row.delete()


def _locked(category_id: int) -> ShopCategory:
    row = ShopCategory.objects.select_for_update().filter(pk=category_id).first()
    if row is None:
        raise CategoryWrong(_("There is no such category."))
    return row


def _filled(row: ShopCategory, fields: CategoryFields) -> ShopCategory:
    row.name_nl, row.name_en = fields.name_nl.strip(), fields.name_en.strip()
    row.description_nl = fields.description_nl.strip()
    row.description_en = fields.description_en.strip()
    row.parent_id, row.active = fields.parent_id, fields.active
    return row


def _check(fields: CategoryFields, category_id: int | None) -> None:
    if not fields.name_nl.strip():
        raise CategoryWrong(_("Give the category a name."), field="name_nl")
    parents = dict(ShopCategory.objects.values_list("pk", "parent"))
    if fields.parent_id is None:
        return
    if fields.parent_id not in parents:
        raise CategoryWrong(_("There is no such category."), field="parent")
    above = _path(parents, fields.parent_id)
    if category_id is not None and category_id in above:
        raise CategoryWrong(
            _("A category cannot stand in itself, or in one that stands in it."), field="parent"
        )
    if len(above) + _height(parents, category_id) > DEEPEST:
        raise CategoryWrong(_("Categories stand at most three deep."), field="parent")


def _path(parents: Mapping[int, int | None], category_id: int) -> list[int]:
    """Give a category and all above it."""
    found: list[int] = []
    here: int | None = category_id
    while here is not None and here not in found:
        found.append(here)
        here = parents.get(here)
    return found


def _height(parents: Mapping[int, int | None], category_id: int | None) -> int:
    """Give how many levels a category takes with what stands in it; a new one takes one."""
    if category_id is None:
        return 1
    below = [pk for pk, parent in parents.items() if parent == category_id]
    return 1 + max((_height(parents, pk) for pk in below), default=0)


def slugs_by_product(*, product_ids: Collection[int]) -> dict[int, list[str]]:
    """Give the slugs of the categories that products stand in, by product."""
    rows = ProductCategory.objects.filter(product__in=product_ids).order_by(
        "category__position", "category"
    )
    found: dict[int, list[str]] = {}
    for product_id, slug in rows.values_list("product", "category__slug"):
        found.setdefault(product_id, []).append(slug)
    return found


def categories_of(*, product_id: int) -> list[int]:
    """Give the categories that a product stands in."""
    rows = ProductCategory.objects.filter(product=product_id).order_by("category")
    return list(rows.values_list("category", flat=True))
