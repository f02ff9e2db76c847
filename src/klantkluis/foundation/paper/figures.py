"""Pictures for paper, as SVG: the logo and QR codes."""

import base64
import struct
from typing import Final

import segno

from klantkluis.core.refusals import Refusal

LARGEST_LOGO: Final = 512 * 1024
_MASK: Final = 3
_PNG: Final = b"\x89PNG\r\n\x1a\n"


class LogoNotReadable(Refusal):
    """The logo is not an SVG or PNG that can be printed."""


def is_png(logo: bytes) -> bool:
    """Say whether a file calls itself a PNG."""
    return logo.startswith(_PNG)


def logo_as_svg(logo: bytes) -> str:
    """Give the logo as SVG: as it is, or with the PNG inside it.

    Raises:
        LogoNotReadable: it is another kind of file, or too large.
    """
    if len(logo) > LARGEST_LOGO:
        raise LogoNotReadable("The logo may be at most 512 kB.", field="logo")
    if not is_png(logo):
        return _checked_svg(logo)
    if len(logo) < 33 or logo[12:16] != b"IHDR":
        raise LogoNotReadable("The PNG file of the logo is damaged.", field="logo")
    width, height = struct.unpack(">II", logo[16:24])
    data = base64.b64encode(logo).decode()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" xlink:href="data:image/png;base64,{data}"/>'
        "</svg>"
    )


def _checked_svg(logo: bytes) -> str:
    try:
        text = logo.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = ""
    if "<svg" not in text:
        raise LogoNotReadable("The logo must be an SVG or PNG file.", field="logo")
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
