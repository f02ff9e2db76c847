"""What one does from the card of a customer: note a contact, keep addresses, merge."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from klantkluis.core.roles import Channel, Role
from klantkluis.customers.commands import (
    add_address,
    change_address,
    give_consent,
    merge_customers,
    note_contact,
    remove_address,
    withdraw_consent,
)
from klantkluis.customers.queries import recent_customers
from klantkluis.office.access.permissions import allow
from klantkluis.office.customers.forms import (
    ConsentForm,
    DeliveryAddressForm,
    MergeForm,
    NoteForm,
)
from klantkluis.office.customers.reading import names_of, opened_card
from klantkluis.office.exporting import picked
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.sent_once import sent_once
from klantkluis.vault.client import LockedVault
from klantkluis.vault.refusals import VaultLocked


@allow()
@require_safe
def by_number(request: OfficeRequest, number: int) -> HttpResponse:
    """Lead to the card of the customer with this number."""
    rows = recent_customers(vault=LockedVault(), below=number + 1, limit=1)
    if not rows or rows[0].number != number:
        raise Http404
    return redirect("customers:customer", rows[0].id)


@allow(Role.SALES, Role.BOOKKEEPER, Role.WAREHOUSE)
@require_POST
@sent_once("customers:customer", by="customer_id")
def note(request: OfficeRequest, customer_id: int) -> HttpResponse:
    """Note a contact."""
    form = NoteForm(request.POST)
    if form.is_valid():
        with form.refusals():
            note_contact(customer_id=customer_id, actor=request.actor, **form.cleaned_data)
            messages.success(request, _("Noted."))
            return redirect("customers:customer", customer_id)
    context = {"form": form, "customer_id": customer_id, "title": _("Note a contact")}
    return render(request, "office/customers/small_form.html", context)


@allow(Role.SALES, Role.MARKETING)
@require_POST
def consent(request: OfficeRequest, customer_id: int) -> HttpResponse:
    """Record that a customer signs up for the newsletter, or off."""
    form = ConsentForm(request.POST)
    if form.is_valid():
        with form.refusals():
            _record_consent(request, customer_id, **form.cleaned_data)
            messages.success(request, _("Recorded."))
            return redirect("customers:customer", customer_id)
    context = {"form": form, "customer_id": customer_id, "title": _("Newsletter")}
    return render(request, "office/customers/small_form.html", context)


def _record_consent(
    request: OfficeRequest, customer_id: int, *, given: bool, evidence: str
) -> None:
    now = timezone.now()
    said: dict[str, Any] = {
        "evidence": evidence,
        "at": now,
        "channel": Channel.OFFICE,
        "actor": request.actor,
    }
    if given:
        give_consent(customer_id=customer_id, today=timezone.localdate(now), **said)
    else:
        withdraw_consent(customer_id=customer_id, **said)


@allow(Role.SALES)
@require_http_methods(["GET", "POST"])
def new_address(request: OfficeRequest, customer_id: int) -> HttpResponse:
    """Add a delivery address."""
    form = DeliveryAddressForm(request.POST or None, initial={"country": "NL"})
    if form.is_valid():
        with form.refusals():
            add_address(customer_id=customer_id, fields=form.kept, actor=request.actor)
            messages.success(request, _("The address is added."))
            return redirect("customers:customer", customer_id)
    context = {"form": form, "customer_id": customer_id}
    return render(request, "office/customers/address.html", context)


@allow(Role.SALES)
@require_http_methods(["GET", "POST"])
def address(request: OfficeRequest, customer_id: int, address_id: int) -> HttpResponse:
    """Change a delivery address."""
    card = opened_card(customer_id, request.actor)
    found = next((each for each in card.addresses if each.id == address_id), None)
    if found is None:
        raise Http404
    form = DeliveryAddressForm(request.POST or None, initial={**found.fields, "rev": found.rev})
    if form.is_valid():
        with form.refusals():
            rev = form.cleaned_data["rev"] or 0
            change_address(address_id=address_id, rev=rev, fields=form.kept, actor=request.actor)
            messages.success(request, _("Saved."))
            return redirect("customers:customer", customer_id)
    context = {"form": form, "customer_id": customer_id, "address_id": address_id}
    return render(request, "office/customers/address.html", context)


@allow(Role.SALES)
@require_POST
def remove(request: OfficeRequest, customer_id: int, address_id: int) -> HttpResponse:
    """Remove a delivery address."""
    remove_address(address_id=address_id, actor=request.actor)
    messages.success(request, _("The address is removed. Orders keep their own copy."))
    return redirect("customers:customer", customer_id)


@allow(Role.SALES)
@require_POST
def merge(request: OfficeRequest) -> HttpResponse:
    """Make one customer of two that were picked; the person says which one stays."""
    both = picked(request)
    if not request.actor.vault.is_open:
        raise VaultLocked
    if len(both) != 2:
        messages.warning(request, _("Pick exactly two customers to merge."))
        return redirect("customers:customers")
    names = names_of(both, request.actor)
    form = MergeForm(request.POST if "keep_id" in request.POST else None, choices=[*names.items()])
    if form.is_valid():
        with form.refusals():
            keep = form.cleaned_data["keep_id"]
            other = next(pk for pk in both if pk != keep)
            merge_customers(keep_id=keep, duplicate_id=other, actor=request.actor)
            messages.success(request, _("They are one customer now."))
            return redirect("customers:customer", keep)
    return render(request, "office/customers/merge.html", {"form": form, "picked": both})
