"""Rows of the office that go by themselves."""

from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext_noop as _

from klantkluis.core.declared import Term
from klantkluis.foundation.expiring import Expiring
from klantkluis.office.access.models import Staff
from klantkluis.office.housekeeping.models import ChoreRun


def _who_left() -> QuerySet[Staff]:
    """Give the accounts of colleagues who left. What they did names them by a uid, and stays."""
    return Staff.objects.filter(is_active=False, closed_at__isnull=False)


EXPIRING: Final = (
    Expiring(
        code="staff",
        title=_("Accounts of colleagues who left"),
        term=Term.STAFF,
        rows=_who_left,
        since="closed_at",
    ),
    Expiring(
        code="chore_runs",
        title=_("What the nightly housekeeping did"),
        term=Term.SECURITY,
        rows=ChoreRun.objects.all,
        since="ended_at",
    ),
)
