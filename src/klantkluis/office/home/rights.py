"""What on the first screen is about the rights of people: clocks, and who is to be told."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from klantkluis.core.roles import Role
from klantkluis.disclosures.queries import notices_waiting
from klantkluis.foundation.actors import Actor
from klantkluis.office.home.notices import Notice
from klantkluis.privacy.breaches.queries import breaches_waiting
from klantkluis.sales.holding import orders_on_hold


def of_breaches(actor: Actor, now: datetime) -> list[Notice]:
    """Say to the owner how many hours are left to report a breach (GDPR art. 33)."""
    if not actor.may():
        return []
    waiting, found = breaches_waiting(now=now), []
    for row in waiting.clocks:
        url = reverse("breaches:breach", args=[row.id])
        if row.clock.hours_left < 0:
            text = _("A breach was not reported within 72 hours. Report it now, and say why.")
        else:
            left = row.clock.hours_left
            text = ngettext(
                "%(n)d hour is left to decide about a breach and report it.",
                "%(n)d hours are left to decide about a breach and report it.",
                left,
            ) % {"n": left}
        found.append(Notice(text, url, "clock-exclamation", "bad"))
    if waiting.to_tell:
        text = _("A breach of high risk: the people whom it hits were not told yet.")
        found.append(Notice(text, reverse("breaches:breaches"), "alert-triangle", "bad"))
    return found


def of_rights(actor: Actor) -> list[Notice]:
    """Say which recipients are to be told something, and which orders wait for a person."""
    if not actor.may(Role.SALES):
        return []
    found = []
    if n := notices_waiting():
        text = ngettext(
            "%(n)d organisation has to be told that data were corrected, erased or restricted.",
            "%(n)d organisations have to be told that data were corrected, erased or restricted.",
            n,
        )
        found.append(Notice(text % {"n": n}, reverse("disclosures:notices"), icon="send"))
    for order_id, number in orders_on_hold(limit=10):
        text = _("Order %(n)d is on hold: the data of its customer may be kept and not used.")
        url = reverse("sales:order", args=[order_id])
        found.append(Notice(text % {"n": number}, url, "shield-exclamation", "bad"))
    return found
