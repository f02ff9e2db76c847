"""What was typed when the vault turned out to be locked: it comes along, and is sent again.

The fields travel in the page itself, which no cache keeps: nothing is written on our side.
"""

import json
from dataclasses import dataclass

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest

LARGEST = 500_000
LEFT_OUT = frozenset({"csrfmiddlewaretoken"})


@dataclass(frozen=True, slots=True)
class Carried:
    """A form that was sent to `path` and waits for the vault: name and value of each field."""

    path: str
    fields: tuple[tuple[str, str], ...]


def carried(request: HttpRequest) -> str:
    """Pack what was sent with this request; nothing for a page that was only asked for.

    Files cannot come along: a browser does not let a page choose them again.
    """
    if request.method != "POST" or request.FILES:
        return ""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in LEFT_OUT and "password" not in name
        for value in values
    ]
    packed = json.dumps({"path": request.path, "fields": fields}, ensure_ascii=False)
    return Signer(salt="klantkluis.carry").sign(packed) if len(packed) <= LARGEST else ""


def unpacked(text: str) -> Carried | None:
    """Unpack what `carried` packed; None when it is empty or was not made by us."""
    try:
        content = json.loads(Signer(salt="klantkluis.carry").unsign(text))
    except (BadSignature, ValueError):
        return None
    return Carried(content["path"], tuple((name, value) for name, value in content["fields"]))
