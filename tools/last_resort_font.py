"""Make the font of last resort: one box for every letter. See paper/fonts/README.md.

Needed once; run it with `uv run --no-project --with fonttools python tools/last_resort_font.py`.
"""

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

FONT = Path("src/klantkluis/foundation/paper/fonts/KlantkluisLastResort.ttf")
WIDTH = 700


def box() -> object:
    """Draw a box with a thin wall."""
    pen = TTGlyphPen(None)
    outside = [(80, 0), (80, 700), (WIDTH - 80, 700), (WIDTH - 80, 0)]
    inside = [(130, 50), (WIDTH - 130, 50), (WIDTH - 130, 650), (130, 650)]
    for contour in (outside, inside):
        pen.moveTo(contour[0])
        for point in contour[1:]:
            pen.lineTo(point)
        pen.closePath()
    return pen.glyph()


def every_letter() -> CmapSubtable:
    """Map all code points that may stand in a text to the box (cmap format 13)."""
    table = CmapSubtable.newSubtable(13)
    table.platformID, table.platEncID, table.language = 3, 10, 0
    table.format, table.reserved, table.length, table.nGroups = 13, 0, 0, 0
    table.cmap = {
        code: "box"
        for code in range(0x20, 0x110000)
        if not 0xD800 <= code <= 0xDFFF and (code & 0xFFFE) != 0xFFFE
    }
    return table


def main() -> None:
    """Write the font file; the same bytes each time."""
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "box"])
    builder.setupCharacterMap({0xFFFD: "box"})
    builder.setupGlyf({".notdef": box(), "box": box()})
    builder.setupHorizontalMetrics({".notdef": (WIDTH, 80), "box": (WIDTH, 80)})
    builder.setupHorizontalHeader(ascent=950, descent=-250)
    builder.setupNameTable(
        {
            "copyright": "CC0-1.0",
            "familyName": "Klantkluis Last Resort",
            "styleName": "Regular",
            "uniqueFontIdentifier": "klantkluis-last-resort-1",
            "fullName": "Klantkluis Last Resort",
            "psName": "KlantkluisLastResort",
            "version": "Version 1.000",
        }
    )
    builder.setupOS2(sTypoAscender=950, sTypoDescender=-250, sxHeight=500, sCapHeight=700)
    builder.setupPost()
    builder.font["cmap"].tables = [every_letter()]
    builder.font["head"].created = builder.font["head"].modified = 3_000_000_000
    builder.font.recalcTimestamp = False
    builder.font.save(FONT)


if __name__ == "__main__":
    main()
