"""Correcting data on request: from now on, with those told who received them (GDPR art. 16, 19)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from klantkluis.core.roles import Role
from klantkluis.customers.commands.registering import FIELDS, active_customer, change_row
from klantkluis.customers.personal_data import PERSONAL_FIELDS
from klantkluis.customers.queries import customer_rows, merged_ids, open_customer
from klantkluis.disclosures.notices import prepare
from klantkluis.disclosures.rules import NoticeKind
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.shop.intake.accounts import tell_accounts
from klantkluis.vault.client import LockedVault
from klantkluis.vault.purposes import Purpose


@dataclass(frozen=True, slots=True)
class Rectified:
    """What was corrected: the names of the fields, and the notices that were prepared."""

    fields: tuple[str, ...]
    notices: tuple[int, ...]


def categories_of_fields() -> Mapping[str, str]:
    """Give the category of each field of a customer, as the room declares it."""
    return {
        each.field.removeprefix("customer."): each.category
        for each in PERSONAL_FIELDS
        if each.field.startswith("customer.")
    }


@command("customer.rectified", Role.SALES)
def rectify_customer(
    *,
    customer_id: int,
    rev: int,
    fields: Mapping[str, Any],
    language: str,
    payment_term_days: int,
    actor: Actor,
    at: datetime,
    request_uid: UUID | None = None,
) -> Rectified:
    """Correct what we know of a customer that was read at revision `rev`, because they asked.

    It holds from now on, in their accounts in the shop too. Documents that were issued stay as they
    were, byte for byte. For each organisation that received what was wrong a notice is prepared.

    Raises:
        CustomerUnknown: there is no such customer.
        NameMissing: the name would be gone.
        RowChanged: somebody else changed the customer since revision `rev`.
        VaultLocked: the vault is not open to the actor.
    """
    before = open_customer(customer_id=customer_id, purpose=Purpose.FILE, vault=actor.vault)
    customer = active_customer(customer_id)
    customer.language, customer.payment_term_days = language, payment_term_days
    change_row(customer, rev, fields, actor)
    changed = tuple(
        name for name in FIELDS if name in fields and fields[name] != before.get(name, "")
    )
    if changed:
        tell_accounts(customer_id, actor)
    of_field = categories_of_fields()
    notices = prepare(
        uids_of(customer_id),
        NoticeKind.RECTIFICATION,
        {of_field[name] for name in changed},
        actor=actor,
        at=at,
        request_uid=request_uid,
    )
    return Rectified(changed, notices)


def uids_of(customer_id: int) -> list[UUID]:
    """Give all uids under which something of a customer may stand, those merged into it too."""
    ids = [customer_id, *merged_ids(ids=[customer_id])]
    return [row.uid for row in customer_rows(vault=LockedVault(), ids=ids).values()]
