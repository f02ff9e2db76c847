"""Everything that the site ought to have, each thing under its name."""

from collections.abc import Collection, Iterator
from datetime import date

from klantkluis.catalogue.pictures.commands import picture_body
from klantkluis.catalogue.pictures.queries import shown_picture_digests, sized_pictures
from klantkluis.messages import published
from klantkluis.messages.published import ThingKind
from klantkluis.shop.publishing.goods import products
from klantkluis.shop.publishing.window import SHOP, categories, settings, shown_pages
from klantkluis.shop.selling import ShopFields, shop_fields

KINDS = (
    ThingKind.SHOP,
    ThingKind.PAGE,
    ThingKind.CATEGORY,
    ThingKind.PICTURE,
    ThingKind.PRODUCT,
)
"""The kinds that are composed here, in the order in which they are published."""


def desired_digests(*, today: date) -> dict[ThingKind, dict[str, str]]:
    """Give the digest of everything that the site ought to have, by kind and name.

    Each of our kinds is there, also when it is empty: then all of that kind has to go. Before the
    shop is set up there is nothing at all.
    """
    found: dict[ThingKind, dict[str, str]] = {kind: {} for kind in KINDS}
    shop = shop_fields()
    if shop is None:
        return found
    for kind in KINDS:
        if kind is ThingKind.PICTURE:
            found[kind] = dict(shown_picture_digests())
        else:
            things = _things(kind, shop, today, None)
            found[kind] = {name: published.digest(body) for name, body in things}
    return found


def body_of(kind: ThingKind, names: Collection[str], *, today: date) -> dict[str, bytes]:
    """Give things of a kind as they are sent; what is not there any more is left out.

    A picture takes up to some hundreds of kilobytes: ask for as many as fit in one request.
    """
    shop = shop_fields()
    if shop is None or not names:
        return {}
    wanted = set(names)
    return {n: body for n, body in _things(kind, shop, today, wanted) if n in wanted}


def desired(*, today: date) -> Iterator[tuple[ThingKind, str, bytes]]:
    """Give everything that the site ought to have, one thing after the other."""
    shop = shop_fields()
    if shop is None:
        return
    for kind in KINDS:
        names = (
            [name for name, _digest in shown_picture_digests()]
            if kind is ThingKind.PICTURE
            else None
        )
        for name, body in _things(kind, shop, today, names):
            yield kind, name, body


def _things(
    kind: ThingKind, shop: ShopFields, today: date, names: Collection[str] | None
) -> Iterator[tuple[str, bytes]]:
    match kind:
        case ThingKind.SHOP:
            yield SHOP, published.write(settings(shop, today))
        case ThingKind.PAGE:
            yield from ((page.name, published.write(page)) for page in shown_pages(shop))
        case ThingKind.CATEGORY:
            yield from ((each.slug, published.write(each)) for each in categories())
        case ThingKind.PICTURE:
            for name, size in sized_pictures(names=names or ()):
                yield name, picture_body(size)
        case ThingKind.PRODUCT:
            for product in products(shop, today, skus=names):
                yield product.sku, published.write(product)
        case ThingKind.KEY:
            return
