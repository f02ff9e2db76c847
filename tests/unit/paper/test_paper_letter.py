"""A letter looks after who signs it: lists are lists, and no farewell stands alone on a sheet."""

from datetime import UTC, date, datetime
from io import BytesIO

import pikepdf
import pytest
from pypdf import PdfReader

from klantkluis.foundation.paper import Branding, Language, LetterPaper, Party, render_letter
from support.paper_samples import SELLER

MADE_AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
PARAGRAPH = "Wij schrijven u over de gegevens die wij van u hebben. " * 5


def a_letter(*paragraphs: str) -> bytes:
    paper = LetterPaper(
        language=Language.DUTCH, seller=SELLER,
        recipient=Party(name="Els Jansen", address=("Dorpsstraat 12", "1234 AB Ons Dorp")),
        written_on=date(2026, 11, 26), subject="Uw gegevens", salutation="Beste Els,",
        paragraphs=("\n\n".join(paragraphs),), farewell="Met vriendelijke groet,",
        signatory="Sanne de Vries",
    )  # fmt: skip
    return render_letter(paper, Branding(), made_at=MADE_AT)


def pages_of(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


@pytest.mark.parametrize("count", range(4, 16))
def test_who_signs_has_words_above_the_name_on_the_same_sheet(count):
    pages = pages_of(a_letter(*[PARAGRAPH] * count))
    signed = next(page for page in pages if "Sanne de Vries" in page)
    assert "Met vriendelijke groet" in signed
    assert "Wij schrijven u" in signed


def test_a_last_paragraph_longer_than_a_sheet_goes_on_where_it_is():
    pages = pages_of(a_letter("Kort.", PARAGRAPH * 12))
    assert "Wij schrijven u" in pages[0]
    assert "Sanne de Vries" in pages[-1]


def tags_of(pdf: bytes) -> list[str]:
    with pikepdf.open(BytesIO(pdf)) as found:
        return [
            str(each.S) for each in found.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/StructElem"
        ]  # fmt: skip


def test_lines_with_a_dash_are_a_list_for_who_has_it_read_aloud():
    pdf = a_letter("Dit is gewist:\n– Naam\n– Adres\nDat was alles.", "– Alleen dit")
    assert tags_of(pdf).count("/LI") == 3
    text = pages_of(pdf)[0]
    places = [text.index(word) for word in ("Dit is", "Naam", "Adres", "Dat was", "Alleen")]
    assert places == sorted(places)


def test_a_letter_without_words_is_still_a_sheet():
    assert "Met vriendelijke groet" in pages_of(a_letter(""))[0]
