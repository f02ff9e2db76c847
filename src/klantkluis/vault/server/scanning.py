"""The verb that looks for numbers which may not be kept, in rows that are sealed already."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from klantkluis.vault import opening, protocol, sealing
from klantkluis.vault.formats import FormatError
from klantkluis.vault.keys import KeyMissingError
from klantkluis.vault.protocol import Message
from klantkluis.vault.refusals import ForbiddenContent, VaultRefusal
from klantkluis.vault.rows import Owner, SealedRow
from klantkluis.vault.scanner import refuse_forbidden
from klantkluis.vault.server.state import OpenVault, VaultServer

type Request = Mapping[str, Any]

BROKEN = "broken"


def scan_stored(server: VaultServer, request: Request) -> Message:
    """SCAN_STORED: in which of these rows is a bank account or citizen number?

    The vault opens them inside itself. Only uids leave, and of which kind the number is; `broken`
    are rows that do not open.
    """
    opened = server.opened()
    rows = [protocol.sealed_row(item) for item in request.get("rows", ())]
    accounts = opened.settings.own_accounts
    own_key = sealing.derive(opened.log_seed, b"v1/own-account") if accounts else b""
    keys = _keys(opened, {row.owner for row in rows})
    found = [
        [row.uid.hex, kind]
        for row in rows
        if (kind := _kind(keys, row, own_accounts=accounts, own_key=own_key))
    ]
    if rows:
        server.note("scan", durable=False, count=len(rows), found=len(found))
    return {"found": found}


def _keys(opened: OpenVault, owners: set[Owner]) -> dict[Owner, bytes]:
    """Give the keys that there are; one that is missing or damaged hides no other."""
    try:
        return opened.keys.of_owners(owners)
    except (FormatError, KeyMissingError, VaultRefusal):
        if len(owners) == 1:
            return {}
    half = len(owners) // 2
    listed = list(owners)
    return _keys(opened, set(listed[:half])) | _keys(opened, set(listed[half:]))


def _kind(keys: Mapping[Owner, bytes], row: SealedRow, **own: Any) -> str:
    if row.owner not in keys:
        return BROKEN
    key = keys[row.owner]
    try:
        whole = key if isinstance(row.owner, UUID) else sealing.document_key(key, row.uid)
        fields = opening.open_row(
            whole, row.sealed, table=row.table, uid=row.uid, owner=row.owner, rev=row.rev,
            schema=row.schema,
        )  # fmt: skip
        refuse_forbidden(fields, **own)
    except ForbiddenContent as forbidden:
        return forbidden.code
    except FormatError:
        return BROKEN
    return ""
