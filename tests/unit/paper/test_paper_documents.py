"""Each document says what it must, and nothing that it may not."""

import io
import re
from dataclasses import fields
from datetime import date
from decimal import Decimal

import pikepdf
import pytest
import zxingcpp
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from klantkluis.core.epc import EpcRefused, read_epc
from klantkluis.foundation.paper import (
    Adjustment,
    Branding,
    DeliveryLine,
    Language,
    Line,
    OrderKind,
    Party,
    Period,
    PriceBasis,
    Totals,
    VatCategory,
    VatSum,
    WindowSide,
    render_delivery_note,
    render_invoice,
    render_order,
    render_quote,
)
from klantkluis.foundation.paper.figures import qr_as_svg
from klantkluis.foundation.paper.invoice import compose_invoice
from klantkluis.foundation.paper.recovery_sheet import compose_recovery_sheet
from support.paper_samples import (
    BEANS,
    BRANDING,
    BUYER,
    CODE,
    MADE_AT,
    SELLER,
    delivery_note,
    invoice,
    made,
    order,
    quote,
    recovery_sheet,
    text_of,
)

MILLIMETRE = 72 / 25.4


def said(paper) -> str:
    """Give the text of an invoice on one line, with plain blanks."""
    return " ".join(text_of(render_invoice(paper, BRANDING, made_at=MADE_AT)).split())


def scanned(svg: str) -> bytes:
    """Read a QR code from its SVG, drawn four points a module with a quiet zone of four."""
    modules = int(re.search(r'viewBox="0 0 (\d+)', svg)[1])
    image = Image.new("L", (modules + 8, modules + 8), 255)
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", svg):
        for step in range(int(width)):
            image.putpixel((int(x) + step + 4, int(y) + 4), 0)
    size = image.width * 4
    found = zxingcpp.read_barcodes(image.resize((size, size), Image.Resampling.NEAREST))
    assert len(found) == 1
    return found[0].bytes


def test_an_invoice_has_every_field_of_article_35a():
    text = said(invoice(buyer=BUYER.__replace__(vat_number="NL999999999B99")))
    for part in [
        "Factuur 2026-0103",
        "Factuurdatum 22 november 2026",
        "Vervaldatum 22 december 2026",
        "Leverdatum 20 november 2026",
        "Van der Linden Koffie B.V. Lange Nieuwstraat 112 3512 PN Utrecht",
        "KvK 12345678",
        "Btw-id NL001234567B01",
        "Restaurant De Gouden Lepel T.a.v. Mevrouw S. de Groot Oudegracht 231 bis 3511 NK Utrecht",
        "Uw btw-nummer NL999999999B99",
        "Espressobonen Bergamo KO-1101 Gebrand op 18 november 12 kg € 18,95 9% € 227,40",
        "Onderhoudsbeurt 1,5 € 110,00 21% € 165,00",
        "Btw-tarief Over Btw 9% € 227,40 € 20,47 21% € 165,00 € 34,65",
        "Totaal exclusief btw € 392,40",
        "Btw € 55,12",
        "Te betalen € 447,52",
        "Pagina 1 van 1",
    ]:
        assert part in text, part


def test_an_english_invoice_has_no_dutch_words_of_ours():
    text = said(invoice(language=Language.ENGLISH))
    assert "Invoice date 22 November 2026" in text
    assert "Amount due €447.52" in text
    assert not re.search(r"btw|Factuur|Vervaldatum|Te betalen|Pagina", text)


def test_prices_including_vat_say_so_and_show_the_price_without():
    box = Line(
        description="Cadeaubox",
        quantity=Decimal(2),
        unit_price=Decimal(379),
        unit_price_net=Decimal("313.2231"),
        amount_cents=75800,
        vat_basis_points=2100,
    )
    sums = VatSum(
        category=VatCategory.STANDARD, basis_points=2100, net_cents=61983, vat_cents=13017
    )
    paper = invoice(
        box,
        price_basis=PriceBasis.INCLUDING,
        adjustments=(Adjustment(label="Actie", amount_cents=-800),),
        totals=Totals(
            lines_cents=75800,
            net_cents=61983,
            vat_cents=13017,
            gross_cents=75000,
            paid_cents=75000,
        ),
        vat_sums=(sums,),
        settled_on=date(2026, 11, 21),
    )
    text = said(paper)
    assert "Prijs incl. btw" in text
    assert "€ 379,00 excl. € 313,2231 21% € 758,00" in text
    assert "Subtotaal € 758,00 Actie € -8,00 Totaal exclusief btw € 619,83" in text
    assert "Btw 21% over € 619,83 € 130,17 Totaal inclusief btw € 750,00" in text
    assert "Al betaald € -750,00 Te betalen € 0,00" in text
    assert "Deze factuur is betaald op 21 november 2026." in text


def test_under_the_small_business_scheme_no_vat_is_shown_in_any_form():
    totals = Totals(lines_cents=22740, net_cents=22740, vat_cents=0, gross_cents=22740)
    seller = SELLER.__replace__(vat_number="")
    paper = invoice(
        BEANS, price_basis=PriceBasis.WITHOUT, totals=totals, vat_sums=(), seller=seller
    )
    assert "btw" not in said(paper).lower()


