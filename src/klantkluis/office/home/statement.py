"""What on the first screen is about the privacy statement."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from klantkluis.foundation.actors import Actor
from klantkluis.office.home.notices import Notice
from klantkluis.privacy.proofs.standing import doubts, last_run, standing_of
from klantkluis.privacy.statement.composing import compose
from klantkluis.privacy.statement.versions import newest


def of_the_statement(actor: Actor, now: datetime) -> list[Notice]:
    """Say to the owner which sentences are in doubt, and that what is published is out of date.

    An office that never published and never proved anything has other things to do first.
    """
    if not actor.may():
        return []
    published = newest()
    if published is None and last_run() is None:
        return []
    composed, url = compose(), reverse("statement:statement")
    sections = standing_of(composed, now=now, today=timezone.localdate(now))
    found, doubtful = [], len(doubts(sections))
    if doubtful:
        text = ngettext(
            "%(n)d sentence of the privacy statement is in doubt.",
            "%(n)d sentences of the privacy statement are in doubt.",
            doubtful,
        )
        found.append(Notice(text % {"n": doubtful}, url, "shield-exclamation"))
    if published is None or published.digest != composed.digest:
        text = _("The privacy statement says something else than what is published.")
        found.append(Notice(text, url, "file-text-shield"))
    return found
