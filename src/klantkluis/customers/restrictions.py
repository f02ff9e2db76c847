"""Questions about restrictions, objections, and what was used all the same."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from klantkluis.customers.blocking import last_reason
from klantkluis.customers.restriction_rows import (
    PermittedUse,
    Restriction,
    RestrictionAnnouncement,
    RestrictionLift,
)
from klantkluis.customers.stored import PERMITTED_USE, RESTRICTION
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose

MOST = 100


@dataclass(frozen=True, slots=True)
class RestrictionCard:
    """A restriction or objection. The reason is empty while the vault is locked."""

    id: int
    customer_id: int
    kind: str
    against: str
    cause: str
    since: datetime
    staff_id: UUID
    request_uid: UUID | None
    told_at: datetime | None = None
    told_how: str = ""
    lifted_at: datetime | None = None
    reason: str = field(default="", repr=False)

    @property
    def holds(self) -> bool:
        """Whether it was not lifted."""
        return self.lifted_at is None


@dataclass(frozen=True, slots=True)
class PermittedCard:
    """That data were used all the same. The reason is empty while the vault is locked."""

    use: str
    permission: str
    at: datetime
    staff_id: UUID
    reason: str = field(default="", repr=False)


def restrictions_of(
    *, customer_id: int, vault: VaultSession, purpose: Purpose = Purpose.FILE
) -> list[RestrictionCard]:
    """Give restrictions and objections of a customer, the newest first; in three queries."""
    found = Restriction.objects.filter(customer=customer_id).select_related("customer")
    rows = list(found.order_by("-pk")[:MOST])
    ids = [row.pk for row in rows]
    told = RestrictionAnnouncement.objects.in_bulk(ids)
    lifted = RestrictionLift.objects.in_bulk(ids)
    opened = RESTRICTION.open_all(vault, purpose, rows) if vault.is_open and rows else []
    reasons = {row.pk: fields.get("reason", "") for row, fields in zip(rows, opened, strict=False)}
    return [
        RestrictionCard(
            id=row.pk,
            customer_id=row.customer_id,
            kind=row.kind,
            against=row.against,
            cause=row.cause,
            since=row.since,
            staff_id=row.staff_id,
            request_uid=row.request_uid,
            told_at=told[row.pk].told_at if row.pk in told else None,
            told_how=told[row.pk].how if row.pk in told else "",
            lifted_at=lifted[row.pk].lifted_at if row.pk in lifted else None,
            reason=reasons.get(row.pk, ""),
        )
        for row in rows
    ]


def permitted_uses(
    *, customer_id: int, vault: VaultSession, purpose: Purpose = Purpose.FILE
) -> list[PermittedCard]:
    """Give what was used of a customer's data although they were restricted, the newest first."""
    found = PermittedUse.objects.filter(customer=customer_id).select_related("customer")
    rows = list(found.order_by("-pk")[:MOST])
    opened = PERMITTED_USE.open_all(vault, purpose, rows) if vault.is_open and rows else []
    reasons = {row.pk: fields.get("reason", "") for row, fields in zip(rows, opened, strict=False)}
    return [
        PermittedCard(row.use, row.permission, row.at, row.staff_id, reasons.get(row.pk, ""))
        for row in rows
    ]


def reason_to_look(*, customer_id: int, staff_id: UUID, vault: VaultSession) -> str:
    """Give the reason that somebody typed a moment ago to look at a customer, or nothing."""
    row = last_reason(customer_id, staff_id)
    if row is None or not vault.is_open:
        return ""
    return str(PERMITTED_USE.open_one(vault, Purpose.FISCAL, row).get("reason", ""))
