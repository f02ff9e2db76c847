"""Ending accounts that nobody uses: asked once a day, and ended by the site unless they were used.

Whatever is asked can be asked again: an account that is gone has ended, whoever noted it.
"""

import logging
from collections.abc import Collection, Sequence
from datetime import date, datetime
from itertools import count, pairwise
from typing import Final
from uuid import UUID

from django.db import transaction

from klantkluis.core.days import first_of_month, month_number
from klantkluis.foundation.inserting import insert_many
from klantkluis.messages.wire import (
    MOST_ACCOUNTS,
    EndUnused,
    Unused,
    UnusedAccount,
    UnusedAnswer,
    UnusedEnded,
    Verb,
)
from klantkluis.shop.linking.asking import Conversation, SiteRefuses
from klantkluis.shop.models import AccountEnding, ProfileToSend, SiteAccount, SiteLink
from klantkluis.shop.rules import NOTICE, ends_on, unused_up_to
from klantkluis.shop.transport import SiteAway
from klantkluis.shop.unused import kept_beyond, months_kept, portions, to_end

MOST_PORTIONS: Final = 4000
"""A site that has more accounts than two million is not ours."""
NOBODY: Final = "nobody"
"""Why nobody was told of the end of an account that is not one of a customer."""

_LOGGER = logging.getLogger("klantkluis.shop")


def end_unused(site: Conversation, *, now: datetime, today: date) -> None:
    """Let accounts end whose day has come, and hear once a day which ones nobody uses.

    A site of an older version does not know the question; it is asked again the next day.

    Raises:
        SiteAway: the site could not be reached; the next round does the rest.
    """
    try:
        _end(site, now=now, today=today)
        if _asked_on() != today:
            _hear(site, now=now, today=today)
            SiteLink.objects.filter(pk=1).update(unused_heard_on=today)
    except SiteAway as away:
        if away.kind != "answer":
            raise
        _LOGGER.warning("the site does not answer about accounts that nobody uses")
    except SiteRefuses as refuses:
        _LOGGER.warning("the site ends no account: %d", refuses.status)
    SiteLink.objects.filter(pk=1).exclude(unused_on=today).update(unused_on=today)


def _asked_on() -> date | None:
    return SiteLink.objects.filter(pk=1).values_list("unused_on", flat=True).first()


def _end(site: Conversation, *, now: datetime, today: date) -> None:
    """Ask the site to end what is due; it keeps those that were used meanwhile."""
    for some in portions(to_end(today)):
        if not some:
            continue
        asked = tuple(
            UnusedAccount(account=each.uid, month=month_number(each.used_in)) for each in some
        )
        answer: UnusedEnded = site.ask(Verb.END_UNUSED, EndUnused(accounts=asked))
        if sorted((*answer.ended, *answer.used)) != sorted(each.uid for each in some):
            raise SiteAway("answer")
        _note(answer, now)


def _note(answer: UnusedEnded, now: datetime) -> None:
    """Keep which ended, and let the others go on as if nobody had asked."""
    with transaction.atomic():
        close_accounts(answer.ended, now)
        ended = AccountEnding.objects.filter(uid__in=answer.ended, ended_at=None)
        ended.filter(account=None).delete()
        ended.update(ended_at=now)
        AccountEnding.objects.filter(uid__in=answer.used, ended_at=None).delete()


def close_accounts(uids: Collection[UUID], now: datetime) -> None:
    """Note that accounts are not at the site any more, inside an act; nothing is brought there."""
    ProfileToSend.objects.filter(account__uid__in=uids).delete()
    SiteAccount.objects.filter(uid__in=uids, closed_at=None).update(closed_at=now)


def _hear(site: Conversation, *, now: datetime, today: date) -> None:
    """Hear which accounts nobody uses and which of ours are gone, a portion at a time."""
    months = months_kept()
    after: UUID | None = None
    ours_after = 0
    for n in count(1):
        ours = _ours(ours_after)
        question = Unused(
            up_to=unused_up_to(today, months), after=after, term=months,
            known=tuple(uid for _pk, uid in ours),
        )  # fmt: skip
        answer: UnusedAnswer = site.ask(Verb.UNUSED, question)
        _check(question, answer, n)
        _keep(answer, months=months, now=now, today=today)
        after = answer.accounts[-1].account if answer.accounts else after
        ours_after = ours[-1][0] if ours else ours_after
        if len(answer.accounts) < question.limit and len(ours) < MOST_ACCOUNTS:
            break
    # Of these the site did not speak today: they were used, or are gone.
    AccountEnding.objects.filter(ended_at=None, seen_on__lt=today).delete()
    # What could end has ended by now; who had to be kept beyond their day is told anew one day.
    kept_beyond(today).update(told_at=None, ends_on=today + NOTICE)


def _ours(after: int) -> list[tuple[int, UUID]]:
    rows = SiteAccount.objects.filter(closed_at=None, pk__gt=after).order_by("pk")
    return list(rows.values_list("pk", "uid")[:MOST_ACCOUNTS])


def _check(question: Unused, answer: UnusedAnswer, n: int) -> None:
    """See that an answer is one to this question, and leads on.

    Raises:
        SiteAway: it does not.
    """
    uids = [each.account for each in answer.accounts]
    before = [] if question.after is None else [question.after]
    leads_on = all(one < other for one, other in pairwise([*before, *uids]))
    fits = all(each.month <= question.up_to for each in answer.accounts)
    if not (leads_on and fits and set(answer.gone) <= set(question.known)) or n > MOST_PORTIONS:
        raise SiteAway("answer")


def _keep(answer: UnusedAnswer, *, months: int, now: datetime, today: date) -> None:
    with transaction.atomic():
        close_accounts(answer.gone, now)
        _found(answer.accounts, months=months, today=today)


def _found(accounts: Sequence[UnusedAccount], *, months: int, today: date) -> None:
    """Keep that accounts are to end; what is known already keeps its day and what was told."""
    used = {each.account: each.month for each in accounts}
    open_ = SiteAccount.objects.filter(uid__in=used, closed_at=None)
    known: dict[UUID, int] = dict(open_.values_list("uid", "pk"))
    there = AccountEnding.objects.filter(uid__in=used)
    same = {
        row.uid: row.pk
        for row in there
        if row.ended_at is None
        and row.used_in == first_of_month(used[row.uid])
        and row.account_id == known.get(row.uid)
    }
    there.filter(pk__in=same.values()).update(seen_on=today)
    there.exclude(pk__in=same.values()).delete()
    insert_many(
        AccountEnding(
            uid=uid, account_id=known.get(uid), used_in=first_of_month(month), found_on=today,
            seen_on=today, ends_on=ends_on(month, months, today),
            untold="" if uid in known else NOBODY,
        )
        for uid, month in used.items()
        if uid not in same
    )  # fmt: skip
