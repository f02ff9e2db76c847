"""Correcting a customer's data because the customer asked for it (GDPR art. 16)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from klantkluis.core.roles import Role
from klantkluis.disclosures.queries import notice_rows
from klantkluis.foundation.sealing import RowChanged
from klantkluis.office.access.permissions import allow
from klantkluis.office.customers.forms import LABELS, CustomerForm
from klantkluis.office.customers.reading import opened_card
from klantkluis.office.customers.vat_numbers import ask_when_new
from klantkluis.office.customers.views import shown_conflict
from klantkluis.office.disclosure_names import RECIPIENTS
from klantkluis.office.requests import OfficeRequest, uid_in
from klantkluis.privacy.queries import request_known
from klantkluis.privacy.rectifying import rectify_customer, uids_of

MOST = 50


@allow(Role.SALES)
@require_http_methods(["GET", "POST"])
def correct(request: OfficeRequest, customer_id: int) -> HttpResponse:
    """Correct what is wrong; whoever received it gets a notice, the customer a confirmation."""
    card = opened_card(customer_id, request.actor)
    terms = {"language": card.language, "payment_term_days": card.payment_term_days}
    form = CustomerForm(request.POST or None, initial={**card.fields, **terms, "rev": card.rev})
    if form.is_valid():
        try:
            with form.refusals(RowChanged):
                _correct(request, customer_id, form)
                return redirect(_onward(request, customer_id))
        except RowChanged:
            return shown_conflict(request, card, form)
    context = {"form": form, "card": card, "on_request": True}
    return render(request, "office/customers/form.html", context)


def _correct(request: OfficeRequest, customer_id: int, form: CustomerForm) -> None:
    rectify_customer(
        customer_id=customer_id,
        rev=form.cleaned_data["rev"] or 0,
        fields=form.kept,
        language=form.cleaned_data["language"],
        payment_term_days=form.cleaned_data["payment_term_days"],
        actor=request.actor,
        at=timezone.now(),
        request_uid=_asked(request),
    )
    ask_when_new(request, customer_id)
    messages.success(request, _("Corrected. What was issued before stays as it is."))


def _asked(request: OfficeRequest) -> UUID | None:
    """Give the request that is answered by this, when the page was opened from one."""
    return uid_in(request.GET.get("request", ""))


def _onward(request: OfficeRequest, customer_id: int) -> str:
    asked = _asked(request)
    url = reverse("customers:corrected", args=[customer_id])
    return f"{url}?request={asked}" if asked else url


@allow(Role.SALES)
@require_safe
def corrected(request: OfficeRequest, customer_id: int) -> HttpResponse:
    """Show what is left to do after a correction: whom to tell, and the confirmation."""
    card = opened_card(customer_id, request.actor)
    waiting = notice_rows(waiting=True, subject_uids=uids_of(customer_id), limit=MOST)
    fields = card.changes[0].fields if card.changes else ()
    asked = _asked(request)
    context = {
        "card": card,
        "answers": request_known(uid=asked) if asked else None,
        "decides": request.actor.may(),
        "fields": [LABELS[name] for name in LABELS if name in fields],
        "notices": waiting,
        "recipients": RECIPIENTS,
    }
    return render(request, "office/customers/corrected.html", context)
