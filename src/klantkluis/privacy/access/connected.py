"""What this office can tell besides the rows themselves, and where it notes a package."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from klantkluis.customers.erasing import id_of
from klantkluis.disclosures.commands.disclosing import write_disclosure, write_file
from klantkluis.disclosures.queries import disclosures_of
from klantkluis.disclosures.rules import Ground, HandOver, What, Why
from klantkluis.foundation.actors import Actor
from klantkluis.privacy.access.noting import Leaving, Left, Noting
from klantkluis.privacy.access.sources import Receipt, RequestFacts, Sources
from klantkluis.privacy.decided import months_of
from klantkluis.privacy.models import PrivacyRequest
from klantkluis.privacy.statement.versions import version_of

_TO_THE_PERSON: Final = HandOver("person", Ground.OWN_DATA, Why.REQUEST)


def recipients_of(uids: Sequence[UUID]) -> Sequence[Receipt]:
    """Give who outside received data, by name, the newest first (GDPR art. 15(1)(c))."""
    return [
        Receipt(row.at, row.recipient, row.recipient_name, row.ground, row.categories)
        for row in disclosures_of(subject_uids=uids)
    ]


def statement_for(uids: Sequence[UUID], _day: date) -> str:
    """Give the number of the statement that held when the person came; empty without one."""
    customer_id = id_of(uids[0])
    seen = version_of(customer_id=customer_id) if customer_id is not None else None
    return str(seen.first.number) if seen is not None and seen.first is not None else ""


def request_facts(uid: UUID) -> RequestFacts | None:
    """Give when a request came and until when it is answered."""
    row = PrivacyRequest.objects.filter(uid=uid).first()
    return RequestFacts(row.received_on, row.due_on) if row else None


def note_leaving(leaving: Leaving, actor: Actor) -> int:
    """Write in the log of disclosures that the person gets what is theirs."""
    return write_disclosure(
        What.ACCESS_PACKAGE, _TO_THE_PERSON, categories=leaving.categories, subjects=leaving.uids,
        actor=actor, at=leaving.at,
    )  # fmt: skip


def note_left(left: Left, _actor: Actor) -> None:
    """Write down the digest of what left."""
    if left.disclosure_id is not None:
        write_file(
            left.disclosure_id, sha256=left.sha256, size=left.size, at=left.at, rows=None,
            whole=True,
        )  # fmt: skip


SOURCES: Final = Sources(
    recipients=recipients_of, statement=statement_for, request=request_facts, months=months_of
)
"""The sources of this office."""
NOTING: Final = Noting(leaving=note_leaving, left=note_left)
"""The logs of this office."""
