"""A letterhead that a designer made, as the background of our paper: from PDF to sharp SVG.

Typst cannot lay a PDF below a PDF/A, because it cannot vouch for what is in there. It can draw one
as SVG: letters become shapes and colours become sRGB, so that whatever the designer put in, the
paper stays a PDF/A-3a, and the letterhead is as sharp as it was.
"""

import base64
import io
from typing import Final

import pikepdf
from django.utils.translation import gettext as _
from lxml import etree

from klantkluis.core.refusals import Refusal
from klantkluis.foundation.paper.press import PaperNotMade, drawn
from klantkluis.foundation.paper.values import Background

LARGEST_LETTERHEAD: Final = 2 * 1024 * 1024
LARGEST_DRAWING: Final = 4 * 1024 * 1024

_A4: Final = (210.0, 297.0)
_TOLERANCE_MM: Final = 3.0
_POINTS_PER_MM: Final = 72 / 25.4
_INLINE: Final = "data:image/svg+xml;base64,"
_HREF: Final = "{http://www.w3.org/1999/xlink}href"
_SIDEWAYS: Final = frozenset({90, 270})


class LetterheadNotReadable(Refusal):
    """The letterhead is not a PDF that can lie below our paper."""


def read_letterhead(pdf: bytes) -> Background:
    """Draw a letterhead: its first page for first sheets, its second for all that follow.

    Raises:
        LetterheadNotReadable: it is no PDF, has a password, is not A4, or is too large.
    """
    if len(pdf) > LARGEST_LETTERHEAD:
        raise _refused(_("This file is larger than 2 MB. Ask your designer for a smaller one."))
    pages = _pages(pdf)
    return Background(*(_drawing(pdf, page) for page in range(1, min(pages, 2) + 1)))


def _pages(pdf: bytes) -> int:
    """Count the pages, and look at the size of those that are used."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            sizes = [_size_mm(page) for page in list(document.pages)[:2]]
    except pikepdf.PasswordError:
        raise _refused(_("This PDF has a password. Save it without one.")) from None
    except (pikepdf.PdfError, ValueError, TypeError, ArithmeticError):
        raise _refused(_("This is not a PDF that can be read.")) from None
    if not sizes:
        raise _refused(_("This PDF has no pages."))
    if not all(_is_a4(size) for size in sizes):
        raise _refused(_("The pages are not A4 upright (210 by 297 mm)."))
    return len(sizes)


def _size_mm(page: pikepdf.Page) -> tuple[float, float]:
    left, bottom, right, top = (float(each) for each in page.cropbox.as_list())
    width, height = abs(right - left) / _POINTS_PER_MM, abs(top - bottom) / _POINTS_PER_MM
    turned = int(page.obj.get("/Rotate", 0)) % 360 in _SIDEWAYS
    return (height, width) if turned else (width, height)


def _is_a4(size: tuple[float, float]) -> bool:
    return all(abs(one - a4) <= _TOLERANCE_MM for one, a4 in zip(size, _A4, strict=True))


def _drawing(pdf: bytes, page: int) -> str:
    """Give one page as SVG: the picture that typst put in a sheet of its own."""
    try:
        sheet = drawn(pdf, page)
    except PaperNotMade:
        raise _refused(
            _("This PDF cannot be drawn. Ask your designer for PDF/X or PDF/A.")
        ) from None
    hardened = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    for element in etree.fromstring(sheet, hardened).iter("{http://www.w3.org/2000/svg}image"):
        _before, inline, data = element.get(_HREF, "").partition(_INLINE)
        if inline:
            svg = base64.b64decode(data)
            if len(svg) > LARGEST_DRAWING:
                raise _refused(_("This letterhead is too detailed. Ask for one without photos."))
            return svg.decode()
    raise _refused(_("This PDF cannot be drawn. Ask your designer for PDF/X or PDF/A."))


def _refused(sentence: str) -> LetterheadNotReadable:
    return LetterheadNotReadable(sentence, field="letterhead")
