"""How the link with the site stands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Subquery

from klantkluis.foundation.counting import counted
from klantkluis.shop.models import Decoy, IntakeKey, IntakeMessage, LinkAlarm, SiteLink
from klantkluis.shop.rules import SILENT_AFTER

MOST_ALARMS: Final = 50


def is_paired() -> bool:
    """Tell whether this office has a site."""
    return SiteLink.objects.exists()


def paired_by() -> UUID | None:
    """Give who paired this office with its site; None without one."""
    return SiteLink.objects.values_list("staff_id", flat=True).first()


@dataclass(frozen=True, slots=True)
class LinkState:
    """How the link with the site stands; nothing personal."""

    url: str
    paired_at: datetime
    heard_at: datetime | None
    problem: str
    broken: str
    ahead: int
    waiting: int
    set_aside: int
    key_id: int
    key_made_at: datetime | None
    site_key_id: int
    seen_certificate: str
    certificate: str
    last_decoy: datetime | None
    alarms: tuple[tuple[str, int | None, datetime, datetime | None], ...]

    def is_silent(self, now: datetime) -> bool:
        """Tell whether the site has not answered for too long."""
        return now - (self.heard_at or self.paired_at) > SILENT_AFTER


def link_state() -> LinkState | None:
    """Give how the link with the site stands; None without one."""
    link = SiteLink.objects.filter(pk=1).first()
    if link is None:
        return None
    newest = IntakeKey.objects.order_by("-key_id").first()
    alarms = LinkAlarm.objects.order_by("-pk")[:MOST_ALARMS]
    messages = IntakeMessage.objects.filter(problem="")
    counts = counted(waiting=messages, set_aside=IntakeMessage.objects.exclude(problem=""))
    return LinkState(
        url=link.url,
        paired_at=link.paired_at,
        heard_at=link.heard_at,
        problem=link.problem,
        broken=link.broken,
        ahead=link.ahead,
        **counts,
        key_id=newest.key_id if newest else 0,
        key_made_at=newest.made_at if newest else None,
        site_key_id=link.key_id,
        seen_certificate=_hex(link.seen_certificate),
        certificate=_hex(link.certificate),
        last_decoy=Decoy.objects.order_by("-pk").values_list("returned_at", flat=True).first(),
        alarms=tuple((each.code, each.seq, each.at, each.ended_at) for each in alarms),
    )


@dataclass(frozen=True, slots=True)
class LinkHealth:
    """What of the link may ask for a person: for the first screen."""

    broken: str
    seen_certificate: str
    answered_at: datetime
    waiting: int

    def is_silent(self, now: datetime) -> bool:
        """Tell whether the site has not answered for too long."""
        return now - self.answered_at > SILENT_AFTER


def link_health() -> LinkHealth | None:
    """Give what of the link may ask for a person, in one question; None without a link."""
    waiting = IntakeMessage.objects.filter(problem="").order_by().values("problem")
    counts = waiting.annotate(n=Count("pk")).values("n")
    link = SiteLink.objects.filter(pk=1).annotate(waiting=Subquery(counts)).first()
    if link is None:
        return None
    return LinkHealth(
        broken=link.broken,
        seen_certificate=_hex(link.seen_certificate),
        answered_at=link.heard_at or link.paired_at,
        waiting=link.waiting or 0,
    )


def _hex(value: Any) -> str:
    return bytes(value).hex() if value is not None else ""
