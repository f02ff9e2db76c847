"""Papers to test with, and a reader that sees what a PDF says, ActualText included."""

import io
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pikepdf

from klantkluis.foundation.paper import (
    Branding,
    DeliveryLine,
    DeliveryNotePaper,
    InvoicePaper,
    LabelsPaper,
    Language,
    LetterPaper,
    Line,
    OrderPaper,
    Party,
    Period,
    PickLine,
    PickListPaper,
    PickSection,
    PriceBasis,
    QuotePaper,
    RecoverySheetPaper,
    ReturnSlipPaper,
    Seller,
    Totals,
    VatCategory,
    VatSum,
    render_delivery_note,
    render_invoice,
    render_labels,
    render_letter,
    render_order,
    render_pick_list,
    render_quote,
    render_recovery_sheet,
    render_return_slip,
)

MADE_AT = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)
CODE = ("7K2MPQ9XTV4RW0", "A1B2C3D4E5F6G*", "H7J8K9M0N1P2Q~", "R3S4T5V6W7X8Y$")
BRANDING = Branding()
SELLER = Seller(
    name="Van der Linden Koffie B.V.",
    address=("Lange Nieuwstraat 112", "3512 PN Utrecht"),
    phone="030 123 45 67",
    email="administratie@vanderlindenkoffie.example",
    website="vanderlindenkoffie.example",
    kvk_number="12345678",
    vat_number="NL001234567B01",
    iban="NL21INGB0009998887",
)
BUYER = Party(
    name="Restaurant De Gouden Lepel",
    address=("Oudegracht 231 bis", "3511 NK Utrecht"),
    attention="Mevrouw S. de Groot",
    number="K-10482",
)
BEANS = Line(
    description="Espressobonen Bergamo",
    quantity=Decimal(12),
    unit_price=Decimal("18.95"),
    amount_cents=22740,
    vat_basis_points=900,
    unit="kg",
    sku="KO-1101",
    note="Gebrand op 18 november",
)
SERVICE = Line(
    description="Onderhoudsbeurt",
    quantity=Decimal("1.5"),
    unit_price=Decimal(110),
    amount_cents=16500,
    vat_basis_points=2100,
)


def priced(*lines: Line, paid_cents: int = 0) -> dict:
    """Give the fields of a priced paper with these lines, VAT on top."""
    nets: dict[int, int] = {}
    for line in lines:
        nets[line.vat_basis_points] = nets.get(line.vat_basis_points, 0) + line.amount_cents
    vat_sums = tuple(
        VatSum(
            category=VatCategory.STANDARD,
            basis_points=rate,
            net_cents=net,
            vat_cents=round(net * rate / 10_000),
        )
        for rate, net in nets.items()
    )
    net, vat = sum(nets.values()), sum(one.vat_cents for one in vat_sums)
    totals = Totals(
        lines_cents=net, net_cents=net, vat_cents=vat, gross_cents=net + vat, paid_cents=paid_cents
    )
    return {
        "language": Language.DUTCH,
        "seller": SELLER,
        "buyer": BUYER,
        "number": "2026-0103",
        "price_basis": PriceBasis.EXCLUDING,
        "lines": lines,
        "totals": totals,
        "vat_sums": vat_sums,
    }


def invoice(*lines: Line, paid_cents: int = 0, **changes) -> InvoicePaper:
    fields = priced(*(lines or (BEANS, SERVICE)), paid_cents=paid_cents) | {
        "issued_on": date(2026, 11, 22),
        "due_on": date(2026, 12, 22),
        "supplied": Period(date(2026, 11, 20), date(2026, 11, 20)),
        "order_number": "O-2026-0388",
        "reference": "PO 4471-B",
    }
    return InvoicePaper(**(fields | changes))


def order(**changes) -> OrderPaper:
    fields = priced(BEANS, SERVICE) | {
        "ordered_on": date(2026, 11, 18),
        "deliver_by": date(2026, 11, 21),
        "deliver_to": BUYER,
        "payment_terms": "Binnen 30 dagen",
        "introduction": "Hartelijk dank voor uw bestelling.",
    }
    return OrderPaper(**(fields | changes))


def quote(**changes) -> QuotePaper:
    fields = priced(BEANS) | {
        "quoted_on": date(2026, 11, 18),
        "valid_until": date(2026, 12, 18),
        "version": 2,
        "options": (SERVICE,),
        "introduction": "Hartelijk dank voor uw aanvraag.",
        "closing": "Levering binnen drie weken na akkoord.",
    }
    return QuotePaper(**(fields | changes))


def delivery_note(**changes) -> DeliveryNotePaper:
    fields = {
        "language": Language.DUTCH,
        "seller": SELLER,
        "recipient": BUYER,
        "number": "P-2026-0412",
        "shipped_on": date(2026, 11, 20),
        "lines": (
            DeliveryLine(
                description="Espressobonen Bergamo",
                ordered=Decimal(12),
                delivered=Decimal(8),
                remaining=Decimal(4),
                unit="kg",
            ),
        ),
        "remarks": "Achterom leveren.",
    }
    return DeliveryNotePaper(**(fields | changes))


