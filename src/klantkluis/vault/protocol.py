"""The language between the office and vaultd: one JSON object each way, behind its length.

A request is `{"verb": …, …}`. The reply is `{"ok": {…}}`, or `{"no": {code, sentence, field,
details}}` for a refusal, or `{"broken": [uid, …]}` for rows that do not open.
"""

import base64
import json
import socket
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from klantkluis.vault.refusals import BY_CODE, ProtocolError, RowDoesNotOpen, VaultRefusal
from klantkluis.vault.rows import Owner, PlainRow, RowSeen, SealedRow

MAX_MESSAGE_BYTES = 8 * 1024 * 1024
_LENGTH = struct.Struct(">I")
_SEEN = struct.Struct(">16sq32s")

type Message = dict[str, Any]


def encode(message: Message) -> bytes:
    """Write a message as bytes, without its length.

    Raises:
        ProtocolError: the message is larger than 8 MiB.
    """
    data = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()
    if len(data) > MAX_MESSAGE_BYTES:
        raise ProtocolError("message too large")
    return data


def decode(data: bytes) -> Message:
    """Read a message.

    Raises:
        ProtocolError: the bytes are no JSON object.
    """
    try:
        message = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ProtocolError("no JSON") from error
    if not isinstance(message, dict):
        raise ProtocolError("no JSON object")
    return message


def send(stream: socket.socket, data: bytes) -> None:
    """Send one message."""
    stream.sendall(_LENGTH.pack(len(data)) + data)


def receive(stream: socket.socket) -> bytes | None:
    """Receive one message; None when the other side has hung up between two messages.

    Raises:
        ProtocolError: the message is larger than 8 MiB, or ends half-way.
    """
    head = _exactly(stream, _LENGTH.size)
    if head is None:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > MAX_MESSAGE_BYTES:
        raise ProtocolError("message too large")
    body = _exactly(stream, length)
    if body is None:
        raise ProtocolError("message ends half-way")
    return body


def _exactly(stream: socket.socket, length: int) -> bytes | None:
    buffer = bytearray(length)
    view, have = memoryview(buffer), 0
    while have < length:
        count = stream.recv_into(view[have:])
        if count == 0:
            if have:
                raise ProtocolError("message ends half-way")
            return None
        have += count
    return bytes(buffer)


def to_text(data: bytes | bytearray) -> str:
    """Write bytes as base64."""
    return base64.b64encode(data).decode()


def to_bytes(text: object) -> bytes:
    """Read base64.

    Raises:
        ProtocolError: it is none.
    """
    try:
        return base64.b64decode(str(text), validate=True)
    except ValueError as error:
        raise ProtocolError("no base64") from error


def owner_text(owner: Owner) -> str:
    """Write an owner: 32 hex digits for a subject, the name for a class."""
    return owner.hex if isinstance(owner, UUID) else owner


def owner_of(text: object) -> Owner:
    """Read an owner."""
    name = str(text)
    return UUID(hex=name) if len(name) == 32 else name


def plain_row_message(row: PlainRow) -> Message:
    """Write a row in clear."""
    return {
        "table": row.table,
        "uid": row.uid.hex,
        "owner": owner_text(row.owner),
        "rev": row.rev,
        "schema": row.schema,
        "fields": dict(row.fields),
    }


def sealed_row_message(row: SealedRow) -> Message:
    """Write a sealed row."""
    return {
        "table": row.table,
        "uid": row.uid.hex,
        "owner": owner_text(row.owner),
        "rev": row.rev,
        "schema": row.schema,
        "sealed": to_text(row.sealed),
    }


def plain_row(message: Mapping[str, Any]) -> PlainRow:
    """Read a row in clear.

    Raises:
        ProtocolError: a part is missing or has the wrong shape.
    """
    try:
        return PlainRow(
            str(message["table"]),
            UUID(hex=message["uid"]),
            owner_of(message["owner"]),
            int(message["rev"]),
            int(message["schema"]),
            dict(message["fields"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ProtocolError("no row") from error


def sealed_row(message: Mapping[str, Any]) -> SealedRow:
    """Read a sealed row.

    Raises:
        ProtocolError: a part is missing or has the wrong shape.
    """
    try:
        uid = UUID(int=int(message["uid"], 16))
        same = message["owner"] == message["uid"]
        return SealedRow(
            str(message["table"]),
            uid,
            uid if same else owner_of(message["owner"]),
            int(message["rev"]),
            int(message["schema"]),
            to_bytes(message["sealed"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ProtocolError("no sealed row") from error


def rows_seen_message(rows: Iterable[RowSeen]) -> Message:
    """Write rows for the row check: by table, what is known of each in 56 bytes."""
    packed: dict[str, bytearray] = {}
    for table, uid, rev, hash_ in rows:
        packed.setdefault(table, bytearray()).extend(_SEEN.pack(uid.bytes, rev, hash_))
    return {table: to_text(each) for table, each in packed.items()}


def rows_seen(message: Mapping[str, Any]) -> Iterator[RowSeen]:
    """Read rows for the row check.

    Raises:
        ProtocolError: they have the wrong shape.
    """
    try:
        for table, packed in message.items():
            for uid, rev, hash_ in _SEEN.iter_unpack(to_bytes(packed)):
                yield table, UUID(bytes=uid), rev, hash_
    except (AttributeError, struct.error) as error:
        raise ProtocolError("no rows") from error


def refusal_message(refusal: VaultRefusal) -> Message:
    """Write a refusal as a reply."""
    return {
        "no": {
            "code": refusal.code,
            "sentence": refusal.sentence,
            "field": refusal.field,
            "details": dict(refusal.details),
        }
    }


def answer_of(reply: Message) -> Message:
    """Give what a reply says, or raise what it refuses.

    Raises:
        VaultRefusal: the refusal that the server sent.
        RowDoesNotOpen: sealed rows are damaged.
        ProtocolError: the server did not understand, or failed.
    """
    if "ok" in reply:
        return dict(reply["ok"])
    if "no" in reply:
        said = reply["no"]
        kind = BY_CODE.get(said["code"], VaultRefusal)
        raise kind(said["sentence"], field=said["field"], **said["details"])
    if "broken" in reply:
        raise RowDoesNotOpen(tuple(UUID(hex=uid) for uid in reply["broken"]))
    raise ProtocolError(str(reply.get("fault", "no reply")))


def in_portions[T](items: Sequence[T], sizes: Sequence[int], limit: int) -> list[list[T]]:
    """Cut items into lists whose sizes add up to at most `limit`, one item at least."""
    portions: list[list[T]] = []
    room = 0
    for item, size in zip(items, sizes, strict=True):
        if not portions or size > room:
            portions.append([])
            room = limit
        portions[-1].append(item)
        room -= size
    return portions
