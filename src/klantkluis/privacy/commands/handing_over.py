"""Handing a package to its person: a fact before it leaves, and one when all of it left."""

from collections import Counter
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert, insert_many
from klantkluis.privacy.access.connected import NOTING
from klantkluis.privacy.access.data import categories_of
from klantkluis.privacy.access.hiding import How
from klantkluis.privacy.access.noting import Leaving, Left, Noting
from klantkluis.privacy.access.package import Package, PackageKind
from klantkluis.privacy.models import HandOver, HandOverEnd, HandOverRedaction

Way = HandOver.Way
ARTICLES = {PackageKind.ACCESS: 15, PackageKind.PORTABILITY: 20}


class PackageUnknown(Refusal):
    """There is no such package."""


class TextsUnread(Refusal):
    """Nobody looked whether a text in the package is about somebody else."""


@command("package.handed_over")
def hand_over(
    *,
    package: Package,
    way: Way,
    actor: Actor,
    request_uid: UUID | None = None,
    pick_up: UUID | None = None,
    noting: Noting = NOTING,
) -> int:
    """Note that a package is about to be handed to its person; give the id of the fact.

    Args:
        request_uid: of the request that it answers.
        pick_up: of the package that waits in the shop.

    Raises:
        TextsUnread: somebody has to look through texts first (GDPR art. 15(4)).
    """
    if package.unread:
        raise TextsUnread(_("Look through the texts that others typed first."))
    categories = {one for each in package.holdings for one in categories_of(each)}
    leaving = Leaving(
        package.identity.uids, ARTICLES[package.kind], tuple(sorted(categories)), package.made_at
    )
    row = HandOver(
        subject=package.identity.uid,
        request=request_uid,
        kind=package.kind.value,
        way=way.value,
        language=package.language,
        made_at=package.made_at,
        records=package.records,
        documents=package.documents,
        disclosure_id=noting.leaving(leaving, actor) if categories else None,
        pick_up=pick_up,
        staff_id=actor.staff_id,
    )
    insert(row)
    insert_many(_redactions(row, package))
    return row.pk


def _redactions(row: HandOver, package: Package) -> list[HandOverRedaction]:
    """Count what was hidden, for each reason."""
    passages, texts = Counter[str](), Counter[str]()
    for each in package.hidden:
        passages[each.why.value] += each.passages
        texts[each.why.value] += each.how is How.WHOLE
    return [
        HandOverRedaction(hand_over=row, why=why, passages=passages[why], texts=texts[why])
        for why in sorted(passages)
    ]


@command("package.left")
def end_hand_over(
    *,
    hand_over_id: int,
    size: int,
    sha256: bytes,
    actor: Actor,
    now: datetime,
    noting: Noting = NOTING,
) -> None:
    """Note that all of a package left, and what its bytes come to.

    Raises:
        PackageUnknown: no hand-over was begun.
    """
    row = HandOver.objects.filter(pk=hand_over_id).first()
    if row is None:
        raise PackageUnknown(_("There is no such package."))
    insert(HandOverEnd(hand_over=row, at=now, size=size, sha256=sha256))
    left = Left(row.disclosure_id, row.request, row.way, size, sha256, now)
    noting.left(left, actor)
