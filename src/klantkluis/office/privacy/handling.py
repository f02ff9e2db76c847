"""One request: its clock, what to do next, what happened, and who it is about."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from klantkluis.core.roles import Role
from klantkluis.office.access.permissions import allow
from klantkluis.office.privacy.desk import search_customers
from klantkluis.office.privacy.forms import DropForm, NoteForm, ProofForm
from klantkluis.office.privacy.names import METHODS, RISKS
from klantkluis.office.privacy.showing import around, person_of
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.sent_once import sent_once
from klantkluis.privacy.commands import (
    close_request,
    drop_request,
    identify_request,
    match_request,
    note_request,
)
from klantkluis.privacy.commands.handling import Proof
from klantkluis.privacy.queries import RequestCard, request_card
from klantkluis.privacy.rules import ASKED_BY_LETTER, pauses_the_clock, propose_identity
from klantkluis.vault.refusals import VaultLocked

DROP_IDS = "drop_%s"
"""Its fields stand on one page with those of the note."""


@allow(Role.SALES)
@require_safe
def request_page(request: OfficeRequest, request_id: int) -> HttpResponse:
    """Show a request with its clock and what to do next."""
    return _page(request, card_of(request, request_id), NoteForm(), _drop_form())


@allow(Role.SALES)
@require_POST
@sent_once("privacy:request", by="request_id")
def note(request: OfficeRequest, request_id: int) -> HttpResponse:
    """Note what was said or found."""
    form = NoteForm(request.POST)
    if form.is_valid():
        with form.refusals():
            note_request(request_id=request_id, **form.cleaned_data, **_now(request))
            messages.success(request, _("Noted."))
            return redirect("privacy:request", request_id)
    return _page(request, card_of(request, request_id), form, _drop_form())


@allow(Role.OWNER)
@require_POST
def drop(request: OfficeRequest, request_id: int) -> HttpResponse:
    """Note that the person took the request back."""
    form = DropForm(request.POST, auto_id=DROP_IDS)
    if form.is_valid():
        with form.refusals():
            drop_request(request_id=request_id, **form.cleaned_data, **_now(request))
            messages.success(request, _("The request is closed: it was taken back."))
            return redirect("privacy:request", request_id)
    return _page(request, card_of(request, request_id), NoteForm(), form)


@allow(Role.OWNER)
@require_POST
def close(request: OfficeRequest, request_id: int) -> HttpResponse:
    """Close a request that was answered."""
    close_request(request_id=request_id, **_now(request))
    messages.success(request, _("The request is closed."))
    return redirect("privacy:request", request_id)


@allow(Role.OWNER)
@require_http_methods(["GET", "POST"])
def person(request: OfficeRequest, request_id: int) -> HttpResponse:
    """Say which customer a request is about, or that it is nobody whom we know."""
    card, search = opened_card(request, request_id), search_customers(request)
    if "nobody" in request.POST:
        return _matched(request, request_id, None)
    if "match" in request.POST and search.chosen:
        return _matched(request, request_id, search.chosen.uid)
    context = {"card": card, "search": search, "person": person_of(request, card)}
    return render(request, "office/privacy/person.html", context)


def _matched(request: OfficeRequest, request_id: int, uid: Any) -> HttpResponse:
    match_request(request_id=request_id, customer_uid=uid, **_now(request))
    messages.success(request, _("It is noted whose request this is."))
    return redirect("privacy:request", request_id)


@allow(Role.OWNER)
@require_http_methods(["GET", "POST"])
@sent_once("privacy:request", by="request_id")
def identity(request: OfficeRequest, request_id: int) -> HttpResponse:
    """Establish who asks: what is proposed and why, asking it, and noting how it was shown."""
    card = opened_card(request, request_id)
    form = ProofForm(request.POST or None, kind=card.row.kind, initial=_proposed(request, card))
    if form.is_valid():
        with form.refusals():
            if _identified(request, request_id, form):
                messages.success(request, _("It is clear who asks. The clock goes on."))
                return redirect("privacy:request", request_id)
            form.refuse(_("That does not fit what we have. It is noted. Look at it together."))
    context = _about_identity(request, card) | {"card": card, "form": form}
    return render(request, "office/privacy/identity.html", context)


def _identified(request: OfficeRequest, request_id: int, form: ProofForm) -> bool:
    data = form.cleaned_data
    proof = Proof(
        method=data["method"], code=data["code"], number=data["number"],
        cents=data["amount"] or 0, text=data["text"],
    )  # fmt: skip
    return identify_request(request_id=request_id, proof=proof, uid=data["uid"], **_now(request))


def _proposed(request: OfficeRequest, card: RequestCard) -> dict[str, Any]:
    method = card.asked_method or _about_identity(request, card)["proposal"].method
    return {"method": method.value, "number": card.fields.get("order", "")}


def _about_identity(request: OfficeRequest, card: RequestCard) -> dict[str, Any]:
    """Give what is proposed, why, and the letters that can ask it, the proposed one first."""
    person = person_of(request, card)
    proposal = propose_identity(
        card.row.kind, card.row.channel,
        has_email=bool(person and person.email), has_address=bool(person and person.address),
    )  # fmt: skip
    asks = sorted(ASKED_BY_LETTER, key=lambda each: (each is not proposal.method, each.value))
    today = timezone.localdate()
    return {
        "person": person,
        "proposal": proposal,
        "method": METHODS[proposal.method],
        "risk": RISKS[proposal.risk],
        "asks": [(each.value, METHODS[each]) for each in asks],
        "proposed": proposal.method.value,
        "would_pause": pauses_the_clock(card.row.received_on, card.facts.asked_on or today),
    }


def card_of(request: OfficeRequest, request_id: int) -> RequestCard:
    """Give a request, or the page that says there is none."""
    card = request_card(
        request_id=request_id, vault=request.actor.vault, today=timezone.localdate()
    )
    if card is None:
        raise Http404
    return card


def opened_card(request: OfficeRequest, request_id: int) -> RequestCard:
    """Give a request for a page that needs the vault."""
    if not request.actor.vault.is_open:
        raise VaultLocked
    return card_of(request, request_id)


def _drop_form() -> DropForm:
    return DropForm(initial={"on": timezone.localdate()}, auto_id=DROP_IDS)


def _now(request: OfficeRequest) -> dict[str, Any]:
    now = timezone.now()
    return {"actor": request.actor, "today": timezone.localdate(now), "now": now}


def _page(
    request: OfficeRequest, card: RequestCard, note_form: NoteForm, drop_form: DropForm
) -> HttpResponse:
    context = around(request, card) | {"note_form": note_form, "drop_form": drop_form}
    return render(request, "office/privacy/request.html", context)
