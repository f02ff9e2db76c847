"""What the pages of an account have in common."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

import msgspec
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from klantkluis.site import pepper, tokens
from klantkluis.site.errors import sorry

LINK_SECONDS: Final = 24 * 3600


class EmailLink(msgspec.Struct, frozen=True, array_like=True):
    """What a link to register carries."""

    email: str


class ChangeLink(msgspec.Struct, frozen=True, array_like=True):
    """What a link to confirm a new e-mail address carries."""

    account: str
    old: str
    new: str


def awake(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Show "later" instead of a page that needs the pepper, as long as it is not here."""

    @wraps(view)
    def awake_page(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        return view(request, **parts) if pepper.is_here() else later(request)

    return awake_page


def later(request: HttpRequest) -> HttpResponse:
    """Say that logging in has to wait for the office."""
    response = sorry(
        request,
        _("This is not possible for a moment"),
        _(
            "After a restart the shop waits until our office brings the key for accounts and the"
            " newsletter, as a rule within minutes. Please try again soon. You can order without"
            " an account."
        ),
        503,
    )
    response.headers["Retry-After"] = "60"
    return response


def link(request: HttpRequest, name: str, purpose: str, content: msgspec.Struct) -> str:
    """Give a link that carries something sealed, for a day."""
    key = pepper.key("link")
    token = tokens.seal(key, purpose, content, seconds=LINK_SECONDS)
    return request.build_absolute_uri(reverse(name, args=[token]))


def carried[Content: msgspec.Struct](
    purpose: str, token: str, shape: type[Content]
) -> Content | None:
    """Give what a link carries; None when it is too old or none of ours."""
    try:
        return tokens.unseal(pepper.key("link"), purpose, token, shape)
    except tokens.NoToken:
        return None


def old_link(request: HttpRequest) -> HttpResponse:
    """Say that a link does not work any more."""
    return sorry(
        request,
        _("This link does not work any more"),
        _(
            "It is older than a day, was used already, or was cut off by a mail program. Nothing"
            " was done. Ask for a new one and use it on one line."
        ),
        410,
    )


def not_mailed() -> str:
    """Say that a mail did not go out: too many went there, or the mail server is away.

    Both are the same for an address with an account and one without.
    """
    return _(
        "The mail could not be sent just now. Perhaps many were sent to this address already. Try"
        " again in an hour, or call us."
    )


def page(request: HttpRequest, name: str, status: int = 200, **shown: Any) -> HttpResponse:
    """Show a page of the account."""
    return render(request, f"site/account/{name}.html", shown, status=status)
