"""The books: trial balance, entries and one entry."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from klantkluis.core.roles import Role
from klantkluis.ledger.queries import entries_page, entry_card, trial_balance
from klantkluis.office.access.permissions import allow
from klantkluis.office.forms.base import Label, OfficeForm
from klantkluis.office.forms.fields import DayField
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.tables import Column, Filter, Listing, ListState, number_cursor

PAGE = 50
READERS = (Role.BOOKKEEPER, Role.FISCAL)
JOURNALS: list[tuple[str, Label]] = [
    ("sales", gettext_lazy("Sales")),
    ("bank", gettext_lazy("Bank")),
    ("cash", gettext_lazy("Cash")),
    ("general", gettext_lazy("General")),
]


class PeriodForm(OfficeForm):
    """From when until when."""

    since = DayField(label=gettext_lazy("From"), required=False)
    until = DayField(label=gettext_lazy("Up to and including"), required=False)


@allow(*READERS)
@require_safe
def balance(request: OfficeRequest) -> HttpResponse:
    """Show debit and credit per account over a period."""
    today = timezone.localdate()
    form = PeriodForm(request.GET or {"since": date(today.year, 1, 1), "until": today})
    chosen = form.cleaned_data if form.is_valid() else {}
    until = chosen.get("until") or today
    rows = trial_balance(since=chosen.get("since"), until=until)
    context = {
        "form": form,
        "rows": rows,
        "debit_cents": sum(row.debit_cents for row in rows),
        "credit_cents": sum(row.credit_cents for row in rows),
        "language": get_language(),
    }
    return render(request, "office/ledger/balance.html", context)


@allow(*READERS)
@require_safe
def entries(request: OfficeRequest) -> HttpResponse:
    """List entries, the newest first."""
    columns = [
        Column(_("Entry")),
        Column(_("Date")),
        Column(_("Journal")),
        Column(_("About")),
        Column(_("Amount"), align="right"),
    ]
    filters = [Filter("journal", _("Journal"), [(code, str(label)) for code, label in JOURNALS])]
    state = ListState.of(request, columns=columns, filters=filters)
    rows = entries_page(
        below=number_cursor(state.after),
        account_code=state.terms,
        journal=state.filters.get("journal", ""),
        limit=PAGE + 1,
    )
    listing = Listing(
        state=state,
        columns=columns,
        rows=rows[:PAGE],
        filters=filters,
        next=str(rows[PAGE - 1].n) if len(rows) > PAGE else "",
        search=_("Number of an account"),
    )
    context = {"list": listing, "journals": dict(JOURNALS)}
    return render(request, "office/ledger/entries.html", context)


@allow(*READERS)
@require_safe
def entry(request: OfficeRequest, n: int) -> HttpResponse:
    """Show one entry with its lines and its place in the chain."""
    card = entry_card(n=n)
    if card is None:
        raise Http404
    context = {"card": card, "language": get_language(), "journals": dict(JOURNALS)}
    return render(request, "office/ledger/entry.html", context)
