"""The error pages. They say what to do, and nothing of any person."""

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template import loader


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that this account may not see the page."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is nothing here."""
    return render(request, "404.html", status=404)


def our_mistake(request: HttpRequest) -> HttpResponse:
    """Say that we made a mistake, without asking the database or the session anything."""
    return HttpResponseServerError(loader.render_to_string("500.html"))
