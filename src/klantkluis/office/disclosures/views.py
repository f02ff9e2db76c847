"""The log of disclosures: who received personal data, on which ground."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from klantkluis.core.roles import Role
from klantkluis.customers.queries import customer_rows
from klantkluis.disclosures.queries import (
    DisclosureRow,
    Wanted,
    disclosure_rows,
    notices_waiting,
    subjects_of,
)
from klantkluis.disclosures.queries import disclosure as disclosure_of
from klantkluis.disclosures.rules import HandOver, What
from klantkluis.foundation.pages import every
from klantkluis.foundation.tables.writing import Cell
from klantkluis.office.access.permissions import allow
from klantkluis.office.access.queries import staff_names
from klantkluis.office.disclosure_names import (
    CATEGORIES,
    GROUNDS,
    OUTCOMES,
    RECIPIENTS,
    WHATS,
    WHYS,
    named,
)
from klantkluis.office.handing_over import People, people_file, to_whom
from klantkluis.office.periods import NAME as PERIOD
from klantkluis.office.periods import days_of, period_filter
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.tables import Column, Filter, Listing, ListState, number_cursor

PAGE = 50
PEOPLE = 100
OUTSIDE = "outside"


def _asked(request: OfficeRequest) -> dict[str, Any]:
    """Give what the list is made of, and what was asked of it."""
    columns = [
        Column(_("When")),
        Column(_("Who received it")),
        Column(_("What")),
        Column(_("Ground")),
        Column(_("People"), align="right"),
    ]
    who = [(OUTSIDE, _("Everybody but ourselves")), *_choices(RECIPIENTS)]
    filters = [
        Filter("who", _("Recipient"), who),
        Filter("what", _("What"), _choices(WHATS)),
        period_filter(),
    ]
    state = ListState.of(request, columns=columns, filters=filters)
    return {"state": state, "columns": columns, "filters": filters}


def _choices(names: Any) -> list[tuple[str, str]]:
    return [(code, str(label)) for code, label in names.items()]


def _wanted(state: ListState) -> Wanted:
    recipient = state.filters.get("who", "")
    days = days_of(state.filters.get(PERIOD, ""), timezone.localdate())
    return Wanted(
        recipient="" if recipient == OUTSIDE else recipient,
        outside_only=recipient == OUTSIDE,
        what=state.filters.get("what", ""),
        first=days.first if days else None,
        last=days.last if days else None,
    )


@allow(Role.OWNER)
@require_safe
def disclosures(request: OfficeRequest) -> HttpResponse:
    """List what was handed over, the newest first."""
    asked = _asked(request)
    state = asked["state"]
    rows = disclosure_rows(wanted=_wanted(state), below=number_cursor(state.after), limit=PAGE + 1)
    after = str(rows[PAGE - 1].id) if len(rows) > PAGE else ""
    listing = Listing(**asked, rows=rows[:PAGE], next=after, export=reverse("disclosures:export"))
    context = {"list": listing, "waiting": notices_waiting(), **_names()}
    return render(request, "office/disclosures/list.html", context)


def _names() -> dict[str, Any]:
    return {
        "recipients": RECIPIENTS, "whats": WHATS, "grounds": GROUNDS, "whys": WHYS,
        "outcomes": OUTCOMES, "staff": staff_names(),
    }  # fmt: skip


@allow(Role.OWNER)
@require_safe
def disclosure(request: OfficeRequest, disclosure_id: int) -> HttpResponse:
    """Show one disclosure: to whom, what, on which ground, about whom, and which file."""
    row = disclosure_of(disclosure_id=disclosure_id)
    if row is None:
        raise Http404
    uids = subjects_of(
        disclosure_id=row.id, after=_uid(request.GET.get("after", "")), limit=PEOPLE + 1
    )
    people = customer_rows(vault=request.actor.vault, uids=uids[:PEOPLE]) if uids else {}
    context = {
        "row": row,
        "categories": named(row.categories, CATEGORIES),
        "people": sorted(people.values(), key=lambda each: each.number),
        "gone": len(uids[:PEOPLE]) - len(people),
        "next": uids[PEOPLE - 1] if len(uids) > PEOPLE else None,
        **_names(),
    }
    return render(request, "office/disclosures/disclosure.html", context)


def _uid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@allow(Role.OWNER)
@require_http_methods(["GET", "POST"])
@to_whom(What.DISCLOSURES)
def export(request: OfficeRequest, *, to: HandOver) -> StreamingHttpResponse:
    """Give the log as the list shows it, as a file: it names organisations and no customer."""
    wanted = _wanted(_asked(request)["state"])

    def page(*, after: Any, limit: int) -> list[DisclosureRow]:
        return disclosure_rows(wanted=wanted, below=after, limit=limit)

    rows = _cells(every(page, lambda row: row.id))
    header = [_("When"), _("Recipient"), _("Name"), _("What"), _("Ground"), _("What for"),
              _("Kinds of data"), _("People"), _("Left out"), _("File"), "SHA-256"]  # fmt: skip
    nobody = People([])
    return people_file(to, request, What.DISCLOSURES, header=header, rows=rows, people=nobody)


def _cells(rows: Any) -> Iterator[list[Cell]]:
    for row in rows:
        yield [
            timezone.localtime(row.at).replace(tzinfo=None),
            str(RECIPIENTS.get(row.recipient, row.recipient)),
            row.recipient_name,
            str(WHATS.get(row.what, row.what)),
            str(GROUNDS.get(row.ground, row.ground)),
            str(WHYS.get(row.why, row.why)),
            ", ".join(named(row.categories, CATEGORIES)),
            row.subjects,
            row.left_out,
            str(OUTCOMES[row.outcome]),
            row.sha256,
        ]
