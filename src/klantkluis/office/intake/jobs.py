"""Taking in as work of the house: whoever is at work lends it their part in the vault."""

from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from klantkluis.office.jobs.kinds import Kind
from klantkluis.office.jobs.worker import begin_by_itself
from klantkluis.shop.queries import paired_by
from klantkluis.shop.running import take_in_what_waits, waiting_messages
from klantkluis.vault.purposes import JobKind

TAKE_IN: Final = "intake.take_in"
KINDS: dict[str, Kind] = {
    TAKE_IN: Kind(
        _("Take in what came from the shop"),
        take_in_what_waits,
        JobKind.INTAKE,
        subjects_each=10,
        by_itself=True,
    ),
}
LEAST: Final = 200
"""More may come while a job waits for the vault: its lease is wide enough for those too."""


def begin_intake(now: datetime) -> int:
    """Begin to take in what waits; give how many messages do. Looked at each minute."""
    waiting, staff_id = waiting_messages(), paired_by()
    if not waiting or staff_id is None:
        return 0
    begin_by_itself(kind=TAKE_IN, about={}, total=max(waiting, LEAST), staff_id=staff_id)
    return waiting
