"""Questions about the pictures of products."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from klantkluis.catalogue.models import Picture, PictureSize, ShopProduct
from klantkluis.catalogue.pictures.reading import SizedPicture


@dataclass(frozen=True, slots=True)
class PictureRow:
    """A picture of a product: what it shows, and in which widths it is there."""

    id: int
    product_id: int
    digest: str
    width: int
    height: int
    alt_nl: str
    alt_en: str
    widths: tuple[int, ...]

    def alt(self, language: str) -> str:
        """Say what it shows in a language, in Dutch where there is no other."""
        return self.alt_en if language == "en" and self.alt_en else self.alt_nl

    def name(self, width: int) -> str:
        """Give the name under which a width of it is published."""
        return f"{self.digest}-{width}"


def pictures_of(*, product_ids: Collection[int]) -> dict[int, list[PictureRow]]:
    """Give the pictures of products, in their order, without the pictures themselves."""
    pictures = list(Picture.objects.filter(product__in=product_ids).order_by("position", "pk"))
    widths: dict[int, list[int]] = {}
    sizes = PictureSize.objects.filter(picture__product__in=product_ids).order_by("width")
    for picture_id, width in sizes.values_list("picture", "width"):
        widths.setdefault(picture_id, []).append(width)
    found: dict[int, list[PictureRow]] = {}
    for row in pictures:
        found.setdefault(row.product_id, []).append(
            PictureRow(
                row.pk, row.product_id, row.digest, row.width, row.height, row.alt_nl, row.alt_en,
                tuple(widths.get(row.pk, ())),
            )
        )  # fmt: skip
    return found


def picture_row(*, product_id: int, picture_id: int) -> PictureRow | None:
    """Give one picture of a product, or None."""
    rows = pictures_of(product_ids=[product_id]).get(product_id, [])
    return next((row for row in rows if row.id == picture_id), None)


def picture_data(*, product_id: int, picture_id: int, width: int) -> bytes | None:
    """Give a picture of a product in a width, as WebP, or None."""
    row = (
        PictureSize.objects.filter(
            picture=picture_id, picture__product=product_id, width=width
        )
        .values_list("data", flat=True)
        .first()
    )  # fmt: skip
    return None if row is None else bytes(row)


def shown_picture_digests() -> Iterator[tuple[str, str]]:
    """Give name and digest of each picture of a product that is in the shop, as published.

    A picture of two products is given twice, under one name: the last one holds.
    """
    for digest, width, thing in (
        _shown()
        .order_by("pk")
        .values_list("picture__digest", "width", "thing_digest")
        .iterator(2000)
    ):
        yield f"{digest}-{width}", thing


def sized_pictures(*, names: Collection[str]) -> Iterator[tuple[str, SizedPicture]]:
    """Give pictures by the names under which they are published, one at a time."""
    for name in names:
        digest, _split, width = name.rpartition("-")
        if width.isdecimal():
            rows = _shown().filter(picture__digest=digest, width=int(width))
            row = rows.order_by("-pk").first()
            if row is not None:
                yield name, SizedPicture(row.width, row.height, bytes(row.data))


def _shown() -> QuerySet[PictureSize]:
    shown = ShopProduct.objects.filter(shown=True, product__active=True).values("pk")
    return PictureSize.objects.filter(picture__product__in=shown)
