"""Telling recipients what became of data that they got (GDPR art. 19)."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.disclosures.models import Notice, NoticeEnding
from klantkluis.disclosures.notices import prepare
from klantkluis.disclosures.rules import NoticeEnd, NoticeKind
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert


class NoticeUnknown(Refusal):
    """There is no such notice."""


class NoticeEnded(Refusal):
    """Somebody dealt with this notice before."""


@command("disclosure.notices_prepared", Role.SALES)
def prepare_notices(
    *,
    subject_uids: Collection[UUID],
    kind: NoticeKind,
    categories: Collection[str],
    actor: Actor,
    at: datetime,
    request_uid: UUID | None = None,
) -> tuple[int, ...]:
    """Prepare what recipients are to be told; see `disclosures.notices.prepare`."""
    return prepare(subject_uids, kind, categories, actor=actor, at=at, request_uid=request_uid)


@command("disclosure.notice_ended", Role.SALES)
def end_notice(*, notice_id: int, how: NoticeEnd, actor: Actor, at: datetime) -> None:
    """Note that a notice went out, or why it did not have to.

    Raises:
        NoticeUnknown: there is no such notice.
        NoticeEnded: somebody dealt with it before.
    """
    if not Notice.objects.select_for_update().filter(pk=notice_id).exists():
        raise NoticeUnknown(_("There is no such notice."))
    if NoticeEnding.objects.filter(notice=notice_id).exists():
        raise NoticeEnded(_("Somebody dealt with this notice already."))
    insert(NoticeEnding(notice_id=notice_id, at=at, how=how.value, staff_id=actor.staff_id))
