"""Accounts that nobody uses: when each was used, to the month, and the end of those that were not.

The office asks, warns, and says which are to end; the site decides for each, for it alone knows
whether somebody logged in meanwhile.
"""

from collections.abc import Collection
from uuid import UUID

from django.utils import timezone
from django.utils.translation import ngettext

from klantkluis.core.days import month_number
from klantkluis.messages.wire import EndUnused, Unused, UnusedAccount, UnusedAnswer, UnusedEnded
from klantkluis.site.leaving import want_anew
from klantkluis.site.models import Account, OfficeLink


def this_month() -> int:
    """Give the number of this month, by the clock on the wall."""
    return month_number(timezone.localdate())


def note_use(account: Account) -> None:
    """Note that an account is used this month; nothing is written a second time in a month."""
    month = this_month()
    if account.used_month < month:
        Account.objects.filter(pk=account.pk, used_month__lt=month).update(used_month=month)
        account.used_month = month


def months_kept() -> int:
    """Give after how many months without use an account ends; 0 while the office said nothing."""
    kept = OfficeLink.objects.filter(pk=1).values_list("account_months", flat=True).first()
    return kept or 0


def length_kept() -> str:
    """Say after how long an account ends that nobody uses; empty while that is not known here."""
    years, months = divmod(months_kept(), 12)
    if years and not months:
        return ngettext("%(n)d year", "%(n)d years", years) % {"n": years}
    n = years * 12 + months
    return ngettext("%(n)d month", "%(n)d months", n) % {"n": n} if n else ""


def unused(question: Unused) -> UnusedAnswer:
    """Give accounts that were last used in a month or before, and say which known ones are gone."""
    OfficeLink.objects.filter(pk=1).exclude(account_months=question.term).update(
        account_months=question.term
    )
    rows = Account.objects.filter(used_month__lte=question.up_to).order_by("pk")
    if question.after is not None:
        rows = rows.filter(pk__gt=question.after)
    found = rows.values_list("pk", "used_month")[: question.limit]
    return UnusedAnswer(
        accounts=tuple(UnusedAccount(account=uid, month=month) for uid, month in found),
        gone=_gone(question.known),
    )


def _gone(known: Collection[UUID]) -> tuple[UUID, ...]:
    if not known:
        return ()
    there = set(Account.objects.filter(pk__in=known).values_list("pk", flat=True))
    return tuple(uid for uid in known if uid not in there)


def end_unused(question: EndUnused) -> UnusedEnded:
    """End each account that was not used after the month that the office knows of.

    One that is not there has ended before: whoever asks twice hears the same. The rows are held
    while it is decided, so a log-in at this moment comes before, and the account stays, or after,
    and finds none.

    Raises:
        ValueError: a month is not over, so nobody can know that an account was not used in it.
    """
    months = {each.account: each.month for each in question.accounts}
    newest = max(months.values())
    if newest >= this_month():
        raise ValueError("no month that is over")
    asked = Account.objects.filter(pk__in=months)
    # Held are those only that may end: who closes an account this moment waits for nobody here.
    list(asked.select_for_update().filter(used_month__lte=newest).order_by("pk").values("pk"))
    there = dict(asked.values_list("pk", "used_month"))
    used = tuple(uid for uid, month in there.items() if month > months[uid])
    over = [uid for uid in there if uid not in used]
    if over:
        Account.objects.filter(pk__in=over).delete()
        want_anew()
    return UnusedEnded(ended=tuple(uid for uid in months if uid not in used), used=used)
