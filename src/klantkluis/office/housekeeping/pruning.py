"""Letting go of rows whose term has passed, and of what nobody can use any more."""

from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from klantkluis.core.days import years_before
from klantkluis.foundation.jobs import forget_jobs
from klantkluis.foundation.mail.box import forget_looks
from klantkluis.foundation.mail.forgetting import forget_mails
from klantkluis.foundation.models import Event
from klantkluis.office.access.models import FailedLogIns, Invitation, StaffSession
from klantkluis.office.access.throttle import FORGET_AFTER
from klantkluis.office.housekeeping.models import ChoreRun
from klantkluis.office.housekeeping.temporary import KINDS
from klantkluis.privacy.proofs.running import forget_runs
from klantkluis.sales.quotes.forgetting import forget_quotes

SECURITY_YEARS = 2
"""What `Term.SECURITY` says: twenty-four months."""
QUOTE_YEARS = 1
"""What `Term.QUOTE` says, for a quote that came to nothing."""
BOOK_YEARS = 7
"""What `Term.BOOKS` says, counted from the end of a book year."""
LOOKS_KEPT = timedelta(days=30)
"""Looks into the mailbox say how far each came; a month is plenty for who wonders."""
TASKS_KEPT = timedelta(days=7)
"""Rows of the queue hold the trace of a mishap; after a week nobody looks for it any more."""


def _books_are_over(now: datetime) -> datetime:
    """Give the moment before which it is over: what is of year Y goes from 1 January Y + 8 on."""
    local = timezone.localtime(now)
    return local.replace(year=local.year - BOOK_YEARS, month=1, day=1, hour=0, minute=0, second=0)


def prune(now: datetime) -> int:
    """Remove what is over, and give how many rows that were.

    Sessions that ended, codes and counts of failed log-ins that no longer work, ended rows of the
    queue, imports of more than a day ago; after a year quotes that came to
    nothing; after a month looks into the mailbox; after 24 months audit events, jobs and the facts
    about housekeeping itself; and mail with the books.
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
    removed += forget_looks(before=now - LOOKS_KEPT)
    removed += forget_runs(before=before)
    removed += forget_mails(before=_books_are_over(now))
    return removed + forget_jobs(before=before) + sum(kind.forget(now) for kind in KINDS)
