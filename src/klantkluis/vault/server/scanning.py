"""The verb that looks for numbers which may not be kept, in rows that are sealed already."""

from collections.abc import Mapping
from typing import Any

from klantkluis.vault import opening, protocol, sealing
from klantkluis.vault.formats import FormatError
from klantkluis.vault.protocol import Message
from klantkluis.vault.refusals import ForbiddenContent
from klantkluis.vault.rows import Owner, SealedRow
from klantkluis.vault.scanner import refuse_forbidden
from klantkluis.vault.server.rows import key_of
from klantkluis.vault.server.state import VaultServer

type Request = Mapping[str, Any]

BROKEN = "broken"


def scan_stored(server: VaultServer, request: Request) -> Message:
    """SCAN_STORED: in which of these rows is a bank account or citizen number?

    The vault opens them inside itself. Only uids leave, and of which kind the number is; `broken`
    are rows that do not open. Rows of who was erased are not looked at: nobody can read them.
    """
    opened = server.opened()
    rows = [protocol.sealed_row(item) for item in request.get("rows", ())]
    keys = opened.keys.present({row.owner for row in rows})
    accounts = opened.settings.own_accounts
    own_key = sealing.derive(opened.log_seed, b"v1/own-account") if accounts else b""
    found = []
    for row in rows:
        if row.owner in keys:
            kind = _kind(keys, row, own_accounts=accounts, own_key=own_key)
        else:
            kind = "" if opened.keys.is_erased(row.owner) else BROKEN
        if kind:
            found.append([row.uid.hex, kind])
    if rows:
        server.note("scan", durable=False, count=len(rows), found=len(found))
    return {"found": found}


def _kind(keys: Mapping[Owner, bytes], row: SealedRow, **own: Any) -> str:
    try:
        fields = opening.open_row(
            key_of(keys, row), row.sealed, table=row.table, uid=row.uid, owner=row.owner,
            rev=row.rev, schema=row.schema,
        )  # fmt: skip
        refuse_forbidden(fields, **own)
    except FormatError:
        return BROKEN
    except ForbiddenContent as forbidden:
        return forbidden.code
    return ""
