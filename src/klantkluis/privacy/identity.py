"""Who somebody is: what our administration knows to ask them, and whether they know it."""

import hmac
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from klantkluis.billing.queries import InvoiceNarrowing, invoice_rows
from klantkluis.core.names import display_name
from klantkluis.customers.queries import customer_rows, open_customer, rows_of_person
from klantkluis.foundation.letterhead import address_lines
from klantkluis.sales.lists import Narrowing, order_rows
from klantkluis.shop.queries import orders_with_reference
from klantkluis.vault.client import LockedVault, VaultSession
from klantkluis.vault.purposes import Purpose
from klantkluis.vault.refusals import SubjectErased

SIGNS: Final = "23456789BCDFGHJKMNPQRSTVWXYZ"
"""Signs of a code that nobody reads as another one."""


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A customer as our administration knows them: who, and where a letter reaches them.

    `uids` are all under which they were ever known. The rest is empty while the vault is locked.
    """

    id: int
    uid: UUID
    number: int
    language: str
    restricted: bool
    uids: tuple[UUID, ...]
    name: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    address: str = field(default="", repr=False)


def known_person(
    vault: VaultSession, uid: UUID | None, *, purpose: Purpose = Purpose.CONTACT
) -> KnownPerson | None:
    """Give a customer by a uid, the one that is kept when they were merged; None for nobody."""
    found = rows_of_person(uid=uid) if uid is not None else None
    if found is None:
        return None
    row, uids = found
    fields: dict[str, Any] = {}
    if vault.is_open:
        with suppress(SubjectErased):
            fields = open_customer(customer_id=row.pk, purpose=purpose, vault=vault)
    return KnownPerson(
        id=row.pk,
        uid=row.uid,
        number=row.number,
        language=row.language,
        restricted=row.restricted,
        uids=uids,
        name=display_name(fields) if fields else "",
        email=str(fields.get("email", "")),
        phone=str(fields.get("phone", "")),
        address="\n".join(address_lines(fields)) if fields else "",
    )


def knows_document(
    *, customer_uids: Collection[UUID], number: str, cents: int, today: date
) -> bool:
    """Tell whether one of these customers has an order or invoice with this number and amount."""
    label = number.strip().removeprefix("#")
    if not label or not customer_uids:
        return False
    customer_ids = list(customer_rows(vault=LockedVault(), uids=list(customer_uids)))
    amounts = [
        row.gross_cents
        for row in invoice_rows(
            today=today, narrowing=InvoiceNarrowing(label=label, customer_ids=customer_ids)
        )
    ]
    if label.isdecimal() and len(label) < 10:
        narrowing = Narrowing(number=int(label), customer_ids=customer_ids)
        amounts += [row.gross_cents for row in order_rows(narrowing=narrowing)]
    ids = orders_with_reference(label)
    if ids:
        narrowing = Narrowing(ids=ids, customer_ids=customer_ids)
        amounts += [row.gross_cents for row in order_rows(narrowing=narrowing)]
    return cents in amounts


def same_code(sent: str, typed: str) -> bool:
    """Compare a code with what a person typed of it, however they wrote it; in constant time."""
    clean = "".join(sign for sign in typed.upper() if sign.isalnum())
    return bool(sent) and hmac.compare_digest(sent.replace("-", "").encode(), clean.encode())
