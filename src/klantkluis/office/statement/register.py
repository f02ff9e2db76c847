"""The register of processing (GDPR art. 30): a page, files, and what the owner adds to it."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from klantkluis.core.declared import Activity
from klantkluis.core.roles import Role
from klantkluis.foundation.company import company
from klantkluis.foundation.letterhead import branding_of
from klantkluis.office.access.permissions import allow
from klantkluis.office.downloads import table_file
from klantkluis.office.papers import pdf
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.statement.forms import ActivityForm, RecipientForm
from klantkluis.office.statement.looking import language
from klantkluis.privacy.commands import name_processor, note_activity
from klantkluis.privacy.register.printing import printed
from klantkluis.privacy.register.recipients import KINDS, notes, recipients
from klantkluis.privacy.register.setting import setting
from klantkluis.privacy.register.sheets import notes_of_activities, register
from klantkluis.privacy.register.writing import header, in_words, json_ld, table, term_line


@allow()
@require_safe
def register_page(request: OfficeRequest) -> HttpResponse:
    """Show the register, one sheet for each activity."""
    found = register()
    sheets = [
        (sheet, sheet.said, list(map(in_words, sheet.recipients)),
         list(map(in_words, sheet.transfers)), list(map(term_line, sheet.kept)))
        for sheet in found.sheets
    ]  # fmt: skip
    context = {"controller": found.controller, "sheets": sheets, "may": request.actor.may()}
    return render(request, "office/statement/register.html", context)


@allow(Role.OWNER)
@require_safe
def pdf_file(request: OfficeRequest) -> HttpResponse:
    """Print the register."""
    ours, now = company(), timezone.now()
    paper = printed(register(), ours, language=language(), now=now)
    branding = branding_of(ours, language=language())
    return pdf(request, paper(branding), name=f"register-{timezone.localdate(now).isoformat()}")


@allow(Role.OWNER)
@require_safe
def csv_file(request: OfficeRequest) -> StreamingHttpResponse:
    """Give the register as a table."""
    rows = list(table(register()))
    return table_file("csv", header(), rows, title="register", day=timezone.localdate())


@allow(Role.OWNER)
@require_safe
def json_file(request: OfficeRequest) -> HttpResponse:
    """Give the register as JSON-LD, in terms of the Data Privacy Vocabulary."""
    response = HttpResponse(json_ld(register()), content_type="application/ld+json")
    day = timezone.localdate().isoformat()
    response["Content-Disposition"] = f'attachment; filename="register-{day}.jsonld"'
    return response


@allow(Role.OWNER)
@require_safe
def recipients_page(request: OfficeRequest) -> HttpResponse:
    """List who can get something, whether it is on, and who it is."""
    found = recipients(setting())
    rows = [(kind, about, found.get(kind)) for kind, about in KINDS.items()]
    return render(request, "office/statement/recipients.html", {"rows": rows})


def _said(kind: str) -> Mapping[str, Any]:
    note = notes().get(kind)
    if note is None:
        return {"name": str(KINDS[kind].name), "country": "NL"}
    names = ("name", "country", "agreed_on", "safeguard")
    return {name: getattr(note, name) for name in names}


@allow(Role.OWNER)
@require_http_methods(["GET", "POST"])
def recipient(request: OfficeRequest, kind: str) -> HttpResponse:
    """Say who does some work for us."""
    if kind not in KINDS:
        raise Http404
    form = RecipientForm(request.POST or None, initial=dict(_said(kind)))
    if form.is_valid():
        with form.refusals():
            name_processor(
                kind=kind, actor=request.actor, today=timezone.localdate(), **form.cleaned_data
            )
            messages.success(request, _("Saved. Publish the statement to tell customers."))
            return redirect("statement:recipients")
    context = {"form": form, "about": KINDS[kind]}
    return render(request, "office/statement/recipient.html", context)


def _activity(name: str) -> Activity:
    try:
        return Activity(name)
    except ValueError:
        raise Http404 from None


@allow(Role.OWNER)
@require_http_methods(["GET", "POST"])
def activity(request: OfficeRequest, activity: str) -> HttpResponse:
    """Say why an activity needs no impact assessment."""
    which = _activity(activity)
    sheet = next((each for each in register().sheets if each.activity is which), None)
    note = notes_of_activities().get(which)
    initial = {"no_dpia_nl": note.no_dpia_nl if note else sheet.no_dpia if sheet else ""}
    initial["no_dpia_en"] = note.no_dpia_en if note else ""
    form = ActivityForm(request.POST or None, initial=initial)
    if form.is_valid():
        with form.refusals():
            note_activity(activity=which, actor=request.actor, **form.cleaned_data)
            messages.success(request, _("Saved in the register."))
            return redirect("statement:register")
    context = {"form": form, "title": sheet.title if sheet else which.value}
    return render(request, "office/statement/activity.html", context)
