"""Working out what becomes of every record of a person; it writes nothing down."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from klantkluis.core.declared import Erasure, Term
from klantkluis.core.retention import RULES, goes_on
from klantkluis.customers.erasing import all_uids, is_subscriber, number_of
from klantkluis.foundation.records import (
    Claim,
    PersonalRecord,
    all_records,
    claims_on,
    model_of,
)
from klantkluis.foundation.sealed_model import SealedModel
from klantkluis.privacy.decided import months_of
from klantkluis.privacy.holds import held
from klantkluis.privacy.models import ErasurePlan
from klantkluis.privacy.verdicts import Kept, Line, Verdict, decide, digest_of
from klantkluis.vault.keys import class_ends_on

LAWS: Final[Mapping[str, Term]] = MappingProxyType({"F7": Term.BOOKS, "F10": Term.BOOKS_TEN})
"""The term that each kind of key of a book year is for."""


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """A plan as it would be made now.

    Attributes:
        uids: every uid of the person.
        lines: one for each record, in the order in which they may go.
        claims: what is not finished between us.
    """

    person: UUID
    kind: ErasurePlan.Person
    uids: tuple[UUID, ...]
    lines: tuple[Line, ...]
    claims: tuple[Claim, ...]
    is_held: bool

    @property
    def digest(self) -> str:
        """What stands for all of it; see `rules.digest_of`."""
        return digest_of(self.lines)

    @property
    def counts(self) -> Mapping[Verdict, int]:
        """How many records get each verdict."""
        return Counter(line.decision.verdict for line in self.lines)

    @property
    def waits(self) -> bool:
        """Whether the person cannot be forgotten entirely yet: for a claim, or a legal hold."""
        return bool(self.claims) or self.is_held


def work_out(uid: UUID, *, today: date) -> WorkedOut:
    """Walk through all rooms and say what becomes of each record of a person.

    It asks each kind of record once, however many there are.

    Args:
        uid: of a customer (merged or not), a subscriber, or somebody who wrote to the shop.
    """
    uids = all_uids(uid)
    claims = claims_on(uids)
    is_held = bool(held(uids))
    law = claims[0].law if claims else ""
    lines: dict[tuple[str, int], Line] = {}
    for record in all_records():
        for row, kept in _rows(record, uids):
            decision = decide(
                record.erasure, today=today, kept=kept, claim_law=law,
                for_claims=record.for_claims, held=is_held,
            )  # fmt: skip
            lines.setdefault((record.model, row), Line(record.model, row, decision))
    return WorkedOut(uids[0], _kind(uids[0]), uids, tuple(lines.values()), claims, is_held)


def _kind(uid: UUID) -> ErasurePlan.Person:
    if number_of(uid) is not None:
        return ErasurePlan.Person.CUSTOMER
    return ErasurePlan.Person.SUBSCRIBER if is_subscriber(uid) else ErasurePlan.Person.STRANGER


def _rows(record: PersonalRecord, uids: Sequence[UUID]) -> list[tuple[int, Kept | None]]:
    """Give the number of each row, and until when the law keeps it if it does.

    What was blanked before says nothing any more, so there is nothing to decide about it.
    """
    rows = record.of(uids).order_by("pk")
    if record.erasure is Erasure.BLANK:
        rows = rows.exclude(sealed=b"")
    if record.erasure is not Erasure.KEEP:
        return [(pk, None) for pk in rows.values_list("pk", flat=True)]
    if record.stored is not None and record.stored.owner_field == "cls":
        return [(pk, _of_book_year(cls)) for pk, cls in rows.values_list("pk", "cls")]
    months = months_of(record.term)
    return [
        (pk, _of_term(record, since, months)) for pk, since in rows.values_list("pk", record.since)
    ]


def _of_book_year(cls: str) -> Kept:
    """Say until when the law keeps what lies under the key of a book year."""
    return Kept(class_ends_on(cls), RULES[LAWS[cls.partition("-")[0]]].law)


def _of_term(record: PersonalRecord, since: date | None, months: int) -> Kept:
    """Say until when something is kept under a key of its own; while it goes on nobody knows."""
    rule = RULES[record.term]
    until = goes_on(rule, since, months=months) if since is not None else None
    return Kept(until, rule.law)


def rows_of(lines: Sequence[Line], verdict: Verdict) -> dict[str, list[int]]:
    """Give the rows of each model that have a verdict."""
    found: dict[str, list[int]] = {}
    for line in lines:
        if line.decision.verdict is verdict:
            found.setdefault(line.model, []).append(line.row)
    return found


def sealed_uids(lines: Sequence[Line]) -> list[UUID]:
    """Give the uids of the sealed rows that go: the vault is told that they are not missing."""
    found: list[UUID] = []
    going = rows_of(lines, Verdict.ERASE)
    for record in all_records():
        model: Any = model_of(record)
        if record.model in going and issubclass(model, SealedModel):
            rows = model._default_manager.filter(pk__in=going.pop(record.model))
            found += rows.values_list("uid", flat=True)
    return found
