"""Looking what is due as a job with a bar: with many customers it takes longer than a page may."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext_lazy as _

from klantkluis.foundation.jobs import Run
from klantkluis.office.jobs.kinds import Kind
from klantkluis.privacy.retaining.sweeping import keep_findings, look

LOOK: Final = "retention.look"
HUNDRED: Final = 100


def look_as_job(run: Run) -> None:
    """Look what is due, change nothing, and say how far it is in parts of a hundred."""

    def tell(done: int, total: int) -> None:
        # The last part is said when all is kept.
        run.reached(min(done * HUNDRED // total, HUNDRED - 1))

    began = run.clock()
    found = look(run.today, tell=tell)
    keep_findings(found, at=began, ended_at=run.clock(), look_only=True)


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        LOOK: Kind(
            _("Look what is due"),
            look_as_job,
            None,
            after=("retention:retention", _("To the retention page")),
        )
    }
)
