"""Subscriptions: the list, the card, and what can be done with one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from klantkluis.billing.commands import (
    end_subscription,
    make_skipped_period,
    pause_subscription,
    resume_subscription,
)
from klantkluis.billing.periodic import drafts_to_send, make_due
from klantkluis.billing.queries.subscriptions import (
    SubscriptionCard,
    subscription_card,
    subscription_rows,
)
from klantkluis.core.roles import Role
from klantkluis.office.access.permissions import allow
from klantkluis.office.billing.subscription_forms import EndForm, PauseForm
from klantkluis.office.billing.views import READERS
from klantkluis.office.customers.reading import names_of
from klantkluis.office.jobs.kinds import SEND_INVOICES
from klantkluis.office.jobs.worker import begin
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.rhythms import rhythm_of
from klantkluis.office.tables import Column, Listing, ListState, number_cursor

PAGE = 50


@allow(*READERS)
@require_safe
def subscriptions(request: OfficeRequest) -> HttpResponse:
    """List subscriptions, the newest first."""
    columns = [Column(_("Customer")), Column(_("Comes round")), Column(_("Next bill"))]
    columns += [Column(_("State")), Column(_("Per period"), align="right")]
    state = ListState.of(request, columns=columns)
    below, today = number_cursor(state.after), timezone.localdate()
    rows = subscription_rows(today=today, below=below, limit=PAGE + 1)
    page = rows[:PAGE]
    listing = Listing(
        state=state,
        columns=columns,
        rows=[(row, rhythm_of(row.unit, row.every)) for row in page],
        next=str(page[-1].id) if len(rows) > PAGE else "",
    )
    context = {"list": listing, "names": names_of([r.customer_id for r in page], request.actor)}
    return render(request, "office/billing/subscriptions.html", context)


@allow(*READERS)
@require_safe
def subscription(request: OfficeRequest, subscription_id: int) -> HttpResponse:
    """Show one subscription: what it says, which periods were made and which come next."""
    card = card_of(request, subscription_id)
    return render(request, "office/billing/subscription.html", around(request, card))


def card_of(request: OfficeRequest, subscription_id: int) -> SubscriptionCard:
    """Give a subscription with what this person may see of it now.

    Raises:
        Http404: there is none.
    """
    card = subscription_card(
        subscription_id=subscription_id, today=timezone.localdate(), vault=request.actor.vault
    )
    if card is None:
        raise Http404
    return card


def around(request: OfficeRequest, card: SubscriptionCard, **forms: Any) -> dict[str, Any]:
    """Give what the card shows besides the subscription."""
    today = timezone.localdate()
    return {
        "card": card,
        "names": names_of([card.row.customer_id], request.actor),
        "rhythm": rhythm_of(card.row.unit, card.row.every),
        "lines": list(zip(card.lines, card.totals.line_cents, strict=True)),
        "language": get_language(),
        "may_change": request.actor.may(Role.SALES),
        "pauses_now": any(pause.last >= today for pause in card.pauses),
        "end_form": EndForm(initial={"ends_on": today}),
        "pause_form": PauseForm(initial={"first_on": today}),
        **forms,
    }


@allow(*READERS)
@require_POST
def make(request: OfficeRequest) -> HttpResponse:
    """Draft what is due of all subscriptions; what is to be sent by itself is sent."""
    made = make_due(today=timezone.localdate(), actor=request.actor)
    count = len(made.drafts)
    sentence = ngettext("%(n)d draft is made.", "%(n)d drafts are made.", count)
    messages.success(request, sentence % {"n": count} if count else _("Nothing is due."))
    if made.refused:
        messages.warning(request, _("Some periods could not be billed. Look at the housekeeping."))
    ids = drafts_to_send()
    if ids and request.actor.vault.is_open:
        uid = begin(request, kind=SEND_INVOICES, about={"invoice_ids": ids}, total=len(ids))
        return redirect("jobs:job", uid)
    return redirect("billing:subscriptions")


@allow(*READERS)
@require_POST
def make_after_all(request: OfficeRequest, subscription_id: int, number: int) -> HttpResponse:
    """Draft the invoice of a period that was skipped."""
    invoice_id = make_skipped_period(
        subscription_id=subscription_id,
        number=number,
        actor=request.actor,
        today=timezone.localdate(),
    )
    return redirect("billing:invoice", invoice_id)


@allow(Role.SALES)
@require_POST
def end(request: OfficeRequest, subscription_id: int) -> HttpResponse:
    """Let no period begin after a day."""
    form = EndForm(request.POST)
    if form.is_valid():
        with form.refusals():
            end_subscription(
                subscription_id=subscription_id, actor=request.actor, **form.cleaned_data
            )
            messages.success(request, _("The subscription has an end."))
            return redirect("billing:subscription", subscription_id)
    shown = around(request, card_of(request, subscription_id), end_form=form)
    return render(request, "office/billing/subscription.html", shown)


@allow(Role.SALES)
@require_POST
def pause(request: OfficeRequest, subscription_id: int) -> HttpResponse:
    """Bill no period that begins between two days."""
    form = PauseForm(request.POST)
    if form.is_valid():
        with form.refusals():
            pause_subscription(
                subscription_id=subscription_id,
                actor=request.actor,
                today=timezone.localdate(),
                **form.cleaned_data,
            )
            messages.success(request, _("Paused between these days."))
            return redirect("billing:subscription", subscription_id)
    shown = around(request, card_of(request, subscription_id), pause_form=form)
    return render(request, "office/billing/subscription.html", shown)


@allow(Role.SALES)
@require_POST
def resume(request: OfficeRequest, subscription_id: int) -> HttpResponse:
    """Bill again from today on."""
    resume_subscription(
        subscription_id=subscription_id, actor=request.actor, today=timezone.localdate()
    )
    messages.success(request, _("Periods from today on are billed again."))
    return redirect("billing:subscription", subscription_id)
