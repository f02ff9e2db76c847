"""What keeps machines off the forms without anybody else watching: pace, and proof when it presses.

Each purpose has two paces for a block of addresses. Within the easy one a visitor notices
nothing. Above it, or when the whole site is pressed, the browser is asked for a proof: some
seconds of reckoning by `proof.js`, or, without scripts, waiting a moment and sending it again.
There is no puzzle to solve (WCAG 2.2, 3.3.8). Above the hard pace the page says when to return.

What is kept for this is in memory only; see `pace`.
"""

import hashlib
import hmac
import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any, Final
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from klantkluis.core.fields.email import email_key
from klantkluis.site import mail, tokens
from klantkluis.site.errors import sorry
from klantkluis.site.pace import Buckets, Pace, Seen, block_of, digest
from klantkluis.site.place import here

type View = Callable[..., HttpResponse]

STAMP, PROOF_STAMP, PROOF, TRAP = "stamp", "proof_stamp", "proof", "website"
"""Names of the fields that the guard adds to a form. People leave the trap empty."""
OURS: Final = frozenset({STAMP, PROOF_STAMP, PROOF, TRAP, "csrfmiddlewaretoken"})
BITS: Final = 16
"""How hard the proof is: 65,000 digests on average, a second for a telephone."""
WAIT_SECONDS: Final = 20
STAMP_SECONDS: Final = 24 * 3600
PROOF_SECONDS: Final = 3600


_SITE: Final = Pace(200, 3600)
_ONE: Final = Pace(10, 60)


@dataclass(frozen=True, slots=True)
class Limits:
    """Paces of one purpose: above `easy` proof is asked, above `hard` it has to wait.

    `easy` and `hard` are for a block of addresses; `one` is for what the form is about (an
    account); `site` is for everybody together and asks for proof only.
    """

    easy: Pace
    hard: Pace
    site: Pace = _SITE
    one: Pace = _ONE


LIMITS: Final[dict[str, Limits]] = {
    "log-in": Limits(Pace(10, 60), Pace(100, 300), Pace(300, 6000)),
    "register": Limits(Pace(5, 10), Pace(20, 40)),
    "reset": Limits(Pace(5, 10), Pace(20, 40)),
    "account": Limits(Pace(20, 60), Pace(100, 300)),
    "post": Limits(Pace(6, 20), Pace(30, 60)),
    "withdraw": Limits(Pace(10, 30), Pace(60, 120)),
    "newsletter": Limits(Pace(5, 10), Pace(20, 40)),
    "unsubscribe": Limits(Pace(30, 120), Pace(300, 1200), Pace(2000, 20000)),
    "order": Limits(Pace(10, 30), Pace(60, 120), Pace(300, 6000)),
}
HARD_ONE: Final = Pace(60, 30)
"""Log-ins to one account, proof or not; a new password by mail is always possible."""
MAILS_TO_ONE: Final = (Pace(5, 5), Pace(12, 0.5))
"""Mails to one address from all forms together: five an hour, and some twelve a day."""
MAILS_OF_SITE: Final = Pace(300, 600)
"""Mails of all forms together."""

_paces = Buckets()
_mails = Buckets()
_proofs = Seen(PROOF_SECONDS)
_messages = Seen(STAMP_SECONDS)


class _Stamp(msgspec.Struct, frozen=True, array_like=True):
    at: float
    nonce: str


class _ProofStamp(msgspec.Struct, frozen=True, array_like=True):
    at: float
    nonce: str
    block: str


def forget() -> None:
    """Forget what was there, as a restart does."""
    for each in (_paces, _mails):
        each.forget()
    for seen in (_proofs, _messages):
        seen.forget()


def check(request: HttpRequest, purpose: str, *, about: str = "") -> HttpResponse | None:
    """Tell whether a form may be handled: None, or the page to show instead.

    Args:
        purpose: a key of `LIMITS`.
        about: whom the form is about (an e-mail address), to slow down guessing at one account.
    """
    if _is_off():
        return None
    block = block_of(request)
    wait = _wait(purpose, block, about)
    if wait:
        return too_many(request, wait)
    pressed = _is_pressed(purpose, block, about) or bool(request.POST.get(TRAP))
    if pressed and not _is_proven(request, purpose, block):
        return _moment(request, purpose, block)
    return None


def _wait(purpose: str, block: str, about: str) -> float:
    wait = _paces.take(digest("hard", purpose, block), LIMITS[purpose].hard)
    if about and not wait:
        wait = _paces.take(digest("hard one", purpose, about), HARD_ONE)
    return wait


def _is_pressed(purpose: str, block: str, about: str) -> bool:
    limits = LIMITS[purpose]
    waits = [
        _paces.take(digest("easy", purpose, block), limits.easy),
        _paces.take(digest("site", purpose), limits.site),
        _paces.take(digest("one", purpose, about), limits.one) if about else 0.0,
    ]
    return any(waits)


