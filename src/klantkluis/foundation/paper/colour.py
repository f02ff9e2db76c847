"""The house colour, made fit to read: WCAG 2.2 contrast of at least 4.5 to 1."""

import re
from dataclasses import dataclass
from typing import Final

from klantkluis.core.refusals import Refusal

ENOUGH_CONTRAST: Final = 4.5
_HEX: Final = re.compile(r"#[0-9a-fA-F]{6}")
_WHITE: Final = (255, 255, 255)
_INKS: Final = (_WHITE, (24, 28, 33), (0, 0, 0))

type Rgb = tuple[int, int, int]


class ColourNotReadable(Refusal):
    """The colour is not written as `#rrggbb`."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours that a paper needs, each as `#rrggbb`.

    `brand` is the colour as chosen, for surfaces. `on_brand` is text on it. `accent` is the
    brand colour, darkened until it can be read on white and on `wash`, a faint tint of it.
    """

    brand: str
    on_brand: str
    accent: str
    wash: str


def palette(colour: str) -> Palette:
    """Work out the palette of a house colour.

    Raises:
        ColourNotReadable: it is not `#rrggbb`.
    """
    if not _HEX.fullmatch(colour):
        raise ColourNotReadable("Write the colour as # and six digits or letters.", field="colour")
    brand = _rgb(colour)
    wash = _mixed(brand, _WHITE, 0.06)
    ink = next(ink for ink in _INKS if contrast(_hex(ink), colour) >= ENOUGH_CONTRAST)
    share = 1.0
    accent = brand
    while contrast(_hex(accent), _hex(wash)) < ENOUGH_CONTRAST:
        share -= 0.02
        accent = _mixed(brand, (0, 0, 0), share)
    return Palette(brand=_hex(brand), on_brand=_hex(ink), accent=_hex(accent), wash=_hex(wash))


def contrast(one: str, other: str) -> float:
    """Give the contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    dark, light = sorted((_luminance(_rgb(one)), _luminance(_rgb(other))))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Rgb) -> float:
    """Give the relative luminance of WCAG 2.2, 0 to 1."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (part / 255 for part in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mixed(colour: Rgb, other: Rgb, share: float) -> Rgb:
    """Mix `share` of the colour with the other."""
    parts = [round(share * a + (1 - share) * b) for a, b in zip(colour, other, strict=True)]
    return parts[0], parts[1], parts[2]


def _rgb(colour: str) -> Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _hex(colour: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