def return_slip(**changes) -> ReturnSlipPaper:
    fields = {
        "language": Language.DUTCH,
        "seller": SELLER,
        "sender": BUYER,
        "number": "7",
        "announced_on": date(2026, 11, 20),
        "lines": (DeliveryLine(description="Espressobonen Bergamo", delivered=Decimal(2)),),
        "order_number": "412",
        "reason": "werkt niet",
    }
    return ReturnSlipPaper(**(fields | changes))


def pick_list(**changes) -> PickListPaper:
    fields = {
        "language": Language.DUTCH,
        "seller": SELLER,
        "made_on": date(2026, 11, 20),
        "sections": (
            PickSection(
                title="Order 412",
                facts=(("Relatienummer", "10482"),),
                lines=(
                    PickLine(description="Bergamo", quantity=Decimal(2), place="A-1", sku="B1"),
                    PickLine(description="Kopjes", quantity=Decimal("0.5"), unit="doos"),
                ),
            ),
            PickSection(title="Order 413", lines=(PickLine(description="x", quantity=Decimal(1)),)),
        ),
    }
    return PickListPaper(**(fields | changes))


def labels(**changes) -> LabelsPaper:
    fields = {"language": Language.DUTCH, "seller": SELLER, "labels": (BUYER,)}
    return LabelsPaper(**(fields | changes))


def letter(**changes) -> LetterPaper:
    fields = {
        "language": Language.DUTCH,
        "seller": SELLER,
        "recipient": BUYER,
        "written_on": date(2026, 11, 22),
        "subject": "Uw verzoek om inzage",
        "salutation": "Geachte mevrouw De Groot,",
        "paragraphs": ("Bij deze brief vindt u een overzicht.",),
        "farewell": "Met vriendelijke groet,",
        "signatory": "Anna van der Linden",
        "enclosures": ("Overzicht",),
    }
    return LetterPaper(**(fields | changes))


def recovery_sheet(**changes) -> RecoverySheetPaper:
    fields = {
        "language": Language.DUTCH,
        "business": SELLER.name,
        "code": CODE,
        "sheet": 1,
        "sheets": 2,
        "made_on": date(2026, 11, 22),
    }
    return RecoverySheetPaper(**(fields | changes))


DOCUMENTS = {
    "invoice": (render_invoice, invoice),
    "order": (render_order, order),
    "quote": (render_quote, quote),
    "delivery note": (render_delivery_note, delivery_note),
    "return slip": (render_return_slip, return_slip),
    "pick list": (render_pick_list, pick_list),
    "labels": (render_labels, labels),
    "letter": (render_letter, letter),
    "recovery sheet": (render_recovery_sheet, recovery_sheet),
}


def made(kind: str, branding: Branding = BRANDING, **changes) -> bytes:
    """Print one of the sample documents."""
    render, sample = DOCUMENTS[kind]
    return render(sample(**changes), branding, made_at=MADE_AT)


def text_of(pdf: bytes) -> str:
    """Read all that the pages say, in the order of the content, ActualText before glyphs."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return "".join(piece for page in document.pages for piece in _pieces(page))


INVISIBLE = re.compile(
    r"[\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3"
    r"\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Blanks and the Default_Ignorable_Code_Points of Unicode: there is nothing to see of them."""


def letters_of(text: str) -> str:
    """Leave out what cannot be seen: blanks, breaks and invisible marks."""
    return INVISIBLE.sub("", text)


def _pieces(page: pikepdf.Page) -> Iterator[str]:
    fonts = {name: _to_unicode(font) for name, font in page.resources.get("/Font", {}).items()}
    current: dict[bytes, str] = {}
    actual: list[bool] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "Tf":
                current = fonts[str(operands[0])]
            case "BDC":
                properties = operands[1]
                says = isinstance(properties, pikepdf.Dictionary) and "/ActualText" in properties
                if says and not any(actual):
                    yield str(properties["/ActualText"])
                actual.append(says)
            case "BMC":
                actual.append(False)
            case "EMC":
                actual.pop()
            case "Tj" | "TJ" if not any(actual):
                strings = operands[0] if str(operator) == "TJ" else operands
                for string in strings:
                    if isinstance(string, pikepdf.String):
                        yield _decoded(bytes(string), current)
            case "ET":
                yield "\n"


def _decoded(codes: bytes, to_unicode: dict[bytes, str]) -> str:
    return "".join(to_unicode[codes[at : at + 2]] for at in range(0, len(codes), 2))


def _to_unicode(font: pikepdf.Object) -> dict[bytes, str]:
    cmap = font["/ToUnicode"].read_bytes().decode("ascii")
    mapping: dict[bytes, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            mapping[bytes.fromhex(code)] = bytes.fromhex(text).decode("utf-16-be")
    assert "beginbfrange" not in cmap, "the reader knows no ranges"
    return mapping
