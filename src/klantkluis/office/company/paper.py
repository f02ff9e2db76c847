"""The page of our paper: choose, and see at once what it becomes."""

import base64

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from klantkluis.core.roles import Role
from klantkluis.foundation.company import change_company, company
from klantkluis.foundation.letterhead import PaperKind, branding_of, seller_of
from klantkluis.foundation.models import Company
from klantkluis.foundation.paper import show
from klantkluis.office.access.permissions import allow
from klantkluis.office.company.paper_forms import PaperForm
from klantkluis.office.company.samples import sample
from klantkluis.office.requests import OfficeRequest

MOST_SHEETS = 2


@allow(Role.OWNER)
@require_http_methods(["GET", "POST"])
def paper(request: OfficeRequest) -> HttpResponse:
    """Choose how our paper looks; with the button for it, only look at what it becomes."""
    row = company()
    form = PaperForm(request.POST or None, request.FILES or None, company=row)
    if form.is_valid() and "preview" not in request.POST:
        with form.refusals():
            change_company(
                fields=form.changes(), letterhead=form.letterhead_drawn, actor=request.actor
            )
            messages.success(request, _("Saved. New documents look like this."))
            return redirect("company:paper")
    context = {"form": form, "company": row, "sheets": _sheets(form, row)}
    return render(request, "office/company/paper.html", context)


@allow(Role.OWNER)
@require_POST
def preview(request: OfficeRequest) -> HttpResponse:
    """Show what is chosen at this moment on a sample, without storing anything."""
    form = PaperForm(request.POST, request.FILES, company=company())
    context = {"form": form, "sheets": _sheets(form, company())}
    return render(request, "office/company/paper_preview.html", context)


def _sheets(form: PaperForm, stored: Company) -> list[str]:
    """Give the sheets as pictures in base64; none while something in the form is wrong."""
    if form.is_bound and not form.is_valid():
        return []
    row = form.company() if form.is_bound else stored
    chosen = form.cleaned_data if form.is_bound else {}
    kind = chosen.get("show_kind", PaperKind.INVOICE.value)
    language = chosen.get("show_language", "nl")
    words = PaperKind(kind) if kind in set(PaperKind) else None
    made = show(
        sample(kind, language, seller_of(row), timezone.localdate()),
        branding_of(row, language=language, kind=words or PaperKind.INVOICE),
    )
    return [base64.b64encode(sheet).decode() for sheet in made[:MOST_SHEETS]]
