"""What is done about a breach: noted, worked out, decided, reported, closed."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from klantkluis.core.roles import Role
from klantkluis.office.access.permissions import allow
from klantkluis.office.access.queries import staff_names
from klantkluis.office.breaches.forms import DecisionForm, HitForm, NoteForm, ReportForm
from klantkluis.office.breaches.hitting import files_that_left, worked_out
from klantkluis.office.breaches.views import card_of
from klantkluis.office.forms.base import OfficeForm
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.sent_once import sent_once
from klantkluis.privacy.breach_rules import NoteAbout, ReportKind, Risk
from klantkluis.privacy.breaches.commands import (
    add_hit,
    close_breach,
    decide_risk,
    note_breach,
    record_report,
)
from klantkluis.vault.refusals import VaultLocked


def _form_page(
    request: OfficeRequest, breach_id: int, form: OfficeForm, **words: str
) -> HttpResponse:
    """Show a form about a breach, once the vault is open: what is typed is sealed."""
    if not request.actor.vault.is_open:
        raise VaultLocked
    card = card_of(request, breach_id)
    context: dict[str, Any] = {"form": form, "card": card, **words}
    return render(request, "office/breaches/form.html", context)


@allow(Role.OWNER)
@require_http_methods(["GET", "POST"])
@sent_once("breaches:breach", by="breach_id")
def note(request: OfficeRequest, breach_id: int) -> HttpResponse:
    """Add what was found out or done."""
    form = NoteForm(request.POST or None, initial={"about": request.GET.get("about", "course")})
    if form.is_valid():
        with form.refusals():
            typed: dict[str, Any] = {**form.cleaned_data, "at": timezone.now()}
            typed["about"] = NoteAbout(typed["about"])
            note_breach(breach_id=breach_id, actor=request.actor, **typed)
            messages.success(request, _("Noted."))
            return redirect("breaches:breach", breach_id)
    return _form_page(request, breach_id, form, title=_("Add something"))


@allow(Role.OWNER)
@require_http_methods(["GET", "POST"])
def hit(request: OfficeRequest, breach_id: int) -> HttpResponse:
    """Work out whom a breach hits."""
    form = HitForm(request.POST or None, initial={"how": "staff"})
    form.offer("whose", [("", "–"), *((str(uid), n) for uid, n in staff_names().items())])
    form.offer("disclosure", files_that_left())
    if form.is_valid():
        with form.refusals():
            by, subjects = worked_out(request, form.cleaned_data)
            n = add_hit(
                breach_id=breach_id, by=by, subjects=subjects, actor=request.actor,
                at=timezone.now(),
            )  # fmt: skip
            messages.success(request, _people(n))
            return redirect("breaches:breach", breach_id)
    return _form_page(request, breach_id, form, title=_("Who is hit?"), kind="hit-form")


def _people(n: int) -> str:
    return ngettext("%(n)d person was added.", "%(n)d people were added.", n) % {"n": n}


@allow(Role.OWNER)
@require_http_methods(["GET", "POST"])
@sent_once("breaches:breach", by="breach_id")
def decide(request: OfficeRequest, breach_id: int) -> HttpResponse:
    """Decide what it means for people."""
    form = DecisionForm(request.POST or None)
    if form.is_valid():
        with form.refusals():
            typed: dict[str, Any] = {**form.cleaned_data, "at": timezone.now()}
            typed["risk"] = Risk(typed["risk"])
            decide_risk(breach_id=breach_id, actor=request.actor, **typed)
            messages.success(request, _("Decided. You can decide anew when you know more."))
            return redirect("breaches:breach", breach_id)
    return _form_page(request, breach_id, form, title=_("Decide about the risk"))


@allow(Role.OWNER)
@require_http_methods(["GET", "POST"])
@sent_once("breaches:breach", by="breach_id")
def report(request: OfficeRequest, breach_id: int) -> HttpResponse:
    """Note a report to the authority."""
    form = ReportForm(request.POST or None, initial={"reported_at": timezone.localtime()})
    if form.is_valid():
        with form.refusals():
            typed: dict[str, Any] = {**form.cleaned_data, "at": timezone.now()}
            typed["kind"] = ReportKind(typed["kind"])
            record_report(breach_id=breach_id, actor=request.actor, **typed)
            messages.success(request, _("Noted."))
            return redirect("breaches:breach", breach_id)
    return _form_page(request, breach_id, form, title=_("Report to the authority"), kind="report")


@allow(Role.OWNER)
@require_POST
def close(request: OfficeRequest, breach_id: int) -> HttpResponse:
    """Close a breach."""
    close_breach(breach_id=breach_id, actor=request.actor, at=timezone.now())
    messages.success(request, _("Closed. It stays in the register."))
    return redirect("breaches:breach", breach_id)
