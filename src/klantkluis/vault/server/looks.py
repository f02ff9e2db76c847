"""The verbs that answer who was looked at: for the person, and for who has to tell of a breach."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from klantkluis.vault import looked, sealing
from klantkluis.vault.protocol import Message
from klantkluis.vault.purposes import Purpose
from klantkluis.vault.refusals import NotAllowed, ProtocolError
from klantkluis.vault.server.keeping import owner
from klantkluis.vault.server.state import OpenVault, VaultServer, text, uid_of

type Request = Mapping[str, Any]

_PAGE = 20_000
_STRETCH = 1024


def filter_key(opened: OpenVault) -> bytes:
    """Give the key under which the filters over the log carry their code."""
    return sealing.derive(opened.log_seed, b"v1/looked")


def looks(server: VaultServer, request: Request) -> Message:
    """LOOKS: when somebody was looked at, and for what; never by whom (VAULT.md section 9)."""
    opened, holder = server.enter(request)
    if Purpose.REQUEST not in holder.purposes:
        raise NotAllowed
    uids = [uid_of(uid) for uid in request.get("uids", ())]
    found = [
        [event["at"], str(event.get("purpose") or Purpose.LIST), _job_kind(event)]
        for _, event in looked.looks_at(server.audit, uids, filter_key(opened))
    ]
    server.note("looks", holder, subjects=[uid.hex for uid in uids], count=len(found))
    return {"looks": found}


def _job_kind(event: Mapping[str, Any]) -> str:
    return str(event.get("job", "")).partition(" ")[0]


def seen_by(server: VaultServer, request: Request) -> Message:
    """SEEN_BY: whom somebody, or anybody, looked at in a period: who is hit by a breach.

    One page of subjects by their uids; each with who looked, for what, and how often.
    """
    _, holder = owner(server, request)
    whose, after = text(request, "staff"), text(request, "after")
    counts: dict[UUID, Counter[tuple[str, str]]] = {}
    events = _in_period(server, _utc(request, "since"), _utc(request, "until"))
    for event in events:
        staff = str(event.get("staff", ""))
        if whose in {"", staff}:
            by = (staff, str(event.get("purpose") or Purpose.LIST))
            for uid in looked.subjects_of(event):
                counts.setdefault(uid, Counter())[by] += 1
    page = sorted(uid for uid in counts if uid.hex > after)[: _PAGE + 1]
    if not after:
        server.note("seen_by", holder, whose=whose, count=len(counts))
    seen = [[uid.hex, [[*by, n] for by, n in sorted(counts[uid].items())]] for uid in page[:_PAGE]]
    return {"seen": seen, "next": page[_PAGE - 1].hex if len(page) > _PAGE else ""}


def _utc(request: Request, name: str) -> str:
    try:
        moment = datetime.fromisoformat(text(request, name))
    except ValueError as error:
        raise ProtocolError("no moment") from error
    if moment.tzinfo is None:
        raise ProtocolError("a moment has a zone")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def _in_period(server: VaultServer, since: str, until: str) -> Iterator[dict[str, Any]]:
    first, last = server.audit.first_at(since), server.audit.first_at(until) - 1
    for start in range(first, last + 1, _STRETCH):
        for _, body in server.audit.between(start, min(last, start + _STRETCH - 1)):
            if looked.is_look(body):
                yield json.loads(body)
