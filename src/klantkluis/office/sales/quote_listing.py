"""The list of quotes: searched, sorted, narrowed, and given as a file."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from klantkluis.core.money import from_cents
from klantkluis.core.roles import Role
from klantkluis.disclosures.rules import HandOver, What
from klantkluis.foundation.pages import Sort, every
from klantkluis.foundation.tables.writing import Cell
from klantkluis.office.access.permissions import allow
from klantkluis.office.customers.reading import names_of
from klantkluis.office.exporting import Named, amount_heads, picked
from klantkluis.office.handing_over import People, people_file, to_whom
from klantkluis.office.periods import period_filter
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.sales.reading import PAGE, customer_filter, narrowed
from klantkluis.office.tables import Column, Filter, Listing, ListState, cursor
from klantkluis.sales.lists import Narrowing
from klantkluis.sales.quotes.lists import QuoteRow, customers_of_quotes, quote_rows
from klantkluis.sales.quotes.rules import QuoteState


def _key(row: QuoteRow, sort: Sort) -> tuple[date | int, int]:
    return getattr(row, sort.by), row.version_id


def _state_names() -> Mapping[str, str]:
    return {
        QuoteState.DRAFT.value: _("Not issued"),
        QuoteState.OPEN.value: _("Waits for an answer"),
        "follow_up": _("To follow up"),
        QuoteState.EXPIRED.value: _("Expired"),
        QuoteState.ACCEPTED.value: _("Accepted"),
        QuoteState.REFUSED.value: _("Refused"),
    }


def _asked(request: OfficeRequest) -> dict[str, Any]:
    """Give what the list is made of, and what was asked of it."""
    columns = [
        Column(_("Quote"), "number"),
        Column(_("Customer")),
        Column(_("Date"), "quoted_on"),
        Column(_("Valid until"), "valid_until"),
        Column(_("State")),
        Column(_("Amount"), align="right"),
    ]
    states = Filter("state", _("State"), list(_state_names().items()))
    filters = [states, period_filter(), *customer_filter(request)]
    state = ListState.of(request, columns=columns, filters=filters, sort="-number")
    return {"state": state, "columns": columns, "filters": filters}


@allow(Role.SALES)
@require_http_methods(["GET", "POST"])
def quotes(request: OfficeRequest) -> HttpResponse:
    """List quotes, the newest first. A search is a POST: it may be a name."""
    asked, is_open = _asked(request), request.actor.vault.is_open
    state = asked["state"]
    page = partial(quote_rows, today=timezone.localdate(), narrowing=narrowed(request, state))
    rows = page(sort=state.order, after=state.key, limit=PAGE + 1)
    listing = Listing(
        **asked,
        rows=rows[:PAGE],
        next=cursor(*_key(rows[PAGE - 1], state.order)) if len(rows) > PAGE else "",
        method="post",
        search=_("Number or customer") if is_open else _("Number"),
        picks=True,
        export=reverse("sales:export-quotes"),
    )
    names = names_of([row.customer_id for row in listing.rows], request.actor)
    return render(request, "office/sales/quotes.html", {"list": listing, "names": names})


@allow(Role.SALES)
@require_POST
@to_whom(What.QUOTES)
def export_quotes(request: OfficeRequest, *, to: HandOver) -> StreamingHttpResponse:
    """Give a file of the quotes that were picked, or of all that the list shows."""
    state, today, ids = _asked(request)["state"], timezone.localdate(), picked(request)
    narrowing = Narrowing(ids=ids) if ids else narrowed(request, state)
    named = Named(customers_of_quotes(narrowing=narrowing, today=today), request.actor)
    days = [_("Date"), _("Valid until")]
    header = [_("Quote"), _("Version"), *named.header, *days, _("State"), *amount_heads()]
    page = partial(quote_rows, today=today, narrowing=narrowing, sort=state.order)
    rows = every(page, lambda row: _key(row, state.order))
    words = _state_names()
    cells = (_cells(row, named, words) for row in rows)
    people = People.of(named)
    return people_file(to, request, What.QUOTES, header=header, rows=cells, people=people)


def _cells(row: QuoteRow, named: Named, words: Mapping[str, str]) -> list[Cell]:
    return [
        row.number,
        row.version,
        *named.cells(row.customer_id),
        row.quoted_on,
        row.valid_until,
        words[row.state],
        from_cents(row.net_cents),
        from_cents(row.gross_cents - row.net_cents),
        from_cents(row.gross_cents),
    ]
