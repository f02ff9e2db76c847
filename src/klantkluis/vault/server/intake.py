"""The verbs of what comes in from the site: its keys, and opening what was sealed to them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from klantkluis.core.roles import Role
from klantkluis.vault import intake, opening, protocol
from klantkluis.vault.formats import FormatError
from klantkluis.vault.protocol import Message
from klantkluis.vault.purposes import JobKind
from klantkluis.vault.refusals import NotAllowed, ProtocolError
from klantkluis.vault.rows import IntakeKey, SealedMessage
from klantkluis.vault.server.keeping import save_settings
from klantkluis.vault.server.state import OpenVault, VaultServer
from klantkluis.vault.sessions import Holder

type Request = Mapping[str, Any]

MADE = "intake_made"
"""The setting that says when the newest key was made, under the vault's own code."""
MOST_ITEMS = 1000


def intake_keys(server: VaultServer, request: Request) -> Message:
    """INTAKE_KEYS: see that there is a key of this week, end old ones, and give those that live.

    `but` names keys of which messages are known to be on their way. A public half that does not
    belong to its private half is given to nobody: somebody put it there past the vault.
    """
    opened = server.opened()
    but = {int(each) for each in request.get("but", ())}
    with server.change_lock:
        if _is_due(server, opened):
            _renew(server, opened)
        with server.store.read() as db:
            keys = intake.living(db)
        over = intake.overdue(keys, server.at.now(), but=but)
        if over:
            server.note("intake_keys_ended", keys=over)
            if not intake.destroy(server.store, over) and not server.store.truncate_log():
                server.alarm("log_not_emptied", keys=over)
    given = [key for key in keys if key.id not in over]
    found = _authentic(server, opened, given)
    return {
        "keys": [
            {"id": key.id, "public": protocol.to_text(key.public), "retired": key.retired}
            for key in given
            if key.id in found
        ],
        "made": opened.rows.settings.get(MADE, ""),
    }


def _is_due(server: VaultServer, opened: OpenVault) -> bool:
    made = opened.rows.settings.get(MADE, "")
    with server.store.read() as db:
        query = "SELECT 1 FROM intake_key WHERE retired IS NULL"
        there = db.execute(query).fetchone() is not None
    if not (made and there):
        return True
    return server.at.now() - datetime.fromisoformat(made) >= intake.RENEWED_AFTER


def _renew(server: VaultServer, opened: OpenVault) -> None:
    now = server.at.now()
    with server.store.write() as db:
        number = intake.add(db, opened.ring, server.at.random, now)
        server.note("intake_key", key=number)
    save_settings(server, opened, {MADE: now.isoformat(timespec="seconds")})


def _authentic(server: VaultServer, opened: OpenVault, keys: Sequence[IntakeKey]) -> set[int]:
    """Give the ids of keys whose public half belongs to the private one."""
    right = set()
    for key in keys:
        try:
            seed = intake.seeds(server.store, opened.ring, [key.id])[key.id]
        except FormatError:
            server.alarm("key_damaged", key=key.id)
            continue
        if opening.public_bytes(seed) == key.public:
            right.add(key.id)
        else:
            server.alarm("intake_key_swapped", key=key.id)
    return right


def open_intake(server: VaultServer, request: Request) -> Message:
    """OPEN_INTAKE: open messages from the site, one by one; the log holds their numbers.

    What does not open is told as such, and the others are opened all the same.
    """
    opened, holder = server.enter(request)
    if holder.job_kind != JobKind.INTAKE and holder.roles.isdisjoint({Role.OWNER, Role.SALES}):
        raise NotAllowed
    messages = [_message(item) for item in request.get("items", ())]
    if len(messages) > MOST_ITEMS:
        raise ProtocolError("too many messages")
    server.note("intake", holder, messages=[message.seq for message in messages])
    plain = _opened(server, opened, messages)
    broken = [m.seq for m, text in zip(messages, plain, strict=True) if text is None]
    if broken:
        _tell(server, holder, broken)
    return {"plain": [None if text is None else protocol.to_text(text) for text in plain]}


def _tell(server: VaultServer, holder: Holder, broken: Sequence[int]) -> None:
    server.alarm("intake_unreadable", holder, messages=list(broken))


def _opened(
    server: VaultServer, opened: OpenVault, messages: Sequence[SealedMessage]
) -> list[bytes | None]:
    """Open what opens; a key that is gone or damaged opens nothing, and no other suffers."""
    keys: dict[int, Any] = {}
    for number in {message.key_id for message in messages}:
        try:
            found = intake.seeds(server.store, opened.ring, [number])
        except FormatError:
            server.alarm("key_damaged", key=number)
            continue
        keys |= {each: opening.private_key(seed) for each, seed in found.items()}
    return [_open_one(keys.get(message.key_id), message) for message in messages]


def _open_one(key: Any, message: SealedMessage) -> bytes | None:
    if key is None:
        return None
    try:
        return opening.open_with(key, message.sealed, info=message.info)
    except FormatError:
        return None


def _message(item: Mapping[str, Any]) -> SealedMessage:
    try:
        info = protocol.to_bytes(item["info"])
        message = SealedMessage(
            int(item["seq"]), int(item["key"]), info, protocol.to_bytes(item["sealed"])
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ProtocolError("no message") from error
    if not info.startswith(intake.BEGINS):
        raise ProtocolError("no message")
    return message
