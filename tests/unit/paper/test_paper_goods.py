"""Papers of the warehouse: what they say, what they never say, and where labels stand."""

import io

import pikepdf
import pytest

from klantkluis.foundation.paper import THREE_BY_EIGHT, TWO_BY_SEVEN, Party
from support.paper_samples import BUYER, labels, letters_of, made, text_of

MM = 72 / 25.4


def said(kind: str, **changes) -> str:
    return " ".join(text_of(made(kind, **changes)).split())


def pages(pdf: bytes) -> list[tuple[float, float]]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [tuple(float(n) for n in page.mediabox[2:]) for page in document.pages]


def test_a_delivery_note_gives_the_link_and_the_code_to_follow_the_parcel():
    link = "https://jouw.postnl.nl/track-and-trace/3S1-NL-3511NK"
    pdf = made("delivery note", track_link=link, carrier="PostNL", track_and_trace="3S1")
    words = letters_of(text_of(pdf))
    assert "Volguwpakket" in words
    assert link in words
    with pikepdf.open(io.BytesIO(pdf)) as document:
        links = [str(note.A.URI) for page in document.pages for note in page.get("/Annots", [])]
    assert link in links
    assert "Volg uw pakket" not in said("delivery note")


def test_a_return_slip_has_our_address_in_the_window_and_says_whose_it_is():
    words = said("return slip")
    for each in (
        "Retourbon 7",
        "Lange Nieuwstraat 112",
        "Restaurant De Gouden Lepel",
        "werkt niet",
    ):
        assert each in words


def test_a_pick_list_has_places_and_one_page_for_each_order():
    pdf = made("pick list")
    words = " ".join(text_of(pdf).split())
    for each in ("Picklijst", "Order 412", "A-1", "Plaats", "0,5 doos", "Order 413"):
        assert each in words
    assert len(pages(pdf)) == 2


def test_a_label_says_name_and_address_and_nothing_else():
    words = said("labels")
    assert "Restaurant De Gouden Lepel" in words
    assert "K-10482" not in words
    assert "Groot" not in words


@pytest.mark.parametrize(("sheet", "places"), [(TWO_BY_SEVEN, 14), (THREE_BY_EIGHT, 24)])
def test_labels_fill_the_sheet_from_the_place_that_was_chosen(sheet, places):
    assert sheet.places == places
    full = made("labels", sheet=sheet, labels=(BUYER,) * places)
    assert len(pages(full)) == 1
    over = made("labels", sheet=sheet, labels=(BUYER,) * places, first=2)
    assert len(pages(over)) == 2
    width, height = pages(full)[0]
    assert (round(width / MM), round(height / MM)) == (210, 297)
    assert letters_of(text_of(full)).count("RestaurantDeGoudenLepel") == places


def test_every_label_of_a_sheet_lies_on_the_paper():
    for sheet in (TWO_BY_SEVEN, THREE_BY_EIGHT):
        across = sheet.left + sheet.columns * sheet.width + (sheet.columns - 1) * sheet.gap
        assert across <= 210.01
        assert sheet.top + sheet.rows * sheet.height <= 297


def test_a_thermal_label_is_one_page_each_of_its_own_size():
    pdf = made("labels", labels=(BUYER, BUYER))
    assert [(round(w / MM), round(h / MM)) for w, h in pages(pdf)] == [(100, 150)] * 2


def test_a_long_address_still_fits_on_its_label():
    long = Party(name="Vereniging " * 12, address=("Straat " * 12, "1234 AB  " + "Dorp " * 9))
    pdf = made("labels", sheet=TWO_BY_SEVEN, labels=(long,) * 14)
    assert len(pages(pdf)) == 1
    assert letters_of(text_of(pdf)).count("1234AB") == 14


def test_a_place_that_the_sheet_does_not_have_is_our_mistake():
    with pytest.raises(AssertionError):
        labels(sheet=TWO_BY_SEVEN, first=15)
    with pytest.raises(AssertionError):
        labels(first=2)
