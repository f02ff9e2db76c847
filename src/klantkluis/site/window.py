"""What the office published, as the pages read it: kept in memory until it changes.

Each process keeps the shop's settings, pages and categories, and the products of late. The
counter `edition` grows with each publication, and everything that is kept goes with it.
"""

import base64
import threading
from collections.abc import Iterable
from typing import Final

from django.db import connection

from klantkluis.messages import published
from klantkluis.messages.published import (
    Category,
    IntakeKey,
    Page,
    ShopSettings,
    ShownProduct,
    ThingKind,
)
from klantkluis.site.kept import Kept
from klantkluis.site.models import PublishedThing

MOST_OF_PRODUCTS: Final = 16_000_000
_ALWAYS: Final = 4_000
"""What a product takes in memory without its long texts, roughly."""


def _size_of(product: ShownProduct) -> int:
    return _ALWAYS + sum(map(len, (*product.description.values(), *product.warnings.values())))


class Shop:
    """The settings, pages, categories and the key of one edition."""

    def __init__(self, edition: int) -> None:
        self.edition = edition
        self.settings: ShopSettings | None = None
        self.pages: dict[str, Page] = {}
        self.categories: dict[str, Category] = {}
        self.kept: Kept[str] = Kept(len)
        """Parts of pages, as long as this edition holds."""
        self._products: Kept[ShownProduct] = Kept(_size_of, MOST_OF_PRODUCTS)
        self.pages_in_order: tuple[Page, ...] = ()
        self.categories_in_order: tuple[Category, ...] = ()
        self.intake_key: tuple[int, bytes] | None = None
        """Id and bytes of the newest key to seal to."""
        small = [ThingKind.SHOP, ThingKind.PAGE, ThingKind.CATEGORY, ThingKind.KEY]
        rows = PublishedThing.objects.filter(kind__in=small).values_list("kind", "name", "body")
        for kind, name, body in rows:
            thing = published.read(ThingKind(kind), bytes(body))
            match thing:
                case ShopSettings():
                    self.settings = thing
                case Page():
                    self.pages[name] = thing
                case Category():
                    self.categories[name] = thing
                case IntakeKey():
                    self._take_key(thing)
        self.pages_in_order = tuple(
            sorted(self.pages.values(), key=lambda page: (page.position, page.name))
        )
        self.categories_in_order = tuple(
            sorted(self.categories.values(), key=lambda each: (each.position, each.slug))
        )

    def _take_key(self, key: IntakeKey) -> None:
        """Keep a key if it is the newest."""
        if self.intake_key is None or self.intake_key[0] < key.key_id:
            self.intake_key = key.key_id, base64.b64decode(key.public)

    def products(self, skus: Iterable[str]) -> dict[str, ShownProduct]:
        """Give products by article number; those that are in memory are not asked for."""
        wanted = list(skus)
        found = {sku: it for sku in wanted if (it := self._products.peek(sku)) is not None}
        missing = [sku for sku in wanted if sku not in found]
        if missing:
            rows = PublishedThing.objects.filter(kind=ThingKind.PRODUCT, name__in=missing)
            for name, body in rows.values_list("name", "body"):
                found[name] = published.read(ThingKind.PRODUCT, bytes(body))
                self._products.keep(name, found[name])
        return found

    def product(self, sku: str) -> ShownProduct | None:
        """Give one product, or None when it is not in the shop."""
        return self.products([sku]).get(sku)

    def below(self, slug: str) -> tuple[Category, ...]:
        """Give the categories directly below one, in the order of the shop; "" for the top.

        A category whose parent is not there stands at the top.
        """
        return tuple(
            each
            for each in self.categories_in_order
            if (each.parent if each.parent in self.categories else "") == slug and each.slug != slug
        )

    def all_below(self, slug: str) -> tuple[str, ...]:
        """Give the slugs of a category and of everything below it."""
        found = [slug]
        for each in found:
            found += [below.slug for below in self.below(each) if below.slug not in found]
        return tuple(found)

    def above(self, slug: str) -> tuple[Category, ...]:
        """Give the way from the top down to a category, itself included."""
        way: list[Category] = []
        each = self.categories.get(slug)
        while each is not None and each not in way:
            way.insert(0, each)
            each = self.categories.get(each.parent)
        return tuple(way)


_lock = threading.Lock()
_shop: list[Shop] = []


def shop() -> Shop:
    """Give what is published now."""
    edition = _edition()
    if not _shop or _shop[0].edition != edition:
        with _lock:
            if not _shop or _shop[0].edition != edition:
                _shop[:] = [Shop(edition)]
    return _shop[0]


def _edition() -> int:
    """Ask which edition there is. Every page asks this, so it is asked without building a query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT edition FROM site_officelink WHERE id = 1")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def forget() -> None:
    """Read everything anew the next time."""
    _shop.clear()


def products(skus: Iterable[str]) -> dict[str, ShownProduct]:
    """Give products by article number, in at most one query; what is not in the shop is left out.

    Those that were asked for lately are in memory, as long as the edition holds.
    """
    return shop().products(skus)
