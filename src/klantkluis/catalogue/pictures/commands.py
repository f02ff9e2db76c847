"""What can be done with the pictures of a product."""

import base64
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from klantkluis.catalogue.commands import ProductUnknown
from klantkluis.catalogue.models import Picture, PictureSize, Product
from klantkluis.catalogue.pictures.reading import (
    PictureRefused,
    ReadPicture,
    SizedPicture,
    read_picture,
)
from klantkluis.core.roles import Role
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert, insert_many
from klantkluis.foundation.updating import update_many
from klantkluis.messages import published

MOST: Final = 12
LONGEST_ALT: Final = 200
MEDIA_TYPE: Final = "image/webp"


@dataclass(frozen=True, slots=True)
class NewPicture:
    """A file, and in words what it shows: for who cannot see it."""

    data: bytes
    alt_nl: str
    alt_en: str = ""


@command("picture.added", Role.SALES)
def add_picture(
    *,
    product_id: int,
    picture: NewPicture,
    actor: Actor,
) -> int:
    """Add a picture to a product, after those that it has; give its id.

    Raises:
        ProductUnknown: there is no such product.
        PictureRefused: the file cannot be used, it is there already, there are twelve, or nobody
            says what it shows.
    """
    return _add(product_id, read_picture(picture.data), picture.alt_nl, picture.alt_en)


@command("picture.added_read", Role.SALES)
def add_read_picture(
    *,
    product_id: int,
    picture: ReadPicture,
    alt_nl: str,
    alt_en: str,
    actor: Actor,
) -> int:
    """Add a picture that was read before; see `add_picture`."""
    return _add(product_id, picture, alt_nl, alt_en)


@command("picture.described", Role.SALES)
def describe_picture(
    *,
    picture_id: int,
    alt_nl: str,
    alt_en: str,
    actor: Actor,
) -> None:
    """Say in words what a picture shows.

    Raises:
        PictureRefused: there is no such picture, or no words.
    """
    row = _locked(picture_id)
    _check_words(alt_nl, alt_en)
    row.alt_nl, row.alt_en = alt_nl.strip(), alt_en.strip()
    row.save(force_update=True)


@command("picture.moved", Role.SALES)
def move_picture(
    *,
    picture_id: int,
    up: bool,
    actor: Actor,
) -> None:
    """Let a picture change places with the one before or after it; the first is shown in lists.

    Raises:
        PictureRefused: there is no such picture.
    """
    row = _locked(picture_id)
    every = list(
        Picture.objects.select_for_update()
        .filter(product=row.product_id)
        .order_by("position", "pk")
    )
    here = next(place for place, each in enumerate(every) if each.pk == picture_id)
    there = max(here - 1, 0) if up else min(here + 1, len(every) - 1)
    every.insert(there, every.pop(here))
    for place, each in enumerate(every):
        each.position = place
    update_many(every, "position")


@command("picture.removed", Role.SALES)
def remove_picture(
    *,
    picture_id: int,
    actor: Actor,
) -> None:
    """Remove a picture, in all its sizes.

    Raises:
        PictureRefused: there is no such picture.
    """
    _locked(picture_id).delete()


def _add(product_id: int, read: ReadPicture, alt_nl: str, alt_en: str) -> int:
    _check_words(alt_nl, alt_en)
    product = Product.objects.select_for_update().filter(pk=product_id).first()
    if product is None:
        raise ProductUnknown(_("There is no such product."))
    there = list(Picture.objects.filter(product=product).order_by("position", "pk"))
    if len(there) >= MOST:
        raise PictureRefused(_("A product has at most twelve pictures."), field="file")
    if any(each.digest == read.digest for each in there):
        raise PictureRefused(_("This product has this picture already."), field="file")
    row = Picture(
        product=product, digest=read.digest, width=read.largest.width,
        height=read.largest.height, alt_nl=alt_nl.strip(), alt_en=alt_en.strip(),
        position=there[-1].position + 1 if there else 0,
    )  # fmt: skip
    insert(row)
    insert_many(
        PictureSize(
            picture=row, width=size.width, height=size.height, data=size.data,
            thing_digest=published.digest(picture_body(size)),
        )
        for size in read.sizes
    )  # fmt: skip
    return row.pk


def picture_body(size: SizedPicture) -> bytes:
    """Give a size of a picture as it is published."""
    return published.write(
        published.Picture(
            media_type=MEDIA_TYPE, width=size.width, height=size.height,
            data=base64.b64encode(size.data).decode(),
        )
    )  # fmt: skip


def _locked(picture_id: int) -> Picture:
    row = Picture.objects.select_for_update().filter(pk=picture_id).first()
    if row is None:
        raise PictureRefused(_("There is no such picture."))
    return row


def _check_words(alt_nl: str, alt_en: str) -> None:
    if not alt_nl.strip():
        raise PictureRefused(
            _("Say in a few words what the picture shows, for customers who cannot see it."),
            field="alt_nl",
        )
    for field, words in (("alt_nl", alt_nl), ("alt_en", alt_en)):
        if len(words) > LONGEST_ALT:
            raise PictureRefused(_("Say it in at most 200 signs."), field=field)
