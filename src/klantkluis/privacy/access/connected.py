"""What this office can tell besides the rows themselves, and where it notes a package."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from klantkluis.core.days import answer_due
from klantkluis.customers.erasing import id_of
from klantkluis.disclosures.commands.disclosing import write_disclosure, write_file
from klantkluis.disclosures.queries import disclosures_of
from klantkluis.disclosures.rules import Ground, HandOver, What, Why
from klantkluis.foundation.actors import Actor
from klantkluis.privacy.access.noting import Leaving, Left, Noting
from klantkluis.privacy.access.sources import Receipt, RequestFacts, Sources
from klantkluis.privacy.access.words import VALUES
from klantkluis.privacy.decided import months_of
from klantkluis.privacy.models import PrivacyRequest, RequestStep
from klantkluis.privacy.rules import StepKind
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
    """Give when a request came, until when it is answered, and how it was clear who asks.

    Why it was given more time lies sealed with the request, and went to the person in a letter.
    """
    row = PrivacyRequest.objects.filter(uid=uid).first()
    if row is None:
        return None
    steps = RequestStep.objects.filter(request=row).order_by("pk")
    methods = steps.filter(what=StepKind.IDENTIFIED).values_list("method", flat=True)
    method = methods.last() or ""
    more = steps.filter(what=StepKind.EXTENDED).exists()
    return RequestFacts(
        row.received_on,
        answer_due(row.received_on) if more else row.due_on,
        extended_to=row.due_on if more else None,
        identity_check=str(VALUES["method"].get(method, "")),
    )


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
