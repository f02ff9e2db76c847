"""The books: trial balance, entries, one entry and one account."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from klantkluis.billing.queries import invoice_of, payer_of
from klantkluis.core.money import from_cents
from klantkluis.core.roles import Role
from klantkluis.customers.queries import CustomerRow, customer_rows
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.pages import every
from klantkluis.foundation.tables.writing import Cell
from klantkluis.ledger.queries import (
    EntryRow,
    YearOfBooks,
    account_lines,
    account_named,
    book_years,
    chart_of_accounts,
    entries_page,
    entry_card,
    year_of_books,
)
from klantkluis.office.access.permissions import allow
from klantkluis.office.exporting import list_file
from klantkluis.office.forms.base import Label
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.tables import Column, Filter, Listing, ListState, number_cursor

PAGE = 50
READERS = (Role.BOOKKEEPER, Role.FISCAL)
JOURNALS: list[tuple[str, Label]] = [
    ("sales", gettext_lazy("Sales")),
    ("bank", gettext_lazy("Bank")),
    ("cash", pgettext_lazy("journal", "Cash")),
    ("purchase", gettext_lazy("Purchases")),
    ("general", gettext_lazy("General")),
]


def _language() -> str:
    return get_language() or "nl"


def _year(request: OfficeRequest, years: Sequence[int], today: date) -> int:
    """Give the book year that was asked for; what is none of ours is this year."""
    asked = request.GET.get("year", "")
    return int(asked) if asked in {str(year) for year in years} else today.year


@allow(*READERS)
@require_safe
def balance(request: OfficeRequest) -> HttpResponse:
    """Show the trial balance of a book year."""
    today = timezone.localdate()
    years = book_years(today=today)
    year = _year(request, years, today)
    context = {
        "years": years,
        "year": year,
        "books": year_of_books(year=year),
        "language": _language(),
        "today": today,
    }
    return render(request, "office/ledger/balance.html", context)


@allow(*READERS)
@require_safe
def export(request: OfficeRequest) -> HttpResponseBase:
    """Give the trial balance as a file."""
    today = timezone.localdate()
    year = _year(request, book_years(today=today), today)
    header = [
        pgettext("ledger", "Account"),
        _("Name"),
        "RGS",
        _("Opening balance"),
        _("Debit"),
        _("Credit"),
    ]
    header.append(_("Closing balance"))
    title = _("Trial balance %(year)s") % {"year": year}
    return list_file(request, title, header, _cells(year_of_books(year=year)))


def _cells(books: YearOfBooks) -> Iterator[Sequence[Cell]]:
    for row in books.rows:
        name = row.name_en if _language() == "en" else row.name_nl
        sums = (row.opening_cents, row.debit_cents, row.credit_cents, row.closing_cents)
        yield [row.code, name, row.rgs_code, *(from_cents(cents) for cents in sums)]
    if books.earlier_cents:
        earlier = from_cents(books.earlier_cents)
        yield ["", _("Result of earlier years"), "", earlier, None, None, earlier]


def _entries_asked(request: OfficeRequest) -> dict[str, Any]:
    """Give what the list is made of, and what was asked of it."""
    columns = [Column(_("Entry")), Column(_("Date")), Column(_("Journal")), Column(_("About"))]
    columns.append(Column(_("Amount"), align="right"))
    accounts = [
        (each.code, f"{each.code} {each.name(_language())}") for each in chart_of_accounts()
    ]
    journals = [(code, str(label)) for code, label in JOURNALS]
    filters = [
        Filter("journal", _("Journal"), journals),
        Filter("account", pgettext("ledger", "Account"), accounts),
    ]
    state = ListState.of(request, columns=columns, filters=filters)
    return {"state": state, "columns": columns, "filters": filters}


def _entries(state: ListState, *, after: int | None, limit: int) -> list[EntryRow]:
    return entries_page(
        below=after,
        account_code=state.filters.get("account", ""),
        journal=state.filters.get("journal", ""),
        limit=limit,
    )


@allow(*READERS)
@require_safe
def entries(request: OfficeRequest) -> HttpResponse:
    """List entries, the newest first."""
    asked = _entries_asked(request)
    state = asked["state"]
    rows = _entries(state, after=number_cursor(state.after), limit=PAGE + 1)
    listing = Listing(
        **asked,
        rows=rows[:PAGE],
        next=str(rows[PAGE - 1].n) if len(rows) > PAGE else "",
        export=reverse("ledger:export-entries"),
    )
    context = {"list": listing, "journals": dict(JOURNALS)}
    return render(request, "office/ledger/entries.html", context)


@allow(*READERS)
@require_safe
def export_entries(request: OfficeRequest) -> HttpResponseBase:
    """Give a file of the entries that the list shows."""
    state, journals = _entries_asked(request)["state"], dict(JOURNALS)
    rows = every(partial(_entries, state), lambda row: row.n)
    header = [_("Entry"), _("Date"), _("Journal"), _("About"), _("Amount")]
    cells = (_entry_cells(row, str(journals[row.journal])) for row in rows)
    return list_file(request, _("Entries"), header, cells)


def _entry_cells(row: EntryRow, journal: str) -> list[Cell]:
    return [row.n, row.entry_date, journal, row.description, from_cents(row.total_cents)]


@allow(*READERS)
@require_safe
def entry(request: OfficeRequest, n: int) -> HttpResponse:
    """Show one entry with its lines and its place in the chain."""
    card = entry_card(n=n)
    if card is None:
        raise Http404
    context = {
        "card": card,
        "language": _language(),
        "journals": dict(JOURNALS),
        "document": _document(card.source, request.actor),
        "parties": _parties({line.party for line in card.lines if line.party}, request.actor),
    }
    return render(request, "office/ledger/entry.html", context)


def _document(source: str, actor: Actor) -> str:
    """Give where the document behind an entry is shown, if this person may see it."""
    kind, _colon, name = source.partition(":")
    if not actor.may(Role.BOOKKEEPER, Role.SALES):
        return ""
    view, found = "", None
    if kind == "invoice":
        view, found = "billing:invoice", invoice_of(uid=UUID(name))
    elif kind == "payment":
        view, found = "billing:customer-payments", payer_of(uid=UUID(name))
    return reverse(view, args=[found]) if found else ""


def _parties(uids: set[UUID], actor: Actor) -> dict[UUID, CustomerRow]:
    """Give the customers on lines: their name, or their number while the vault is locked."""
    rows = customer_rows(vault=actor.vault, uids=list(uids)) if uids else {}
    return {row.uid: row for row in rows.values()}


@allow(*READERS)
@require_safe
def account(request: OfficeRequest, code: str) -> HttpResponse:
    """Show one account with everything that was booked on it."""
    found = account_named(code=code)
    if found is None:
        raise Http404
    columns = [Column(_("Entry")), Column(_("Date")), Column(_("About")), Column(_("Customer"))]
    columns += [Column(_("Debit"), align="right"), Column(_("Credit"), align="right")]
    state = ListState.of(request, columns=columns)
    rows = account_lines(code=code, below=number_cursor(state.after), limit=PAGE + 1)
    after = str(rows[PAGE - 1].id) if len(rows) > PAGE else ""
    context = {
        "account": found,
        "name": found.name(_language()),
        "list": Listing(state=state, columns=columns, rows=rows[:PAGE], next=after),
        "parties": _parties({row.party for row in rows if row.party}, request.actor),
    }
    return render(request, "office/ledger/account.html", context)
