"""The verbs of daily work: open, seal, search, look-alikes, index."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from klantkluis.vault import erased, formats, opening, protocol, sealing
from klantkluis.vault.formats import FormatError
from klantkluis.vault.index.memory import Subject
from klantkluis.vault.index.search import Question
from klantkluis.vault.index.source import StoredSubject
from klantkluis.vault.keys import KeyMissingError, Keys
from klantkluis.vault.protocol import Message
from klantkluis.vault.purposes import EVERY_FIELD, TABLES, Purpose, fields_shown
from klantkluis.vault.refusals import (
    LimitReached,
    NotAllowed,
    ProtocolError,
    RowDoesNotOpen,
    SheetsNotConfirmed,
    UnknownField,
)
from klantkluis.vault.rows import Card, Owner, PlainRow, SealedRow
from klantkluis.vault.scanner import refuse_forbidden
from klantkluis.vault.server.state import OpenVault, VaultServer, text, uid_of
from klantkluis.vault.sessions import Holder

type Request = Mapping[str, Any]

LONGEST_REASON = 200


def packed(uids: Iterable[UUID]) -> str:
    """Write uids as they stand in the log: joined, base64."""
    return erased.packed(b"".join(uid.bytes for uid in uids))


def key_of(keys: Mapping[Owner, bytes], row: PlainRow | SealedRow) -> bytes:
    """Give the key of a row: its subject's, or the one of a document under a class."""
    key = keys[row.owner]
    return key if isinstance(row.owner, UUID) else sealing.document_key(key, row.uid)


def open_rows(server: VaultServer, request: Request) -> Message:
    """OPEN: give the fields that the purpose shows; one event with all uids."""
    opened, holder = server.enter(request)
    purpose = _purpose(request)
    rows = [protocol.sealed_row(item) for item in request.get("items", ())]
    if purpose not in holder.purposes:
        raise NotAllowed
    if not all(fields_shown(purpose, row.table) for row in rows):
        raise NotAllowed
    subjects = {row.owner if isinstance(row.owner, UUID) else row.uid for row in rows}
    _count(server, opened, holder, purpose, subjects)
    found = _opened(server, opened.keys, holder, rows)
    seen = subjects & opened.settings.decoys
    if seen and purpose is not Purpose.LIST:
        server.alarm("decoy", holder, uids=packed(seen))
    extra = _reason(server, opened, request)
    server.note(
        "open", holder, durable=False, purpose=purpose, uids=packed(row.uid for row in rows),
        subjects=packed(sorted(subjects)), **extra,
    )  # fmt: skip
    return {
        "fields": [
            _shown(fields, fields_shown(purpose, row.table))
            for fields, row in zip(found, rows, strict=True)
        ]
    }


def _purpose(request: Request) -> Purpose:
    try:
        return Purpose(text(request, "purpose"))
    except ValueError as error:
        raise ProtocolError("unknown purpose") from error


def _reason(server: VaultServer, opened: OpenVault, request: Request) -> dict[str, str]:
    """Give the typed reason sealed, for people write names in reasons."""
    typed = str(request.get("reason") or "")[:LONGEST_REASON]
    if not typed:
        return {}
    key = sealing.derive(opened.log_seed, b"v1/reason")
    sealed = sealing.seal_row(
        key, table="audit", uid=UUID(int=0), owner="audit", rev=0, schema=1,
        fields={"reason": typed}, nonce=server.at.random(12),
    )  # fmt: skip
    return {"reason": protocol.to_text(sealed)}


def _shown(fields: dict[str, Any], allowed: frozenset[str]) -> dict[str, Any]:
    if allowed is EVERY_FIELD:
        return fields
    return {name: value for name, value in fields.items() if name in allowed}


