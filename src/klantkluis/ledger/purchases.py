"""Questions about the books that purchases ask: which accounts, and what was booked of them."""

from datetime import date

from django.db.models import Q, Sum

from klantkluis.ledger.models import Account, JournalEntry, JournalLine
from klantkluis.ledger.queries import AccountName

BOUGHT_TO_LAST = ("0200", "1400", "3000")
"""Equipment, prepaid expenses and stock: bought, and no costs yet."""


def is_bookable(code: str) -> bool:
    """Tell whether a purchase may be booked on an account: costs, stock, equipment, prepaid."""
    return code in {each.code for each in bookable_accounts()}


def bookable_accounts() -> list[AccountName]:
    """Give the accounts on which what was bought can be booked, by number."""
    rows = Account.objects.filter(use="").filter(
        Q(code__startswith="4") | Q(code__startswith="7") | Q(code__in=BOUGHT_TO_LAST)
    )
    return [
        AccountName(row.code, row.rgs_code, row.name_nl, row.name_en, row.kind)
        for row in rows.order_by("code")
    ]


def largest_account(*, source: str) -> str:
    """Give the code of the account with most of an entry, among those for what was bought."""
    codes = [each.code for each in bookable_accounts()]
    lines = JournalLine.objects.filter(entry__source=source, account__code__in=codes)
    return lines.order_by("-amount_cents").values_list("account__code", flat=True).first() or ""


def days_of_entries(*, prefix: str) -> dict[str, date]:
    """Give the day of each entry whose source begins so."""
    entries = JournalEntry.objects.filter(source__startswith=prefix)
    return dict(entries.values_list("source", "entry_date"))


def credited_on(*, use: str, prefix: str) -> dict[str, int]:
    """Give what was credited on an account, in cents, per source that begins so."""
    lines = JournalLine.objects.filter(account__use=use, entry__source__startswith=prefix)
    sums = lines.values_list("entry__source").annotate(cents=Sum("amount_cents")).order_by()
    return {source: -cents for source, cents in sums}
