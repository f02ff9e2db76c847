"""The one door to the outside for questions over HTTPS: shut, unless the owner opened it.

P9: no outgoing connection but those that are listed in the settings. `tests/architecture` sees to
it that no other module brings a client of its own.
"""

import json
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

import requests
from django.utils.translation import gettext as _
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NewConnectionError,
    ReadTimeoutError,
)

from klantkluis.core.refusals import Refusal
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.models import OutgoingService

MOST_BYTES: Final = 256 * 1024
SECONDS: Final = (5, 15)
"""How long we wait for a connection, and then for each part of an answer."""
MOST_SECONDS: Final = 30
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


class ServiceDown(Exception):  # noqa: N818 - named as the fact that it tells
    """The other side could not be reached or gave no usable answer; `kind` says how, in a code.

    Never holds what was asked or answered. `may_have_it` is false when nothing can have reached
    the other side.
    """

    def __init__(self, kind: str, *, may_have_it: bool = True) -> None:
        super().__init__(kind)
        self.kind = kind
        self.may_have_it = may_have_it


class ServiceShut(Refusal):
    """The owner did not open this connection."""


class AddressWrong(Refusal):
    """The address of a service is https, or http on this very machine."""


@dataclass(frozen=True, slots=True)
class OpenedService:
    """A connection that the owner opened."""

    name: str
    url: str


def opened_services() -> tuple[OpenedService, ...]:
    """Give the connections that are open."""
    rows = OutgoingService.objects.order_by("name")
    return tuple(OpenedService(row.name, row.url) for row in rows)


def is_opened(name: str) -> bool:
    """Tell whether the owner opened this connection."""
    return OutgoingService.objects.filter(name=name).exists()


def opened_by(name: str) -> UUID | None:
    """Give who opened this connection; None while it is shut."""
    rows = OutgoingService.objects.filter(name=name)
    return rows.values_list("staff_id", flat=True).first()


@command("outgoing.opened")
def open_service(*, name: str, url: str, actor: Actor) -> None:
    """Let the office make connections to a service, at this address and no other.

    Raises:
        AddressWrong: neither https nor on this machine, or with a password in it.
    """
    parts = urlsplit(url)
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    if not safe or not parts.hostname or parts.username or parts.password:
        raise AddressWrong(_("Give an address that begins with https://."), field="url")
    OutgoingService.objects.update_or_create(
        name=name, defaults={"url": url.rstrip("/"), "staff_id": actor.staff_id}
    )


@command("outgoing.shut")
def shut_service(*, name: str, actor: Actor) -> None:  # noqa: ARG001 - checked by the command
    """Make no connections to a service any more."""
    OutgoingService.objects.filter(name=name).delete()


def ask(*, service: str, path: str, question: Mapping[str, Any]) -> Mapping[str, Any]:
    """Send a question as JSON, and give the JSON object that comes back.

    Nothing but the question leaves: no cookies, no credentials of the machine, no redirects. Never
    call it inside a transaction: others would wait for the other side.

    Raises:
        ServiceShut: the owner did not open this connection.
        ServiceDown: there was no usable answer.
    """
    row = OutgoingService.objects.filter(name=service).first()
    if row is None:
        raise ServiceShut(_("This connection is off. The owner can open it in the settings."))
    with requests.Session() as session:
        session.trust_env = False
        try:
            answer = session.post(
                f"{row.url}/{path}", json=dict(question), timeout=SECONDS,
                allow_redirects=False, stream=True,
                headers={"User-Agent": "Klantkluis", "Accept": "application/json"},
            )  # fmt: skip
            with answer:
                return _read(answer)
        except (requests.Timeout, ReadTimeoutError):
            raise ServiceDown("timeout") from None
        except (requests.RequestException, HTTPError):
            raise ServiceDown("unreachable") from None


def submit(
    *, service: str, path: str, body: bytes, headers: Mapping[str, str]
) -> tuple[int, Mapping[str, Any] | None]:
    """Hand something over; give the HTTP status and the JSON object that came along, if any.

    As `ask`: no cookies, no redirects, and whatever comes back is bounded in time and size. Never
    call it inside a transaction.

    Raises:
        ServiceShut: the owner did not open this connection.
        ServiceDown: there was no answer; `may_have_it` tells whether they can have it all the same.
    """
    row = OutgoingService.objects.filter(name=service).first()
    if row is None:
        raise ServiceShut(_("This connection is off. The owner can open it in the settings."))
    told = {"User-Agent": "Klantkluis", "Accept": "application/json", **headers}
    with requests.Session() as session:
        session.trust_env = False
        try:
            answer = session.post(
                f"{row.url}/{path}", data=body, timeout=SECONDS, allow_redirects=False,
                stream=True, headers=told,
            )  # fmt: skip
            with answer:
                return _told(answer)
        except (requests.Timeout, ReadTimeoutError) as late:
            raise ServiceDown("timeout", may_have_it=_left(late)) from None
        except (requests.RequestException, HTTPError) as lost:
            raise ServiceDown("unreachable", may_have_it=_left(lost)) from None


def _told(answer: requests.Response) -> tuple[int, Mapping[str, Any] | None]:
    try:
        return answer.status_code, _read(answer)
    except ServiceDown as down:
        if down.kind == "garbage" or down.kind.startswith("http_"):
            return answer.status_code, None
        raise


def _left(mishap: BaseException) -> bool:
    """Tell whether a byte of ours can have left: not when no connection was made at all."""
    chain: list[BaseException] = [mishap]
    while (before := chain[-1].__context__ or chain[-1].__cause__) and before not in chain:
        chain.append(before)
    never = (NewConnectionError, ConnectTimeoutError, requests.ConnectTimeout, ssl.SSLError)
    return not any(isinstance(each, never) for each in chain)


def _read(answer: requests.Response) -> Mapping[str, Any]:
    """Read an answer that may be as large, as slow and as wrong as it likes.

    Raises:
        ServiceDown: it is no JSON object.
    """
    body, until = bytearray(), time.monotonic() + MOST_SECONDS
    while part := answer.raw.read1(MOST_BYTES, decode_content=True):
        body += part
        if len(body) > MOST_BYTES:
            raise ServiceDown("too_large")
        if time.monotonic() > until:  # a byte now and then would keep us busy for days
            raise ServiceDown("timeout")
    try:
        said = json.loads(bytes(body))
    except (ValueError, RecursionError):
        is_answer = HTTPStatus(answer.status_code).is_success
        raise ServiceDown("garbage" if is_answer else f"http_{answer.status_code}") from None
    if not isinstance(said, dict):
        raise ServiceDown("garbage")
    return said
