"""Questions about the books."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from klantkluis.ledger.models import Account, JournalEntry, JournalLine


@dataclass(frozen=True, slots=True)
class AccountBalance:
    """What stands on one account: debit and credit in cents, both positive."""

    code: str
    rgs_code: str
    name_nl: str
    name_en: str
    kind: str
    debit_cents: int
    credit_cents: int

    @property
    def balance_cents(self) -> int:
        """Debit minus credit."""
        return self.debit_cents - self.credit_cents


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry in a list."""

    n: int
    journal: str
    entry_date: date
    description: str
    total_cents: int


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of an entry."""

    account_code: str
    account_nl: str
    account_en: str
    amount_cents: int
    party: UUID | None


@dataclass(frozen=True, slots=True)
class EntryCard:
    """An entry with its lines and its place in the chain."""

    n: int
    journal: str
    entry_date: date
    description: str
    source: str
    hash_hex: str
    lines: tuple[LineRow, ...]


def trial_balance(*, since: date | None = None, until: date) -> list[AccountBalance]:
    """Give debit and credit per account that was ever booked on, up to and including a day."""
    within = Q(entry__entry_date__lte=until)
    if since is not None:
        within &= Q(entry__entry_date__gte=since)
    sums = {
        row["account"]: (row["debit"], row["credit"])
        for row in JournalLine.objects.filter(within)
        .values("account")
        .annotate(
            debit=Coalesce(Sum("amount_cents", filter=Q(amount_cents__gt=0)), 0),
            credit=Coalesce(Sum("amount_cents", filter=Q(amount_cents__lt=0)), 0),
        )
    }
    return [
        AccountBalance(
            code=account.code,
            rgs_code=account.rgs_code,
            name_nl=account.name_nl,
            name_en=account.name_en,
            kind=account.kind,
            debit_cents=sums[account.pk][0],
            credit_cents=-sums[account.pk][1],
        )
        for account in Account.objects.filter(pk__in=sums).order_by("code")
    ]


def entries_page(
    *, below: int | None = None, account_code: str = "", journal: str = "", limit: int = 50
) -> list[EntryRow]:
    """Give a page of entries, the newest first, with number below the given one."""
    entries = JournalEntry.objects.order_by("-n")
    if below is not None:
        entries = entries.filter(n__lt=below)
    if journal:
        entries = entries.filter(journal=journal)
    if account_code:
        entries = entries.filter(
            n__in=JournalLine.objects.filter(account__code=account_code).values("entry")
        )
    page = list(entries[:limit])
    totals = dict(
        JournalLine.objects.filter(entry__in=[entry.n for entry in page], amount_cents__gt=0)
        .values_list("entry")
        .annotate(total=Sum("amount_cents"))
    )
    return [
        EntryRow(each.n, each.journal, each.entry_date, each.description, totals[each.n])
        for each in page
    ]


def entry_card(*, n: int) -> EntryCard | None:
    """Give one entry with its lines, or None."""
    entry = JournalEntry.objects.filter(pk=n).first()
    if entry is None:
        return None
    lines = JournalLine.objects.filter(entry=entry).select_related("account").order_by("position")
    return EntryCard(
        n=entry.n,
        journal=entry.journal,
        entry_date=entry.entry_date,
        description=entry.description,
        source=entry.source,
        hash_hex=bytes(entry.h).hex(),
        lines=tuple(
            LineRow(
                line.account.code,
                line.account.name_nl,
                line.account.name_en,
                line.amount_cents,
                line.party,
            )
            for line in lines
        ),
    )


def entry_number(*, source: str) -> int | None:
    """Give the number of the entry in which something was booked, or None."""
    return JournalEntry.objects.filter(source=source).values_list("n", flat=True).first()


def party_balance(*, parties: list[UUID]) -> int:
    """Give what customers owe us by the books, in cents: their lines on the debtors account."""
    found = JournalLine.objects.filter(party__in=parties, account__use="debtors").aggregate(
        total=Sum("amount_cents")
    )
    return int(found["total"] or 0)


def ledger_head() -> tuple[int, bytes] | None:
    """Give number and hash of the newest entry, or None while the books are empty."""
    head = JournalEntry.objects.order_by("-n").values_list("n", "h").first()
    return (head[0], bytes(head[1])) if head else None
