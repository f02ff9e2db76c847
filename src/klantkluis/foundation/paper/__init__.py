"""The paper of the office: values in, a PDF/A-3a that is PDF/UA-1 out, all in memory."""

from datetime import datetime

from klantkluis.foundation.paper.documents import InvoicePaper
from klantkluis.foundation.paper.figures import logo_as_svg
from klantkluis.foundation.paper.invoice import compose_invoice
from klantkluis.foundation.paper.press import press
from klantkluis.foundation.paper.values import Branding

__all__ = ["render_invoice"]


def _logo(branding: Branding) -> str:
    return logo_as_svg(branding.logo) if branding.logo else ""


def render_invoice(paper: InvoicePaper, branding: Branding, *, made_at: datetime) -> bytes:
    """Print an invoice; the same values and time give the same bytes.

    Raises:
        EpcRefused: the business's own account number is wrong.
        LogoNotReadable, ColourNotReadable: the branding cannot be printed.
        PaperNotMade: typst refused the layout.
    """
    view = compose_invoice(paper, branding)
    return press("invoice", view, logo=_logo(branding), made_at=made_at)
