"""Every paper is a PDF/A-3a and a PDF/UA-1: said in its metadata and true in its structure."""

import io
from pathlib import Path

import pikepdf
import pytest

import klantkluis.foundation.paper as paper_package
from klantkluis.foundation.paper import (
    Branding,
    Language,
    PaperNotMade,
    render_invoice,
    render_letter,
)
from support.paper_samples import BUYER, DOCUMENTS, MADE_AT, invoice, letter, made, text_of

KINDS = list(DOCUMENTS)
PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
PDFUA = "{http://www.aiim.org/pdfua/ns/id/}"
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 30"><circle cx="15" cy="15" r="14" '
    b'fill="#c0392b" opacity=".5"/><text x="36" y="21" font-family="Inter">Koffie</text></svg>'
)


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def elements(node: pikepdf.Object):
    """Walk over all structure elements below a node of the structure tree."""
    children = node.get("/K", [])
    children = list(children) if isinstance(children, pikepdf.Array) else [children]
    for child in children:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from elements(child)


def roles(document: pikepdf.Pdf) -> list[str]:
    return [str(one.S) for one in elements(document.Root.StructTreeRoot)]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", Language)
def test_the_metadata_names_both_standards(kind, language):
    with opened(made(kind, language=language)) as document, document.open_metadata() as metadata:
        assert (metadata[f"{PDFA}part"], metadata[f"{PDFA}conformance"]) == ("3", "A")
        assert metadata[f"{PDFUA}part"] == "1"
        assert metadata["dc:title"]
        assert document.Root.Lang == language.value


@pytest.mark.parametrize("kind", KINDS)
def test_a_reader_is_told_the_structure_the_language_and_the_title(kind):
    with opened(made(kind)) as document:
        root = document.Root
        assert root.MarkInfo.Marked
        assert root.ViewerPreferences.DisplayDocTitle
        assert root.OutputIntents[0].S == "/GTS_PDFA1"
        assert not document.is_encrypted
        assert "/OpenAction" not in root
        assert "/AcroForm" not in root
        found = roles(document)
        headings = [role for role in found if role.startswith("/H")]
        # A label has room for an address only.
        assert headings[:1] == ([] if kind == "labels" else ["/H1"])
        assert headings.count("/H1") == (kind != "labels")
        assert all(page.Tabs == "/S" and "/StructParents" in page.obj for page in document.pages)


@pytest.mark.parametrize("kind", KINDS)
def test_all_fonts_are_embedded_subsets_of_our_own_and_say_their_letters(kind):
    ours = {"Inter", "IBMPlexSansArabic", "NotoSansHebrew", "NotoEmoji", "KlantkluisLastResort"}
    with opened(made(kind)) as document:
        fonts = [font for page in document.pages for font in page.resources.Font.values()]
        assert fonts
        for font in fonts:
            subset, name = str(font.BaseFont)[1:].split("+")
            assert len(subset) == 6
            assert name.split("-")[0] in ours
            assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor
            assert "/ToUnicode" in font


@pytest.mark.parametrize("kind", ["invoice", "order", "quote", "delivery note"])
def test_the_line_table_has_header_cells(kind):
    with opened(made(kind)) as document:
        found = roles(document)
        assert "/Table" in found
        assert "/THead" in found
        heads = [one for one in elements(document.Root.StructTreeRoot) if one.S == "/TH"]
        assert len(heads) >= 3
        assert all(head.A[0].Scope == "/Column" for head in heads)


def test_each_picture_has_words():
    with opened(made("invoice", Branding(logo=SVG))) as document:
        figures = [one for one in elements(document.Root.StructTreeRoot) if one.S == "/Figure"]
        words = [str(figure.Alt) for figure in figures]
        assert len(words) == 2
        assert words[0] == "Logo van Van der Linden Koffie B.V."
        assert "NL21" in words[1]
        assert BUYER.name not in "".join(words)


def test_the_title_and_the_author_do_not_name_the_customer():
    with opened(made("invoice")) as document:
        assert document.docinfo["/Title"] == "Factuur 2026-0103"
        assert document.docinfo["/Author"] == "Van der Linden Koffie B.V."
        assert BUYER.name.encode() not in document.Root.Metadata.read_bytes()


def test_letters_without_a_font_of_ours_print_as_a_box_and_keep_the_standard():
    pdf = made("letter", paragraphs=("王小明 ሰላም हिन्दी 👩‍👩‍👧 שלום مرحبا",))
    with opened(pdf) as document, document.open_metadata() as metadata:
        assert metadata[f"{PDFA}conformance"] == "A"
        fonts = [str(font.BaseFont) for font in document.pages[0].resources.Font.values()]
        assert any("KlantkluisLastResort" in name for name in fonts)
    assert "王小明" in text_of(pdf)


def test_every_font_comes_with_its_licence():
    folder = Path(paper_package.__file__).parent / "fonts"
    families = {file.stem.split("-")[0] for file in folder.glob("*.ttf")}
    licensed = {file.name.split("-")[0] for file in folder.glob("*-OFL.txt")}
    assert families - licensed == {"KlantkluisLastResort"}
    assert "Last Resort" in (folder / "README.md").read_text(encoding="utf-8")


def test_the_same_values_give_the_same_bytes_and_another_time_does_not():
    first = render_invoice(invoice(), Branding(logo=SVG), made_at=MADE_AT)
    render_letter(letter(), Branding(colour="#ff0000"), made_at=MADE_AT)
    assert render_invoice(invoice(), Branding(logo=SVG), made_at=MADE_AT) == first
    later = MADE_AT.replace(year=2027)
    assert render_invoice(invoice(), Branding(logo=SVG), made_at=later) != first


def test_a_time_without_a_zone_is_our_own_mistake():
    with pytest.raises(AssertionError):
        render_invoice(invoice(), Branding(), made_at=MADE_AT.replace(tzinfo=None))


def test_a_refusal_of_typst_says_nothing_of_the_text(monkeypatch):
    monkeypatch.setattr("klantkluis.foundation.paper.letter.breakable", lambda text: text + "\0")
    with pytest.raises(PaperNotMade) as refused:
        render_letter(letter(salutation="Geheim"), Branding(), made_at=MADE_AT)
    assert "Geheim" not in str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__
