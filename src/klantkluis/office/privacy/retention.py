"""How long what is kept, what is due and what comes; the owner alone."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from klantkluis.core.roles import Role
from klantkluis.foundation.jobs import job_going_on
from klantkluis.foundation.mail.server import mail_is_on
from klantkluis.office.access.models import Staff
from klantkluis.office.access.permissions import allow
from klantkluis.office.charts import Chart, bar_chart
from klantkluis.office.jobs.worker import begin
from klantkluis.office.privacy.retention_forms import TermForm
from klantkluis.office.privacy.retention_jobs import HUNDRED, LOOK
from klantkluis.office.privacy.retention_names import (
    LAWS,
    TERM_NAMES,
    kind_names,
    kind_sentence,
    law_of,
    length,
    term_sentence,
)
from klantkluis.office.requests import OfficeRequest
from klantkluis.privacy.retaining.queries import A_YEAR, KindRow, Overview, decisions, overview
from klantkluis.privacy.retaining.terms import DecidedTerm, all_terms, decide_term
from klantkluis.shop.unused import endings_count

MONTHS_AHEAD = 12
MOST_YEARS = 12


@allow(Role.OWNER)
@require_safe
def retention(request: OfficeRequest) -> HttpResponse:
    """Show how retention stands: what is due, held, late and done, and what comes."""
    found = overview(now=timezone.now())
    names = kind_names()
    context = {
        "found": found,
        "kinds": [_said(names.get(row.code, row.code), row) for row in found.kinds],
        "years": [_said(row.code.partition("-")[2], row) for row in found.years],
        "terms": [_term_line(each) for each in all_terms() if each.months],
        "charts": _charts(found, timezone.localdate()),
        "due": sum(row.due for row in found.kinds),
        "owner_has": found.people_over + found.years_due,
        "accounts": endings_count(since=timezone.now() - A_YEAR),
        "mail_is_on": mail_is_on(),
    }
    return render(request, "office/privacy/retention.html", context)


def _said(name: str, row: KindRow) -> Mapping[str, Any]:
    """Give a kind with its words."""
    return {
        "name": name,
        "row": row,
        "term": kind_sentence(row.code, row.term, row.months),
        "law": LAWS.get(row.term, ""),
    }


def _term_line(term: DecidedTerm) -> Mapping[str, Any]:
    return {
        "name": TERM_NAMES[term.term],
        "term": term,
        "sentence": term_sentence(term.term, term.months),
        "law": law_of(term.term),
    }


def _charts(found: Overview, today: date) -> list[Chart]:
    """Draw what goes by itself, and whose relation ends, in each of the next months."""
    if found.looked_at is None:
        return []
    people = found.people.ahead if found.people else {}
    drawn = [
        _chart(found.ahead(), today, title=_("What goes by itself"), heading=_("Records")),
        _chart(people, today, title=_("Relations that end"), heading=_("Customers")),
    ]
    return [chart for chart in drawn if any(bar.height for bar in chart.bars)] + _of_years(found)


def _of_years(found: Overview) -> list[Chart]:
    """Draw in which years the documents of the books go, with the key of their book year."""
    ends = dict[int, int]()
    for row in found.years:
        for day, documents in row.ahead.items():
            ends[day.year] = ends.get(day.year, 0) + documents
    if not any(ends.values()):
        return []
    years = range(min(ends), min(max(ends), min(ends) + MOST_YEARS - 1) + 1)
    return [
        bar_chart(
            [(str(year), ends.get(year, 0)) for year in years],
            title=_("Documents of the books, by the year in which they go"),
            headings=(_("Year"), _("Documents")),
        )
    ]


def _chart(ahead: Mapping[date, int], today: date, *, title: str, heading: str) -> Chart:
    first = today.year * 12 + today.month - 1
    months = [date(n // 12, n % 12 + 1, 1) for n in range(first, first + MONTHS_AHEAD)]
    points = [(date_format(month, "M"), ahead.get(month, 0)) for month in months]
    return bar_chart(points, title=title, headings=(_("Month"), heading))


@allow(Role.OWNER)
@require_POST
def look_now(request: OfficeRequest) -> HttpResponse:
    """Look what is due, and change nothing: the dry run, as a job. Twice is one look."""
    going_on = job_going_on(kind=LOOK)
    return redirect("jobs:job", going_on or begin(request, kind=LOOK, about={}, total=HUNDRED))


@allow(Role.OWNER)
@require_http_methods(["GET", "POST"])
def term(request: OfficeRequest, name: str) -> HttpResponse:
    """Decide how long a kind of record is kept, with a reason."""
    found = _term_named(name)
    form = TermForm(request.POST or None, term=found, initial={"months": found.months})
    if found.changeable and form.is_valid():
        with form.refusals():
            decide_term(
                term=found.term, actor=request.actor, at=timezone.now(), **form.cleaned_data
            )
            messages.success(request, _("From tonight on this term holds."))
            return redirect("retention:retention")
    return render(request, "office/privacy/retention_term.html", _term_page(found, form))


def _term_page(found: DecidedTerm, form: TermForm) -> Mapping[str, Any]:
    staff = {each.uid: each.display_name for each in Staff.objects.all()}
    return {
        **_term_line(found),
        "form": form,
        "usual": length(found.rule.months),
        "decisions": [
            (length(each.months), each, staff.get(each.staff_id, ""))
            for each in decisions(term=found.term)
        ],
    }


def _term_named(name: str) -> DecidedTerm:
    """Give the term of an address, or 404."""
    for each in all_terms():
        if each.term.value == name and each.months:
            return each
    raise Http404
