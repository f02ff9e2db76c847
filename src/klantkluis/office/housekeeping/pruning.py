"""Letting go of rows whose term has passed, and of what nobody can use any more."""

from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from klantkluis.core.days import years_before
from klantkluis.foundation.jobs import forget_jobs
from klantkluis.foundation.models import Event
from klantkluis.office.access.models import FailedLogIns, Invitation, StaffSession
from klantkluis.office.access.throttle import FORGET_AFTER
from klantkluis.office.housekeeping.models import ChoreRun
from klantkluis.office.housekeeping.temporary import KINDS
from klantkluis.sales.quotes.forgetting import forget_quotes

SECURITY_YEARS = 2
"""What `Term.SECURITY` says: twenty-four months."""
QUOTE_YEARS = 1
"""What `Term.QUOTE` says, for a quote that came to nothing."""
TASKS_KEPT = timedelta(days=7)
"""Rows of the queue hold the trace of a mishap; after a week nobody looks for it any more."""


def prune(now: datetime) -> int:
    """Remove what is over, and give how many rows that were.

    Sessions that ended, codes and counts of failed log-ins that no longer work, ended rows of the
    queue, imports of more than a day ago; after a year quotes that came to
    nothing; and after 24 months audit events, jobs and the facts about housekeeping itself.
    """
    a_year_ago = years_before(timezone.localtime(now), QUOTE_YEARS).date()
    before = years_before(timezone.localtime(now), SECURITY_YEARS)
    over = (
        StaffSession.objects.filter(expire_date__lt=now),
        Invitation.objects.filter(expires_at__lt=now),
        FailedLogIns.objects.filter(last_at__lt=now - FORGET_AFTER),
        DBTaskResult.objects.filter(finished_at__lt=now - TASKS_KEPT),
        Event.objects.filter(at__lt=before),
        ChoreRun.objects.filter(ended_at__lt=before),
    )
    removed = sum(rows.delete()[0] for rows in over)
    removed += forget_quotes(before=a_year_ago)
    return removed + forget_jobs(before=before) + sum(kind.forget(now) for kind in KINDS)
