"""Invoices: the list, drafting, sending, the paper and payments."""

from datetime import date
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from klantkluis.billing.commands import (
    delete_draft,
    draft_invoice,
    file_paper,
    receive_payment,
    send_invoice,
    settle_with_credit,
)
from klantkluis.billing.queries import (
    InvoiceCard,
    InvoiceRow,
    InvoiceState,
    customer_credit,
    invoice_card,
    invoice_rows,
    paper_of,
)
from klantkluis.billing.rules import BillFrom
from klantkluis.core.roles import Role
from klantkluis.office.access.permissions import allow
from klantkluis.office.billing.forms import PaymentForm
from klantkluis.office.customers.reading import names_of
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.tables import Column, Filter, Listing, ListState
from klantkluis.vault.refusals import VaultLocked

PAGE = 50
READERS = (Role.SALES, Role.BOOKKEEPER)


def _columns() -> list[Column]:
    return [
        Column(_("Invoice")),
        Column(_("Customer")),
        Column(_("Sent")),
        Column(_("Due")),
        Column(_("State")),
        Column(_("Amount"), align="right"),
        Column(_("Open"), align="right"),
    ]


def _states() -> list[tuple[str, str]]:
    return [
        (InvoiceState.DRAFT, _("Draft")),
        (InvoiceState.OPEN, _("Open")),
        (InvoiceState.OVERDUE, _("Overdue")),
        (InvoiceState.PAID, _("Paid")),
    ]


@allow(*READERS)
@require_safe
def invoices(request: OfficeRequest) -> HttpResponse:
    """List invoices: sent ones the newest first, drafts when asked for."""
    columns, filters = _columns(), [Filter("state", _("State"), _states())]
    state = ListState.of(request, columns=columns, filters=filters)
    wanted = state.filters.get("state")
    rows = invoice_rows(
        today=timezone.localdate(),
        state=InvoiceState(wanted) if wanted else None,
        label=state.terms,
        after=_key(state.after),
        limit=PAGE + 1,
    )
    listing = Listing(
        state=state,
        columns=columns,
        rows=rows[:PAGE],
        filters=filters,
        next=_cursor(rows[PAGE - 1]) if len(rows) > PAGE else "",
        search=_("Invoice number"),
    )
    names = names_of([row.customer_id for row in listing.rows], request.actor)
    return render(request, "office/billing/invoices.html", {"list": listing, "names": names})


def _cursor(row: InvoiceRow) -> str:
    return f"{row.sent_on or row.drafted_on}.{row.id}"


def _key(after: str) -> tuple[date, int] | None:
    """Read a cursor; one that is none leads to the first page."""
    day, _dot, pk = after.partition(".")
    try:
        return date.fromisoformat(day), int(pk)
    except ValueError:
        return None


@allow(*READERS)
@require_safe
def invoice(request: OfficeRequest, invoice_id: int) -> HttpResponse:
    """Show one invoice: its lines, its VAT, its payments and what can be done with it."""
    card = _card(request, invoice_id)
    context = {
        "card": card,
        "names": names_of([card.customer_id], request.actor),
        "credit_cents": customer_credit([card.customer_id]) if card.open_cents else 0,
    }
    return render(request, "office/billing/invoice.html", context)


def _card(request: OfficeRequest, invoice_id: int) -> InvoiceCard:
    card = invoice_card(
        invoice_id=invoice_id, today=timezone.localdate(), vault=request.actor.vault
    )
    if card is None:
        raise Http404
    return card


@allow(*READERS)
@require_POST
def draft(request: OfficeRequest, order_id: int) -> HttpResponse:
    """Draft an invoice of what was delivered, or of the whole order."""
    what = request.POST.get("what")
    invoice_id = draft_invoice(
        order_id=order_id,
        what=BillFrom(what) if what in set(BillFrom) else BillFrom.DELIVERIES,
        actor=request.actor,
        today=timezone.localdate(),
    )
    return redirect("billing:invoice", invoice_id)


@allow(*READERS)
@require_POST
def send(request: OfficeRequest, invoice_id: int) -> HttpResponse:
    """Give the invoice its number, book it, and make its paper."""
    if not request.actor.vault.is_open:
        raise VaultLocked
    label = send_invoice(invoice_id=invoice_id, actor=request.actor, today=timezone.localdate())
    file_paper(invoice_id=invoice_id, actor=request.actor, made_at=timezone.now())
    messages.success(request, _("Invoice %(label)s is in the books.") % {"label": label})
    return redirect("billing:invoice", invoice_id)


@allow(*READERS)
@require_POST
def delete(request: OfficeRequest, invoice_id: int) -> HttpResponse:
    """Delete a draft. It had no number, so nothing is missing."""
    order_id = _card(request, invoice_id).order_id
    delete_draft(invoice_id=invoice_id, actor=request.actor)
    messages.success(request, _("The draft is deleted."))
    return redirect("sales:order", order_id)


@allow(*READERS)
@require_safe
def paper(request: OfficeRequest, invoice_id: int) -> HttpResponse:
    """Give the PDF as it was issued; it is made when nobody has done that yet."""
    if not request.actor.vault.is_open:
        raise VaultLocked
    file_paper(invoice_id=invoice_id, actor=request.actor, made_at=timezone.now())
    contents = paper_of(invoice_id=invoice_id, vault=request.actor.vault)
    if contents is None:
        raise Http404
    label = _card(request, invoice_id).label
    response = HttpResponse(contents, content_type="application/pdf")
    way = "attachment" if "download" in request.GET else "inline"
    response["Content-Disposition"] = f'{way}; filename="{label}.pdf"'
    return response


@allow(*READERS)
@require_http_methods(["GET", "POST"])
def payments(request: OfficeRequest, invoice_id: int) -> HttpResponse:
    """Record a payment: the form checks the shape, the command decides."""
    card = _card(request, invoice_id)
    initial = {
        "amount": card.open_cents,
        "received_on": timezone.localdate(),
        "method": "bank",
        "uid": uuid4(),
    }
    form = PaymentForm(request.POST or None, initial=initial)
    if form.is_valid():
        with form.refusals():
            receive_payment(invoice_id=invoice_id, actor=request.actor, **form.payment())
            messages.success(request, _("The payment is in the books."))
            return redirect("billing:invoice", invoice_id)
    return render(request, "office/billing/payment.html", {"form": form, "card": card})


@allow(*READERS)
@require_POST
def credit(request: OfficeRequest, invoice_id: int) -> HttpResponse:
    """Pay an invoice with what the customer paid too much."""
    settle_with_credit(invoice_id=invoice_id, actor=request.actor, today=timezone.localdate())
    messages.success(request, _("The credit is used for this invoice."))
    return redirect("billing:invoice", invoice_id)
