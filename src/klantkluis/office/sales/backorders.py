"""Back-orders: which orders wait for what is short, and what of it can go out now."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from klantkluis.office.access.permissions import allow
from klantkluis.office.customers.reading import names_of
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.sales.reading import READERS
from klantkluis.sales.backorders import backorders

MOST = 100


@allow(*READERS)
@require_safe
def waiting(request: OfficeRequest) -> HttpResponse:
    """Show each product that is short, with the orders that wait for it, the oldest first."""
    found = backorders()
    shown = found[:MOST]
    people = {each.customer_id for product in shown for each in product.waiting}
    context = {
        "backorders": shown,
        "more": len(found) - len(shown),
        "names": names_of(list(people), request.actor),
        "language": get_language(),
    }
    return render(request, "office/sales/backorders.html", context)
