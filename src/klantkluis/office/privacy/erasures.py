"""The pages of erasures: working a plan out, reading it, signing it, and how far it is."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from klantkluis.core.roles import Role
from klantkluis.customers.erasing import uid_of
from klantkluis.customers.queries import customer_rows
from klantkluis.office.access.permissions import allow
from klantkluis.office.access.queries import staff_names
from klantkluis.office.lock import door
from klantkluis.office.privacy.carrying import carry_on_one
from klantkluis.office.privacy.erasure_forms import AskedForm, SignForm, TogetherForm
from klantkluis.office.privacy.erasure_names import ASKED_BY, PEOPLE, STATES, STEPS
from klantkluis.office.requests import OfficeRequest, uid_in
from klantkluis.office.tables import number_cursor
from klantkluis.privacy.erasing.commands import (
    plan_erasure,
    sign_erasure,
    sign_many,
    undo_erasure,
)
from klantkluis.privacy.erasing.queries import (
    OVER,
    PlanCard,
    PlanRow,
    PlanState,
    plan_card,
    plan_rows,
    plans_of,
    withdrawn_to_sign,
)
from klantkluis.privacy.erasing.words import claim_words, law_name
from klantkluis.privacy.queries import request_known
from klantkluis.privacy.verdicts import AskedBy

MOST, MOST_TOGETHER = 50, 1000
NAMES: Mapping[str, Any] = {
    "states": STATES, "asked_by": ASKED_BY, "people": PEOPLE, "steps": STEPS, "names": {}
}  # fmt: skip


@allow(Role.OWNER)
@require_safe
def erasures(request: OfficeRequest) -> HttpResponse:
    """List the erasures, the newest first: what asks for somebody, or what has ended."""
    done = request.GET.get("state") == "done"
    below = number_cursor(request.GET.get("after", ""))
    rows = plan_rows(now=timezone.now(), below=below, limit=MOST + 1, done=done)
    context = {
        **NAMES,
        "names": _names(rows, request),
        "rows": rows[:MOST],
        "next": rows[MOST - 1].id if len(rows) > MOST else None,
        "done": done,
        "withdrawn": len(withdrawn_to_sign(limit=MOST_TOGETHER)),
    }
    return render(request, "office/privacy/erasures.html", context)


@allow(Role.OWNER)
@require_http_methods(["GET", "POST"])
def of_customer(request: OfficeRequest, customer_id: int) -> HttpResponse:
    """Begin to forget a customer: who asked for it; then the plan is worked out."""
    person = uid_of(customer_id)
    if person is None:
        raise Http404
    now = timezone.now()
    asked = uid_in(request.GET.get("request", ""))
    form = AskedForm(request.POST or None, initial={"asked_by": AskedBy.PERSON if asked else ""})
    if form.is_valid():
        with form.refusals():
            plan_id = plan_erasure(
                person=person, asked_by=AskedBy(form.cleaned_data["asked_by"]), request=asked,
                actor=request.actor, today=timezone.localdate(now), now=now,
            )  # fmt: skip
            return redirect("erasures:plan", plan_id)
    earlier = plans_of(person=person, now=now)
    context = {**NAMES, "form": form, "customer_id": customer_id, "rows": earlier}
    known = customer_rows(vault=request.actor.vault, ids={customer_id})
    context["customer"] = known.get(customer_id)
    return render(request, "office/privacy/erasure_of_customer.html", context)


@allow(Role.OWNER)
@require_safe
def plan(request: OfficeRequest, plan_id: int) -> HttpResponse:
    """Show a plan: what goes, what stays until when and why, and how far it is."""
    return _page(request, _card(plan_id))


@allow(Role.OWNER)
@sensitive_post_parameters("vault_password")
@require_POST
def sign(request: OfficeRequest, plan_id: int) -> HttpResponse:
    """Sign a plan as it was read; what was asked for is carried out at once."""
    form, now, card = SignForm(request.POST), timezone.now(), _card(plan_id)
    if card.row.state is not PlanState.DRAFT:
        messages.warning(request, _("This plan was signed already."))
        return redirect("erasures:plan", plan_id)
    session = door.open_session_of(request)
    if form.is_valid():
        with form.refusals():
            sign_erasure(
                plan_id=plan_id, digest=form.cleaned_data["digest"], actor=request.actor,
                today=timezone.localdate(now), now=now, vault=session,
                grant=form.grant(session, "shred"),
            )  # fmt: skip
            messages.success(request, carry_on_one(plan_id))
            return redirect("erasures:plan", plan_id)
    return _page(request, card, form)


@allow(Role.OWNER)
@sensitive_post_parameters("vault_password")
@require_http_methods(["GET", "POST"])
def together(request: OfficeRequest) -> HttpResponse:
    """Sign at once for all who stopped the newsletter and are nothing else to us."""
    plans, now = withdrawn_to_sign(limit=MOST_TOGETHER), timezone.now()
    session = door.open_session_of(request)
    form = TogetherForm(request.POST or None)
    if form.is_valid():
        with form.refusals():
            grant = form.grant(session, "shred")
            sign_many(plan_ids=plans, actor=request.actor, now=now, vault=session, grant=grant)
            messages.success(request, _("Signed. They go by themselves, within a minute or so."))
            return redirect("erasures:erasures")
    return render(request, "office/privacy/together.html", {"form": form, "count": len(plans)})


@allow(Role.OWNER)
@require_POST
def undo(request: OfficeRequest, plan_id: int) -> HttpResponse:
    """Take a signing back while nothing was done."""
    session, card = door.open_session_of(request), _card(plan_id)
    undo_erasure(plan_id=card.row.id, actor=request.actor, now=timezone.now(), vault=session)
    messages.success(request, _("Undone. Everything stays as it is."))
    return redirect("erasures:plan", plan_id)


@allow(Role.OWNER)
@require_POST
def again(request: OfficeRequest, plan_id: int) -> HttpResponse:
    """Work a plan out anew: the old one was not signed, or went back."""
    row, now = _card(plan_id), timezone.now()
    new = plan_erasure(
        person=row.row.person, asked_by=AskedBy(row.row.asked_by),
        request=row.request, actor=request.actor, today=timezone.localdate(now), now=now,
    )  # fmt: skip
    return redirect("erasures:plan", new)


def _card(plan_id: int) -> PlanCard:
    card = plan_card(plan_id=plan_id, now=timezone.now())
    if card is None:
        raise Http404
    return card


def _names(rows: Sequence[PlanRow], request: OfficeRequest) -> dict[int, str]:
    """Give what the customers are called who are still here: who signs must know whom it is about.

    Nothing while the vault is locked, and nobody who was erased in part.
    """
    here = [row.customer_id for row in rows if row.customer_id and row.state not in OVER]
    return _called(here, request)


def _called(customer_ids: Sequence[int], request: OfficeRequest) -> dict[int, str]:
    vault = request.actor.vault
    if not customer_ids or not vault.is_open:
        return {}
    found = customer_rows(vault=vault, ids=set(customer_ids))
    return {pk: row.name for pk, row in found.items() if row.name}


def _page(request: OfficeRequest, card: PlanCard, form: SignForm | None = None) -> HttpResponse:
    """Show one plan, with the form to sign it while that can be done."""
    can_be_signed = card.row.state is PlanState.DRAFT
    context = {
        **NAMES,
        **_why(card),
        "name": _names([card.row], request).get(card.row.customer_id or 0, ""),
        "card": card,
        "row": card.row,
        "state": STATES[card.row.state],
        "answers": request_known(uid=card.request) if card.request else None,
        "form": (form or SignForm(initial={"digest": card.digest})) if can_be_signed else None,
        "is_open": request.actor.vault.is_open,
        "staff": staff_names(),
    }
    return render(request, "office/privacy/erasure.html", context)


def _why(card: PlanCard) -> Mapping[str, Any]:
    """Give what keeps the person here, and the laws that keep what stays, in words."""
    claims = ((claim_words(one.code, one.about), law_name(one.law)) for one in card.claims)
    return {
        "claims": dict.fromkeys(claims),
        "laws": {each.law: law_name(each.law) for each in card.kept},
    }
