"""Bar charts, drawn here as SVG, with a table for who cannot or will not look at them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, log10

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

WIDTH, HEIGHT = 470, 190
LEFT, RIGHT, TOP, BOTTOM = 62, 4, 10, 26
WIDEST = 56
STEPS = (1, 2, 2.5, 5, 10)
MANY = 6


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: where it stands, in the units of the drawing, and what it says."""

    x: float
    y: float
    width: float
    height: float
    label: str
    text: str
    mood: str = ""

    @property
    def middle(self) -> float:
        """Where its label is centred."""
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class GridLine:
    """A horizontal line with its value."""

    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart, ready to be drawn by `office/kit/chart.html`."""

    title: str
    bars: tuple[Bar, ...]
    grid: tuple[GridLine, ...]
    heading: str
    first_heading: str

    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    base: int = HEIGHT - BOTTOM

    @property
    def is_crowded(self) -> bool:
        """Whether a narrow screen has room for every second name only."""
        return len(self.bars) > MANY


def months(
    points: Sequence[tuple[date, int]], *, until: date, count: int
) -> list[tuple[date, int]]:
    """Give the last `count` months up to that of `until`, with 0 where nothing happened."""
    known = dict(points)
    last = until.year * 12 + until.month - 1
    days = [date(n // 12, n % 12 + 1, 1) for n in range(last - count + 1, last + 1)]
    return [(day, known.get(day, 0)) for day in days]


def month_chart(
    points: Sequence[tuple[date, int]], *, title: str, heading: str, cents: bool = False
) -> Chart:
    """Draw one bar a month. With `cents` the values are amounts, shown in whole euros."""
    named = [(date_format(day, "M"), value) for day, value in points]
    return bar_chart(named, title=title, headings=(_("Month"), heading), cents=cents)


def bar_chart(
    points: Sequence[tuple[str, int]],
    *,
    title: str,
    headings: tuple[str, str],
    cents: bool = False,
    moods: Sequence[str] = (),
) -> Chart:
    """Draw one bar for each name; `moods` colours bars that ask for a person."""
    values = [value / 100 if cents else float(value) for _name, value in points]
    step = _step(max([*values, 0.0]))
    top = step * max(1, ceil(max([*values, 0.0]) / step))
    tall = HEIGHT - TOP - BOTTOM
    slot = (WIDTH - LEFT - RIGHT) / max(1, len(points))
    wide = min(slot * 0.68, WIDEST)
    bars = tuple(
        Bar(
            x=round(LEFT + index * slot + (slot - wide) / 2, 1),
            y=round(TOP + tall - tall * max(value, 0) / top, 1),
            width=round(wide, 1),
            height=round(tall * max(value, 0) / top, 1),
            label=name,
            text=_text(value, cents=cents),
            mood=moods[index] if moods else "",
        )
        for index, ((name, _raw), value) in enumerate(zip(points, values, strict=True))
    )
    lines = tuple(
        GridLine(round(TOP + tall - tall * n * step / top, 1), _text(n * step, cents=cents))
        for n in range(round(top / step) + 1)
    )
    return Chart(title=title, bars=bars, grid=lines, first_heading=headings[0], heading=headings[1])


def _step(highest: float) -> float:
    """Choose a round step so that three to six lines stand above the base."""
    if highest <= 0:
        return 1
    power = 10.0 ** int(log10(highest / 4) if highest >= 4 else 0)
    return next((power * each for each in STEPS if highest / (power * each) <= 5), power * 10)


def _text(value: float, *, cents: bool) -> str:
    number = number_format(round(value), force_grouping=True)
    return f"€\u00a0{number}" if cents else number
