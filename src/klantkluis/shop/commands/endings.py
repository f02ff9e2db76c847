"""Telling people that their account ends because nobody uses it."""

from datetime import datetime

from klantkluis.core.roles import Role
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.expiring import local_day
from klantkluis.shop.models import AccountEnding
from klantkluis.shop.rules import NOTICE


def endings_of(customer_id: int) -> list[AccountEnding]:
    """Give the accounts of a customer, also of who was merged into it, that end and nobody told."""
    theirs = AccountEnding.objects.filter(ended_at=None, told_at=None, untold="")
    own = theirs.filter(account__customer=customer_id)
    merged = theirs.filter(account__customer__merged_into=customer_id)
    return list((own | merged).select_for_update(of=("self",)).order_by("pk"))


@command("account_ending.told", Role.SALES, Role.BOOKKEEPER)
def note_told(*, customer_id: int, actor: Actor, at: datetime) -> None:
    """Note that a customer is told that their account ends, on a day that gives them time.

    The day is never earlier than the notice that they get, however late they hear of it.
    """
    rows = endings_of(customer_id)
    if rows:
        last = max(local_day(at) + NOTICE, *(row.ends_on for row in rows))
        ids = [row.pk for row in rows]
        AccountEnding.objects.filter(pk__in=ids).update(told_at=at, ends_on=last)


@command("account_ending.untold", Role.SALES, Role.BOOKKEEPER)
def note_untold(*, customer_id: int, code: str, actor: Actor) -> None:
    """Note that a customer cannot be told that their account ends, by the code of why."""
    ids = [row.pk for row in endings_of(customer_id)]
    AccountEnding.objects.filter(pk__in=ids).update(untold=code[:20])
