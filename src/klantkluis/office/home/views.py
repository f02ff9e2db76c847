"""The first screen."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from klantkluis.office.access.permissions import allow
from klantkluis.office.requests import OfficeRequest


@allow()
@require_safe
def home(request: OfficeRequest) -> HttpResponse:
    """Show what needs a person."""
    return render(request, "office/home/home.html", {})