def guarded(purpose: str) -> Callable[[View], View]:
    """Let a view see only the forms that the guard lets through."""

    def around(view: View) -> View:
        @wraps(view)
        def guarded_view(request: HttpRequest, *parts: Any, **named: Any) -> HttpResponse:
            stopped = check(request, purpose) if request.method == "POST" else None
            return view(request, *parts, **named) if stopped is None else stopped

        return guarded_view

    return around


def too_many(request: HttpRequest, wait: float) -> HttpResponse:
    """Say that it was too often, and when it can be tried again."""
    then = localtime() + timedelta(seconds=wait + 60)
    said = _(
        "This was sent too often from your connection. Nothing was done. Try again after %(time)s."
    ) % {"time": f"{then:%H:%M}"}
    response = sorry(request, _("Too often"), said, 429)
    response.headers["Retry-After"] = str(int(wait) + 1)
    return response


def stamp() -> str:
    """Make the stamp of a form: when it was shown, and which form it is."""
    made = _Stamp(time.time(), os.urandom(16).hex())
    return tokens.seal(tokens.form_key(), STAMP, made, seconds=STAMP_SECONDS)


def message_uid(request: HttpRequest) -> UUID:
    """Give the uid of the message that a form becomes: the same form, the same message.

    A form that is sent twice is one message; one that was changed in between is another.
    """
    try:
        key = tokens.form_key()
        nonce = tokens.unseal(key, STAMP, request.POST.get(STAMP, ""), _Stamp).nonce
    except tokens.NoToken:
        nonce = os.urandom(16).hex()
    content = sorted((name, values) for name, values in request.POST.lists() if name not in OURS)
    text = json.dumps([nonce, content]).encode()
    return UUID(bytes=hmac.digest(tokens.form_key(), text, "sha256")[:16], version=4)


def is_first(uid: UUID) -> bool:
    """Tell whether a message is seen for the first time, so that it is answered by one mail."""
    return _messages.add(uid.bytes)


def may_mail(address: str) -> bool:
    """Tell whether one more mail may go to an address: nobody is bombed through our forms."""
    if _is_off():
        return True
    box = digest("mail", _mailbox(address))
    waits = [_mails.take(box + bytes((place,)), pace) for place, pace in enumerate(MAILS_TO_ONE)]
    return not any(waits) and not _mails.take(digest("all mails"), MAILS_OF_SITE)


def send(letter: mail.Mail) -> bool:
    """Mail within the limits; false when it did not go."""
    return may_mail(letter.to) and mail.send(letter)


def _mailbox(address: str) -> str:
    """Give the box behind an address: what stands after a plus is a matter of its owner."""
    name, _at, domain = email_key(address).rpartition("@")
    name = name.partition("+")[0]
    if domain in {"gmail.com", "googlemail.com"}:
        name = name.replace(".", "")
    return f"{name}@{domain}"


def _is_off() -> bool:
    """A demo may be measured without a guard; nothing else runs without one."""
    return here().plays and os.environ.get("KLANTKLUIS_SITE_UNGUARDED") == "1"


def _is_proven(request: HttpRequest, purpose: str, block: str) -> bool:
    try:
        key, sent = tokens.form_key(), request.POST.get(PROOF_STAMP, "")
        asked = tokens.unseal(key, f"{PROOF_STAMP} {purpose}", sent, _ProofStamp)
    except tokens.NoToken:
        return False
    if asked.block != block:
        return False
    waited = time.time() - asked.at >= WAIT_SECONDS
    if not waited and not is_proof(asked.nonce, request.POST.get(PROOF, "")):
        return False
    return _proofs.add(bytes.fromhex(asked.nonce))


def is_proof(nonce: str, proof: str) -> bool:
    """Tell whether SHA-256 of `nonce:proof` begins with enough zero bits."""
    if not proof.isascii() or len(proof) > 20:
        return False
    found = hashlib.sha256(f"{nonce}:{proof}".encode()).digest()
    return int.from_bytes(found[:4]) >> (32 - BITS) == 0


def _moment(request: HttpRequest, purpose: str, block: str) -> HttpResponse:
    """Ask for the proof, with everything that was typed on the page; passwords are asked again."""
    nonce = os.urandom(16).hex()
    made = _ProofStamp(time.time(), nonce, block)
    key = tokens.form_key()
    sent = [(name, value) for name, values in request.POST.lists() for value in values]
    again = {
        "kept": [pair for pair in sent if pair[0] not in {*OURS} - {STAMP} and not _secret(pair)],
        "passwords": [name for name, value in sent if _secret((name, value))],
        "proof_stamp": tokens.seal(key, f"{PROOF_STAMP} {purpose}", made, seconds=PROOF_SECONDS),
        "nonce": nonce,
        "bits": BITS,
        "seconds": WAIT_SECONDS,
    }
    return render(request, "site/guard/moment.html", again, status=429)


def _secret(pair: tuple[str, str]) -> bool:
    return "password" in pair[0]
