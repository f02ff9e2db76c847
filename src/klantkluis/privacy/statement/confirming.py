"""Sentences about what people do: until when the owner's word for them holds."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from klantkluis.privacy.models import SentenceConfirmation

SOON: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """When a sentence was last confirmed, by whom, and until when that holds: a year."""

    on: date
    until: date
    staff_id: UUID

    def holds(self, today: date) -> bool:
        """Tell whether it need not be confirmed anew."""
        return today <= self.until


def confirmations(ids: Collection[str]) -> dict[str, Confirmed]:
    """Give the last confirmation of each of these sentences that has one."""
    rows = SentenceConfirmation.objects.filter(sentence__in=ids).order_by("pk")
    return {
        row.sentence: Confirmed(row.confirmed_on, _a_year_after(row.confirmed_on), row.staff_id)
        for row in rows
    }


def _a_year_after(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
