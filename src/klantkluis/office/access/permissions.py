"""Who may see a page: each view says so itself, and a test finds the ones that do not."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from klantkluis.core.roles import Role

View = Callable[..., HttpResponseBase]
"""A view; its request is an `OfficeRequest` once somebody is logged in."""


def allow(*roles: Role) -> Callable[[View], View]:
    """Let in the owner and staff with one of these roles; without roles, everyone logged in.

    A stranger goes to the log-in page and comes back; a colleague without the right gets 403.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_log_in(request)
            held = request.user.roles
            if roles and Role.OWNER not in held and held.isdisjoint(roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.allowed_roles = roles  # type: ignore[attr-defined]
        return guarded

    return decorate


def public(view: View) -> View:
    """Say that a page is meant for people who are not logged in."""
    view.allowed_roles = None  # type: ignore[attr-defined]
    return view


def _to_log_in(request: HttpRequest) -> HttpResponse:
    """Send the browser to the log-in page; an htmx request makes the whole page go there."""
    back = request.headers.get("HX-Current-URL") if request.headers.get("HX-Request") else None
    answer = redirect_to_login(back or request.get_full_path())
    if back is None:
        return answer
    whole = HttpResponse(status=204)
    whole["HX-Redirect"] = answer["Location"]
    return whole
