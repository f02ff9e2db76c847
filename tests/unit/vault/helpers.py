"""Rows as tests need them."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from klantkluis.vault.client import VaultSession
from klantkluis.vault.rows import PlainRow, SealedRow

VECTORS = Path(__file__).parent.parent.parent / "vectors"

JAN = {
    "kind": "person",
    "first_name": "Jan",
    "surname_prefix": "van den",
    "surname": "Berg",
    "street": "Kerkstraat",
    "house_number": "12",
    "postcode": "3511 LN",
    "town": "Utrecht",
    "country": "NL",
    "phone": "06-12345678",
    "email": "jan@voorbeeld.nl",
}


def vectors(name: str) -> list[dict[str, Any]]:
    return json.loads((VECTORS / f"{name}.json").read_text())


def customer(
    fields: dict[str, Any] | None = None, *, uid: UUID | None = None, rev: int = 1
) -> PlainRow:
    key = uid or uuid4()
    return PlainRow("customer", key, key, rev, 1, JAN if fields is None else fields)


def saved(session: VaultSession, row: PlainRow) -> SealedRow:
    """Seal a row and give it as the database would hold it."""
    (result,) = session.seal([row])
    return SealedRow(row.table, row.uid, row.owner, row.rev, row.schema, result.sealed)
