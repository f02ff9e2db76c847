"""Who acts, with the vault open or locked; and what to do when a page cannot go on."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Channel
from klantkluis.foundation.actors import Actor, NotAllowed
from klantkluis.foundation.sealing import RowChanged
from klantkluis.office.lock import door
from klantkluis.office.lock.carry import carried
from klantkluis.office.lock.keeping_back import KeepingBack
from klantkluis.office.middleware import GetResponse
from klantkluis.office.refusals import sentence_of
from klantkluis.office.requests import OfficeRequest, VaultState
from klantkluis.vault.client import LockedVault, VaultSession
from klantkluis.vault.refusals import LimitReached, RowDoesNotOpen, VaultLocked
from klantkluis.vault.refusals import NotAllowed as VaultNotAllowed
from klantkluis.vault.staff import StaffVault


def actor(get_response: GetResponse) -> GetResponse:
    """Put the actor in the request: who, with which roles, and their part in the vault."""

    def middleware(anybody: HttpRequest) -> HttpResponse:
        if not anybody.user.is_authenticated:
            return get_response(anybody)
        request = cast("OfficeRequest", anybody)
        session = door.session_of(request)
        request.vault_state = VaultState(session)
        request.actor = Actor(
            staff_id=request.user.uid,
            roles=request.user.roles,
            channel=Channel.OFFICE,
            vault=_part(request, session),
        )
        response = get_response(request)
        if session is not None and request.headers.get("HX-Request"):
            response.headers["X-Vault-Seconds"] = str(request.vault_state.seconds)
        return response

    return middleware


def _part(request: OfficeRequest, session: StaffVault | None) -> VaultSession:
    """Give somebody's part in the vault as their pages read through it."""
    if session is None:
        return LockedVault()
    reading = request.method in {"GET", "HEAD"}
    return KeepingBack(session, request.user.uid, reading=reading)


class Refusals:
    """Shows refusals that no form took, rows that do not open, and the way to unlock."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Give a page for an expected no; anything else goes on to the error page."""
        if isinstance(exception, VaultLocked):
            return _locked(request, exception)
        if isinstance(exception, RowDoesNotOpen):
            return _answer(request, "office/errors/does_not_open.html", 500, {})
        if isinstance(exception, RowChanged):
            return _answer(request, "office/errors/changed.html", 409, {"refusal": exception})
        if isinstance(exception, Refusal):
            context = {"sentence": sentence_of(exception), "next": request.get_full_path()}
            if isinstance(exception, LimitReached):
                return _answer(request, "office/lock/limit.html", 409, context)
            status = 403 if isinstance(exception, NotAllowed | VaultNotAllowed) else 409
            return _answer(request, "office/errors/refused.html", status, context)
        return None


def _locked(request: HttpRequest, refusal: VaultLocked) -> HttpResponse:
    """Ask for the vault password; what was typed comes along and is sent again afterwards."""
    context = {
        "sentence": sentence_of(refusal),
        "next": request.get_full_path() if request.method == "GET" else "",
        "carry": carried(request),
    }
    return _answer(request, "office/lock/locked.html", 409, context)


def _answer(
    request: HttpRequest, template: str, status: int, context: dict[str, Any]
) -> HttpResponse:
    """Render a whole page, or for htmx a note among the messages."""
    if not request.headers.get("HX-Request"):
        return render(request, template, context, status=status)
    response = render(request, "office/kit/note.html", context, status=422)
    response["HX-Retarget"] = "#messages"
    response["HX-Reswap"] = "innerHTML"
    # The part that the page wanted to pick from the answer is not in a note.
    response["HX-Reselect"] = ".toast-note"
    return response
