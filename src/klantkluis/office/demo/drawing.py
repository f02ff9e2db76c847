"""Pictures of what the demo company sells: drawn here, so that nobody else has a right in them."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from PIL import Image, ImageDraw, ImageFilter

from klantkluis.catalogue.pictures.reading import ReadPicture, in_sizes

WIDTH, HEIGHT = 800, 600
FLOOR: Final = 470
type Colour = tuple[int, int, int]
WOODS: Final[Mapping[str, Colour]] = MappingProxyType(
    {
        "eiken": (200, 160, 108), "beuken": (216, 172, 130), "noten": (116, 78, 52),
        "essen": (222, 198, 158), "berken": (232, 212, 174), "kersen": (170, 96, 62),
    }
)  # fmt: skip
METAL: Final = (66, 66, 70)
GLOW: Final = (255, 236, 190)
LINEN: Final = (198, 184, 158)


def shade(colour: Colour, factor: float) -> Colour:
    """Make a colour darker (below 1) or lighter."""
    red, green, blue = (min(255, int(part * factor)) for part in colour)
    return red, green, blue


@dataclass(slots=True)
class Canvas:
    """A drawing of something of one kind of wood."""

    image: Image.Image
    pen: ImageDraw.ImageDraw
    wood: Colour
    chance: random.Random

    def plank(self, x: int, y: int, wide: int, high: int, light: float = 1.0) -> None:
        """Draw a piece of wood seen from the front, with its grain the long way."""
        colour = shade(self.wood, light)
        box = (x, y, x + wide, y + high)
        self.pen.rounded_rectangle(box, min(8, wide // 4, high // 4), fill=colour)
        along = wide >= high
        for _line in range(max(2, (high if along else wide) // 9)):
            tone = shade(colour, self.chance.uniform(0.88, 0.97))
            if along:
                level = y + 3 + self.chance.randrange(max(1, high - 5))
                start = x + 4 + self.chance.randrange(max(1, wide // 3))
                end = min(x + wide - 4, start + wide // 2 + self.chance.randrange(wide // 2 + 1))
                self.pen.line((start, level, end, level + self.chance.randrange(-1, 2)), tone, 2)
            else:
                level = x + 3 + self.chance.randrange(max(1, wide - 5))
                start = y + 4 + self.chance.randrange(max(1, high // 3))
                end = min(y + high - 4, start + high // 2 + self.chance.randrange(high // 2 + 1))
                self.pen.line((level, start, level + self.chance.randrange(-1, 2), end), tone, 2)
        self.pen.line((x + 4, y + high - 1, x + wide - 4, y + high - 1), shade(colour, 0.78), 2)

    def round(self, x: int, y: int, wide: int, high: int, light: float = 1.0) -> None:
        """Draw a round piece of wood, with rings."""
        colour = shade(self.wood, light)
        self.pen.ellipse((x, y, x + wide, y + high), fill=colour)
        for ring in range(1, 5):
            inset_x, inset_y = wide * ring // 11, high * ring // 11
            box = (x + inset_x, y + inset_y, x + wide - inset_x, y + high - inset_y)
            self.pen.ellipse(box, outline=shade(colour, 0.92), width=2)

    def rod(self, x: int, y: int, wide: int, high: int) -> None:
        """Draw something of metal."""
        self.pen.rounded_rectangle((x, y, x + wide, y + high), 3, fill=METAL)


def board(on: Canvas) -> None:
    """Draw a cutting board that leans against the wall."""
    on.plank(250, 150, 300, 320)
    on.plank(370, 90, 60, 70)
    on.pen.ellipse((388, 104, 412, 128), fill=(238, 234, 226))


def tray(on: Canvas) -> None:
    """Draw a tray with two grips."""
    on.plank(140, 400, 520, 44, 0.92)
    on.plank(120, 372, 40, 76, 0.8)
    on.plank(640, 372, 40, 76, 0.8)
    on.pen.rounded_rectangle((130, 386, 150, 402), 6, fill=(238, 234, 226))
    on.pen.rounded_rectangle((650, 386, 670, 402), 6, fill=(238, 234, 226))


def stool(on: Canvas) -> None:
    """Draw a stool on three legs."""
    for x, lean in ((290, -26), (395, 0), (500, 26)):
        on.pen.polygon(
            [(x, 290), (x + 22, 290), (x + 18 + lean, 470), (x + 2 + lean, 470)],
            fill=shade(on.wood, 0.82),
        )
    on.plank(270, 380, 270, 14, 0.74)
    on.plank(240, 256, 330, 42)


def chair(on: Canvas) -> None:
    """Draw a chair from the front."""
    for x in (280, 500):
        on.plank(x, 100, 24, 370, 0.86)
    for y in (120, 170, 220):
        on.plank(300, y, 204, 26, 0.95)
    on.plank(262, 300, 280, 34)
    on.plank(290, 400, 226, 14, 0.76)


def table(on: Canvas) -> None:
    """Draw a dining table."""
    for x in (140, 628):
        on.plank(x, 250, 34, 220, 0.84)
    on.plank(160, 262, 490, 34, 0.76)
    on.plank(90, 222, 620, 36)


def low_table(on: Canvas) -> None:
    """Draw a low table with a shelf below."""
    for x in (200, 572):
        on.plank(x, 330, 28, 140, 0.84)
    on.plank(206, 418, 390, 18, 0.76)
    on.plank(160, 306, 480, 32)


def side_table(on: Canvas) -> None:
    """Draw a small round table."""
    on.plank(386, 280, 28, 176, 0.82)
    on.round(310, 440, 180, 34, 0.78)
    on.round(240, 240, 320, 64)


def desk(on: Canvas) -> None:
    """Draw a desk with three drawers."""
    on.plank(150, 260, 26, 210, 0.84)
    on.plank(470, 260, 190, 200, 0.86)
    for y in (270, 332, 394):
        on.plank(480, y, 170, 56, 0.97)
        on.rod(550, y + 24, 30, 7)
    on.plank(110, 228, 580, 34)


def chest(on: Canvas) -> None:
    """Draw a chest with a lid."""
    on.plank(180, 290, 440, 180, 0.92)
    for x in (180, 400):
        on.pen.line((x, 296, x, 464), shade(on.wood, 0.72), 3)
    on.plank(166, 246, 468, 52)
    on.rod(386, 290, 28, 34)


def shelf(on: Canvas) -> None:
    """Draw a wall shelf with a few things on it."""
    on.pen.rectangle((220, 210, 250, 300), fill=(166, 92, 70))
    on.pen.rectangle((254, 190, 280, 300), fill=(84, 110, 120))
    on.pen.rectangle((284, 222, 318, 300), fill=(214, 190, 130))
    on.pen.ellipse((500, 232, 570, 300), fill=LINEN)
    on.plank(130, 300, 540, 36)
    for x in (200, 580):
        on.rod(x, 336, 12, 60)


def bookcase(on: Canvas) -> None:
    """Draw a rack with shelves."""
    for x in (220, 556):
        on.plank(x, 80, 24, 390, 0.84)
    for y in (84, 190, 296, 402):
        on.plank(224, y, 352, 24)
    for x, y, high, colour in (
        (262, 130, 60, (166, 92, 70)), (290, 118, 72, (84, 110, 120)), (318, 136, 54, LINEN),
        (470, 240, 56, (214, 190, 130)), (498, 228, 68, (120, 130, 98)),
    ):  # fmt: skip
        on.pen.rectangle((x, y, x + 22, y + high), fill=colour)


def rack(on: Canvas) -> None:
    """Draw a coat rack with hooks."""
    on.plank(120, 180, 560, 70)
    for x in (180, 290, 400, 510, 620):
        on.rod(x - 5, 215, 10, 54)
        on.pen.arc((x - 5, 248, x + 27, 284), 0, 180, fill=METAL, width=9)
    on.pen.polygon([(262, 280), (330, 280), (352, 440), (240, 440)], fill=LINEN)


def lamp(on: Canvas) -> None:
    """Draw a lamp that is lit."""
    on.pen.ellipse((210, 70, 590, 400), fill=(250, 242, 222))
    on.plank(390, 250, 22, 200, 0.9)
    on.round(310, 436, 180, 38, 0.82)
    on.pen.polygon([(320, 110), (480, 110), (540, 270), (260, 270)], fill=GLOW)


def frame(on: Canvas) -> None:
    """Draw a frame with a landscape in it."""
    on.plank(220, 110, 360, 330, 0.94)
    on.pen.rectangle((254, 144, 546, 406), fill=(244, 242, 236))
    on.pen.rectangle((290, 180, 510, 370), fill=(196, 214, 220))
    on.pen.polygon([(290, 340), (360, 240), (420, 330), (460, 270), (510, 350), (510, 370),
                    (290, 370)], fill=(128, 146, 118))  # fmt: skip
    on.pen.ellipse((452, 200, 484, 232), fill=(244, 222, 160))


def mirror(on: Canvas) -> None:
    """Draw a round mirror."""
    on.round(230, 90, 340, 340, 0.94)
    on.pen.ellipse((262, 122, 538, 398), fill=(208, 220, 224))
    on.pen.polygon([(300, 330), (440, 150), (480, 165), (340, 360)], fill=(224, 233, 236))


def bench(on: Canvas) -> None:
    """Draw a bench."""
    for x in (170, 590):
        on.plank(x, 330, 40, 140, 0.82)
    on.plank(190, 400, 420, 18, 0.74)
    on.plank(110, 300, 580, 38)


def bowl(on: Canvas) -> None:
    """Draw a bowl."""
    on.pen.pieslice((220, 170, 580, 470), 0, 180, fill=shade(on.wood, 0.9))
    on.round(220, 282, 360, 76, 0.78)
    on.pen.ellipse((236, 290, 564, 348), fill=shade(on.wood, 0.66))


def vase(on: Canvas) -> None:
    """Draw a vase with a twig."""
    on.pen.line((400, 220, 440, 70), (96, 110, 80), 6)
    for x, y in ((424, 130), (440, 84), (402, 160), (452, 110)):
        on.pen.ellipse((x - 4, y - 12, x + 34, y + 12), fill=(132, 150, 110))
    on.pen.ellipse((310, 270, 490, 474), fill=shade(on.wood, 0.92))
    on.plank(370, 210, 60, 100, 0.92)


def spoons(on: Canvas) -> None:
    """Draw two spoons."""
    for x, light in ((310, 1.0), (450, 0.9)):
        on.plank(x, 220, 22, 250, light)
        on.pen.ellipse((x - 26, 100, x + 48, 240), fill=shade(on.wood, light))
        on.pen.ellipse((x - 12, 122, x + 34, 222), fill=shade(on.wood, light * 0.85))


def candles(on: Canvas) -> None:
    """Draw a candle holder with two candles."""
    for x, high in ((300, 150), (470, 200)):
        on.pen.rectangle((x, 420 - high, x + 30, 420), fill=(246, 240, 224))
        on.pen.ellipse((x + 5, 372 - high, x + 25, 418 - high), fill=(250, 196, 90))
    on.plank(230, 410, 340, 60)


def blocks(on: Canvas) -> None:
    """Draw building blocks."""
    on.plank(240, 370, 100, 100)
    on.plank(350, 370, 100, 100, 0.88)
    on.plank(460, 370, 100, 100, 1.05)
    on.plank(296, 262, 100, 100, 0.94)
    on.pen.polygon([(410, 362), (516, 362), (463, 262)], fill=shade(on.wood, 0.82))


def coasters(on: Canvas) -> None:
    """Draw a pile of round coasters."""
    for place in range(5):
        on.round(250, 416 - place * 26, 300, 60, 0.8 + 0.05 * place)


def toolbox(on: Canvas) -> None:
    """Draw an open box with a handle."""
    on.plank(190, 200, 30, 270, 0.8)
    on.plank(580, 200, 30, 270, 0.8)
    on.plank(190, 206, 420, 26, 0.95)
    on.plank(170, 340, 460, 130)


def bookend(on: Canvas) -> None:
    """Draw two bookends with books between."""
    for x, high, colour in ((290, 190, (166, 92, 70)), (336, 220, (84, 110, 120)),
                            (386, 200, LINEN), (430, 228, (120, 130, 98))):  # fmt: skip
        on.pen.rectangle((x, 470 - high, x + 40, 470), fill=colour)
    on.plank(230, 300, 50, 170)
    on.plank(480, 300, 50, 170)


def book(on: Canvas) -> None:
    """Draw a book."""
    on.pen.rounded_rectangle((280, 110, 530, 470), 8, fill=(96, 74, 56))
    on.pen.rectangle((300, 120, 522, 460), fill=(236, 226, 206))
    on.plank(330, 180, 160, 120)
    for y in (340, 366, 392):
        on.pen.line((340, y, 480, y), (150, 136, 116), 6)


def workshop(on: Canvas) -> None:
    """Draw a workbench with tools on the wall."""
    on.pen.rounded_rectangle((170, 110, 630, 260), 6, fill=(224, 216, 200))
    for x in (220, 300, 380):
        on.rod(x, 140, 10, 90)
    on.pen.polygon([(460, 150), (590, 170), (590, 190), (460, 220)], fill=METAL)
    on.plank(120, 320, 560, 40)
    for x in (160, 600):
        on.plank(x, 360, 40, 110, 0.82)
    on.plank(190, 420, 420, 18, 0.74)


SHAPES: Final[Mapping[str, Callable[[Canvas], None]]] = MappingProxyType(
    {
        each.__name__: each
        for each in (
            board, tray, stool, chair, table, low_table, side_table, desk, chest, shelf, bookcase,
            rack, lamp, frame, mirror, bench, bowl, vase, spoons, candles, blocks, coasters,
            toolbox, bookend, book, workshop,
        )
    }
)  # fmt: skip


@cache
def _room() -> Image.Image:
    """Draw wall and floor with a soft shadow, once."""
    wall = Image.linear_gradient("L").resize((WIDTH, HEIGHT))
    light = Image.new("RGB", (WIDTH, HEIGHT), (246, 243, 237))
    dark = Image.new("RGB", (WIDTH, HEIGHT), (228, 222, 211))
    room = Image.composite(dark, light, wall)
    ImageDraw.Draw(room).rectangle((0, FLOOR - 6, WIDTH, HEIGHT), fill=(220, 211, 197))
    shadow = Image.new("L", (WIDTH, HEIGHT), 0)
    ImageDraw.Draw(shadow).ellipse((130, FLOOR - 22, 670, FLOOR + 34), fill=110)
    soft = shadow.filter(ImageFilter.GaussianBlur(16))
    room.paste(Image.new("RGB", (WIDTH, HEIGHT), (150, 138, 122)), mask=soft)
    return room


def picture_of(shape: str, wood: str, seed: int) -> ReadPicture:
    """Draw something of a kind of wood; the same seed always gives the same picture."""
    image = _room().copy()
    chance = random.Random(seed)  # noqa: S311 - a demo has to be the same each time
    SHAPES[shape](Canvas(image, ImageDraw.Draw(image), WOODS.get(wood, WOODS["eiken"]), chance))
    return in_sizes(image)
