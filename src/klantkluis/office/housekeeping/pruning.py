"""Letting go of what nobody can use any more. What has a term goes with the retention sweep."""

from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from klantkluis.core.declared import Term
from klantkluis.foundation.expiring import start_of
from klantkluis.foundation.mail.box import forget_looks
from klantkluis.foundation.mail.forgetting import forget_templates
from klantkluis.office.access.models import FailedLogIns, Invitation, StaffSession
from klantkluis.office.access.throttle import FORGET_AFTER
from klantkluis.office.housekeeping.temporary import KINDS
from klantkluis.privacy.proofs.running import forget_runs
from klantkluis.privacy.retaining.terms import begun_by

LOOKS_KEPT = timedelta(days=30)
"""Looks into the mailbox say how far each came; a month is plenty for who wonders."""
TASKS_KEPT = timedelta(days=7)
"""Rows of the queue hold the trace of a mishap; after a week nobody looks for it any more."""


def prune(now: datetime) -> int:
    """Remove what is of no use any more, and give how many rows that were.

    Sessions that ended, codes and counts of failed log-ins that no longer work, ended rows of the
    queue, imports of more than a day ago, looks into the mailbox after a month, and words for
    mails that others followed when the last mail that bore them is gone.
    """
    over = (
        StaffSession.objects.filter(expire_date__lt=now),
        Invitation.objects.filter(expires_at__lt=now),
        FailedLogIns.objects.filter(last_at__lt=now - FORGET_AFTER),
        DBTaskResult.objects.filter(finished_at__lt=now - TASKS_KEPT),
    )
    removed = sum(rows.delete()[0] for rows in over)
    removed += forget_looks(before=now - LOOKS_KEPT)
    removed += forget_runs(before=start_of(begun_by(Term.SECURITY, timezone.localdate(now))))
    removed += forget_templates(before=start_of(begun_by(Term.BOOKS, timezone.localdate(now))))
    return removed + sum(kind.forget(now) for kind in KINDS)
