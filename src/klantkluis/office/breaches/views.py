"""The register of breaches: the list, a new one, one with its clock, and the whole on paper."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from klantkluis.core.roles import Role
from klantkluis.customers.kept import kept_back
from klantkluis.customers.queries import customer_rows
from klantkluis.office.access.permissions import allow
from klantkluis.office.access.queries import staff_names
from klantkluis.office.breaches.forms import BreachForm
from klantkluis.office.breaches.names import (
    HITS,
    KINDS,
    LOOKS,
    MISSING,
    NOTES,
    REPORTS,
    RISKS,
    STATES,
)
from klantkluis.office.disclosure_names import CATEGORIES, named
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.sent_once import ROW, sent_once
from klantkluis.office.tables import Column, Listing, ListState, number_cursor
from klantkluis.privacy.breaches.commands import NewBreach, register_breach
from klantkluis.privacy.breaches.queries import (
    BreachCard,
    breach_card,
    breach_cards,
    breach_rows,
    subjects_hit,
    to_tell_among,
)
from klantkluis.vault.refusals import VaultLocked

PAGE = 50
SHOWN = 50


def names() -> dict[str, Any]:
    """Give what codes are called, for the templates."""
    return {
        "kinds": KINDS, "risks": RISKS, "states": STATES, "looks": LOOKS, "hits": HITS,
        "notes": NOTES, "reports": REPORTS, "missing": MISSING, "staff": staff_names(),
    }  # fmt: skip


@allow(Role.OWNER)
@require_safe
def breaches(request: OfficeRequest) -> HttpResponse:
    """List the breaches, the newest first, each with its clock."""
    columns = [Column(_("Known since")), Column(_("What")), Column(_("Risk")), Column(_("State"))]
    columns.append(Column(_("People"), align="right"))
    state = ListState.of(request, columns=columns)
    rows = breach_rows(
        now=timezone.now(), vault=request.actor.vault, below=number_cursor(state.after),
        limit=PAGE + 1,
    )  # fmt: skip
    after = str(rows[PAGE - 1].id) if len(rows) > PAGE else ""
    listing = Listing(state, columns, rows[:PAGE], next=after)
    return render(request, "office/breaches/list.html", {"list": listing, **names()})


@allow(Role.OWNER)
@require_http_methods(["GET", "POST"])
@sent_once("breaches:breach", by=ROW)
def new(request: OfficeRequest) -> HttpResponse:
    """Register a breach."""
    if not request.actor.vault.is_open:
        raise VaultLocked
    form = BreachForm(request.POST or None, initial={"known_at": timezone.localtime()})
    if form.is_valid():
        with form.refusals():
            typed: dict[str, Any] = dict(form.cleaned_data)
            typed |= dict.fromkeys(typed.pop("kinds"), True)
            breach = NewBreach(**typed)
            pk = register_breach(breach=breach, actor=request.actor, at=timezone.now())
            messages.success(request, _("Registered. The clock runs."))
            return redirect("breaches:breach", pk)
    return render(request, "office/breaches/new.html", {"form": form})


def card_of(request: OfficeRequest, breach_id: int) -> BreachCard:
    """Give a breach.

    Raises:
        Http404: there is none.
    """
    card = breach_card(breach_id=breach_id, now=timezone.now(), vault=request.actor.vault)
    if card is None:
        raise Http404
    return card


@allow(Role.OWNER)
@require_safe
def breach(request: OfficeRequest, breach_id: int) -> HttpResponse:
    """Show one breach: its clock, what is known, and what is to be done next."""
    card = card_of(request, breach_id)
    uids = subjects_hit(breach_id=breach_id, limit=SHOWN)
    people = customer_rows(vault=request.actor.vault, uids=uids) if uids else {}
    context = {
        "card": card,
        "categories": named(card.row.categories, CATEGORIES),
        "kept_back": to_tell_among(breach_id=breach_id, uids=kept_back(request.actor.staff_id)),
        "people": sorted(people.values(), key=lambda each: each.number),
        "locked": not request.actor.vault.is_open,
        **names(),
    }
    return render(request, "office/breaches/breach.html", context)


@allow(Role.OWNER)
@require_safe
def register(request: OfficeRequest) -> HttpResponse:
    """Show the whole register, as the authority may ask for it (GDPR art. 33(5))."""
    if not request.actor.vault.is_open:
        raise VaultLocked
    now = timezone.now()
    found = breach_cards(now=now, vault=request.actor.vault)
    cards = [(card, named(card.row.categories, CATEGORIES)) for card in found]
    context = {"cards": cards, "now": now, **names()}
    return render(request, "office/breaches/register.html", context)
