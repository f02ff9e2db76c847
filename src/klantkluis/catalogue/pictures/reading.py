"""From a file that somebody uploads to the picture in the sizes of the shop.

Whatever comes in is decoded and written anew, so that nothing of the file itself is kept: no EXIF
with the place where it was taken, no thumbnail, no comment, nothing that hides behind the picture.
"""

import hashlib
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

from klantkluis.core.refusals import Refusal

MOST_BYTES: Final = 10 * 1024 * 1024
WIDTHS: Final = (400, 800, 1600)
LEAST_SIDE: Final = 40
MOST_PIXELS: Final = {"JPEG": 50_000_000, "PNG": 25_000_000, "WEBP": 25_000_000}
"""By format: a large JPEG is read at a part of its size, the others whole into memory."""
SLIMMEST: Final = 4
"""How many times longer than the other a side may be."""
QUALITY: Final = 82


class PictureRefused(Refusal):
    """This file does not become a picture in the shop."""


@dataclass(frozen=True, slots=True)
class SizedPicture:
    """A picture in one size, as WebP."""

    width: int
    height: int
    data: bytes


@dataclass(frozen=True, slots=True)
class ReadPicture:
    """A picture in its sizes, the smallest first. `digest` names it: it is of the largest."""

    sizes: tuple[SizedPicture, ...]
    digest: str

    @property
    def largest(self) -> SizedPicture:
        """The largest size."""
        return self.sizes[-1]


def read_picture(data: bytes) -> ReadPicture:
    """Read JPEG, PNG or WebP and give it as WebP in the sizes of the shop, never enlarged.

    Raises:
        PictureRefused: it is too large, broken, or no picture of these kinds.
    """
    if len(data) > MOST_BYTES:
        raise PictureRefused(_("This picture is larger than 10 MB. Make it smaller first."))
    with _decoding():
        return in_sizes(_decoded(data))


def in_sizes(image: Image.Image) -> ReadPicture:
    """Give pixels as WebP in the sizes of the shop, never enlarged."""
    widest = min(image.width, WIDTHS[-1])
    widths = [*(width for width in WIDTHS if width < widest), widest]
    sizes = tuple(_sized(image, width) for width in widths)
    return ReadPicture(sizes, hashlib.sha256(sizes[-1].data).hexdigest()[:32])


@contextmanager
def _decoding() -> Iterator[None]:
    """Turn whatever goes wrong while reading a file into one clear sentence."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    except PictureRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
        raise PictureRefused(_too_many_pixels()) from error
    except Exception as error:
        # Readers of hostile files fail in ways that nobody listed; none of it is our mistake.
        raise PictureRefused(
            _("This is not a picture that can be read. Use a JPEG, PNG or WebP file.")
        ) from error


def _decoded(data: bytes) -> Image.Image:
    """Give the pixels, upright, in sRGB, and nothing else of the file."""
    with Image.open(BytesIO(data), formats=list(MOST_PIXELS)) as file:
        width, height = file.size
        if width * height > MOST_PIXELS[str(file.format)]:
            raise PictureRefused(_too_many_pixels())
        if min(width, height) < LEAST_SIDE:
            raise PictureRefused(
                _("This picture is too small: each side needs at least 40 pixels.")
            )
        if max(width, height) > SLIMMEST * min(width, height):
            raise PictureRefused(
                _("This picture is too slim: one side is more than four times the other.")
            )
        if file.format == "JPEG":
            file.draft("RGB", (WIDTHS[-1] * 2, WIDTHS[-1] * 2))
        file.load()
        upright = ImageOps.exif_transpose(file)
        profile = file.info.get("icc_profile")
    plain = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    return _in_srgb(plain, profile)


def _in_srgb(image: Image.Image, profile: object) -> Image.Image:
    """Bring colours of another space to the one that every screen assumes."""
    if isinstance(profile, bytes) and profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            ImageCms.profileToProfile(image, source, target, inPlace=True)
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            # A profile that is damaged, or of another kind of picture: as if there were none.
            return image
    return image


def _sized(image: Image.Image, width: int) -> SizedPicture:
    height = max(1, round(image.height * width / image.width))
    small = image.resize((width, height), Image.Resampling.LANCZOS)
    clean = Image.new(small.mode, small.size)
    clean.paste(small)
    buffer = BytesIO()
    clean.save(buffer, "WEBP", quality=QUALITY, method=4)
    return SizedPicture(width, height, buffer.getvalue())


def _too_many_pixels() -> str:
    return _("This picture has too many pixels. Make it smaller first: 3000 wide is plenty.")
