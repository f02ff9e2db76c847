"""Pages for what cannot be done: clear, short, and without a word of what was typed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def sorry(request: HttpRequest, title: str, text: str, status: int) -> HttpResponse:
    """Give a page that says what happened and what to do."""
    return render(request, "site/sorry.html", {"title": title, "text": text}, status=status)


def from_elsewhere(request: HttpRequest) -> HttpResponse:
    """Say that a form was sent from another site."""
    return sorry(
        request,
        _("This form was not sent from our shop"),
        _("Nothing was done. Open the page in our shop and send it from there."),
        403,
    )


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form cannot be sent like this; Django calls it for a missing or old token."""
    return sorry(
        request,
        _("This form is too old, or cookies are off"),
        _(
            "Nothing was done. Go back, load the page again and send it once more. The form needs"
            " one cookie, which holds a random number and nothing else."
        ),
        403,
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that there is no such page."""
    return sorry(
        request,
        _("There is no such page"),
        _("It may have moved, or it was mistyped. The menu above leads to everything there is."),
        404,
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that what was sent cannot be understood."""
    return sorry(
        request,
        _("This could not be understood"),
        _("Nothing was done. What was sent is too long or damaged."),
        400,
    )


def our_mistake(request: HttpRequest) -> HttpResponse:
    """Say that something went wrong on our side; asks nothing of what may be broken."""
    text = loader.render_to_string(
        "site/mistake.html",
        {
            "title": _("Something went wrong on our side"),
            "text": _("Nothing was done. Please try again; if it stays, call or mail us."),
            "language": get_language() or "nl",
        },
    )
    return HttpResponse(text, status=500)
