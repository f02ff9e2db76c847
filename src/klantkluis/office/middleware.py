"""What happens around each page: language, signs of life, and how pages are kept or not kept."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation

from klantkluis.office.access.commands import office_is_new
from klantkluis.office.access.models import LANGUAGES, StaffSession
from klantkluis.office.access.sessions import hashed

GetResponse = Callable[[HttpRequest], HttpResponse]
SIGN_OF_LIFE = timedelta(minutes=5)
LAST_ROW: Final = 2**63 - 1
"""The highest number that a row can have in either database."""


def language(get_response: GetResponse) -> GetResponse:
    """Speak the language of the person's account; before log-in that of the cookie, else Dutch."""
    known = {code for code, _name in LANGUAGES}

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            wanted = request.user.language
        else:
            wanted = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        with translation.override(wanted if wanted in known else settings.LANGUAGE_CODE):
            response = get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
        return response

    return middleware


def keep_nothing(get_response: GetResponse) -> GetResponse:
    """Let no cache keep a page of somebody who is logged in: any of them may show a person."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated:
            response.headers["Cache-Control"] = "no-store, private"
        return response

    return middleware


def sign_of_life(get_response: GetResponse) -> GetResponse:
    """Note when a session was last used, at most once in five minutes."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        seen_at = getattr(request.session, "seen_at", None)
        now = timezone.now()
        if seen_at is not None and now - seen_at > SIGN_OF_LIFE and request.session.session_key:
            StaffSession.objects.filter(session_key=hashed(request.session.session_key)).update(
                seen_at=now
            )
        return response

    return middleware


def first_run(get_response: GetResponse) -> GetResponse:
    """Lead every visitor of an office without an owner to the first page of the first run."""
    has_owner = False

    def middleware(request: HttpRequest) -> HttpResponse:
        nonlocal has_owner
        if not has_owner:
            has_owner = not office_is_new()
        open_paths = (reverse("setup:welcome"), reverse("access:language"), reverse("access:theme"))
        if has_owner or request.path in open_paths:
            return get_response(request)
        return redirect("setup:welcome")

    return middleware


class RowNumbers:
    """Say that there is no such page when an address names a row by a number that none can have.

    A database cannot even be asked for it, and would end the page with an error.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on: the address is looked at once its page is known."""
        return self.get_response(request)

    def process_view(
        self, _request: HttpRequest, _view: object, _args: object, named: Mapping[str, Any]
    ) -> None:
        """Look at the numbers of an address."""
        if any(isinstance(value, int) and value > LAST_ROW for value in named.values()):
            raise Http404
