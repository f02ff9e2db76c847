"""The list of customers, the card and the form."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from klantkluis.billing.queries import InvoiceNarrowing, invoice_rows, open_cents
from klantkluis.billing.queries.subscriptions import SubscriptionRow, subscription_rows
from klantkluis.core.roles import Role
from klantkluis.customers.blocking import usable_for
from klantkluis.customers.commands import change_customer, register_customer
from klantkluis.customers.queries import CustomerCard
from klantkluis.customers.restriction_rules import Cause, Use
from klantkluis.customers.restrictions import restrictions_of
from klantkluis.customers.vat_checks.queries import vat_standings
from klantkluis.foundation.sealing import RowChanged
from klantkluis.office.access.permissions import allow
from klantkluis.office.access.queries import staff_names
from klantkluis.office.customers.forms import LABELS, ConsentForm, CustomerForm, NoteForm, countries
from klantkluis.office.customers.letters import letters_for
from klantkluis.office.customers.reading import card_for, customers_page, opened_card
from klantkluis.office.customers.requests import requests_for
from klantkluis.office.customers.restriction_names import AGAINST, CAUSES
from klantkluis.office.customers.vat_numbers import ask_when_new, may_ask
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.rhythms import rhythm_of
from klantkluis.office.staying import staying
from klantkluis.office.tables import Column, Filter, Listing, ListState
from klantkluis.privacy.retaining.holds import held
from klantkluis.privacy.statement.versions import met_on
from klantkluis.sales.lists import Narrowing, delivery_rows, order_rows
from klantkluis.sales.quotes.lists import quote_rows
from klantkluis.shop.unused import account_card
from klantkluis.vault.client import LockedVault
from klantkluis.vault.refusals import VaultLocked

RECENT = 10
OFFERED = (Use.QUOTE, Use.ORDER, Use.LETTER)
"""The uses of a customer's data to which the card leads, unless they would be refused."""


def _columns(*, is_open: bool) -> list[Column]:
    by = {"name": "name", "town": "town", "number": "number"} if is_open else {}
    return [
        Column(_("Name"), by.get("name", "")),
        Column(_("Number"), by.get("number", "")),
        Column(_("Town"), by.get("town", "")),
        Column(_("To be paid"), align="right"),
    ]


def _filters(*, is_open: bool) -> list[Filter]:
    if not is_open:
        return []
    kinds = [("company", _("Companies")), ("person", _("Persons"))]
    return [Filter("kind", _("Kind"), kinds), Filter("country", _("Country"), countries()[1:])]


@allow()
@require_http_methods(["GET", "POST"])
def customers(request: OfficeRequest) -> HttpResponse:
    """List customers, by name when the vault is open. A search is a POST: it may be a name."""
    is_open = request.actor.vault.is_open
    columns, filters = _columns(is_open=is_open), _filters(is_open=is_open)
    state = ListState.of(request, columns=columns, filters=filters, sort="name" if is_open else "")
    page = customers_page(state, request.actor)
    listing = Listing(
        state=state,
        columns=columns,
        rows=page.rows,
        filters=filters,
        next=page.next,
        total=page.total,
        method="post",
        search=_("Search by name, town, phone, e-mail") if is_open else _("Customer number"),
        picks=True,
    )
    context = {"list": listing, "page": page, "asks_vat_numbers": may_ask(request.actor)}
    return render(request, "office/customers/list.html", context)


@allow()
@require_safe
def customer(request: OfficeRequest, customer_id: int) -> HttpResponse:
    """Show everything of one customer: data, documents, balance, contacts, provenance."""
    card = _card(request, customer_id)
    if card.merged_into_id:
        return redirect("customers:customer", card.merged_into_id)
    context = _around(card) | letters_for(card.id, request.actor)
    context |= requests_for(card, request.actor)
    context["kept"] = any(each.cause == Cause.KEPT_BY_LAW for each in context["holding"])
    if card.is_erased or context["kept"]:
        context["staying"] = staying(card.uid, timezone.localdate())
    return render(request, "office/customers/card.html", context)


def _card(request: OfficeRequest, customer_id: int) -> CustomerCard:
    card = card_for(customer_id, request.actor)
    if card is None:
        raise Http404
    return card


