"""A letterhead lies below our paper, and takes nothing from what the paper says or claims."""

import io
from dataclasses import replace
from functools import cache

import pikepdf
import pytest
import typst

from klantkluis.foundation.paper import (
    Background,
    Branding,
    LetterheadNotReadable,
    LogoNotReadable,
    Totals,
    check_branding,
    read_letterhead,
    show,
)
from support.paper_samples import DOCUMENTS, invoice, made, text_of

DESIGN = """
#set page(paper: "a4", margin: 0pt)
#place(top, rect(width: 100%, height: 20mm, fill: cmyk(100%, 0%, 0%, 20%)))
#place(top, dx: 20mm, dy: 8mm, text(font: "Inter", 20pt)[Our own letterhead])
#pagebreak()
#place(bottom, rect(width: 100%, height: 10mm, fill: gradient.linear(red, blue)))
"""
PDFA = "{http://www.aiim.org/pdfa/ns/id/}"


@cache
def designed(source: str = DESIGN) -> bytes:
    found: bytes = typst.Compiler().compile(source.encode(), format="pdf")
    return found


@cache
def background() -> Background:
    return read_letterhead(designed())


def roles(pdf: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [str(each.S) for each in _elements(document.Root.StructTreeRoot)]


def _elements(node):
    children = node.get("/K", [])
    for child in list(children) if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from _elements(child)


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_a_paper_on_a_letterhead_says_and_claims_the_same(kind):
    plain, on_it = made(kind), made(kind, Branding(background=background()))
    assert text_of(on_it) == text_of(plain)
    assert roles(on_it) == roles(plain)  # what lies below is no part of the document
    with pikepdf.open(io.BytesIO(on_it)) as document, document.open_metadata() as metadata:
        assert (metadata[f"{PDFA}part"], metadata[f"{PDFA}conformance"]) == ("3", "A")
        assert document.Root.OutputIntents[0].S == "/GTS_PDFA1"


def test_colours_for_a_printing_press_become_those_of_the_output_intent():
    on_it = made("invoice", Branding(background=background()))
    with pikepdf.open(io.BytesIO(on_it)) as document:
        drawn = b"".join(
            each.read_bytes()
            for each in document.objects
            if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Form"
        ) + b"".join(page.Contents.read_bytes() for page in document.pages)
    assert not any(line.endswith((b" k", b" K")) for line in drawn.splitlines())


def test_the_first_sheet_and_those_that_follow_have_their_own():
    first_only = Background(first=background().first)
    both = show(_of_two_sheets(), Branding(background=background()))
    one = show(_of_two_sheets(), Branding(background=first_only))
    none = show(_of_two_sheets(), Branding())
    assert len(both) == len(one) == len(none) == 2
    assert both[0] == one[0] != none[0]
    assert both[1] != one[1]


def _of_two_sheets():
    paper = invoice()
    lines = paper.lines * 12
    cents = sum(line.amount_cents for line in lines)
    vat = cents * 9 // 100
    sums = (replace(paper.vat_sums[0], net_cents=cents, vat_cents=vat),)
    return replace(
        paper,
        lines=lines,
        adjustments=(),
        vat_sums=sums,
        totals=Totals(lines_cents=cents, net_cents=cents, vat_cents=vat, gross_cents=cents + vat),
    )


def test_what_the_letterhead_has_is_not_printed_again():
    quiet = Branding(background=background(), shows_mark=False, shows_foot=False)
    said = text_of(made("letter", quiet))
    assert "NL001234567B01" not in said
    assert "Pagina" in said or "Page" in said


def test_our_own_words_stand_above_and_below_those_of_the_document():
    words = Branding(above="Fijn dat u bij ons kocht.", below="Tot ziens in de winkel.")
    for kind in ("invoice", "order", "quote", "delivery note"):
        said = text_of(made(kind, words))
        assert said.index("Fijn dat u bij ons kocht.") < said.index("Tot ziens in de winkel.")


def test_a_letterhead_with_a_password_is_refused():
    document = pikepdf.open(io.BytesIO(designed()))
    buffer = io.BytesIO()
    document.save(buffer, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    with pytest.raises(LetterheadNotReadable, match="password"):
        read_letterhead(buffer.getvalue())


def test_a_sideways_page_that_is_turned_upright_is_taken():
    with pikepdf.open(io.BytesIO(designed())) as document:
        for page in document.pages:
            page.MediaBox = [0, 0, 841.89, 595.28]
            page.obj["/Rotate"] = 90
        buffer = io.BytesIO()
        document.save(buffer)
    assert read_letterhead(buffer.getvalue()).first


ENDLESS = """
#set page(paper: "a4")
#for x in range(300) { for y in range(300) {
  place(dx: x * 0.5mm, dy: y * 0.8mm, circle(radius: 0.1mm + x * 0.0001mm))
} }
"""


def test_a_letterhead_of_endless_detail_is_refused():
    with pytest.raises(LetterheadNotReadable, match="detail"):
        read_letterhead(designed(ENDLESS))


def test_a_letterhead_that_was_kept_can_be_printed_on():
    check_branding(Branding(background=background()))
    with pytest.raises(LetterheadNotReadable):
        check_branding(Branding(background=Background(first="<svg")))


def test_a_logo_that_was_refused_is_not_on_the_next_paper():
    before = made("letter")
    broken = b"<svg xmlns='http://www.w3.org/2000/svg' width='0' height='0'/>"
    with pytest.raises(LogoNotReadable):
        check_branding(Branding(logo=broken))
    assert made("letter") == before
