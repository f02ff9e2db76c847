"""Accounts that nobody uses: what keeps them, who is to be told, and how it stands."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.db.models import Count, F, Min, Q, QuerySet
from django.db.models.functions import Coalesce, TruncMonth

from klantkluis.core.declared import Term
from klantkluis.core.retention import RULES
from klantkluis.foundation.expiring import local_day, needed_of
from klantkluis.foundation.mail.queries import begun, came_back
from klantkluis.foundation.mail.server import mail_is_on
from klantkluis.foundation.mail.wording import MailKind
from klantkluis.foundation.records import claims_on
from klantkluis.shop.models import AccountEnding, SiteAccount, SiteLink
from klantkluis.shop.rules import BILLS

UNUSED: Final = "unused_accounts"
"""The code under which rooms say what they still need an account for; see `Needed`."""
AT_ONCE: Final = 500
DECIDED: list[Callable[[], int]] = []
"""Gives after how many months without use an account ends: told when the office starts."""

type Endings = QuerySet[Any]
"""Rows of `AccountEnding`, with `kept`: the customer whose account it is, after merges."""


def months_kept() -> int:
    """Give after how many months without use an account ends, as it was decided or as usual."""
    return DECIDED[-1]() if DECIDED else RULES[Term.ACCOUNT].months


def open_endings() -> Endings:
    """Give the accounts that are to end and have not ended, with the customer who is kept."""
    rows = AccountEnding.objects.filter(ended_at=None)
    return rows.annotate(kept=Coalesce(F("account__customer__merged_into"), F("account__customer")))


def free_endings() -> Endings:
    """Give those of which no room needs the account, whatever is not finished with their person.

    A restriction, a legal hold, a request or a package that waits keeps an account: nothing is
    told and nothing ends while that lasts.
    """
    rows = open_endings()
    for each in needed_of(UNUSED):
        rows = rows.exclude(**{f"{each.path}__in": each.among()})
    return rows


def to_tell() -> Endings:
    """Give those of whom nobody was told yet, and it was not found that nobody can be."""
    return free_endings().filter(told_at=None, untold="", account__isnull=False)


def to_end(today: date) -> Endings:
    """Give those whose day has come: their person was told, or could not be.

    Without a mail server nobody can be told, and an account ends on its day all the same.
    """
    return _whose_day_has_come(free_endings(), today)


def kept_beyond(today: date) -> Endings:
    """Give those whose day has come, be it that something keeps them."""
    return _whose_day_has_come(open_endings(), today)


def _whose_day_has_come(rows: Endings, today: date) -> Endings:
    rows = rows.filter(ends_on__lte=today)
    return rows.exclude(told_at=None, untold="") if mail_is_on() else rows


def portions(rows: Endings) -> Iterator[list[Any]]:
    """Give those with whose person nothing is unfinished, some at a time, each once."""
    after = 0
    while some := list(rows.filter(pk__gt=after).order_by("pk")[:AT_ONCE]):
        after = some[-1].pk
        busy = unfinished({each.kept for each in some if each.kept})
        yield [each for each in some if each.kept not in busy]


def unfinished(customer_ids: Iterable[int]) -> set[int]:
    """Give those customers with whom something is not finished for which they may need an account.

    An order, a return, a complaint; a bill is paid without one.
    """
    ids = set(customer_ids)
    if not ids:
        return set()
    rows: Any = apps.get_model("customers.Customer")._default_manager
    theirs = rows.filter(Q(pk__in=ids) | Q(merged_into__in=ids))
    kept: dict[UUID, int] = dict(theirs.values_list("uid", Coalesce(F("merged_into"), F("pk"))))
    return {kept[claim.uid] for claim in claims_on(list(kept)) if claim.code not in BILLS}


def customers_to_tell(*, limit: int) -> list[int]:
    """Give the customers who are to be told that their account ends, at most so many."""
    found: dict[int, None] = {}
    for some in portions(to_tell()):
        found |= dict.fromkeys(each.kept for each in some)
        if len(found) >= limit:
            break
    return list(found)[:limit]


def is_to_tell(customer_id: int) -> bool:
    """Tell whether a customer is to be told at this moment."""
    return to_tell().filter(kept=customer_id).exists() and not unfinished({customer_id})


@dataclass(frozen=True, slots=True)
class AccountCard:
    """An account in the shop, as the card of its customer says it.

    `ends_on` is None while it is used; then the rest says nothing. `held` says that something
    keeps it for now, so that it does not end on that day; `came_back`, that the mail with which
    the customer was told did not arrive.
    """

    registered_at: datetime
    used_in: date | None = None
    ends_on: date | None = None
    told_at: datetime | None = None
    untold: str = ""
    held: bool = False
    came_back: bool = False


def account_card(customer_ids: Sequence[int]) -> AccountCard | None:
    """Give the account of a customer, by all their rows: one that ends first; None without one."""
    accounts = SiteAccount.objects.filter(customer__in=customer_ids, closed_at=None)
    since = accounts.order_by("-pk").values_list("registered_at", flat=True).first()
    if since is None:
        return None
    ending = open_endings().filter(account__customer__in=customer_ids)
    row = ending.select_related("account").order_by("ends_on", "pk").first()
    if row is None:
        return AccountCard(since)
    free = free_endings().filter(pk=row.pk).exists() and not unfinished({row.kept})
    return AccountCard(
        registered_at=row.account.registered_at,
        used_in=row.used_in,
        ends_on=row.ends_on,
        told_at=row.told_at,
        untold=row.untold,
        held=not free,
        came_back=row.told_at is not None and _came_back(customer_ids),
    )


def _came_back(customer_ids: Sequence[int]) -> bool:
    """Tell whether the last mail came back: one about an earlier end says nothing of this one."""
    mails = begun(kind=MailKind.ACCOUNT).filter(about_id__in=customer_ids).order_by("-pk")
    last = mails.values_list("pk", flat=True).first()
    return last is not None and came_back(kind=MailKind.ACCOUNT).filter(pk=last).exists()


@dataclass(frozen=True, slots=True)
class EndingsCount:
    """How many accounts are on their way to their end, whatever keeps some of them for now."""

    waiting: int
    told: int
    untold: int
    ended: int
    heard_on: date | None


def endings_count(*, since: datetime) -> EndingsCount | None:
    """Count for a page, in two questions; None without a site.

    Args:
        since: from when those that ended are counted.
    """
    link = SiteLink.objects.filter(pk=1).values("unused_heard_on").first()
    if link is None:
        return None
    opened, said = Q(ended_at=None), ~Q(told_at=None, untold="")
    n = AccountEnding.objects.aggregate(
        n_waiting=Count("pk", filter=opened & ~said),
        n_told=Count("pk", filter=opened & Q(told_at__isnull=False)),
        n_untold=Count("pk", filter=opened & ~Q(untold="")),
        n_ended=Count("pk", filter=Q(ended_at__gte=since)),
    )
    return EndingsCount(
        n["n_waiting"], n["n_told"], n["n_untold"], n["n_ended"], link["unused_heard_on"]
    )


@dataclass(frozen=True, slots=True)
class EndingsStand:
    """How accounts that nobody uses stand.

    Attributes:
        due: those whose day has come.
        overdue: those of them that should be gone by now.
        held: those that something keeps for the time being.
        next_on: the day on which the next one ends.
        ahead: how many end in which month.
    """

    due: int = 0
    overdue: int = 0
    held: int = 0
    next_on: date | None = None
    ahead: Mapping[date, int] = field(default_factory=dict)


def endings_stand(*, today: date, late: date, late_to_tell: date) -> EndingsStand:
    """Say how many accounts are to end, in a few questions for each portion of them.

    Args:
        late: what should have ended on this day or before is overdue.
        late_to_tell: the same for those of whom somebody still has to be told.
    """
    opened, free = open_endings(), free_endings()
    keeps = _busy(free)
    free = free.exclude(account__in=keeps) if keeps else free
    said = ~Q(told_at=None, untold="")
    can_end = said if mail_is_on() else Q()
    ahead = free.filter(ends_on__gt=today).order_by().annotate(month=TruncMonth("ends_on"))
    counts = free.aggregate(
        n=Count("pk"),
        due=Count("pk", filter=Q(ends_on__lte=today) & can_end),
        overdue=Count("pk", filter=Q(ends_on__lte=late) & can_end),
        unsaid=Count("pk", filter=Q(ends_on__lte=late_to_tell) & ~said),
        next_on=Min("ends_on", filter=Q(ends_on__gt=today)),
    )
    return EndingsStand(
        due=counts["due"],
        overdue=counts["overdue"] + (counts["unsaid"] if mail_is_on() else 0),
        held=opened.count() - counts["n"],
        next_on=counts["next_on"],
        ahead=dict(ahead.values_list("month").annotate(n=Count("pk"))),
    )  # fmt: skip


def _busy(free: Endings) -> list[int]:
    """Give the accounts with whose person something is not finished; few are."""
    busy: list[int] = []
    after = 0
    while some := list(
        free.filter(pk__gt=after).order_by("pk").values_list("pk", "account", "kept")[:AT_ONCE]
    ):
        after = some[-1][0]
        keeps = unfinished({kept for _pk, _account, kept in some if kept})
        busy += [account for _pk, account, kept in some if kept in keeps]
    return busy


def ended_since(moment: datetime | None) -> int:
    """Count the accounts that ended because nobody used them, after a moment or ever."""
    rows = AccountEnding.objects.filter(ended_at__isnull=False)
    return (rows.filter(ended_at__gt=moment) if moment is not None else rows).count()


def days_unheard(today: date) -> int:
    """Give for how many days the site has not said which accounts nobody uses; 0 without one."""
    link = SiteLink.objects.filter(pk=1).first()
    if link is None:
        return 0
    heard_on = max(local_day(link.paired_at), link.unused_heard_on or date.min)
    return (today - heard_on).days
