"""What on the first screen is about the shop: the link, the post, and doubts."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from klantkluis.core.roles import Role
from klantkluis.foundation.actors import Actor
from klantkluis.office.home.notices import Notice
from klantkluis.office.intake.names import WRONG
from klantkluis.shop.link import link_health
from klantkluis.shop.queries import intake_counts

_BAD = "alert-triangle"


def of_the_link(actor: Actor, now: datetime) -> list[Notice]:
    """Say what is wrong with the link, and that the shop has not answered for too long."""
    state = link_health() if actor.may(Role.SALES) else None
    if state is None:
        return []
    url = reverse("intake:link") if actor.may() else reverse("intake:post")
    found = []
    if state.broken:
        found.append(Notice(str(WRONG[state.broken]), url, "shield-exclamation", "bad"))
    if state.seen_certificate:
        found.append(Notice(str(WRONG["certificate"]), url, "shield-exclamation", "bad"))
    if state.is_silent(now):
        since = timezone.localtime(state.answered_at)
        text = _("The shop has not answered since %(when)s.")
        when = date_format(since, "SHORT_DATETIME_FORMAT")
        found.append(Notice(text % {"when": when}, url, "plug-connected-x", "bad"))
    if state.waiting:
        text = ngettext(
            "%(n)d message from the shop waits for the vault.",
            "%(n)d messages from the shop wait for the vault.",
            state.waiting,
        )
        found.append(Notice(text % {"n": state.waiting}, url, "lock"))
    return found


def of_the_shop(actor: Actor, now: datetime) -> list[Notice]:
    """Say what came in from the shop and asks for a person."""
    if not actor.may(Role.SALES):
        return []
    counts, found = intake_counts(today=timezone.localdate(now)), []
    if counts.late:
        text = ngettext(
            "%(n)d request about personal data has to be answered today.",
            "%(n)d requests about personal data have to be answered today.",
            counts.late,
        )
        url = reverse("intake:post")
        found.append(Notice(text % {"n": counts.late}, url, "clock-exclamation", "bad"))
    for n, one, many, view, icon in (
        (counts.post, _("%(n)d letter from the shop waits for an answer."),
         _("%(n)d letters from the shop wait for an answer."), "intake:post", "message-plus"),
        (counts.doubts, _("Of %(n)d thing from the shop somebody has to decide what it is."),
         _("Of %(n)d things from the shop somebody has to decide what they are."),
         "intake:doubts", "users"),
        (counts.set_aside, _("%(n)d message from the shop could not be taken in."),
         _("%(n)d messages from the shop could not be taken in."), "intake:link", _BAD),
    ):  # fmt: skip
        if n and (view != "intake:link" or actor.may()):
            text = one if n == 1 else many
            found.append(Notice(text % {"n": n}, reverse(view), icon))
    return found
