"""What we buy: invoices that came in, kept as drafts, and booked or rejected by the bookkeeper."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from klantkluis.billing.commands.buying import book_purchase, reject_purchase
from klantkluis.billing.einvoice.model import Invoice
from klantkluis.billing.masking import masked, readable
from klantkluis.billing.purchase_rules import amounts_of, is_reversed, proposed_account
from klantkluis.billing.queries.purchases import (
    PurchaseCard,
    PurchaseState,
    purchase_card,
    purchase_file,
    purchase_invoice,
    purchase_rows,
)
from klantkluis.core.money import from_cents
from klantkluis.core.roles import Role
from klantkluis.ledger.purchases import bookable_accounts
from klantkluis.office.access.permissions import allow
from klantkluis.office.billing.received_words import said_of
from klantkluis.office.forms.base import OfficeForm
from klantkluis.office.forms.fields import DayField
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.tables import Column, Filter, Listing, ListState, number_cursor
from klantkluis.vault.refusals import VaultLocked

READERS = (Role.SALES, Role.BOOKKEEPER)
PAGE = 50
MOST_BOOKED = 200
"""An invoice with more lines is booked on one account for all of them."""
REVERSED_RATES = [("2100", "21%"), ("900", "9%"), ("0", "0%")]


def states() -> list[tuple[str, str]]:
    """Give the states of a purchase with their names."""
    return [
        (PurchaseState.DRAFT, _("To be booked")),
        (PurchaseState.BOOKED, _("Booked")),
        (PurchaseState.REJECTED, _("Rejected")),
    ]


class BookingForm(OfficeForm):
    """The account of each line, and the day in the books."""

    booked_on = DayField(label=gettext_lazy("Day in the books"))
    reversed_bp = forms.ChoiceField(
        label=gettext_lazy("Dutch VAT over what is reverse-charged"), choices=REVERSED_RATES
    )

    def __init__(self, *args: Any, amounts: Sequence[tuple[str, int]], **kwargs: Any) -> None:
        self.amounts = amounts
        super().__init__(*args, **kwargs)
        english = (get_language() or "nl").startswith("en")
        choices = [
            (each.code, f"{each.code} {each.name('en' if english else 'nl')}")
            for each in bookable_accounts()
        ]
        for place, (name, _cents) in enumerate(amounts):
            self.fields[f"account_{place}"] = forms.ChoiceField(
                label=masked(name) or _("Line %(n)d") % {"n": place + 1},
                choices=choices,
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    @property
    def lines(self) -> list[tuple[forms.BoundField, Any]]:
        """Give the field of each line with its amount in euros."""
        return [
            (self[f"account_{place}"], from_cents(cents))
            for place, (_name, cents) in enumerate(self.amounts)
        ]

    def accounts(self) -> list[str]:
        """Give the account of each line, in their order."""
        return [self.cleaned_data[f"account_{place}"] for place in range(len(self.amounts))]


class RejectionForm(OfficeForm):
    """Why an invoice is not ours to pay."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


@allow(*READERS)
@require_safe
def purchases(request: OfficeRequest) -> HttpResponse:
    """List purchases, the newest first."""
    columns = [Column(_("Supplier")), Column(_("Number")), Column(_("Date")), Column(_("Due"))]
    columns += [Column(_("State")), Column(_("Amount"), align="right")]
    filters = [Filter("state", _("State"), states())]
    state = ListState.of(request, columns=columns, filters=filters)
    chosen = state.filters.get("state", "")
    rows = purchase_rows(
        vault=request.actor.vault,
        state=PurchaseState(chosen) if chosen else None,
        below=number_cursor(state.after),
        limit=PAGE + 1,
    )
    after = str(rows[PAGE - 1].id) if len(rows) > PAGE else ""
    listing = Listing(state=state, columns=columns, rows=rows[:PAGE], filters=filters, next=after)
    context = {"list": listing, "states": dict(states())}
    return render(request, "office/billing/purchases.html", context)


@allow(*READERS)
@require_safe
def purchase(request: OfficeRequest, purchase_id: int) -> HttpResponse:
    """Show one purchase as it can be read, and what can be done with it."""
    card = _card(request, purchase_id)
    invoice = _invoice(request, purchase_id) if request.actor.vault.is_open else None
    return _page(request, card, invoice)


def _card(request: OfficeRequest, purchase_id: int) -> PurchaseCard:
    card = purchase_card(purchase_id=purchase_id, vault=request.actor.vault)
    if card is None:
        raise Http404
    return card


