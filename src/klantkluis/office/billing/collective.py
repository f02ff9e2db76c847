"""Collective invoices: what was delivered and is on no invoice, per customer, billed together."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from klantkluis.billing.commands import bill_together_each, draft_collective_invoice
from klantkluis.billing.queries.unbilled import (
    Unbilled,
    collective_every,
    customers_to_bill,
    unbilled_of,
)
from klantkluis.billing.rules import CollectiveEvery
from klantkluis.customers.queries import customer_rows
from klantkluis.office.access.permissions import allow
from klantkluis.office.billing.forms import UntilForm
from klantkluis.office.billing.views import READERS
from klantkluis.office.customers.reading import names_of
from klantkluis.office.exporting import picked
from klantkluis.office.jobs.kinds import COLLECT_INVOICES
from klantkluis.office.jobs.worker import begin
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.tables import number_cursor

PAGE = 25
AT_ONCE = 200


def _asked(request: OfficeRequest) -> tuple[UntilForm, date]:
    """Give the form with the day up to which is billed, and that day: today when it is none."""
    sent = request.POST if request.method == "POST" else request.GET
    form = UntilForm(sent if "until" in sent else None, initial={"until": timezone.localdate()})
    return form, form.cleaned_data["until"] if form.is_valid() else timezone.localdate()


@allow(*READERS)
@require_safe
def collective(request: OfficeRequest) -> HttpResponse:
    """List what can be billed per customer, up to a day."""
    form, until = _asked(request)
    after = number_cursor(request.GET.get("after", "")) or 0
    people = customers_to_bill(until=until, after=after, limit=PAGE + 1)
    context = {
        "form": form,
        "until": until,
        "groups": unbilled_of(customer_ids=people[:PAGE], until=until),
        "names": names_of(people[:PAGE], request.actor),
        "next": people[PAGE - 1] if len(people) > PAGE else None,
        "after": after,
    }
    return render(request, "office/billing/collective.html", context)


@allow(*READERS)
@require_POST
def collect(request: OfficeRequest) -> HttpResponse:
    """Draft an invoice for each customer, once the person has seen how many and how much."""
    _form, until = _asked(request)
    people = picked(request) or customers_to_bill(until=until)
    if "sure" not in request.POST:
        groups = _all_of(people, until)
        if groups:
            context = {**_sums(groups), "until": until, "people": people}
            return render(request, "office/billing/collect.html", context)
    if not people or "sure" not in request.POST:
        messages.warning(request, _("Nothing was delivered that is not on an invoice yet."))
        return redirect("billing:collective")
    about = {"customer_ids": people, "until": [until.toordinal()]}
    uid = begin(request, kind=COLLECT_INVOICES, about=about, total=len(people))
    return redirect("jobs:job", uid)


def _all_of(people: Sequence[int], until: date) -> list[Unbilled]:
    """Give what can be billed to all of them, some hundreds at a time."""
    found: list[Unbilled] = []
    for start in range(0, len(people), AT_ONCE):
        found += unbilled_of(customer_ids=people[start : start + AT_ONCE], until=until)
    return found


def _sums(groups: Sequence[Unbilled]) -> dict[str, Any]:
    return {
        "invoices": len(groups),
        "customers": len({each.customer_id for each in groups}),
        "deliveries": sum(len(each.deliveries) for each in groups),
        "gross_cents": sum(each.gross_cents for each in groups),
    }


@allow(*READERS)
@require_http_methods(["GET", "POST"])
def of_customer(request: OfficeRequest, customer_id: int) -> HttpResponse:
    """Choose which deliveries of one customer come on one invoice."""
    form, until = _asked(request)
    customer = customer_rows(vault=request.actor.vault, ids=[customer_id]).get(customer_id)
    if customer is None:
        raise Http404
    if request.method == "POST":
        invoice_id = draft_collective_invoice(
            delivery_ids=picked(request), actor=request.actor, today=timezone.localdate()
        )
        return redirect("billing:invoice", invoice_id)
    groups = unbilled_of(customer_ids=[customer_id], until=until)
    context = {
        "form": form,
        "until": until,
        "groups": groups,
        "customer": customer,
        "every": collective_every(customer_id) or "",
    }
    return render(request, "office/billing/collective_customer.html", context)


@allow(*READERS)
@require_POST
def every(request: OfficeRequest, customer_id: int) -> HttpResponse:
    """Choose whether this customer is billed for all deliveries each week or month."""
    chosen = request.POST.get("every", "")
    how = CollectiveEvery(chosen) if chosen in set(CollectiveEvery) else None
    bill_together_each(customer_id=customer_id, every=how, actor=request.actor)
    messages.success(request, _("Saved."))
    return redirect("billing:customer-collective", customer_id)
