"""Rows of the office that go by themselves."""

from typing import Final

from django.utils.translation import gettext_noop as _

from klantkluis.core.declared import Term
from klantkluis.foundation.expiring import Expiring
from klantkluis.office.housekeeping.models import ChoreRun

EXPIRING: Final = (
    Expiring(
        code="chore_runs",
        title=_("What the nightly housekeeping did"),
        term=Term.SECURITY,
        rows=ChoreRun.objects.all,
        since="ended_at",
    ),
)
