"""Reading what another server reports about a mail: RFC 3464 inside RFC 6522, from any bytes.

A report is about a mail of ours only if it bears the token of that mail: in the envelope id that
we gave along (RFC 3461), or in the Message-ID of the mail that it brings back. Nothing is ever
guessed from an address or a subject.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from typing import Any, Final

from klantkluis.core.mail import BounceAction

MOST_SAID: Final = 1000
MOST_PARTS: Final = 20
MOST_RECIPIENTS: Final = 50
_STATUS_TYPE: Final = "message/delivery-status"
_GLOBAL: Final = re.compile(rb"message/global-delivery-status", re.IGNORECASE)
"""The same in UTF-8 (RFC 6533); the standard library knows the fields of the other only."""
_ORIGINAL_TYPES: Final = frozenset(
    {"message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers"}
)
_TOKEN: Final = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")
_STATUS: Final = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")

type Part = Message[str, str]


@dataclass(frozen=True, slots=True)
class Report:
    """What a report says: about which mails (`tokens` are their uids in hex), and how bad it is.

    `status` is the code of RFC 3463, `said` the text of the other side: it may name an address.
    """

    tokens: frozenset[str]
    action: BounceAction
    status: str = ""
    said: str = field(default="", repr=False)


def read_report(data: bytes) -> Report | None:
    """Read the bytes of a mail; None when it is no report of a failure or a delay that we know."""
    try:
        return _read(message_from_bytes(_GLOBAL.sub(_STATUS_TYPE.encode(), data)))
    except (RecursionError, LookupError, ValueError, TypeError, AttributeError):
        # The parser of the standard library has its bad days with what is no mail at all.
        return None


def _read(whole: Part) -> Report | None:
    if whole.get_content_type() != "multipart/report" or not whole.is_multipart():
        return None
    parts = [each for each in whole.get_payload() if isinstance(each, Message)][:MOST_PARTS]
    status = next((each for each in parts if each.get_content_type() == _STATUS_TYPE), None)
    if status is None or not status.is_multipart():
        return None
    groups = [each for each in status.get_payload() if isinstance(each, Message)]
    worst = _worst(groups[1 : 1 + MOST_RECIPIENTS])
    tokens = frozenset(_tokens(groups[:1], parts))
    if worst is None or not tokens:
        return None
    action, recipient = worst
    return Report(tokens, action, _status(recipient), _said(recipient))


def _worst(recipients: Sequence[Part]) -> tuple[BounceAction, Part] | None:
    """Give the first failure, else the first delay; what was delivered is no news."""
    for action in BounceAction:
        for each in recipients:
            if _text(each, "Action").strip().lower() == action.value:
                return action, each
    return None


def _tokens(first: Sequence[Part], parts: Sequence[Part]) -> Iterator[str]:
    for group in first:
        yield from _TOKEN.findall(_text(group, "Original-Envelope-Id").lower())
    for part in parts:
        if part.get_content_type() in _ORIGINAL_TYPES:
            yield from _TOKEN.findall(_text(_original(part), "Message-ID").lower())


def _original(part: Part) -> Part:
    """Give the mail that was brought back, or only its head."""
    inside: Any = part.get_payload()
    if isinstance(inside, list):
        return inside[0] if inside and isinstance(inside[0], Message) else Message()
    return message_from_bytes(part.get_payload(decode=True) or b"")  # type: ignore[arg-type]


def _status(recipient: Part) -> str:
    found = _STATUS.search(_text(recipient, "Status"))
    return found[0] if found else ""


def _said(recipient: Part) -> str:
    text = _text(recipient, "Diagnostic-Code")
    plain = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(plain.split())[:MOST_SAID]


def _text(part: Part, name: str) -> str:
    """Give a field as text, however odd its bytes are."""
    return str(part.get(name, ""))[:4000]