def _count(server: VaultServer, opened: OpenVault, holder: Holder, purpose: Purpose,
           subjects: Collection[UUID]) -> None:  # fmt: skip
    limits = opened.settings
    if holder.job is not None:
        if purpose is not Purpose.LIST:
            fresh = set(subjects) - holder.seen
            if len(fresh) > holder.subjects_left:
                server.alarm("lease_limit", holder)
                raise LimitReached
            holder.subjects_left -= len(fresh)
            holder.seen |= fresh
        return
    try:
        if purpose is Purpose.LIST:
            server.limits.count_cards(
                holder.staff, len(subjects), limit=limits.cards_per_10_minutes
            )
        else:
            server.limits.count_subjects(
                holder.staff, subjects,
                short=limits.subjects_per_10_minutes, long=limits.subjects_per_day,
            )  # fmt: skip
    except LimitReached:
        server.alarm("limit", holder, purpose=purpose)
        raise


def _opened(
    server: VaultServer, keys: Keys, holder: Holder, rows: Sequence[SealedRow]
) -> list[dict[str, Any]]:
    try:
        found = keys.of_owners({row.owner for row in rows})
    except (KeyMissingError, FormatError) as error:
        uids = tuple(row.uid for row in rows)
        server.alarm("key_missing", holder, uids=packed(uids))
        raise RowDoesNotOpen(uids) from error
    results, broken = [], []
    for row in rows:
        try:
            results.append(
                opening.open_row(
                    key_of(found, row),
                    row.sealed,
                    table=row.table,
                    uid=row.uid,
                    owner=row.owner,
                    rev=row.rev,
                    schema=row.schema,
                )
            )
        except FormatError:
            broken.append(row.uid)
    if broken:
        server.alarm("broken_row", holder, uids=packed(broken))
        raise RowDoesNotOpen(tuple(broken))
    return results


def seal_rows(server: VaultServer, request: Request) -> Message:
    """SEAL: check, seal, log the hashes, and give possible duplicates of customers."""
    opened, holder = server.enter(request)
    rows = [protocol.plain_row(item) for item in request.get("rows", ())]
    for row in rows:
        _check(server, opened, holder, row)
    keys = opened.keys.for_sealing({row.owner for row in rows})
    results, events = [], []
    for row in rows:
        try:
            sealed = sealing.seal_row(
                key_of(keys, row), table=row.table, uid=row.uid, owner=row.owner, rev=row.rev,
                schema=row.schema, fields=row.fields, nonce=server.at.random(12),
            )  # fmt: skip
        except TypeError as error:
            raise ProtocolError("a field has no canonical form") from error
        hash_ = hashlib.sha256(sealed).hexdigest()
        events.append([row.table, row.uid.hex, protocol.owner_text(row.owner), row.rev, hash_])
        results.append({"sealed": protocol.to_text(sealed), "duplicates": _twins(opened, row)})
    server.note("seal", holder, rows=events)
    return {"sealed": results}


def _check(server: VaultServer, opened: OpenVault, holder: Holder, row: PlainRow) -> None:
    allowed = TABLES.get(row.table)
    if allowed is None:
        raise UnknownField("The vault knows no purpose for this kind of record.")
    if row.table not in holder.tables:
        raise NotAllowed
    if allowed is not EVERY_FIELD and (unknown := row.fields.keys() - allowed):
        raise UnknownField(field=min(unknown))
    if row.table == "customer":
        if row.owner != row.uid:
            raise ProtocolError("a customer lies under a key of its own")
        if not all(isinstance(value, str | None) for value in row.fields.values()):
            raise ProtocolError("the fields of a customer are text")
        if not (server.is_demo or "sheets" in opened.rows.settings):
            raise SheetsNotConfirmed
    accounts = opened.settings.own_accounts
    own_key = sealing.derive(opened.log_seed, b"v1/own-account") if accounts else b""
    refuse_forbidden(row.fields, own_accounts=accounts, own_key=own_key)


def _twins(opened: OpenVault, row: PlainRow) -> list[str]:
    if row.table != "customer":
        return []
    return [card.uid.hex for card in opened.index.lookalikes(row.fields, row.uid)]


