"""Taking and changing an order."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from klantkluis.catalogue.queries import product_rows
from klantkluis.core.roles import Role
from klantkluis.core.vat import PriceBasis
from klantkluis.customers.commands import register_customer
from klantkluis.customers.queries import customer_rows
from klantkluis.foundation.company import company
from klantkluis.foundation.sealing import RowChanged
from klantkluis.office.access.permissions import allow
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.sales.draft import OrderDraft, changed_draft, found_customers, new_draft
from klantkluis.office.sales.lines import Range
from klantkluis.office.sales.reading import card_of
from klantkluis.sales.commands import NewOrder, change_order, take_order
from klantkluis.sales.queries import OrderCard

OFFERED = 12
REGISTERING = frozenset({"register", "insist"})
ARRANGING = frozenset({"add_line", "drop_line", "choose", "choose_other", "find_customer"})


@allow(Role.SALES)
@require_http_methods(["GET", "POST"])
def new_order(request: OfficeRequest) -> HttpResponse:
    """Take an order; the customer is chosen, searched or registered on the same page."""
    draft = new_draft(request)
    sent = set(request.POST)
    if sent & REGISTERING:
        register_on_the_way(request, draft)
    elif sent & ARRANGING:
        draft.hold_judgement()
    elif request.method == "POST":
        order = draft.order()
        if order is not None and (order_id := _take(request, draft, order)):
            messages.success(request, _("The order is taken."))
            return redirect("sales:order", order_id)
    return render(request, "office/sales/order_form.html", around(draft))


def around(draft: OrderDraft) -> dict[str, Any]:
    """Give what the page shows besides what was typed."""
    draft.add_up()
    return {"draft": draft, "form": draft.form, "language": get_language()}


def register_on_the_way(request: OfficeRequest, draft: OrderDraft) -> None:
    """Register a customer on the way; the order or quote stays as it was typed."""
    form = draft.new_customer
    draft.hold_judgement()
    if form.is_valid():
        with form.refusals():
            customer_id = register_customer(
                fields=form.kept,
                language=form.cleaned_data["language"],
                payment_term_days=form.cleaned_data["payment_term_days"],
                actor=request.actor,
                today=timezone.localdate(),
            )
            messages.success(
                request, _("The customer is registered. What you typed is still here.")
            )
            draft.customer = customer_rows(vault=request.actor.vault, ids=[customer_id])[
                customer_id
            ]


def _take(request: OfficeRequest, draft: OrderDraft, order: NewOrder) -> int | None:
    if draft.customer_id is None:
        draft.form.refuse(_("Choose a customer for this order."))
        return None
    with draft.form.refusals():
        return take_order(customer_id=draft.customer_id, order=order, actor=request.actor)
    return None


@allow(Role.SALES)
@require_http_methods(["GET", "POST"])
def change(request: OfficeRequest, order_id: int) -> HttpResponse:
    """Change an order of which nothing has been delivered or billed."""
    before = card_of(request, order_id)
    draft = changed_draft(request, before)
    if set(request.POST) & ARRANGING:
        draft.hold_judgement()
    elif request.method == "POST" and (order := draft.order()) is not None:
        if draft.form.cleaned_data["rev"] != before.rev:
            return _conflict(request, before, draft)
        if _change(request, draft, order, order_id):
            messages.success(request, _("The order is changed."))
            return redirect("sales:order", order_id)
    return render(request, "office/sales/order_form.html", {**around(draft), "order": before})


def _change(request: OfficeRequest, draft: OrderDraft, order: NewOrder, order_id: int) -> bool:
    rev = draft.form.cleaned_data["rev"] or 0
    with draft.form.refusals():
        change_order(order_id=order_id, rev=rev, order=order, actor=request.actor)
        return True
    return False


def _conflict(request: OfficeRequest, before: OrderCard, draft: OrderDraft) -> HttpResponse:
    """Show what a colleague saved beside what was typed: saving it again is then a choice."""
    data = request.POST.copy()
    data["order-rev"] = str(before.rev)
    draft.form.data = data
    draft.form.refuse(RowChanged.meanwhile().sentence)
    context = {**around(draft), "order": before, "theirs": before}
    return render(request, "office/sales/order_form.html", context, status=409)


@allow(Role.SALES)
@require_POST
def order_totals(request: OfficeRequest) -> HttpResponse:
    """Add up what is typed so far, by the same rule as the order and its invoice will."""
    return live_totals(request, new_draft(request))


def live_totals(request: OfficeRequest, draft: OrderDraft) -> HttpResponse:
    """Give what a draft adds up to, as far as it was typed."""
    draft.add_up()
    context = {"draft": draft, "result": draft.result, "language": get_language()}
    return render(request, "office/sales/live.html", context)


@allow(Role.SALES)
@require_POST
def product_options(request: OfficeRequest) -> HttpResponse:
    """Give products that fit what is typed on a line, with their price in the order's basis."""
    name = request.headers.get("HX-Trigger-Name", "")
    terms = request.POST.get(name, "") if name.endswith("-product") else ""
    today = timezone.localdate()
    basis = request.POST.get("order-basis") or company().price_basis
    draft = new_draft(request)
    known = Range({}, draft.situation(today), today, PriceBasis(basis))
    rows = product_rows(today=today, terms=terms[:60], active=True, limit=OFFERED)
    context = {
        "products": [(row, known.price_of(row)) for row in rows],
        "name": name,
        "terms": terms,
        "language": get_language(),
    }
    return render(request, "office/sales/product_options.html", context)


@allow(Role.SALES)
@require_POST
def customer_options(request: OfficeRequest) -> HttpResponse:
    """Give customers that fit what is typed; by POST, since it may be a name."""
    terms = request.POST.get("customer_terms", "").strip()[:200]
    context = {"found": found_customers(request, terms), "terms": terms, "live": True}
    return render(request, "office/sales/customer_options.html", context)
