"""The paper of the office: values in, a PDF/A-3a that is PDF/UA-1 out, all in memory.

    render_invoice(paper, branding, made_at=now)  ->  bytes

The same values, branding and time give the same bytes. Every function may be called from any
thread. All of them raise `LogoNotReadable` or `ColourNotReadable` when the branding cannot be
printed, and `PaperNotMade` when typst refuses, without the text of the paper in it.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Final

from django.utils.translation import gettext as _

from klantkluis.foundation.paper import composing
from klantkluis.foundation.paper.background import LetterheadNotReadable, read_letterhead
from klantkluis.foundation.paper.colour import ColourNotReadable
from klantkluis.foundation.paper.credit_note import compose_credit_note
from klantkluis.foundation.paper.delivery_note import compose_delivery_note
from klantkluis.foundation.paper.documents import (
    CreditNotePaper,
    DeliveryLine,
    DeliveryNotePaper,
    InvoicePaper,
    LabelSheet,
    LabelsPaper,
    LetterPaper,
    MovementKind,
    MovementLine,
    OpenLine,
    OrderKind,
    OrderPaper,
    PickLine,
    PickListPaper,
    PickSection,
    QuotePaper,
    RecoverySheetPaper,
    ReturnSlipPaper,
    StatementPaper,
)
from klantkluis.foundation.paper.dossier import (
    DossierPaper,
    DossierSection,
    DossierTable,
    compose_dossier,
)
from klantkluis.foundation.paper.figures import LogoNotReadable, is_picture, logo_as_svg
from klantkluis.foundation.paper.invoice import compose_invoice
from klantkluis.foundation.paper.labels import THREE_BY_EIGHT, TWO_BY_SEVEN, compose_labels
from klantkluis.foundation.paper.letter import compose_letter
from klantkluis.foundation.paper.order import compose_order
from klantkluis.foundation.paper.pick_list import compose_pick_list
from klantkluis.foundation.paper.press import PaperNotMade, Pictures, View, look, press
from klantkluis.foundation.paper.quote import compose_quote
from klantkluis.foundation.paper.recovery_sheet import compose_recovery_sheet
from klantkluis.foundation.paper.return_slip import compose_return_slip
from klantkluis.foundation.paper.statement import compose_statement
from klantkluis.foundation.paper.values import (
    Adjustment,
    Background,
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
    "THREE_BY_EIGHT",
    "TWO_BY_SEVEN",
    "Adjustment",
    "Background",
    "Branding",
    "ColourNotReadable",
    "CreditNotePaper",
    "DeliveryLine",
    "DeliveryNotePaper",
    "DossierPaper",
    "DossierSection",
    "DossierTable",
    "InvoicePaper",
    "LabelSheet",
    "LabelsPaper",
    "Language",
    "LetterPaper",
    "LetterheadNotReadable",
    "Line",
    "LogoNotReadable",
    "MovementKind",
    "MovementLine",
    "OpenLine",
    "OrderKind",
    "OrderPaper",
    "Paper",
    "PaperNotMade",
    "Party",
    "Period",
    "PickLine",
    "PickListPaper",
    "PickSection",
    "PriceBasis",
    "QuotePaper",
    "RecoverySheetPaper",
    "ReturnSlipPaper",
    "Seller",
    "StatementPaper",
    "Totals",
    "VatCategory",
    "VatSum",
    "WindowSide",
    "check_branding",
    "read_letterhead",
    "render_credit_note",
    "render_delivery_note",
    "render_dossier",
    "render_invoice",
    "render_labels",
    "render_letter",
    "render_order",
    "render_pick_list",
    "render_quote",
    "render_recovery_sheet",
    "render_return_slip",
    "render_statement",
    "show",
]


def check_branding(branding: Branding) -> None:
    """Try a logo and a colour when they are chosen, and not on the first invoice.

    Raises:
        LogoNotReadable: the logo is no SVG, PNG or JPEG, too large, or typst cannot draw it.
        LetterheadNotReadable: typst cannot print on the letterhead.
        ColourNotReadable: the colour is not `#rrggbb`.
    """
    nobody = Seller(name="-", address=())
    view = composing.page(
        language=Language.DUTCH, seller=nobody, branding=branding, heading="-", number=""
    )
    _try(view, replace(branding, background=Background()))
    try:
        press("trial", view, pictures=_pictures(branding), made_at=_ONCE)
    except PaperNotMade:
        raise LetterheadNotReadable(
            _("This letterhead cannot be printed on."), field="letterhead"
        ) from None


def _try(view: View, branding: Branding) -> None:
    try:
        made = press("trial", view, pictures=_pictures(branding), made_at=_ONCE)
    except PaperNotMade:
        raise LogoNotReadable(_("This logo cannot be printed."), field="logo") from None
    # A picture that typst cannot draw is left out.
    if is_picture(branding.logo) and b"/Subtype/Image" not in made:
        raise LogoNotReadable(_("The file of the logo is damaged."), field="logo")


_ONCE: Final = datetime(2026, 1, 1, tzinfo=UTC)

type Paper = (
    InvoicePaper
    | CreditNotePaper
    | OrderPaper
    | QuotePaper
    | DeliveryNotePaper
    | LetterPaper
    | RecoverySheetPaper
    | ReturnSlipPaper
    | PickListPaper
    | LabelsPaper
    | StatementPaper
    | DossierPaper
)

_LAYOUTS: Final[Mapping[type, tuple[str, Callable[[Any, Branding], View]]]] = MappingProxyType(
    {
        InvoicePaper: ("invoice", compose_invoice),
        CreditNotePaper: ("invoice", compose_credit_note),
        OrderPaper: ("order", compose_order),
        QuotePaper: ("quote", compose_quote),
        DeliveryNotePaper: ("delivery_note", compose_delivery_note),
        LetterPaper: ("letter", compose_letter),
        RecoverySheetPaper: ("recovery_sheet", compose_recovery_sheet),
        ReturnSlipPaper: ("delivery_note", compose_return_slip),
        PickListPaper: ("pick_list", compose_pick_list),
        LabelsPaper: ("labels", compose_labels),
        StatementPaper: ("statement", compose_statement),
        DossierPaper: ("dossier", compose_dossier),
    }
)


def show(paper: Paper, branding: Branding) -> list[bytes]:
    """Show a paper on a screen, as one PNG for each sheet; see `check_branding` for refusals."""
    layout, compose = _LAYOUTS[type(paper)]
    return look(layout, compose(paper, branding), pictures=_pictures(branding))


def render_invoice(paper: InvoicePaper, branding: Branding, *, made_at: datetime) -> bytes:
    """Print an invoice; with a payment QR code when euros are still to be paid.

    Raises:
        EpcRefused: the business's own account number is wrong.
    """
    return _print(paper, branding, made_at)


def render_credit_note(paper: CreditNotePaper, branding: Branding, *, made_at: datetime) -> bytes:
    """Print a credit note."""
    return _print(paper, branding, made_at)


def render_order(paper: OrderPaper, branding: Branding, *, made_at: datetime) -> bytes:
    """Print an order or its confirmation."""
    return _print(paper, branding, made_at)


def render_quote(paper: QuotePaper, branding: Branding, *, made_at: datetime) -> bytes:
    """Print a quote."""
    return _print(paper, branding, made_at)


def render_delivery_note(
    paper: DeliveryNotePaper, branding: Branding, *, made_at: datetime
) -> bytes:
    """Print a delivery note: no prices."""
    return _print(paper, branding, made_at)


def render_return_slip(paper: ReturnSlipPaper, branding: Branding, *, made_at: datetime) -> bytes:
    """Print the slip that goes in the box with what comes back."""
    return _print(paper, branding, made_at)


def render_pick_list(paper: PickListPaper, branding: Branding, *, made_at: datetime) -> bytes:
    """Print what is to be fetched from the shelves."""
    return _print(paper, branding, made_at)


def render_labels(paper: LabelsPaper, branding: Branding, *, made_at: datetime) -> bytes:
    """Print addresses on labels."""
    return _print(paper, branding, made_at)


def render_statement(paper: StatementPaper, branding: Branding, *, made_at: datetime) -> bytes:
    """Print a statement of account."""
    return _print(paper, branding, made_at)


def render_dossier(paper: DossierPaper, branding: Branding, *, made_at: datetime) -> bytes:
    """Print what we hold of somebody."""
    return _print(paper, branding, made_at)


def render_letter(paper: LetterPaper, branding: Branding, *, made_at: datetime) -> bytes:
    """Print a letter."""
    return _print(paper, branding, made_at)


def render_recovery_sheet(
    paper: RecoverySheetPaper, branding: Branding, *, made_at: datetime
) -> bytes:
    """Print a recovery sheet of the vault. Give it to the printer and keep it nowhere."""
    return _print(paper, branding, made_at)


def _print(paper: Paper, branding: Branding, made_at: datetime) -> bytes:
    layout, compose = _LAYOUTS[type(paper)]
    view = compose(paper, branding)
    return press(layout, view, pictures=_pictures(branding), made_at=made_at)


def _pictures(branding: Branding) -> Pictures:
    below = branding.background
    logo = logo_as_svg(branding.logo) if branding.logo else ""
    return Pictures(logo, below.first, below.following)