def search(server: VaultServer, request: Request) -> Message:
    """SEARCH: one page of cards; the log keeps uids, never terms."""
    opened, holder = server.enter(request)
    _may_list(holder)
    among = request.get("among")
    question = Question(
        text(request, "terms")[:200],
        None if among is None else [uid_of(uid) for uid in among],
        text(request, "sort"),
        text(request, "after"),
        int(request.get("limit", 50)),
        dict(request.get("filters") or {}),
    )
    page = opened.index.search(question)
    uids = [card.uid for card in page.hits]
    _count(server, opened, holder, Purpose.LIST, uids)
    server.note("search", holder, durable=False, uids=packed(uids))
    return {
        "hits": [_card(card) for card in page.hits],
        "next": page.next,
        "total": page.total,
        "complete": page.complete,
    }


def _may_list(holder: Holder) -> None:
    if Purpose.LIST not in holder.purposes:
        raise NotAllowed


def _card(card: Card) -> Message:
    return {
        "uid": card.uid.hex, "name": card.name, "town": card.town, "country": card.country,
        "kind": card.kind, "number": card.number,
    }  # fmt: skip


def duplicates(server: VaultServer, request: Request) -> Message:
    """DUPLICATES: subjects that look like what is being typed."""
    opened, holder = server.enter(request)
    _may_list(holder)
    hidden = request.get("exclude")
    fields = dict(request.get("fields") or {})
    cards = opened.index.lookalikes(fields, uid_of(hidden) if hidden else None)
    if cards:
        uids = [card.uid for card in cards]
        _count(server, opened, holder, Purpose.LIST, uids)
        server.note("search", holder, durable=False, uids=packed(uids))
    return {"hits": [_card(card) for card in cards]}


def lookalikes(server: VaultServer, request: Request) -> Message:
    """LOOKALIKES: for each of many new customers the uids of those that look the same."""
    opened, holder = server.enter(request)
    _may_list(holder)
    found = [
        [card.uid for card in opened.index.lookalikes(dict(fields))]
        for fields in request.get("each", ())
    ]
    uids = sorted({uid for each in found for uid in each})
    if uids:
        _count(server, opened, holder, Purpose.LIST, uids)
        server.note("search", holder, durable=False, uids=packed(uids))
    return {"each": [[uid.hex for uid in uids] for uids in found]}


def index(server: VaultServer, request: Request) -> Message:
    """INDEX: rows were committed; take subjects into the index and log what is stored now."""
    opened, holder = server.enter(request)
    uids = [uid_of(uid) for uid in request.get("uids", ())]
    if not uids:
        return {}
    stored = {row.uid: row for row in opened.index.saved(uids)}
    rows = [_commit(uid, stored.get(uid)) for uid in uids]
    server.note("commit", holder, durable=False, rows=rows)
    return {}


def _commit(uid: UUID, row: StoredSubject | None) -> list[Any]:
    if row is None:
        return [uid.hex]
    return [uid.hex, row.rev, hashlib.sha256(row.sealed).hexdigest()]


def subjects_in_clear(
    server: VaultServer, keys: Keys, rows: Sequence[StoredSubject]
) -> Iterator[Subject]:
    """Open customers for the index, one by one, so that the clear text of few is in memory.

    Those that do not open are left out, with an alarm.
    """
    try:
        found = keys.by_bytes([row.key for row in rows])
    except FormatError:
        found = _undamaged(server, keys, rows)
    bind, open_bound = formats.bind_row, opening.open_bound
    for row in rows:
        uid = row.key
        key = found.get(uid)
        if key is None:
            if not keys.is_erased(row.uid):
                server.alarm("key_missing", uids=packed([row.uid]))
            continue
        try:
            fields = open_bound(key, row.sealed, bind("customer", uid, uid, row.rev, row.schema))
        except FormatError:
            server.alarm("broken_row", uids=packed([row.uid]))
            continue
        yield Subject(uid, row.number, fields)


def _undamaged(
    server: VaultServer, keys: Keys, rows: Sequence[StoredSubject]
) -> dict[bytes, bytes]:
    found: dict[bytes, bytes] = {}
    for row in rows:
        try:
            found |= keys.by_bytes([row.key])
        except FormatError:
            server.alarm("key_damaged", uids=packed([row.uid]))
    return found
