"""What people ask on the site becomes a request by itself, when it is taken in."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Final

from klantkluis.core.roles import Role
from klantkluis.customers.withdrawals import Withdrawn, withdrawn_on_site
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.letterhead import address_lines
from klantkluis.privacy.commands.adding import By, add_step
from klantkluis.privacy.commands.receiving import NewRequest, write_down
from klantkluis.privacy.identity import known_person
from klantkluis.privacy.models import PrivacyRequest
from klantkluis.privacy.rules import (
    AnswerWay,
    Decision,
    IdentityMethod,
    RequestChannel,
    RequestKind,
    StepKind,
)
from klantkluis.shop.days import day_of
from klantkluis.shop.handing_on import HandedOn, hand_on
from klantkluis.vault.purposes import Purpose

KINDS: Final[Mapping[str, RequestKind]] = MappingProxyType(
    {
        "access": RequestKind.ACCESS,
        "correction": RequestKind.RECTIFICATION,
        "deletion": RequestKind.ERASURE,
        "complaint": RequestKind.COMPLAINT,
    }
)
"""What a letter from the shop asks for."""
LOOK_BACK: Final = timedelta(days=400)
"""Older withdrawals are no news: their requests may be gone, and are not made again."""


@command("privacy_request.taken_over", Role.SALES)
def take_over_post(*, post_id: int, actor: Actor, today: date, now: datetime) -> int:
    """Make a request of a letter from the shop; give its id, or 0 when somebody was first.

    It was received when the person sent it, not when it was taken in. Whoever was logged in to
    the account of the customer is known by that.

    Raises:
        VaultLocked: the vault is not open.
    """
    letter = hand_on(post_id=post_id, actor=actor, now=now)
    if letter is None:
        return 0
    person = known_person(actor.vault, letter.customer_uid, purpose=Purpose.FILE)
    wanted = NewRequest(
        kind=KINDS[letter.kind],
        channel=RequestChannel.SITE,
        received_on=day_of(letter.received_at),
        language=letter.language,
        fields=_said(letter),
    )
    row = write_down(wanted, person, By(actor, now, today), post_uid=letter.uid)
    if letter.logged_in and person is not None:
        add_step(
            row, StepKind.IDENTIFIED, By(actor, now, row.received_on),
            method=IdentityMethod.LOGGED_IN.value,
        )  # fmt: skip
    return row.pk


@command("privacy_request.withdrawals_taken_over", Role.SALES)
def take_over_withdrawals(*, limit: int, actor: Actor, now: datetime) -> int:
    """Keep each unsubscription on the site as a request that was answered at once; give how many.

    Withdrawing a consent is as easy as giving it, so nobody has to decide (GDPR art. 7(3)).

    Raises:
        VaultLocked: the vault is not open.
    """
    known = PrivacyRequest.objects.filter(consent_uid__isnull=False).values("consent_uid")
    found = withdrawn_on_site(since=now - LOOK_BACK, but=known, limit=limit)
    for each in found:
        _keep(each, actor, now)
    return len(found)


def _keep(each: Withdrawn, actor: Actor, now: datetime) -> None:
    day = day_of(each.at)
    by = By(actor, now, day)
    wanted = NewRequest(
        kind=RequestKind.WITHDRAWAL, channel=RequestChannel.SITE, received_on=day,
        language=each.language,
    )  # fmt: skip
    row = write_down(
        wanted, None, by, consent_uid=each.uid,
        subscriber_uid=each.subscriber_uid,
    )  # fmt: skip
    if each.customer_uid is not None:
        add_step(row, StepKind.MATCHED, by, customer_uid=each.customer_uid)
    add_step(row, StepKind.DECIDED, by, decision=Decision.GRANTED.value)
    add_step(row, StepKind.ANSWERED, by, way=AnswerWay.AT_ONCE.value)
    add_step(row, StepKind.CLOSED, by)


def _said(letter: HandedOn) -> dict[str, str]:
    """Give what a letter says as the fields of a request."""
    have = letter.fields
    names = ("first_name", "surname_prefix", "surname")
    person = " ".join(str(have[name]) for name in names if have.get(name))
    subject, text = str(have.get("subject", "")), str(have.get("text", ""))
    said = {
        "name": str(have.get("company") or person or have.get("name") or ""),
        "email": str(have.get("email", "")),
        "phone": str(have.get("phone", "")),
        "address": "\n".join(address_lines(letter.address)) if letter.address else "",
        "asked": "\n\n".join(part for part in (subject, text) if part),
        "order": str(have.get("order", "")),
    }
    return {name: words for name, words in said.items() if words}
