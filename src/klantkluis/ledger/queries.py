"""Questions about the books."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, Sum
from django.db.models.functions import Coalesce

from klantkluis.ledger.models import Account, AccountMonth, JournalEntry, JournalLine
from klantkluis.ledger.rules import GENESIS, Chained, entry_hash


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
    recorded_at: datetime
    description: str
    source: str
    commitment_hex: str
    prev_hex: str
    hash_hex: str
    fits: bool
    is_last: bool
    lines: tuple[LineRow, ...]


@dataclass(frozen=True, slots=True)
class YearBalance:
    """What stands on one account in one book year, in cents.

    `opening_cents` is what the years before left on an account of the balance sheet; an account
    of profit and loss begins each year at nothing.
    """

    code: str
    rgs_code: str
    name_nl: str
    name_en: str
    kind: str
    opening_cents: int
    debit_cents: int
    credit_cents: int

    @property
    def closing_cents(self) -> int:
        """What is left at the end: opening, plus debit, minus credit."""
        return self.opening_cents + self.debit_cents - self.credit_cents


@dataclass(frozen=True, slots=True)
class YearOfBooks:
    """The trial balance of a book year.

    `earlier_cents` is the result of the years before, as it stands on no account until somebody
    books it: with it the opening balances add up to nothing, and so do the closing ones.
    """

    rows: tuple[YearBalance, ...]
    earlier_cents: int

    def total(self, name: str) -> int:
        """Add up one column, in cents."""
        return sum(getattr(row, name) for row in self.rows)

    @property
    def opening_cents(self) -> int:
        """The opening balances together, the earlier result included."""
        return self.total("opening_cents") + self.earlier_cents

    @property
    def debit_cents(self) -> int:
        """Everything that was booked as debit this year."""
        return self.total("debit_cents")

    @property
    def credit_cents(self) -> int:
        """Everything that was booked as credit this year."""
        return self.total("credit_cents")

    @property
    def closing_cents(self) -> int:
        """The closing balances together, the earlier result included."""
        return self.total("closing_cents") + self.earlier_cents

    @property
    def adds_up(self) -> bool:
        """Whether debit is credit, and the balances add up to nothing."""
        even = self.debit_cents == self.credit_cents
        return even and self.opening_cents == 0 and self.closing_cents == 0


@dataclass(frozen=True, slots=True)
class AccountLine:
    """A line as the card of its account shows it. `id` is its place in the list."""

    id: int
    n: int
    entry_date: date
    journal: str
    description: str
    amount_cents: int
    party: UUID | None


@dataclass(frozen=True, slots=True)
class AccountName:
    """An account of the chart."""

    code: str
    rgs_code: str
    name_nl: str
    name_en: str
    kind: str

    def name(self, language: str) -> str:
        """Give the name in a language, Dutch where there is no other."""
        return self.name_en if language == "en" else self.name_nl


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


def year_of_books(*, year: int) -> YearOfBooks:
    """Give the trial balance of a book year: what it began with, what came, what is left."""
    this_year = Q(month__gte=date(year, 1, 1))
    sums = {
        row["account"]: row
        for row in AccountMonth.objects.filter(month__lte=date(year, 12, 1))
        .values("account")
        .annotate(
            before=Coalesce(Sum(F("debit_cents") - F("credit_cents"), filter=~this_year), 0),
            debit=Coalesce(Sum("debit_cents", filter=this_year), 0),
            credit=Coalesce(Sum("credit_cents", filter=this_year), 0),
        )
    }
    accounts = Account.objects.filter(pk__in=sums).order_by("code")
    rows = tuple(_year_row(account, sums[account.pk]) for account in accounts)
    earlier = sum(
        sums[account.pk]["before"]
        for account in accounts
        if account.kind == Account.Kind.PROFIT_AND_LOSS
    )
    return YearOfBooks(tuple(row for row in rows if _says_something(row)), earlier)


def turnover_per_month(*, since: date) -> list[tuple[date, int]]:
    """Give what was booked as revenue per month, in cents, from the month of a day on."""
    months = AccountMonth.objects.filter(
        account__use__startswith="revenue", month__gte=since.replace(day=1)
    )
    return list(
        months.values_list("month")
        .annotate(cents=Sum(F("credit_cents") - F("debit_cents")))
        .order_by("month")
    )


def _year_row(account: Account, sums: Mapping[str, Any]) -> YearBalance:
    stays = account.kind == Account.Kind.BALANCE
    return YearBalance(
        code=account.code,
        rgs_code=account.rgs_code,
        name_nl=account.name_nl,
        name_en=account.name_en,
        kind=account.kind,
        opening_cents=sums["before"] if stays else 0,
        debit_cents=sums["debit"],
        credit_cents=sums["credit"],
    )


def _says_something(row: YearBalance) -> bool:
    return bool(row.opening_cents or row.debit_cents or row.credit_cents)


def book_years(*, today: date) -> list[int]:
    """Give every year from the first entry up to now, the newest first."""
    days = JournalEntry.objects.order_by("entry_date").values_list("entry_date", flat=True)
    first = days.first()
    return list(range(today.year, (first or today).year - 1, -1))


def account_named(*, code: str) -> AccountName | None:
    """Give an account of the chart, or None."""
    row = Account.objects.filter(code=code).first()
    if row is None:
        return None
    return AccountName(row.code, row.rgs_code, row.name_nl, row.name_en, row.kind)


def chart_of_accounts() -> list[AccountName]:
    """Give every account that was ever booked on, by number."""
    # Asked per account: there are a few dozen of them, and any number of lines.
    used = Account.objects.filter(Exists(JournalLine.objects.filter(account=OuterRef("pk"))))
    return [
        AccountName(row.code, row.rgs_code, row.name_nl, row.name_en, row.kind)
        for row in used.order_by("code")
    ]


def account_lines(*, code: str, below: int | None = None, limit: int = 50) -> list[AccountLine]:
    """Give a page of the lines on one account, the newest first, from below a place."""
    lines = JournalLine.objects.filter(account__code=code).select_related("entry")
    if below is not None:
        n = JournalLine.objects.filter(pk=below).values_list("entry", flat=True).first() or 0
        # Said this way round the database walks the index by entry from there.
        lines = lines.filter(Q(entry__lt=n) | Q(pk__lt=below), entry__lte=n)
    return [
        AccountLine(
            id=line.pk,
            n=line.entry_id,
            entry_date=line.entry.entry_date,
            journal=line.entry.journal,
            description=line.entry.description,
            amount_cents=line.amount_cents,
            party=line.party,
        )
        for line in lines.order_by("-entry", "-pk")[:limit]
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
        entries = entries.filter(n__in=_on_account(account_code, journal, below, limit))
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


def _on_account(code: str, journal: str, below: int | None, limit: int) -> list[int]:
    """Give the newest entries on an account, straight from the index of its lines."""
    lines = JournalLine.objects.filter(account__code=code)
    if below is not None:
        lines = lines.filter(entry__lt=below)
    if journal:
        lines = lines.filter(entry__journal=journal)
    newest = lines.order_by("-entry").values_list("entry", flat=True).distinct()
    return list(newest[:limit])


def entry_card(*, n: int) -> EntryCard | None:
    """Give one entry with its lines and its place in the chain, or None.

    `fits` is worked out anew: its hash follows from what it says, on top of the entry before it.
    """
    found = {each.n: each for each in JournalEntry.objects.filter(pk__in=[n - 1, n, n + 1])}
    entry = found.get(n)
    if entry is None:
        return None
    lines = list(
        JournalLine.objects.filter(entry=entry).select_related("account").order_by("position")
    )
    before = bytes(found[n - 1].h) if n - 1 in found else GENESIS
    return EntryCard(
        n=entry.n,
        journal=entry.journal,
        entry_date=entry.entry_date,
        recorded_at=entry.recorded_at,
        description=entry.description,
        source=entry.source,
        commitment_hex=bytes(entry.commitment).hex(),
        prev_hex=bytes(entry.prev).hex(),
        hash_hex=bytes(entry.h).hex(),
        fits=_fits(entry, lines, before),
        is_last=n + 1 not in found,
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


def _fits(entry: JournalEntry, lines: Sequence[JournalLine], before: bytes) -> bool:
    chained = Chained(
        n=entry.n,
        journal=entry.journal,
        entry_date=entry.entry_date,
        description=entry.description,
        source=entry.source,
        commitment=bytes(entry.commitment),
        lines=[(line.account.code, line.amount_cents, str(line.party or "")) for line in lines],
    )
    return bytes(entry.prev) == before and bytes(entry.h) == entry_hash(before, chained)


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
