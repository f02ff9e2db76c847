"""Which recipients have to be told that data which they got were corrected, erased or restricted.

GDPR art. 19: each recipient is told, unless that is impossible or takes a disproportionate effort;
and the person is told who they are, if the person asks.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from klantkluis.disclosures.models import DisclosedSubject, Notice, NoticeEnding
from klantkluis.disclosures.rules import NoticeKind, is_told
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.inserting import insert_many


def prepare(
    subject_uids: Collection[UUID],
    kind: NoticeKind,
    categories: Collection[str],
    *,
    actor: Actor,
    at: datetime,
    request_uid: UUID | None = None,
) -> tuple[int, ...]:
    """Prepare a notice for each recipient that got something of these categories; give their ids.

    One notice per organisation and person, whatever the number of times that it got something.
    What waits already is not prepared twice. Within an act.

    Args:
        subject_uids: of one person, who may have several uids after a merge.
        categories: that were corrected or erased, as terms of the Data Privacy Vocabulary.
    """
    given = (
        DisclosedSubject.objects.filter(subject__in=list(subject_uids))
        .select_related("disclosure")
        .order_by("-disclosure_id")
    )
    theirs = Notice.objects.filter(subject__in=list(subject_uids), kind=kind.value)
    ended = NoticeEnding.objects.filter(notice=OuterRef("pk"))
    waiting = set(
        theirs.exclude(Exists(ended)).values_list(
            "disclosure__recipient", "disclosure__recipient_name"
        )
    )
    rows: dict[tuple[str, str], Notice] = {}
    for each in given.iterator(chunk_size=500):
        it = each.disclosure
        to = (it.recipient, it.recipient_name)
        if to in rows or to in waiting or not is_told(it.recipient, it.categories, categories):
            continue
        rows[to] = Notice(
            disclosure=it,
            subject=each.subject,
            kind=kind.value,
            categories=sorted(set(it.categories) & set(categories)),
            prepared_at=at,
            staff_id=actor.staff_id,
            request_uid=request_uid,
        )
    insert_many(rows.values())
    return tuple(row.pk for row in rows.values())