def reverse_charged(**changes):
    line = BEANS.__replace__(vat_category=VatCategory.REVERSE_CHARGE, vat_basis_points=0)
    totals = Totals(lines_cents=22740, net_cents=22740, vat_cents=0, gross_cents=22740)
    sums = VatSum(category=VatCategory.REVERSE_CHARGE, basis_points=0, net_cents=22740, vat_cents=0)
    return invoice(line, totals=totals, vat_sums=(sums,), **changes)


def test_reverse_charge_says_the_words_of_the_law_and_both_numbers():
    buyer = BUYER.__replace__(vat_number="BE0123456789")
    text = said(reverse_charged(buyer=buyer, statements=("Btw verlegd",)))
    assert "verlegd € 227,40" in text
    assert "Btw verlegd over € 227,40 € 0,00" in text
    assert "NL001234567B01" in text
    assert "BE0123456789" in text


def test_reverse_charge_without_the_buyers_number_is_our_own_mistake():
    with pytest.raises(AssertionError):
        reverse_charged()


@pytest.mark.parametrize(
    "change",
    [
        {"totals": Totals(lines_cents=1, net_cents=39240, vat_cents=5512, gross_cents=44752)},
        {"vat_sums": ()},
        {"adjustments": (Adjustment(label="x", amount_cents=-1),)},
        {"currency": "USD"},
    ],
)
def test_amounts_that_do_not_add_up_never_reach_paper(change):
    with pytest.raises(AssertionError):
        invoice(**change)


def test_totals_that_do_not_add_up_never_reach_paper():
    with pytest.raises(AssertionError):
        Totals(lines_cents=100, net_cents=100, vat_cents=21, gross_cents=122)


def test_another_currency_shows_the_vat_in_euros_and_no_payment_code():
    totals = invoice().totals.__replace__(vat_in_euro_cents=5000)
    paper = invoice(currency="USD", totals=totals)
    assert "Te betalen USD 447,52 Btw in euro: € 50,00" in said(paper)
    assert compose_invoice(paper, BRANDING)["payment"]["qr"] == ""


def test_the_payment_code_holds_our_account_the_amount_and_the_number_only():
    code = read_epc(scanned(compose_invoice(invoice(), BRANDING)["payment"]["qr"]))
    assert (code.name, code.iban) == (SELLER.name, SELLER.iban)
    assert (code.amount_cents, code.text, code.reference) == (44752, "2026-0103", "")
    assert code.information == ""


def test_an_rf_reference_goes_into_the_code_as_such_and_other_references_as_text():
    for reference, expected in [
        ("RF18539007547034", ("RF18539007547034", "")),
        ("RF-klant", ("", "RF-klant")),
        ("8850426741301240", ("", "8850426741301240")),
    ]:
        paper = invoice(payment_reference=reference)
        code = read_epc(scanned(compose_invoice(paper, BRANDING)["payment"]["qr"]))
        assert (code.reference, code.text) == expected


@pytest.mark.parametrize(
    "paper",
    [
        invoice(paid_cents=44752),
        invoice(paid_cents=50000),
        invoice(seller=SELLER.__replace__(iban="")),
    ],
)
def test_there_is_no_payment_code_when_nothing_can_be_paid(paper):
    assert compose_invoice(paper, BRANDING)["payment"]["qr"] == ""


def test_a_part_payment_asks_for_the_rest():
    paper = invoice(paid_cents=40000)
    code = read_epc(scanned(compose_invoice(paper, BRANDING)["payment"]["qr"]))
    assert code.amount_cents == 4752
    assert "Al betaald € -400,00 Te betalen € 47,52" in said(paper)


def test_an_overpayment_is_announced_as_a_refund():
    text = said(invoice(paid_cents=50000))
    assert "Te ontvangen € 52,48" in text
    assert "U krijgt € 52,48 van ons terug." in text


def test_a_wrong_account_number_of_our_own_is_never_printed():
    seller = SELLER.__replace__(iban="NL22INGB0009998887")
    with pytest.raises(EpcRefused):
        render_invoice(invoice(seller=seller), BRANDING, made_at=MADE_AT)


def test_the_payment_code_is_a_vector_and_not_a_picture():
    with pikepdf.open(io.BytesIO(made("invoice"))) as document:
        kinds = [
            str(one.get("/Subtype")) for one in document.objects if isinstance(one, pikepdf.Stream)
        ]
        assert "/Image" not in kinds


@settings(max_examples=40, deadline=None)
@given(st.binary(min_size=1, max_size=331))
@example(b"\x82\x00\x81@")
def test_every_code_can_be_scanned_with_the_fixed_mask(payload):
    assert scanned(qr_as_svg(payload)) == payload


def test_a_delivery_note_knows_no_prices():
    names = {field.name for field in fields(DeliveryLine)}
    assert not {name for name in names if re.search("price|cents|vat|amount|discount", name)}
    text = " ".join(text_of(made("delivery note")).split())
    assert "€" not in text
    assert "Besteld Geleverd Volgt nog Espressobonen Bergamo 12 8 kg 4" in text
    assert "In goede staat ontvangen" in text


