"""Questions about packages that were handed over."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from klantkluis.privacy.models import HandOver, HandOverEnd, HandOverRedaction
from klantkluis.shop.pick_ups import PickUpCard, pick_ups

MOST = 50


@dataclass(frozen=True, slots=True)
class HiddenCount:
    """How much was hidden of the texts of a package, for one reason."""

    why: str
    passages: int
    texts: int


@dataclass(frozen=True, slots=True)
class HandOverCard:
    """A package that was handed to its person.

    `sha256` is empty when it broke off before all of it left. `pick_up` is how it is doing in the
    shop, when it waits there.
    """

    id: int
    kind: str
    way: str
    language: str
    made_at: datetime
    records: int
    documents: int
    staff_id: UUID
    request: UUID | None
    left_at: datetime | None = None
    size: int = 0
    sha256: str = ""
    pick_up: PickUpCard | None = None
    hidden: tuple[HiddenCount, ...] = ()


def hand_overs_to(*, uids: Collection[UUID]) -> list[HandOverCard]:
    """Give the newest packages that somebody was handed, in four queries."""
    return _cards(HandOver.objects.filter(subject__in=uids).order_by("-pk")[:MOST])


def hand_overs_for(*, request_uid: UUID) -> list[HandOverCard]:
    """Give the packages that answer a request, the newest first."""
    return _cards(HandOver.objects.filter(request=request_uid).order_by("-pk")[:MOST])


def _cards(found: Iterable[HandOver]) -> list[HandOverCard]:
    rows = list(found)
    ends = {end.hand_over_id: end for end in HandOverEnd.objects.filter(hand_over__in=rows)}
    waiting = pick_ups([row.pick_up for row in rows if row.pick_up is not None])
    hidden: dict[int, list[HiddenCount]] = {}
    for each in HandOverRedaction.objects.filter(hand_over__in=rows).order_by("why"):
        count = HiddenCount(each.why, each.passages, each.texts)
        hidden.setdefault(each.hand_over_id, []).append(count)
    return [_card(row, ends.get(row.pk), waiting, hidden.get(row.pk, ())) for row in rows]


def _card(
    row: HandOver,
    end: HandOverEnd | None,
    waiting: dict[UUID, PickUpCard],
    hidden: Iterable[HiddenCount],
) -> HandOverCard:
    return HandOverCard(
        id=row.pk,
        kind=row.kind,
        way=row.way,
        language=row.language,
        made_at=row.made_at,
        records=row.records,
        documents=row.documents,
        staff_id=row.staff_id,
        request=row.request,
        left_at=end.at if end else None,
        size=end.size if end else 0,
        sha256=bytes(end.sha256).hex() if end else "",
        pick_up=waiting.get(row.pick_up) if row.pick_up else None,
        hidden=tuple(hidden),
    )
