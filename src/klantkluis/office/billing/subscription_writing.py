"""Writing a subscription down, and changing what it says from the next period on."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from klantkluis.billing.commands import change_subscription, write_subscription
from klantkluis.billing.queries.subscriptions import SubscriptionCard
from klantkluis.core.roles import Role
from klantkluis.office.access.permissions import allow
from klantkluis.office.billing.subscription_forms import (
    SubscriptionForm,
    TermsForm,
    terms_initial,
)
from klantkluis.office.billing.subscriptions import card_of
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.sales.draft import Before, OrderDraft, Typed, draft_after, new_draft
from klantkluis.office.sales.lines import ORDER_LINES
from klantkluis.office.sales.writing import ARRANGING, REGISTERING, around, register_on_the_way
from klantkluis.sales.commands import NewOrder

NEW = Typed(SubscriptionForm, ORDER_LINES)
TERMS = Typed(TermsForm, ORDER_LINES)
FORM = "office/billing/subscription_form.html"


@allow(Role.SALES)
@require_http_methods(["GET", "POST"])
def new_subscription(request: OfficeRequest) -> HttpResponse:
    """Write a subscription down; the customer is chosen or registered on the same page."""
    draft = new_draft(request, NEW, {"every": 1, "unit": "month", "when": "advance"})
    sent = set(request.POST)
    if sent & REGISTERING:
        register_on_the_way(request, draft)
    elif sent & ARRANGING:
        draft.hold_judgement()
    elif request.method == "POST":
        order = draft.order()
        if order is not None and (subscription_id := _write(request, draft, order)):
            messages.success(request, _("The subscription is written down."))
            return redirect("billing:subscription", subscription_id)
    return render(request, FORM, around(draft))


def _write(request: OfficeRequest, draft: OrderDraft, order: NewOrder) -> int | None:
    if draft.customer_id is None:
        draft.form.refuse(_("Choose a customer for this subscription."))
        return None
    assert isinstance(draft.form, SubscriptionForm)
    with draft.form.refusals():
        return write_subscription(
            customer_id=draft.customer_id,
            subscription=draft.form.subscription(order),
            actor=request.actor,
        )
    return None


@allow(Role.SALES)
@require_http_methods(["GET", "POST"])
def change_terms(request: OfficeRequest, subscription_id: int) -> HttpResponse:
    """Change what a subscription says from its next period on."""
    card = card_of(request, subscription_id)
    before = Before(
        card.row.customer_id,
        card.lines,
        card.totals.line_cents,
        card.totals,
        card.contents.get("deliver_to"),
    )
    draft = draft_after(request, before, terms_initial(card), TERMS)
    if set(request.POST) & ARRANGING:
        draft.hold_judgement()
    elif request.method == "POST" and _change(request, draft, card):
        messages.success(request, _("Saved. It holds from the next period on."))
        return redirect("billing:subscription", subscription_id)
    return render(request, FORM, {**around(draft), "order": card.row})


def _change(request: OfficeRequest, draft: OrderDraft, card: SubscriptionCard) -> bool:
    order = draft.order()
    if order is None:
        return False
    typed = draft.form.cleaned_data
    with draft.form.refusals():
        change_subscription(
            subscription_id=card.row.id,
            version=typed["version"],
            order=order,
            sends=typed["sends"],
            actor=request.actor,
        )
        return True
    return False
