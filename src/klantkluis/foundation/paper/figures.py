"""Pictures for paper, as SVG: the logo and QR codes."""

import base64
import io
from typing import Final

import segno
from django.utils.translation import gettext as _
from PIL import Image

from klantkluis.core.refusals import Refusal

LARGEST_LOGO: Final = 512 * 1024
_MASK: Final = 3
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG: Final = b"\xff\xd8\xff"
_MOST_PIXELS: Final = 20_000_000


class LogoNotReadable(Refusal):
    """The logo is not an SVG, PNG or JPEG that can be printed."""


def is_picture(logo: bytes) -> bool:
    """Say whether a file calls itself a PNG or a JPEG."""
    return logo.startswith((_PNG, _JPEG))


def logo_as_svg(logo: bytes) -> str:
    """Give the logo as SVG: as it is, or with the PNG or JPEG inside it.

    Raises:
        LogoNotReadable: it is another kind of file, damaged, or too large.
    """
    if len(logo) > LARGEST_LOGO:
        raise LogoNotReadable(_("The logo may be at most 512 kB."), field="logo")
    if not is_picture(logo):
        return _checked_svg(logo)
    width, height = _size(logo)
    kind = "png" if logo.startswith(_PNG) else "jpeg"
    data = base64.b64encode(logo).decode()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" xlink:href="data:image/{kind};base64,{data}"/>'
        "</svg>"
    )


def _size(logo: bytes) -> tuple[int, int]:
    """Give width and height of a PNG or JPEG, after reading it to its end."""
    try:
        with Image.open(io.BytesIO(logo), formats=["PNG", "JPEG"]) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise LogoNotReadable(_("The logo has too many pixels."), field="logo")
            picture.load()
            return picture.size
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise LogoNotReadable(_("The file of the logo is damaged."), field="logo") from None


def _checked_svg(logo: bytes) -> str:
    try:
        text = logo.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = ""
    if "<svg" not in text:
        raise LogoNotReadable(_("The logo must be an SVG, PNG or JPEG file."), field="logo")
    return text


def qr_as_svg(payload: bytes | str) -> str:
    """Draw a QR code with error correction M as one filled shape: sharp at any size, no seams.

    The quiet zone of four modules is left to the page. The mask is fixed: weighing all eight takes
    longer than printing the page, and readers found no difference on blurred and noisy pictures.
    Bytes stay bytes: left to guess, some of them are taken for Japanese and come back changed.
    """
    mode = "byte" if isinstance(payload, bytes) else None
    code = segno.make(payload, error="m", mode=mode, boost_error=False, micro=False, mask=_MASK)
    modules = code.symbol_size(border=0)[0]
    strokes = []
    for y, row in enumerate(code.matrix):
        x = 0
        while x < modules:
            start = x
            while x < modules and row[x]:
                x += 1
            if x > start:
                strokes.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
            x += 1
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{modules}" height="{modules}" '
        f'viewBox="0 0 {modules} {modules}"><path d="{"".join(strokes)}"/></svg>'
    )
