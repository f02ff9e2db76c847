"""The whole package as one file: readable, for machines, and every document as it was issued."""

from collections.abc import Iterable, Iterator
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from klantkluis.privacy.access.ageing import Stanza, aged
from klantkluis.privacy.access.data import SCHEMA_NAME, as_json, schema, tables
from klantkluis.privacy.access.gathering import files
from klantkluis.privacy.access.information import COMPLAINT, hidden
from klantkluis.privacy.access.package import Package
from klantkluis.privacy.access.paper import as_pdf
from klantkluis.privacy.access.zipping import Random, zipped

TABLES: Final = "tables"


def archive(package: Package, *, random: Random, passphrase: str = "") -> Iterator[bytes]:
    """Give the package as a ZIP file in pieces; with a passphrase it is encrypted (AES-256).

    A few documents are in memory at once, and nothing is written anywhere.

    Raises:
        FormatError: a document is not the one that was sealed; what was given so far is no use.
    """
    yield from zipped(
        _contents(package), made_at=package.made_at, passphrase=passphrase, random=random
    )


def age_file(package: Package, stanza: Stanza, *, random: Random) -> Iterator[bytes]:
    """Give the same ZIP file, not encrypted by itself, inside an age file, in pieces.

    Args:
        stanza: for whom, of `ageing.for_words` or `ageing.for_key`.

    Raises:
        FormatError: a document is not the one that was sealed; what was given so far is no use.
    """
    yield from aged(archive(package, random=random), stanza, random=random)


def _contents(package: Package) -> Iterator[tuple[str, Iterable[bytes]]]:
    readme, overview = _names(package)
    yield readme, [_readme(package, overview)]
    yield overview, [as_pdf(package)]
    yield "data.json", as_json(package)
    yield SCHEMA_NAME, [schema()]
    for name, pieces in tables(package):
        yield f"{TABLES}/{name}", pieces
    for holding in package.holdings:
        for item, contents in files(holding):
            yield item.document, [contents]


def _names(package: Package) -> tuple[str, str]:
    with override(package.language):
        return _("README.txt"), _("overview.pdf")


def _readme(package: Package, overview: str) -> bytes:
    """Say what each file is, in the language of the person."""
    with override(package.language):
        parts = [
            _("What is in this package"),
            _("%(name)s: everything in words, to read or to print.") % {"name": overview},
            _("documents: invoices, letters and other papers, exactly as they were issued."),
            _(
                "data.json: the same for computers. Its form is described in %(schema)s. Days are"
                " written as 2026-11-26, amounts in whole cents."
            )
            % {"schema": SCHEMA_NAME},
            _("tables: one table for each kind of data, as CSV, to open in a spreadsheet."),
            _(
                "A cell that begins with an apostrophe before =, +, - or @ is written so, that"
                " no spreadsheet takes it for a formula."
            ),
            *([hidden()] if package.hidden else []),
            str(COMPLAINT),
        ]
    return "\r\n\r\n".join(parts).encode("utf-8-sig") + b"\r\n"
