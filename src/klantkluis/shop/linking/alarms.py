"""What can be wrong with the link, kept as facts."""

from datetime import datetime
from enum import StrEnum

from klantkluis.foundation.inserting import insert
from klantkluis.shop.models import LinkAlarm, SiteLink


class Wrong(StrEnum):
    """What is wrong. The codes of `BREAKS` stop the pulling until the owner has looked."""

    GAP = "gap"
    FORK = "fork"
    ROLLBACK = "rollback"
    SIGNATURE = "signature"
    CERTIFICATE = "certificate"
    CLOCK = "clock"
    UNREADABLE = "unreadable"
    DECOY = "decoy"


BREAKS = frozenset(Wrong) - {Wrong.CERTIFICATE}
"""A certificate has an answer of its own: the owner compares and accepts it."""


def alarm(wrong: Wrong, *, now: datetime, seq: int | None = None) -> None:
    """Keep that something is wrong, once as long as nobody has looked, and stop the pulling."""
    if not LinkAlarm.objects.filter(code=wrong.value, ended_at=None).exists():
        insert(LinkAlarm(code=wrong.value, seq=seq, at=now))
    if wrong in BREAKS:
        SiteLink.objects.filter(pk=1, broken="").update(broken=wrong.value)
