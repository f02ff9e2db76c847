"""XML from a stranger: looked at before anything builds a tree of it.

A small scanner (expat) goes over the bytes first and stops at the first thing that an e-invoice
never has: a document type, which is where entity bombs and references to other files live, too
many elements, or too many inside each other. So the time and memory that a file can cost are
bounded by its size, and its size is bounded before that.
"""

from typing import Any, Final
from xml.parsers import expat

from lxml import etree

from klantkluis.billing.einvoice.refusals import EInvoiceRefused

MAX_BYTES: Final = 10_000_000
"""The largest e-invoice that is read: 10 MB, attachments included."""

MAX_DEPTH: Final = 40
"""How deep elements may lie in each other; UBL and CII go no deeper than some twelve."""

MAX_ELEMENTS: Final = 400_000
"""More than ten thousand lines with everything on them."""


def guarded(data: bytes) -> etree._Element:
    """Read XML that may come from anybody, and give its root.

    Nothing is fetched, no entity is expanded, no document type is taken.

    Raises:
        EInvoiceRefused: it is too large, too deep, has a document type, or is no XML.
    """
    if len(data) > MAX_BYTES:
        raise EInvoiceRefused("The file is larger than 10 MB.")
    _scan(data)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise EInvoiceRefused("The file is not readable XML.") from None


def _scan(data: bytes) -> None:
    """Refuse what no e-invoice has, in one pass that keeps nothing."""
    scanner = expat.ParserCreate()
    depth = seen = 0

    def opened(_name: str, _attributes: Any) -> None:
        nonlocal depth, seen
        depth += 1
        seen += 1
        if depth > MAX_DEPTH:
            raise EInvoiceRefused("The file nests elements deeper than an e-invoice does.")
        if seen > MAX_ELEMENTS:
            raise EInvoiceRefused("The file has more elements than an e-invoice has.")

    def closed(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def typed(*_about: Any) -> None:
        raise EInvoiceRefused("The file has a document type, which an e-invoice never has.")

    scanner.StartElementHandler = opened
    scanner.EndElementHandler = closed
    scanner.StartDoctypeDeclHandler = typed
    try:
        scanner.Parse(data, True)  # noqa: FBT003 - expat takes "this is the end" by place
    except (expat.ExpatError, ValueError, LookupError):
        raise EInvoiceRefused("The file is not readable XML.") from None
