"""Running the proofs: as a job with a bar, each night, and from the command line."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from klantkluis.foundation.jobs import Run
from klantkluis.office.jobs.kinds import Kind
from klantkluis.office.statement.around import around
from klantkluis.privacy.proofs.running import Result, Tell, keep_run, run_checks
from klantkluis.privacy.proofs.shapes import Check

PROVE: Final = "proofs.run"
HUNDRED: Final = 100


def prove(*, tell: Tell | None = None) -> list[Result]:
    """Run every check on this office, and keep what came of it."""
    began = timezone.now()
    results = run_checks(around(), tell=tell)
    keep_run(results, began=began, ended=timezone.now())
    return results


def prove_as_job(run: Run) -> None:
    """Run every check, and say how far it is in parts of a hundred."""

    def tell(_check: Check, _result: Result | None, part: float) -> None:
        # The last part is said when all is kept.
        run.reached(min(int(part * HUNDRED), HUNDRED - 1))

    prove(tell=tell)


def prove_by_night(_now: datetime) -> None:
    """Run every check, as the nightly housekeeping asks."""
    prove()


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        PROVE: Kind(
            _("Prove the privacy statement"),
            prove_as_job,
            None,
            after=("statement:statement", _("To the privacy statement")),
        )
    }
)