def _invoice(request: OfficeRequest, purchase_id: int) -> Invoice:
    if not request.actor.vault.is_open:
        raise VaultLocked
    invoice = purchase_invoice(purchase_id=purchase_id, vault=request.actor.vault)
    assert invoice is not None, "a purchase has its file"
    return invoice


def _page(
    request: OfficeRequest, card: PurchaseCard, invoice: Invoice | None, **forms_: OfficeForm
) -> HttpResponse:
    """Show the card; the forms only to who may book, and while there is something to decide."""
    books = card.row.state is PurchaseState.DRAFT and request.actor.may(Role.BOOKKEEPER)
    context: dict[str, Any] = {"card": card, "states": dict(states()), "reversed": False}
    if invoice is not None:
        context |= {"it": said_of(readable(invoice)), "reversed": is_reversed(card.parts)}
    if invoice is not None and books:
        context |= {"booking": _booking(card, invoice), "rejection": RejectionForm(), **forms_}
    return render(request, "office/billing/purchase.html", context)


def _amounts(invoice: Invoice) -> list[tuple[str, int]]:
    """Give what is to be booked; of a very long invoice all in one."""
    amounts = amounts_of(invoice)
    if len(amounts) <= MOST_BOOKED:
        return amounts
    return [(_("All %(n)d lines") % {"n": len(amounts)}, sum(cents for _n, cents in amounts))]


def _booking(card: PurchaseCard, invoice: Invoice, data: Any = None) -> BookingForm:
    amounts = _amounts(invoice)
    proposed: dict[str, Any] = {
        f"account_{place}": proposed_account(name, card.usual)
        for place, (name, _cents) in enumerate(amounts)
    }
    first = {"booked_on": card.row.issued_on, "reversed_bp": "2100", **proposed}
    return BookingForm(data, amounts=amounts, initial=first)


@allow(Role.BOOKKEEPER)
@require_POST
def book(request: OfficeRequest, purchase_id: int) -> HttpResponse:
    """Write a purchase in the books, on the accounts that the bookkeeper confirmed."""
    card, invoice = _card(request, purchase_id), _invoice(request, purchase_id)
    form = _booking(card, invoice, _with_rate(request))
    if form.is_valid():
        with form.refusals():
            chosen = form.accounts()
            book_purchase(
                purchase_id=purchase_id,
                invoice=invoice,
                accounts=chosen if len(chosen) > 1 else chosen * len(amounts_of(invoice)),
                booked_on=form.cleaned_data["booked_on"],
                reversed_bp=int(form.cleaned_data["reversed_bp"]),
                actor=request.actor,
            )
            messages.success(request, _("The purchase is in the books."))
            return redirect("billing:purchase", purchase_id)
    return _page(request, card, invoice, booking=form)


def _with_rate(request: OfficeRequest) -> Any:
    """Give what was sent; where nothing is reverse-charged the page does not ask for the rate."""
    data = request.POST.copy()
    data.setdefault("reversed_bp", "2100")
    return data


@allow(Role.BOOKKEEPER)
@require_POST
def reject(request: OfficeRequest, purchase_id: int) -> HttpResponse:
    """Say that a purchase is not ours to pay, and why."""
    if not request.actor.vault.is_open:
        raise VaultLocked
    form = RejectionForm(request.POST)
    if form.is_valid():
        with form.refusals():
            reject_purchase(
                purchase_id=purchase_id,
                reason=form.cleaned_data["reason"],
                actor=request.actor,
                today=timezone.localdate(),
            )
            messages.success(request, _("The purchase is rejected. It stays as it came."))
            return redirect("billing:purchase", purchase_id)
    card = _card(request, purchase_id)
    return _page(request, card, _invoice(request, purchase_id), rejection=form)


@allow(Role.BOOKKEEPER)
@require_safe
def file(request: OfficeRequest, purchase_id: int) -> HttpResponse:
    """Give the file as it was received, byte for byte."""
    if not request.actor.vault.is_open:
        raise VaultLocked
    found = purchase_file(purchase_id=purchase_id, vault=request.actor.vault)
    if found is None:
        raise Http404
    contents, media_type = found
    ending = "pdf" if media_type == "application/pdf" else "xml"
    response = HttpResponse(contents, content_type=media_type)
    name = f"purchase-{purchase_id}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
