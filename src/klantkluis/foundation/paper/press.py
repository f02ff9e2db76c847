"""The press: typst, held ready with our own fonts and layouts, from values to PDF in memory.

Safe to call from any number of threads: a typst compiler serves one call at a time, so each
thread has its own; they share the fonts and typst's own cache, which is made for it. Typst works
without the interpreter's lock, so two threads really print at once. Start the press only after
a server has forked its workers: typst keeps a pool of threads that a fork would lose.

Typst remembers pieces of recent documents for speed, so their texts stay in the memory of the
process until some ten later papers. Nothing is written to disk.
"""

import importlib
import json
import re
import threading
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from functools import cache
from pathlib import Path
from typing import Any, Final

_HERE: Final = Path(__file__).parent
_LAYOUTS: Final = _HERE / "layout"
_STANDARDS: Final = ["a-3a", "ua-1"]
_SCREEN_PPI: Final = 110.0
_PLACE: Final = re.compile(r"(\w+\.typ):(\d+):(\d+)")

type View = dict[str, Any]


class PaperNotMade(Exception):  # noqa: N818 - named as the fact that it tells
    """Typst could not make the document. Says where in the layout, never with what text."""


@cache
def _library() -> Any:
    """Load typst at the first print: a process that prints nothing saves 8 MB."""
    return importlib.import_module("typst")


@dataclass(frozen=True, slots=True)
class Pictures:
    """What lies ready for all sheets, as SVG: the logo, and the letterhead below the text."""

    logo: str = ""
    first: str = ""
    following: str = ""


class _Press(threading.local):
    """One compiler for each thread, and the pictures that it has at hand."""

    def __init__(self) -> None:
        self.pictures: Pictures | None = None
        self.compiler: Any = _library().Compiler(
            root=_LAYOUTS, font_paths=_fonts(), ignore_system_fonts=True, package_path=_LAYOUTS
        )


@cache
def _fonts() -> Any:
    return _library().Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[_HERE / "fonts"]
    )


_fonts_lock: Final = threading.Lock()
_press: _Press | None = None


def _own_press() -> _Press:
    """Give this thread's press; the fonts are read once for all."""
    global _press  # noqa: PLW0603 - made at the first print, not at import
    if _press is None:
        with _fonts_lock:
            _press = _press or _Press()
    return _press


def press(layout: str, view: View, *, pictures: Pictures, made_at: datetime) -> bytes:
    """Print a view with the layout of that name, as PDF/A-3a and PDF/UA-1.

    Args:
        layout: the name of a file in `layout/`, without `.typ`.
        view: texts and numbers for the layout; the texts are printed as they are.
        pictures: the logo and the letterhead.
        made_at: with a time zone; the only time that the document knows.

    Raises:
        PaperNotMade: typst refused; nothing was made.
    """
    offset = made_at.utcoffset()
    assert offset is not None, "the time of making has no time zone"
    made = _compiled(
        layout,
        view,
        pictures,
        format="pdf",
        pdf_standards=_STANDARDS,
        timestamp=made_at.replace(microsecond=0).astimezone(timezone(offset)),
    )
    assert isinstance(made, bytes), "a PDF is one file"
    return made


def look(layout: str, view: View, *, pictures: Pictures) -> list[bytes]:
    """Show what `press` would print, as one PNG for each sheet, fit for a screen.

    Raises:
        PaperNotMade: typst refused; nothing was made.
    """
    made = _compiled(layout, view, pictures, format="png", ppi=_SCREEN_PPI)
    return made if isinstance(made, list) else [made]


def _compiled(layout: str, view: View, pictures: Pictures, **how: Any) -> Any:
    own = _own_press()
    same = own.pictures == pictures
    # Until typst is through, it is not sure which pictures it has: a refused logo stays in it.
    own.pictures = None
    try:
        made = own.compiler.compile(
            _source(layout, view), sys_inputs=... if same else asdict(pictures), **how
        )
    except _library().TypstError as error:
        place = _PLACE.search(error.diagnostic or "")
        where = f" at {place[0]}" if place else ""
        raise PaperNotMade(f"typst refused the layout {layout}{where}") from None
    own.pictures = pictures
    return made


def drawn(pdf: bytes, page: int) -> bytes:
    """Draw a page of a PDF on a bare A4 sheet, as SVG with the page as a picture in it.

    Raises:
        PaperNotMade: it is no PDF that typst can read, or has no such page.
    """
    numbers = ",".join(map(str, pdf))
    source = (
        "#set page(width: 210mm, height: 297mm, margin: 0pt, fill: none)\n"
        f'#image(bytes(json(bytes("[{numbers}]"))), format: "pdf", page: {page}, '
        "width: 100%, height: 100%)"
    )
    compiler = _library().Compiler(font_paths=_fonts(), ignore_system_fonts=True)
    try:
        made: bytes = compiler.compile(source.encode(), format="svg")
    except _library().TypstError:
        raise PaperNotMade("typst cannot draw this PDF") from None
    return made


def _source(layout: str, view: View) -> bytes:
    """Write the few words of typst that hand the view to a layout.

    The view is one string of JSON. It is written in printable ASCII, in which a typst string has
    two special characters, the backslash and the quote; both are escaped, so no text can end
    the string. It does not go through `sys.inputs`: typst forgets all that it knows when
    these change, which makes a page six times slower.
    """
    data = json.dumps(view, ensure_ascii=True, separators=(",", ":"))
    assert data.isascii(), "JSON is not in ASCII"
    assert data.isprintable(), "JSON holds a control character"
    literal = data.replace("\\", "\\\\").replace('"', '\\"')
    return f'#import "{layout}.typ": document\n#document(json(bytes("{literal}")))'.encode()
