"""What the letterbox sends on: each letter sealed at once, with a receipt by mail."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils.translation import gettext as _

from klantkluis.messages import letters
from klantkluis.messages.outbox import Kind
from klantkluis.messages.references import reference
from klantkluis.site import guard, outbox
from klantkluis.site.account.current import current_account
from klantkluis.site.account.mails import shop_name
from klantkluis.site.mail import Mail
from klantkluis.site.post.forms import WriterForm

HERE = ZoneInfo("Europe/Amsterdam")


def head(request: HttpRequest) -> dict[str, Any]:
    """Give what every letter says; the same form sent twice is the same letter."""
    return {
        "uid": guard.message_uid(request),
        "language": getattr(request, "LANGUAGE_CODE", "nl"),
        "at": datetime.now(UTC).replace(microsecond=0),
        "account": current_account(request),
    }


def in_words(at: datetime) -> str:
    """Write a moment to the second, with the zone it is told in."""
    local = at.astimezone(HERE)
    return f"{local:%d-%m-%Y %H:%M:%S} {local.tzname()} (UTC{local:%z})"


def post(
    request: HttpRequest, kind: Kind, title: str, form: WriterForm, lines: list[tuple[str, int]]
) -> tuple[str, bool]:
    """Send a letter on; give its reference, and whether a receipt was mailed.

    The receipt repeats nothing of what was typed: a form that mails what anybody types to any
    address would be a gift to whoever sends unwanted mail (docs/decisions/0066).

    Raises:
        NotReceiving: the office cannot be reached.
    """
    said, parts, who = form.cleaned_data, head(request), form.who()
    number = reference(parts["uid"])
    receipt = Mail(
        to=who.email,
        subject=_("We received your message: %(reference)s") % {"reference": number},
        text=_(
            "We received your message at %(shop)s.\n\n"
            "About: %(title)s\nReceived: %(at)s\nReference: %(reference)s\n\n"
            "We answer as soon as we can. Keep this mail; with the reference we find your message."
        )
        % {
            "shop": shop_name(), "title": title, "at": in_words(parts["at"]),
            "reference": number,
        },
    )  # fmt: skip
    is_first = guard.is_first(parts["uid"])
    letter = letters.Post(
        who=who, address=form.address(), subject=title, text=said.get("text", ""),
        order=said.get("order", ""), lines=tuple(lines), **parts,
    )  # fmt: skip
    outbox.send(kind, letter)
    mailed = bool(who.email) and is_first and guard.send(receipt)
    return number, mailed