def _around(card: CustomerCard) -> dict[str, Any]:
    """Gather what the card shows besides the customer itself."""
    ids, today = card.all_ids, timezone.localdate()
    restrictions = restrictions_of(customer_id=card.id, vault=LockedVault())
    return {
        "card": card,
        "holding": [each for each in restrictions if each.holds],
        "allowed": usable_for(card.id, OFFERED) if card.restricted else OFFERED,
        "orders": order_rows(narrowing=Narrowing(customer_ids=ids), limit=RECENT),
        "quotes": quote_rows(today=today, narrowing=Narrowing(customer_ids=ids), limit=RECENT),
        "deliveries": delivery_rows(narrowing=Narrowing(customer_ids=ids), limit=RECENT),
        "invoices": invoice_rows(
            today=today, narrowing=InvoiceNarrowing(customer_ids=ids), limit=RECENT
        ),
        "subscriptions": _subscriptions(ids, today),
        "open_cents": sum(open_cents(customer_ids=ids).values()),
        "vat": vat_standings(customer_ids=[card.id])[card.id],
        "met": met_on(card.registered_on),
        "is_held": bool(held([card.uid])),
        "account": account_card(ids),
        "staff": staff_names(),
        "labels": LABELS,
        "note_form": NoteForm(initial={"direction": "in", "means": "phone"}),
        "consent_form": ConsentForm(),
        "causes": CAUSES,
        "againsts": AGAINST,
    }


def _subscriptions(ids: Sequence[int], today: date) -> list[tuple[SubscriptionRow, str]]:
    rows = subscription_rows(today=today, customer_ids=ids, limit=RECENT)
    return [(row, rhythm_of(row.unit, row.every)) for row in rows]


@allow(Role.SALES)
@require_http_methods(["GET", "POST"])
def new(request: OfficeRequest) -> HttpResponse:
    """Register a customer."""
    initial = {"language": "nl", "payment_term_days": 14, "country": "NL"}
    form = CustomerForm(request.POST or None, initial=initial)
    if form.is_valid():
        with form.refusals():
            customer_id = register_customer(
                fields=form.kept,
                language=form.cleaned_data["language"],
                payment_term_days=form.cleaned_data["payment_term_days"],
                actor=request.actor,
                today=timezone.localdate(),
            )
            ask_when_new(request, customer_id)
            messages.success(request, _("The customer is registered."))
            return redirect("customers:customer", customer_id)
    if request.method == "GET" and not request.actor.vault.is_open:
        raise VaultLocked
    return render(request, "office/customers/form.html", {"form": form})


@allow(Role.SALES)
@require_http_methods(["GET", "POST"])
def data(request: OfficeRequest, customer_id: int) -> HttpResponse:
    """Change what we know of a customer; a change by somebody else in between is shown first."""
    card = opened_card(customer_id, request.actor)
    terms = {"language": card.language, "payment_term_days": card.payment_term_days}
    form = CustomerForm(request.POST or None, initial={**card.fields, **terms, "rev": card.rev})
    if form.is_valid():
        try:
            with form.refusals(RowChanged):
                _change(request, customer_id, form)
                ask_when_new(request, customer_id)
                return redirect("customers:customer", customer_id)
        except RowChanged:
            return shown_conflict(request, card, form)
    return render(request, "office/customers/form.html", {"form": form, "card": card})


def _change(request: OfficeRequest, customer_id: int, form: CustomerForm) -> None:
    change_customer(
        customer_id=customer_id,
        rev=form.cleaned_data["rev"] or 0,
        fields=form.kept,
        language=form.cleaned_data["language"],
        payment_term_days=form.cleaned_data["payment_term_days"],
        actor=request.actor,
    )
    messages.success(request, _("Saved."))


def shown_conflict(request: OfficeRequest, card: CustomerCard, form: CustomerForm) -> HttpResponse:
    """Show both versions, with the form as it was typed: saving it again is then a choice."""
    mine = form.kept
    differing = [
        (LABELS[name], mine[name], card.fields.get(name, ""))
        for name in mine
        if mine[name] != card.fields.get(name, "")
    ]
    assert isinstance(form.data, QueryDict)
    again = CustomerForm({**form.data.dict(), "rev": card.rev})
    context = {"form": again, "card": card, "differing": differing}
    return render(request, "office/customers/conflict.html", context, status=409)


@allow(Role.SALES)
@require_POST
def duplicates(request: OfficeRequest) -> HttpResponse:
    """Show customers that look like what is being typed."""
    typed = {name: request.POST.get(name, "") for name in LABELS if request.POST.get(name)}
    found = request.actor.vault.duplicates(typed) if request.actor.vault.is_open else ()
    return render(request, "office/customers/duplicates.html", {"found": found})
