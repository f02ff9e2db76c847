"""What on the first screen is about requests of people: clocks that run or are over."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from klantkluis.core.roles import Role
from klantkluis.foundation.actors import Actor
from klantkluis.office.home.notices import Notice
from klantkluis.privacy.queries import desk_counts


def of_requests(actor: Actor, now: datetime) -> list[Notice]:
    """Say how many requests wait for an answer, until when, and which are overdue."""
    if not actor.may(Role.SALES):
        return []
    counts, url, found = desk_counts(today=timezone.localdate(now)), reverse("privacy:requests"), []
    if counts.overdue:
        text = ngettext(
            "%(n)d request about personal data is overdue.",
            "%(n)d requests about personal data are overdue.",
            counts.overdue,
        )
        overdue = f"{url}?state=overdue"
        found.append(Notice(text % {"n": counts.overdue}, overdue, "clock-exclamation", "bad"))
    if waiting := counts.running - counts.overdue:
        text = ngettext(
            "%(n)d request about personal data waits for an answer.",
            "%(n)d requests about personal data wait for an answer.",
            waiting,
        )
        if counts.first_due_on and not counts.overdue:
            until = date_format(counts.first_due_on, "j F")
            text = f"{text} {_('The first by %(day)s.') % {'day': until}}"
        found.append(Notice(text % {"n": waiting}, url, icon="file-text-shield"))
    return found
