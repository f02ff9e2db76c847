"""Knowing a customer again: by an account, or by what they say of themselves, and never by half."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from klantkluis.core.names import fold
from klantkluis.customers.kept import of_kept_back
from klantkluis.customers.models import Customer
from klantkluis.customers.stored import CUSTOMER
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose

type Identity = tuple[str, str, str]
"""E-mail address, surname or company, and postcode, each in the form in which it is compared."""


@dataclass(frozen=True, slots=True)
class Known:
    """A customer in use whom we have, opened, as of the change with number `change`."""

    id: int
    uid: UUID
    rev: int
    change: int
    language: str
    payment_term_days: int
    fields: Mapping[str, Any] = field(repr=False)


def known_customers(vault: VaultSession, uids: Collection[UUID]) -> dict[UUID, Known]:
    """Open customers by uid, in one query and one look; those that are not in use are left out.

    So are those of whom the law alone keeps something: who was erased as far as could be and
    writes or orders again is somebody new (GDPR art. 17(3), 18(2)).
    """
    in_use = Customer.objects.filter(uid__in=uids, state=Customer.State.ACTIVE)
    rows = list(in_use.exclude(of_kept_back("")))
    return {known.uid: known for known in _opened(vault, rows)}


def known_by_id(vault: VaultSession, ids: Collection[int]) -> dict[int, Known]:
    """Open customers by id; one that was merged is the one that it was merged into."""
    kept = dict(Customer.objects.filter(pk__in=ids).values_list("pk", "merged_into"))
    wanted = {pk: merged or pk for pk, merged in kept.items()}
    rows = list(Customer.objects.filter(pk__in=set(wanted.values())))
    found = {known.id: known for known in _opened(vault, rows)}
    return {pk: found[kept_id] for pk, kept_id in wanted.items() if kept_id in found}


def _opened(vault: VaultSession, rows: list[Customer]) -> list[Known]:
    contents = CUSTOMER.open_all(vault, Purpose.FILE, rows)
    return [
        Known(
            row.pk, row.uid, row.rev, row.change_seq, row.language, row.payment_term_days, fields
        )
        for row, fields in zip(rows, contents, strict=True)
    ]  # fmt: skip


def identity_of(fields: Mapping[str, Any]) -> Identity | None:
    """Give what tells a customer for certain: all three of them, or nothing."""
    email = address_of(fields)
    name = name_of(fields)
    postcode = re.sub(r"\W", "", str(fields.get("postcode") or "")).upper()
    return (email, name, postcode) if email and name and postcode else None


def address_of(fields: Mapping[str, Any]) -> str:
    """Give the e-mail address as it is compared."""
    return str(fields.get("email") or "").strip().casefold()


def name_of(fields: Mapping[str, Any]) -> str:
    """Give the company, or else the surname, as it is compared."""
    return fold(str(fields.get("company") or fields.get("surname") or ""))
