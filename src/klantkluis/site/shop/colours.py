"""The colour of the shop, made fit to be read: contrast as WCAG 2.2 asks (1.4.3, 1.4.11)."""

from typing import Final

type Colour = tuple[float, float, float]

WHITE: Final[Colour] = (1.0, 1.0, 1.0)
LIGHT: Final[Colour] = (0.965, 0.965, 0.957)
DARK: Final[Colour] = (0.114, 0.129, 0.153)
"""The raised grounds of light and dark pages, as in site.css: harder than the plain ones."""
NIGHT: Final[Colour] = (0.075, 0.086, 0.102)
"""The darkest there is, for words on a light colour."""
READABLE: Final = 4.8
_STEPS: Final = 100


def colour(text: str) -> Colour:
    """Read #rrggbb."""
    return (int(text[1:3], 16) / 255, int(text[3:5], 16) / 255, int(text[5:7], 16) / 255)


def written(it: Colour) -> str:
    """Write #rrggbb."""
    return "#" + "".join(f"{round(part * 255):02x}" for part in it)


def contrast(one: Colour, other: Colour) -> float:
    """Give the contrast of two colours, 1 to 21."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def readable_on(it: Colour, ground: Colour, least: float = READABLE) -> Colour:
    """Give the colour, as much darker or lighter as it takes to be read on a ground."""
    away: Colour = (0.0, 0.0, 0.0) if _luminance(ground) > 0.18 else WHITE
    for step in range(_STEPS + 1):
        mixed = _mixed(it, away, step / _STEPS)
        if contrast(mixed, ground) >= least:
            return mixed
    return away


def on_top(ground: Colour) -> Colour:
    """Give the colour of words on a ground: white or nearly black, whichever is read better."""
    return WHITE if contrast(WHITE, ground) >= contrast(NIGHT, ground) else NIGHT


def _mixed(one: Colour, other: Colour, part: float) -> Colour:
    red, green, blue = (a + (b - a) * part for a, b in zip(one, other, strict=True))
    return (red, green, blue)


def _luminance(it: Colour) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in it
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
