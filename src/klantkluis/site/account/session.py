"""Being logged in: a cookie with an id and a secret, and a row that the secret alone opens.

The row holds the seed of the account under a key of the secret, so that neither the disk nor the
cookie opens a profile by itself. It ends an hour after the last page, by logging out, and with
each change of the password.
"""

import base64
import binascii
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from klantkluis.messages.profile import Profile
from klantkluis.site import pepper
from klantkluis.site.account.keys import CannotOpen, open_profile, out_of, under
from klantkluis.site.account.unused import note_use
from klantkluis.site.identity import identity
from klantkluis.site.models import Account, LogIn
from klantkluis.site.place import here
from klantkluis.vault.sealing import derive

IDLE_SECONDS: Final = 3600
REFRESH_SECONDS: Final = 60
"""The end is moved at most once a minute, so that reading pages writes little."""
ID_BYTES, SECRET_BYTES = 16, 32
NEXT: Final = "next"
"""The path of a page of this site, to come back to."""


@dataclass(frozen=True, slots=True)
class Me:
    """Who is logged in with this request."""

    account: Account
    log_in: bytes = field(repr=False)
    seed: bytes = field(repr=False)

    @property
    def uid(self) -> UUID:
        """The uid of the account."""
        return self.account.uid

    def profile(self) -> Profile | None:
        """Open the profile; None while the office has not sealed it to a new key yet."""
        sealed = self.account.profile
        if sealed is None:
            return None
        try:
            return open_profile(
                self.seed, bytes(sealed), site_id=identity().site_id, account=self.uid,
                rev=self.account.profile_rev,
            )  # fmt: skip
        except CannotOpen:
            return None


def cookie_name() -> str:
    """Give the name of the cookie; over plain HTTP, on this machine only, without its prefix."""
    return "account" if here().plays else "__Host-account"


def begin(request: HttpRequest, response: HttpResponse, account: Account, seed: bytes) -> bool:
    """Log somebody in, under a new id and secret; another log-in of this browser ends.

    That the account is used is noted together with it, so an account that nobody used ends before
    this, and false says that it is gone, or not at all.
    """
    _drop(request)
    now = int(time.time())
    LogIn.objects.filter(until__lt=now).delete()
    id_, secret = os.urandom(ID_BYTES), os.urandom(SECRET_BYTES)
    with transaction.atomic():
        held = Account.objects.select_for_update().only("used_month").filter(pk=account.pk).first()
        if held is None:
            return False
        note_use(held)
        LogIn.objects.create(
            id=id_, account=account, until=now + IDLE_SECONDS,
            sealed_seed=under(_key(secret), seed, _bound(id_, account.uid)),
        )  # fmt: skip
    rotate_token(request)
    response.set_cookie(
        cookie_name(), base64.urlsafe_b64encode(id_ + secret).decode(), httponly=True,
        secure=not here().plays, samesite="Lax", path="/",
    )  # fmt: skip
    return True


def end(request: HttpRequest, response: HttpResponse) -> None:
    """Log out: the row goes, and the cookie with it."""
    _drop(request)
    response.delete_cookie(cookie_name(), path="/", samesite="Lax")


def _drop(request: HttpRequest) -> None:
    parts = _cookie(request)
    if parts is not None:
        LogIn.objects.filter(id=parts[0]).delete()


def end_all(account: Account, *, but: bytes = b"") -> None:
    """End every log-in of an account, but one."""
    LogIn.objects.filter(account=account).exclude(id=but).delete()


def me(request: HttpRequest) -> Me | None:
    """Give who is logged in; asks the database once for a request that has the cookie."""
    known: list[Me | None] | None = getattr(request, "_klantkluis_me", None)
    if known is None:
        known = [_look_up(request)]
        request._klantkluis_me = known  # type: ignore[attr-defined]
    return known[0]


def _look_up(request: HttpRequest) -> Me | None:
    parts = _cookie(request)
    if parts is None or not pepper.is_here():
        return None
    id_, secret = parts
    now = int(time.time())
    row = LogIn.objects.select_related("account").filter(id=id_, until__gte=now).first()
    if row is None:
        return None
    try:
        seed = out_of(_key(secret), bytes(row.sealed_seed), _bound(id_, row.account.uid))
    except CannotOpen:
        return None
    if row.until < now + IDLE_SECONDS - REFRESH_SECONDS:
        LogIn.objects.filter(id=id_).update(until=now + IDLE_SECONDS)
    note_use(row.account)  # who stays logged in over midnight uses it in the new month as well
    return Me(row.account, id_, seed)


def _cookie(request: HttpRequest) -> tuple[bytes, bytes] | None:
    try:
        raw = base64.b64decode(
            request.COOKIES.get(cookie_name(), ""), altchars=b"-_", validate=True
        )
    except (ValueError, binascii.Error):
        return None
    return (raw[:ID_BYTES], raw[ID_BYTES:]) if len(raw) == ID_BYTES + SECRET_BYTES else None


def _key(secret: bytes) -> bytes:
    return derive(secret, b"site/log-in")


def _bound(id_: bytes, account: UUID) -> bytes:
    return b"LI1" + id_ + account.bytes


def to_log_in(request: HttpRequest) -> HttpResponse:
    """Let somebody log in, and come back to this page."""
    return redirect(f"{reverse('log-in')}?{urlencode({NEXT: request.path})}")


def afterwards(request: HttpRequest) -> str:
    """Give where somebody goes after logging in: back where they came from, on this site only."""
    wanted = request.GET.get(NEXT, "")
    is_here = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_here else reverse("account")


def own(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let a page be seen by who is logged in only; others log in first.

    The view gets who it is (`Me`) after the request.
    """

    @wraps(view)
    def own_page(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        who = me(request)
        return to_log_in(request) if who is None else view(request, who, **parts)

    return own_page
