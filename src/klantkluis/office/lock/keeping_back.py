"""A person's part in the open vault that keeps back what only the law keeps.

Of who was erased as far as could be, the rest is read with a typed reason or not at all (GDPR
art. 17(3), 18(2)). Every page reads through here, so a new page cannot forget it. Documents under
the key of a book year name no person in the vault; `billing/closed.py` keeps those back.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from klantkluis.customers.blocking import CustomerRestricted, sentence
from klantkluis.customers.kept import kept_back
from klantkluis.customers.restriction_rules import Use
from klantkluis.privacy.retaining.years import ended_years
from klantkluis.vault.client import NO_FILTERS, VaultSession
from klantkluis.vault.purposes import Purpose
from klantkluis.vault.rows import (
    Card,
    PlainRow,
    SealedMessage,
    SealedRow,
    SealResult,
    SearchPage,
)
from klantkluis.vault.staff import StaffVault

FOR_THE_PERSON: Final = frozenset({Purpose.REQUEST, Purpose.DESK, Purpose.FISCAL})
"""Purposes that need no more leave: the rights of the person, and the books with a reason."""
MOST_SOUGHT: Final = 200
"""So many people are looked through for those whom only the law keeps."""
NOBODY: Final = UUID(int=0)
"""Who typed no reason to look at anybody: work that goes on without a person at the screen."""


def part_of(vault: VaultSession) -> StaffVault | None:
    """Give the part of somebody in the vault itself, for what reads nothing of anybody."""
    part = vault.part if isinstance(vault, KeepingBack) else vault
    return part if isinstance(part, StaffVault) else None


class KeepingBack:
    """The part of one person, for one request or one job; all but reading is passed on."""

    def __init__(self, session: VaultSession, staff_id: UUID, *, reading: bool) -> None:
        """Look through somebody's part.

        Args:
            staff_id: whose typed reasons to look count.
            reading: whether the request changes nothing: then a page shows what it has without
                these words. An act is refused, for it would go on with nothing in its hands.
        """
        self.part, self._staff_id, self._reading = session, staff_id, reading

    @property
    def is_open(self) -> bool:
        """Say whether looking and sealing can work at all."""
        return self.part.is_open

    @cached_property
    def _kept(self) -> frozenset[UUID]:
        return kept_back(self._staff_id)

    @cached_property
    def _ended(self) -> frozenset[str]:
        return ended_years()

    def _is_shut(self, row: SealedRow) -> bool:
        """Tell whether a row is kept back, or lies under the key of a year that was destroyed.

        The second is for a minute at most, until the house has removed the rows of that year; an
        act then hears from the vault that the key is gone.
        """
        if isinstance(row.owner, str):
            return self._reading and row.owner in self._ended
        return row.owner in self._kept

    def open(
        self, purpose: Purpose, rows: Sequence[SealedRow], *, reason: str = ""
    ) -> list[dict[str, Any]]:
        """Open rows; see `VaultSession.open`. What is kept back says nothing.

        Raises:
            CustomerRestricted: an act would need what is kept back.
        """
        if purpose in FOR_THE_PERSON:
            return self.part.open(purpose, rows, reason=reason)
        shut = [self._is_shut(row) for row in rows]
        if not any(shut):
            return self.part.open(purpose, rows, reason=reason)
        if not self._reading and purpose is not Purpose.LIST:
            raise CustomerRestricted(sentence(Use.LOOK))
        free = [row for row, is_shut in zip(rows, shut, strict=True) if not is_shut]
        opened = iter(self.part.open(purpose, free, reason=reason) if free else [])
        return [{} if is_shut else next(opened) for is_shut in shut]

    def seal(self, rows: Sequence[PlainRow]) -> list[SealResult]:
        """Seal rows; see `VaultSession.seal`."""
        return self.part.seal(rows)

    def search(
        self,
        terms: str,
        *,
        among: Collection[UUID] | None = None,
        sort: str = "name",
        after: str = "",
        limit: int = 50,
        filters: Mapping[str, str] = NO_FILTERS,
    ) -> SearchPage:
        """Find subjects; see `VaultSession.search`. Nobody finds these by anything they were."""
        page = self.part.search(
            terms, among=among, sort=sort, after=after, limit=limit, filters=filters
        )
        free = self._free(page.hits)
        return replace(page, hits=free, total=page.total - len(page.hits) + len(free))

    def kept_like(self, terms: str, *, limit: int) -> tuple[UUID, ...]:
        """Give whom only the law keeps and who were what is sought: without a word of them.

        For who answers requests: also somebody who was erased as far as could be may ask what is
        left (GDPR art. 15). They are read after a typed reason, as everywhere.
        """
        hits = self.part.search(terms, limit=MOST_SOUGHT).hits
        return tuple(card.uid for card in hits if card.uid in self._kept)[:limit]

    def duplicates(
        self, fields: Mapping[str, Any], *, exclude: UUID | None = None
    ) -> tuple[Card, ...]:
        """Find who looks like these fields; see `VaultSession.duplicates`."""
        return self._free(self.part.duplicates(fields, exclude=exclude))

    def lookalikes(self, each: Sequence[Mapping[str, Any]]) -> list[tuple[UUID, ...]]:
        """Find who looks like each of these; see `VaultSession.lookalikes`."""
        found = self.part.lookalikes(each)
        return [tuple(uid for uid in uids if uid not in self._kept) for uids in found]

    def index(self, uids: Sequence[UUID]) -> None:
        """Tell that rows were saved; see `VaultSession.index`."""
        self.part.index(uids)

    def open_intake(self, messages: Sequence[SealedMessage]) -> list[bytes | None]:
        """Open messages from the site; see `VaultSession.open_intake`."""
        return self.part.open_intake(messages)

    def _free(self, cards: Sequence[Card]) -> tuple[Card, ...]:
        return tuple(card for card in cards if card.uid not in self._kept)
