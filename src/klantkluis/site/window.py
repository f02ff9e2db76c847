"""What the office published, as the pages read it: kept in memory until it changes.

Each process keeps the shop's settings, pages and categories; products are read by the page. The
counter `edition` grows with each publication, and everything that is kept goes with it.
"""

import threading
from collections.abc import Iterable

from django.db import connection

from klantkluis.messages import published
from klantkluis.messages.published import Category, Page, ShopSettings, ShownProduct, ThingKind
from klantkluis.site.kept import Kept
from klantkluis.site.models import PublishedThing


class Shop:
    """The settings, pages and categories of one edition."""

    def __init__(self, edition: int) -> None:
        self.edition = edition
        self.settings: ShopSettings | None = None
        self.pages: dict[str, Page] = {}
        self.categories: dict[str, Category] = {}
        self.kept = Kept()
        """Parts of pages, as long as this edition holds."""
        self.pages_in_order: tuple[Page, ...] = ()
        self.categories_in_order: tuple[Category, ...] = ()
        small = [ThingKind.SHOP, ThingKind.PAGE, ThingKind.CATEGORY]
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
        self.pages_in_order = tuple(
            sorted(self.pages.values(), key=lambda page: (page.position, page.name))
        )
        self.categories_in_order = tuple(
            sorted(self.categories.values(), key=lambda each: (each.position, each.slug))
        )

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


def product(sku: str) -> ShownProduct | None:
    """Give one product, or None when it is not in the shop."""
    return products([sku]).get(sku)


def products(skus: Iterable[str]) -> dict[str, ShownProduct]:
    """Give products by article number, in one query; what is not in the shop is left out."""
    rows = PublishedThing.objects.filter(kind=ThingKind.PRODUCT, name__in=list(skus))
    return {
        name: published.read(ThingKind.PRODUCT, bytes(body))
        for name, body in rows.values_list("name", "body")
    }
