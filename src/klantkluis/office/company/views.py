"""The page of our own data."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from klantkluis.core.roles import Role
from klantkluis.foundation.company import change_company
from klantkluis.foundation.models import Company
from klantkluis.office.access.permissions import allow
from klantkluis.office.company.forms import CompanyForm
from klantkluis.office.lock import door
from klantkluis.office.lock.limits import accounts_are_unknown
from klantkluis.office.requests import OfficeRequest


@allow(Role.OWNER)
@require_http_methods(["GET", "POST"])
def company(request: OfficeRequest) -> HttpResponse:
    """Enter or change who we are."""
    row = Company.objects.order_by("-pk").first()
    initial = CompanyForm.initial_of(row)
    form = CompanyForm(request.POST or None, initial=initial)
    if form.is_valid():
        with form.refusals():
            change_company(fields=form.cleaned_data, actor=request.actor)
            messages.success(request, _("Saved. New documents are made with these data."))
            return redirect(_after(request, row, form.cleaned_data["iban"]))
    return render(request, "office/company/company.html", {"form": form, "company": row})


def _after(request: OfficeRequest, before: Company | None, iban: str) -> str:
    """Give where to go on: after a new account number, to where the vault gets to know it."""
    if before is None:
        return "home"
    changed = iban != before.iban and accounts_are_unknown(door.session_of(request))
    return "vault:own-account" if changed else "company:company"


@allow()
@require_safe
def logo(request: OfficeRequest) -> HttpResponse:
    """Give the logo."""
    row = Company.objects.order_by("-pk").first()
    if row is None or not row.logo:
        raise Http404
    return HttpResponse(bytes(row.logo), content_type=row.logo_media_type)
