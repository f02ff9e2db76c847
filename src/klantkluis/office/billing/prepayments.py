"""Asking a part of an order ahead."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from klantkluis.billing.commands import draft_prepayment
from klantkluis.billing.queries.prepayments import prepayments_of
from klantkluis.office.access.permissions import allow
from klantkluis.office.billing.forms import PrepaymentForm
from klantkluis.office.billing.views import READERS
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.sales.reading import card_of


@allow(*READERS)
@require_http_methods(["GET", "POST"])
def prepayment(request: OfficeRequest, order_id: int) -> HttpResponse:
    """Ask for a percentage or an amount; the draft is then looked at and sent as any other."""
    card = card_of(request, order_id)
    form = PrepaymentForm(request.POST or None, initial={"share": 3000})
    if form.is_valid():
        with form.refusals():
            invoice_id = draft_prepayment(
                order_id=order_id,
                actor=request.actor,
                today=timezone.localdate(),
                **form.what,
            )
            messages.success(request, _("The draft is ready. Look at it, and send it."))
            return redirect("billing:invoice", invoice_id)
    context: dict[str, Any] = {"form": form, "card": card, "ahead": prepayments_of(order_id)}
    return render(request, "office/billing/prepayment.html", context)
