"""The e-invoice inside a PDF from a stranger, taken out by a process of its own.

A PDF can unpack to a thousand times its size, in places that its reader must unpack to find
anything. So it is read by a child process that has little memory and little time, and that is
gone afterwards; what comes out is XML that is looked at as any other.
"""

import io
import resource
import subprocess
import sys
import zlib
from collections.abc import Iterator
from typing import Any, Final

import pikepdf

from klantkluis.billing.einvoice.guarding import MAX_BYTES
from klantkluis.billing.einvoice.refusals import EInvoiceRefused

PDF: Final = b"%PDF-"
NAMES: Final = ("factur-x.xml", "xrechnung.xml", "zugferd-invoice.xml")
"""How Factur-X, XRechnung and ZUGFeRD call the file; in small letters."""

SECONDS: Final = 10
_MEMORY: Final = 512 * 1024 * 1024
_NOTHING, _UNREADABLE = 3, 4


def is_pdf(data: bytes) -> bool:
    """Tell whether a file says that it is a PDF."""
    return data.lstrip()[: len(PDF)] == PDF


def detached(pdf: bytes) -> bytes:
    """Give the e-invoice inside a PDF that may come from anybody.

    Raises:
        EInvoiceRefused: there is none inside, or the PDF is too large, damaged, locked with a
            password, or costs more time or memory than a PDF of an invoice does.
    """
    if len(pdf) > MAX_BYTES:
        raise EInvoiceRefused("The file is larger than 10 MB.")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "klantkluis.billing.einvoice.detaching"],
            input=pdf,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise EInvoiceRefused("The PDF cannot be read.") from None
    if done.returncode == _NOTHING:
        raise EInvoiceRefused("There is no e-invoice inside this PDF.")
    if done.returncode:
        raise EInvoiceRefused("The PDF cannot be read.")
    return done.stdout


def main() -> int:
    """Read a PDF from standard input and write the e-invoice in it to standard output."""
    _limit()
    try:
        found = _found(sys.stdin.buffer.read(MAX_BYTES + 1))
    except (pikepdf.PdfError, MemoryError, zlib.error, ValueError, TypeError, RecursionError):
        return _UNREADABLE
    if not found:
        return _NOTHING
    sys.stdout.buffer.write(found)
    return 0


def _limit() -> None:
    """Bound what this process can take."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def _found(pdf: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for name, stream in _files(document):
            if name.lower() in NAMES:
                return _unpacked(stream)
    return b""


def _files(document: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    for name, spec in document.attachments.items():
        held: Any = spec.obj
        yield name, held.EF.F


def _unpacked(stream: Any) -> bytes:
    """Unpack a file, but no further than an e-invoice may be long."""
    raw: bytes = stream.read_raw_bytes()
    how = stream.get("/Filter")
    if isinstance(how, pikepdf.Array):
        how = how[0] if len(how) == 1 else "/Unknown"
    if how is None:
        return raw
    if str(how) != "/FlateDecode" or "/DecodeParms" in stream:
        raise ValueError("packed in a way that no e-invoice is")
    unpacked = zlib.decompressobj().decompress(raw, MAX_BYTES + 1)
    if len(unpacked) > MAX_BYTES:
        raise ValueError("unpacks to more than an e-invoice")
    return unpacked


if __name__ == "__main__":
    sys.exit(main())
