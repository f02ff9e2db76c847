"""Gather the texts of each app into its Dutch catalogue, and tell what is not translated.

    python tools/messages.py            update the catalogues
    python tools/messages.py --check    change nothing; fail when a text is missing or fuzzy

Babel does what Django's makemessages does with the programs of GNU gettext, which a machine may
not have. Django's own `templatize` turns a template into something that Babel can read.
"""

import sys
from collections.abc import Generator, Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract, extract_python
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

PROJECT = Path(__file__).parent.parent
SOURCE = PROJECT / "src" / "klantkluis"
LANGUAGE = "nl"
KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "_": None,
}
HEADER = "# Dutch texts of Klantkluis: written for shopkeepers, not translated word for word."

UNSAID = tuple(
    f'"{name}'
    for name in (
        "Project-Id", "Report-Msgid", "POT-Creation", "PO-Revision", "Last-Translator",
        "Language-Team", "Generated-By",
    )
)  # fmt: skip
"""Lines of the header that say nothing, or change every day."""

type Found = Generator[tuple[int, str | tuple[str, ...], list[str], str | None]]


def from_template(file: BytesIO, *_asked: object, **_options: object) -> Found:
    """Give the texts of a Django template."""
    source = templatize(file.read().decode())
    return extract_python(BytesIO(source.encode()), KEYWORDS, [], {"encoding": "utf-8"})


def apps() -> Iterable[Path]:
    """Give the folders of the apps: those with a file `apps.py`."""
    return sorted(path.parent for path in SOURCE.glob("*/apps.py"))


def texts(app: Path) -> Catalog:
    """Gather every text that a person may see of one app."""
    found = Catalog(locale=LANGUAGE, header_comment=HEADER, project="Klantkluis", fuzzy=False)
    files = [*app.rglob("*.py"), *app.rglob("*.html"), *app.rglob("*.txt")]
    for path in sorted(files):
        if {"migrations", "static", "data", "fonts", "formats"} & set(path.parts):
            continue
        method: Any = "python" if path.suffix == ".py" else from_template
        with path.open("rb") as file:
            for _line, message, _comments, context in extract(method, file, KEYWORDS):
                found.add(message, context=context, locations=[(_place(path), 0)])
    return found


def _place(path: Path) -> str:
    return str(path.relative_to(SOURCE))


def catalogue_of(app: Path) -> Path:
    """Give where the Dutch catalogue of an app is."""
    return app / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def updated(app: Path) -> Catalog:
    """Give the catalogue of an app with the texts of today and the translations that exist."""
    path = catalogue_of(app)
    fresh = texts(app)
    if not path.exists():
        return fresh
    with path.open("rb") as file:
        known = read_po(file, locale=LANGUAGE)
    known.update(fresh, no_fuzzy_matching=True)
    known.obsolete.clear()
    known.header_comment, known.fuzzy, known.project = HEADER, False, "Klantkluis"
    return known


def untranslated(catalogue: Catalog) -> list[str]:
    """Give the texts that have no Dutch, or Dutch that somebody must look at."""
    return [_name(each) for each in catalogue if each.id and (each.fuzzy or not _is_said(each))]


def _is_said(message: Message) -> bool:
    said = message.string
    return all(said) if isinstance(said, tuple | list) else bool(said)


def _name(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple | list) else str(message.id)


def to_bytes(catalogue: Catalog) -> bytes:
    """Write a catalogue, without lines and dates: they change with everything else."""
    buffer = BytesIO()
    write_po(buffer, catalogue, omit_header=False, sort_output=True, include_lineno=False, width=98)
    kept = [line for line in buffer.getvalue().decode().splitlines() if not line.startswith(UNSAID)]
    return ("\n".join(kept) + "\n").encode()


def main(arguments: list[str]) -> int:
    """Update the catalogues, or only look at them."""
    if not settings.configured:
        settings.configure(USE_I18N=True)
    missing = 0
    for app in apps():
        catalogue = updated(app)
        if not any(each.id for each in catalogue):
            continue
        path = catalogue_of(app)
        if "--check" not in arguments:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(to_bytes(catalogue))
        for text in untranslated(catalogue):
            print(f"{_place(path)}: {text!r}")
            missing += 1
    return 1 if missing and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
