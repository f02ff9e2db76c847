"""How the office reaches the vault, and the cookie that holds a person's part in it."""

from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from klantkluis.office.access.origin import is_loopback
from klantkluis.office.place import PLAYING
from klantkluis.vault.client import SocketConnection
from klantkluis.vault.refusals import VaultLocked
from klantkluis.vault.staff import StaffVault, Vault

COOKIE = "__Host-vault"
LOOPBACK_COOKIE = "vault"
"""For plain HTTP on the loopback of a demo: browsers that keep `__Host-` for HTTPS only."""


@lru_cache(maxsize=1)
def vault() -> Vault:
    """Give the vault of this office: one pool of connections for the whole process."""
    return Vault(SocketConnection(settings.PLACE.vault_socket))


def may_unlock(request: HttpRequest) -> bool:
    """Tell whether a vault password may travel over this connection.

    Over HTTPS always; over plain HTTP only within this machine, and only in a demo or while
    developing.
    """
    plain_is_fine = settings.PLACE.mode in PLAYING and is_loopback(request)
    return request.is_secure() or plain_is_fine


def token_of(request: HttpRequest) -> str:
    """Give the vault token of the cookie, or nothing."""
    return request.COOKIES.get(COOKIE if request.is_secure() else LOOPBACK_COOKIE, "")


def session_of(request: HttpRequest) -> StaffVault | None:
    """Give this person's session in the vault: it takes both cookies."""
    token, key = token_of(request), request.session.session_key
    if not (token and key and may_unlock(request)):
        return None
    return vault().session(token=token, session=key)


def open_session_of(request: HttpRequest) -> StaffVault:
    """Give this person's open session in the vault.

    Raises:
        VaultLocked: they have none.
    """
    session = session_of(request)
    if session is None or not session.is_open:
        raise VaultLocked
    return session


def hand_over(request: HttpRequest, response: HttpResponse, token: str) -> None:
    """Give the token to the browser, for as long as it stays open."""
    secure = request.is_secure()
    response.set_cookie(
        COOKIE if secure else LOOPBACK_COOKIE,
        token,
        secure=secure,
        httponly=True,
        samesite="Strict",
        path="/",
    )


def take_back(response: HttpResponse) -> None:
    """Let the browser forget the token."""
    response.delete_cookie(LOOPBACK_COOKIE, path="/", samesite="Strict")
    response.set_cookie(
        COOKIE, "", max_age=0, secure=True, httponly=True, samesite="Strict", path="/"
    )
