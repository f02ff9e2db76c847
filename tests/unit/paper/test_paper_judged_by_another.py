"""What our paper claims, judged by a tool that had no part in making it (pdf-oxide)."""

import io
from collections.abc import Callable
from functools import cache

import pikepdf
import pytest
from pdf_oxide import PdfDocument

from klantkluis.foundation.paper import Background, Branding, Language
from klantkluis.foundation.paper.attaching import attach_e_invoice
from support.paper_samples import DOCUMENTS, MADE_AT, made

CII = b"<rsm:CrossIndustryInvoice xmlns:rsm='urn:un:unece:uncefact:data:standard'/>"


def found_in(pdf: bytes) -> list[str]:
    """Give what breaks PDF/A-3a or PDF/UA-1."""
    document = PdfDocument.from_bytes(pdf)
    archive, access = document.validate_pdf_a("3a"), document.validate_pdf_ua()
    assert archive["valid"] is not bool(archive["errors"])
    return [str(each) for each in (*archive["errors"], *access["errors"])]


@cache
def invoice_with_a_file() -> bytes:
    return attach_e_invoice(made("invoice"), CII, description="e-factuur", made_at=MADE_AT)


@pytest.mark.parametrize("kind", DOCUMENTS)
@pytest.mark.parametrize("language", Language)
def test_each_kind_of_paper_passes(kind, language):
    assert found_in(made(kind, language=language)) == []


def test_an_invoice_with_its_e_invoice_inside_passes():
    assert found_in(invoice_with_a_file()) == []


def test_paper_on_a_letterhead_passes():
    drawn = (
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 210 297'><path d='M0 0h9v9z'/></svg>"
    )
    assert found_in(made("invoice", Branding(background=Background(drawn, drawn)))) == []


def _without_font(document: pikepdf.Pdf) -> None:
    for page in document.pages:
        for font in page.resources.Font.values():
            del font.DescendantFonts[0].FontDescriptor["/FontFile2"]


def _with_script(document: pikepdf.Pdf) -> None:
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    document.Root.OpenAction = document.make_indirect(script)


SPOILT: dict[str, Callable[[pikepdf.Pdf], None]] = {
    "a font is not embedded": _without_font,
    "a script runs": _with_script,
    "there is no metadata": lambda document: document.Root.__delitem__("/Metadata"),
    "there is no structure": lambda document: document.Root.__delitem__("/StructTreeRoot"),
    "it is not marked": lambda document: document.Root.__delitem__("/MarkInfo"),
    "the language is unknown": lambda document: document.Root.__delitem__("/Lang"),
    "the title is hidden": lambda document: document.Root.ViewerPreferences.__delitem__(
        "/DisplayDocTitle"
    ),
}


@pytest.mark.parametrize("fault", SPOILT)
def test_the_judge_sees_what_is_spoilt(fault):
    with pikepdf.open(io.BytesIO(invoice_with_a_file())) as document:
        SPOILT[fault](document)
        buffer = io.BytesIO()
        document.save(buffer)
    assert found_in(buffer.getvalue())
