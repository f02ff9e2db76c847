"""An e-invoice inside its paper: a PDF/A-3 that a person reads and a program too (Factur-X).

The file goes in with one pass over the PDF that typst made. All that typst claims stays true:
PDF/A-3a, PDF/UA-1, the structure and the fonts are not touched. The library of Factur-X writes
metadata of its own, in which the paper falls back to PDF/A-3b and is no PDF/UA any more, so we
add to the metadata that is there.
"""

import io
import zlib
from datetime import UTC, datetime
from typing import Any, Final

import pikepdf
from lxml import etree
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

FACTUR_X: Final = "factur-x.xml"
"""The name that readers of Factur-X and ZUGFeRD look for."""

_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_FX: Final = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
_EXTENSION: Final = "http://www.aiim.org/pdfa/ns/extension/"
_SCHEMA: Final = "http://www.aiim.org/pdfa/ns/schema#"
_PROPERTY: Final = "http://www.aiim.org/pdfa/ns/property#"

_SAYS: Final = (
    ("DocumentType", "INVOICE", "kind of the attached document"),
    ("DocumentFileName", FACTUR_X, "name of the attached file"),
    ("Version", "1.0", "version of the standard of the attached file"),
    ("ConformanceLevel", "EN 16931", "profile of the attached file"),
)


def attach_e_invoice(pdf: bytes, invoice: bytes, *, description: str, made_at: datetime) -> bytes:
    """Put a Cross Industry Invoice inside the paper of the same invoice.

    The same bytes and time always give the same bytes.

    Args:
        pdf: a paper of ours.
        invoice: CII under the guideline of EN 16931.
        description: what a reader shows beside the file's name.
        made_at: with a time zone; when the file was made.
    """
    assert made_at.utcoffset() is not None, "the time of making has no time zone"
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert "/Names" not in document.Root, "the paper has files already"
        file = _file(document, invoice, description, made_at.astimezone(UTC))
        document.Root.AF = Array([file])
        document.Root.Names = Dictionary(
            EmbeddedFiles=Dictionary(Names=Array([String(FACTUR_X), file]))
        )
        _declare(document)
        made = io.BytesIO()
        # Nothing is packed again: metadata must stay readable without unpacking (PDF/A), and the
        # other streams are packed by typst.
        document.save(
            made,
            deterministic_id=True,
            fix_metadata_version=False,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            object_stream_mode=pikepdf.ObjectStreamMode.preserve,
        )
    return made.getvalue()


def _file(document: Pdf, content: bytes, description: str, made_at: datetime) -> Any:
    """Make the attachment: the same invoice in another form (AFRelationship)."""
    stored = Stream(document, zlib.compress(content, 6))
    stored.stream_dict.Filter = Name.FlateDecode
    stored.stream_dict.Type = Name.EmbeddedFile
    stored.stream_dict.Subtype = Name("/text/xml")
    stored.stream_dict.Params = Dictionary(
        Size=len(content), ModDate=String(f"D:{made_at:%Y%m%d%H%M%S}Z")
    )
    return document.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(FACTUR_X),
            UF=String(FACTUR_X),
            Desc=String(description),
            AFRelationship=Name.Alternative,
            EF=Dictionary(F=stored, UF=stored),
        )
    )


def _declare(document: Pdf) -> None:
    """Say in the metadata what is attached, and describe the words that say so (PDF/A-3, 6.6.2)."""
    stored = document.Root.Metadata
    assert isinstance(stored, Stream), "the paper has no metadata"
    packet = etree.fromstring(stored.read_bytes()).getroottree()
    rdf = packet.getroot().find(f"{{{_RDF}}}RDF")
    assert rdf is not None, "the metadata of the paper is no RDF"
    said = etree.SubElement(rdf, f"{{{_RDF}}}Description", nsmap={"fx": _FX})
    said.set(f"{{{_RDF}}}about", "")
    for name, value, _ in _SAYS:
        etree.SubElement(said, f"{{{_FX}}}{name}").text = value
    described = rdf.find(f".//{{{_EXTENSION}}}schemas/{{{_RDF}}}Bag")
    assert described is not None, "the metadata of the paper describes no extensions"
    described.append(_schema())
    document.Root.Metadata = Stream(
        document, etree.tostring(packet, encoding="UTF-8"), Type=Name.Metadata, Subtype=Name.XML
    )


def _schema() -> etree._Element:
    """Describe the words of Factur-X, as PDF/A asks of words that it does not know."""
    prefixes = {"pdfaSchema": _SCHEMA, "pdfaProperty": _PROPERTY}
    item = etree.Element(f"{{{_RDF}}}li", nsmap={"rdf": _RDF, **prefixes})
    item.set(f"{{{_RDF}}}parseType", "Resource")
    etree.SubElement(item, f"{{{_SCHEMA}}}schema").text = "Factur-X PDFA Extension Schema"
    etree.SubElement(item, f"{{{_SCHEMA}}}namespaceURI").text = _FX
    etree.SubElement(item, f"{{{_SCHEMA}}}prefix").text = "fx"
    properties = etree.SubElement(item, f"{{{_SCHEMA}}}property")
    listed = etree.SubElement(properties, f"{{{_RDF}}}Seq")
    for name, _, description in _SAYS:
        one = etree.SubElement(listed, f"{{{_RDF}}}li")
        one.set(f"{{{_RDF}}}parseType", "Resource")
        etree.SubElement(one, f"{{{_PROPERTY}}}name").text = name
        etree.SubElement(one, f"{{{_PROPERTY}}}valueType").text = "Text"
        etree.SubElement(one, f"{{{_PROPERTY}}}category").text = "external"
        etree.SubElement(one, f"{{{_PROPERTY}}}description").text = description
    return item