def test_a_delivery_note_leaves_out_columns_without_a_value():
    line = DeliveryLine(description="Bonen", delivered=Decimal("2.50"))
    paper = delivery_note(lines=(line,), to_be_signed=False, remarks="")
    text = " ".join(text_of(render_delivery_note(paper, BRANDING, made_at=MADE_AT)).split())
    assert "Omschrijving Geleverd Bonen 2,5" in text
    assert not re.search("Besteld|Volgt nog|Handtekening|Opmerkingen", text)


@pytest.mark.parametrize(
    ("kind", "title"),
    [(OrderKind.CONFIRMATION, "Orderbevestiging"), (OrderKind.ORDER, "Order")],
)
def test_an_order_says_which_it_is(kind, title):
    pdf = render_order(order(kind=kind), BRANDING, made_at=MADE_AT)
    text = " ".join(text_of(pdf).split())
    assert f"{title} 2026-0103" in text
    assert "Totaal inclusief btw € 447,52" in text
    assert "Afleveradres Restaurant De Gouden Lepel" in text


def test_a_quote_says_until_when_it_holds_and_leaves_options_out_of_the_total():
    text = " ".join(text_of(made("quote")).split())
    assert "Offerte 2026-0103" in text
    assert "Geldig tot en met 18 december 2026" in text
    assert "Versie 2" in text
    assert "Totaal inclusief btw € 247,87" in text
    assert text.index("Totaal inclusief") < text.index("Opties") < text.index("Onderhoudsbeurt")
    assert "Akkoord met deze offerte Naam Datum Handtekening" in text


def test_a_quote_without_options_or_signature_leaves_both_out():
    paper = quote(options=(), to_be_signed=False, language=Language.ENGLISH)
    text = " ".join(text_of(render_quote(paper, BRANDING, made_at=MADE_AT)).split())
    assert "Quote 2026-0103" in text
    assert not re.search("Options|Signature", text)
    with pytest.raises(AssertionError):
        quote(valid_until=date(2026, 11, 17))


def test_a_recovery_sheet_shows_the_code_in_letters_and_in_the_code():
    text = "".join(text_of(made("recovery sheet")).split())
    for number, line in enumerate(CODE, 1):
        assert f"{number}{line}" in text
    view = compose_recovery_sheet(recovery_sheet(), BRANDING)
    assert scanned(view["qr"]).decode() == "".join(CODE)


def test_a_recovery_sheet_says_nothing_of_its_code_in_a_log():
    sheet = recovery_sheet()
    assert not any(line in f"{sheet!r} {sheet}" for line in CODE)
    with pytest.raises(AssertionError):
        recovery_sheet(code=("short", *CODE[1:]))


def test_a_long_invoice_repeats_its_head_and_counts_its_pages():
    pdf = render_invoice(invoice(*[BEANS] * 50), BRANDING, made_at=MADE_AT)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        pages = len(document.pages)
    text = " ".join(text_of(pdf).split())
    assert pages >= 3
    assert [f"Pagina {page} van {pages}" in text for page in range(1, pages + 1)] == [True] * pages
    assert text.count("Omschrijving Aantal Prijs") >= pages - 1
    assert text.count("Factuur 2026-0103") == pages
    assert text.count("Te betalen") == 1


def places(pdf: bytes) -> list[tuple[float, float]]:
    """Give where the texts of the first page start, in millimetres from the left and the top."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        page = document.pages[0]
        height = float(page.mediabox[3])
        stack, matrix, found = [], pikepdf.Matrix(), []
        for operands, operator in pikepdf.parse_content_stream(page):
            match str(operator):
                case "q":
                    stack.append(matrix)
                case "Q":
                    matrix = stack.pop()
                case "cm":
                    matrix = pikepdf.Matrix(*map(float, operands)) @ matrix
                case "Tm":
                    at = pikepdf.Matrix(*map(float, operands)) @ matrix
                    found.append((at.e / MILLIMETRE, (height - at.f) / MILLIMETRE))
    return found


@pytest.mark.parametrize(
    ("side", "left", "right"), [(WindowSide.LEFT, 22, 106), (WindowSide.RIGHT, 112, 190)]
)
def test_the_address_stands_in_the_window_of_the_envelope(side, left, right):
    many = Party(name="Naam", attention="Iemand", address=("Straat 1", "1234 AB Plaats", "Land"))
    full = places(render_invoice(invoice(buyer=many), Branding(window=side), made_at=MADE_AT))
    none = places(
        render_invoice(invoice(buyer=Party(name="")), Branding(window=side), made_at=MADE_AT)
    )
    added = [at for at in full if at not in none and left - 0.1 <= at[0] < right and at[1] < 90]
    in_window = [at for at in added if abs(at[0] - left) < 0.5]
    assert len(in_window) >= 5
    assert all(50 <= y <= 77 for _, y in in_window)


def test_a_supply_over_a_period_is_said_as_a_period():
    paper = invoice(supplied=Period(date(2026, 10, 1), date(2026, 10, 31)))
    assert "Geleverd 1 – 31 oktober 2026" in said(paper)
