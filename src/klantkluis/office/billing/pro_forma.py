"""Pro forma: what an invoice would say, to download; nothing of it is kept or booked."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from klantkluis.billing.pro_forma import draft_pro_forma
from klantkluis.foundation.paper import OrderKind
from klantkluis.office.access.permissions import allow
from klantkluis.office.billing.views import READERS
from klantkluis.office.papers import pdf
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.sales.reading import card_of
from klantkluis.sales.paper import order_confirmation
from klantkluis.vault.refusals import VaultLocked


@allow(*READERS)
@require_safe
def of_draft(request: OfficeRequest, invoice_id: int) -> HttpResponse:
    """Give what a draft would say as an invoice."""
    if not request.actor.vault.is_open:
        raise VaultLocked
    contents = draft_pro_forma(
        invoice_id=invoice_id,
        vault=request.actor.vault,
        today=timezone.localdate(),
        made_at=timezone.now(),
    )
    if contents is None:
        raise Http404
    return pdf(request, contents, name=f"pro-forma-{invoice_id}")


@allow(*READERS)
@require_safe
def of_order(request: OfficeRequest, order_id: int) -> HttpResponse:
    """Give what an invoice of a whole order would say."""
    if not request.actor.vault.is_open:
        raise VaultLocked
    number = card_of(request, order_id).number
    contents = order_confirmation(
        order_id=order_id,
        vault=request.actor.vault,
        made_at=timezone.now(),
        kind=OrderKind.PRO_FORMA,
    )
    assert contents is not None, "the card was there"
    return pdf(request, contents, name=f"pro-forma-{number}")
