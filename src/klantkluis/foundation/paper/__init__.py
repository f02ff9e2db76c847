"""The paper of the office: values in, a PDF/A-3a that is PDF/UA-1 out, all in memory.

    render_invoice(paper, branding, made_at=now)  ->  bytes

The same values, branding and time give the same bytes. Every function may be called from any
thread. All of them raise `LogoNotReadable` or `ColourNotReadable` when the branding cannot be
printed, and `PaperNotMade` when typst refuses, without the text of the paper in it.
"""

from datetime import UTC, datetime

from klantkluis.foundation.paper import composing
from klantkluis.foundation.paper.colour import ColourNotReadable
from klantkluis.foundation.paper.credit_note import compose_credit_note
from klantkluis.foundation.paper.delivery_note import compose_delivery_note
from klantkluis.foundation.paper.documents import (
    CreditNotePaper,
    DeliveryLine,
    DeliveryNotePaper,
    InvoicePaper,
    LetterPaper,
    MovementKind,
    MovementLine,
    OpenLine,
    OrderKind,
    OrderPaper,
    QuotePaper,
    RecoverySheetPaper,
    StatementPaper,
)
from klantkluis.foundation.paper.figures import LogoNotReadable, is_png, logo_as_svg
from klantkluis.foundation.paper.invoice import compose_invoice
from klantkluis.foundation.paper.letter import compose_letter
from klantkluis.foundation.paper.order import compose_order
from klantkluis.foundation.paper.press import PaperNotMade, View, press
from klantkluis.foundation.paper.quote import compose_quote
from klantkluis.foundation.paper.recovery_sheet import compose_recovery_sheet
from klantkluis.foundation.paper.statement import compose_statement
from klantkluis.foundation.paper.values import (
    Adjustment,
    Branding,
    Language,
    Line,
    Party,
    Period,
    PriceBasis,
    Seller,
    Totals,
    VatCategory,
    VatSum,
    WindowSide,
)

__all__ = [
    "Adjustment",
    "Branding",
    "ColourNotReadable",
    "CreditNotePaper",
    "DeliveryLine",
    "DeliveryNotePaper",
    "InvoicePaper",
    "Language",
    "LetterPaper",
    "Line",
    "LogoNotReadable",
    "MovementKind",
    "MovementLine",
    "OpenLine",
    "OrderKind",
    "OrderPaper",
    "PaperNotMade",
    "Party",
    "Period",
    "PriceBasis",
    "QuotePaper",
    "RecoverySheetPaper",
    "Seller",
    "StatementPaper",
    "Totals",
    "VatCategory",
    "VatSum",
    "WindowSide",
    "check_branding",
    "render_credit_note",
    "render_delivery_note",
    "render_invoice",
    "render_letter",
    "render_order",
    "render_quote",
    "render_recovery_sheet",
    "render_statement",
]


def check_branding(branding: Branding) -> None:
    """Try a logo and a colour when they are chosen, and not on the first invoice.

    Raises:
        LogoNotReadable: the logo is no SVG or PNG, too large, or typst cannot draw it.
        ColourNotReadable: the colour is not `#rrggbb`.
    """
    nobody = Seller(name="-", address=())
    view = composing.page(
        language=Language.DUTCH, seller=nobody, branding=branding, heading="-", number=""
    )
    try:
        made = _print("trial", view, branding, datetime(2026, 1, 1, tzinfo=UTC))
    except PaperNotMade:
        raise LogoNotReadable("This logo cannot be printed.", field="logo") from None
    if is_png(branding.logo) and b"/Subtype/Image" not in made:  # a broken PNG is left out
        raise LogoNotReadable("The PNG file of the logo is damaged.", field="logo")


def render_invoice(paper: InvoicePaper, branding: Branding, *, made_at: datetime) -> bytes:
    """Print an invoice; with a payment QR code when euros are still to be paid.

    Raises:
        EpcRefused: the business's own account number is wrong.
    """
    return _print("invoice", compose_invoice(paper, branding), branding, made_at)


def render_credit_note(paper: CreditNotePaper, branding: Branding, *, made_at: datetime) -> bytes:
    """Print a credit note."""
    return _print("invoice", compose_credit_note(paper, branding), branding, made_at)


def render_order(paper: OrderPaper, branding: Branding, *, made_at: datetime) -> bytes:
    """Print an order or its confirmation."""
    return _print("order", compose_order(paper, branding), branding, made_at)


def render_quote(paper: QuotePaper, branding: Branding, *, made_at: datetime) -> bytes:
    """Print a quote."""
    return _print("quote", compose_quote(paper, branding), branding, made_at)


def render_delivery_note(
    paper: DeliveryNotePaper, branding: Branding, *, made_at: datetime
) -> bytes:
    """Print a delivery note: no prices."""
    return _print("delivery_note", compose_delivery_note(paper, branding), branding, made_at)


def render_statement(paper: StatementPaper, branding: Branding, *, made_at: datetime) -> bytes:
    """Print a statement of account."""
    return _print("statement", compose_statement(paper, branding), branding, made_at)


def render_letter(paper: LetterPaper, branding: Branding, *, made_at: datetime) -> bytes:
    """Print a letter."""
    return _print("letter", compose_letter(paper, branding), branding, made_at)


def render_recovery_sheet(
    paper: RecoverySheetPaper, branding: Branding, *, made_at: datetime
) -> bytes:
    """Print a recovery sheet of the vault. Give it to the printer and keep it nowhere."""
    return _print("recovery_sheet", compose_recovery_sheet(paper, branding), branding, made_at)


def _print(layout: str, view: View, branding: Branding, made_at: datetime) -> bytes:
    logo = logo_as_svg(branding.logo) if branding.logo else ""
    return press(layout, view, logo=logo, made_at=made_at)
