"""The desk: which requests there are, by their clocks, and writing down a new one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from klantkluis.core.roles import Role
from klantkluis.customers.queries import CustomerRow, customer_rows, uids_with_merged
from klantkluis.foundation.actors import Actor
from klantkluis.office.access.permissions import allow
from klantkluis.office.charts import Chart, bar_chart
from klantkluis.office.customers.reading import customers_page
from klantkluis.office.forms.base import INSIST
from klantkluis.office.lock.keeping_back import KeepingBack
from klantkluis.office.privacy.forms import RequestForm
from klantkluis.office.privacy.names import CHANNELS, KINDS, KINDS_EXPLAINED, NEXT, STATES
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.sent_once import ROW, sent_once
from klantkluis.office.tables import Column, Filter, Listing, ListState, cursor, key_of
from klantkluis.privacy.commands import receive_request
from klantkluis.privacy.commands.receiving import NewRequest
from klantkluis.privacy.identity import KnownPerson, known_person
from klantkluis.privacy.queries import (
    CLOSED,
    OPEN,
    DeskCounts,
    Narrowing,
    RequestRow,
    desk_counts,
    outcomes,
    request_rows,
    requests_of,
)
from klantkluis.privacy.rules import RequestKind
from klantkluis.vault.client import LockedVault, VaultSession
from klantkluis.vault.refusals import VaultLocked

PAGE = 50
FOUND = 8
EVERY = "all"
A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Search:
    """Whom somebody looks for among the customers, who was found, and who was chosen.

    `kept` are those found whom only the law keeps: their numbers, and nothing of them.
    """

    terms: str = field(default="", repr=False)
    found: Any = field(default=None, repr=False)
    kept: Sequence[CustomerRow] = ()
    chosen: KnownPerson | None = None


@allow(Role.SALES)
@require_http_methods(["GET", "POST"])
def requests(request: OfficeRequest) -> HttpResponse:
    """List requests, what is due first. A search is a POST: it may be a name."""
    titles = (_("Request"), _("Who"), _("Received"), _("Answer by"), _("Next step"))
    columns = [Column(title) for title in titles]
    kinds = Filter("kind", _("Kind"), [(kind.value, str(KINDS[kind])) for kind in KINDS])
    states = Filter("state", _("State"), [(state, state) for state in (*STATES, EVERY)])
    state = ListState.of(request, columns=columns, filters=[kinds, states])
    context = {
        "list": _listing(request, state, columns, kinds),
        "chosen": _chosen(state),
        "tabs": _tabs(state),
        "kinds": KINDS,
        "nexts": NEXT,
        "channels": CHANNELS,
        "chart": _chart(timezone.localdate()),
    }
    return render(request, "office/privacy/requests.html", context)


def _chart(today: date) -> Chart | None:
    """Draw how the requests of the last twelve months were answered; None without any."""
    found = outcomes(since=today - A_YEAR, today=today)
    bars = [
        (_("in time"), found.in_time),
        (_("too late"), found.late),
        (_("still open"), found.waiting),
        (_("overdue"), found.overdue),
    ]
    if not any(n for _name, n in bars):
        return None
    return bar_chart(
        bars,
        title=_("How the requests of the last twelve months were answered"),
        headings=(_("Answered"), _("Requests")),
        moods=("", "bad", "second", "bad"),
    )


def _listing(
    request: OfficeRequest, state: ListState, columns: list[Column], kinds: Filter
) -> Listing:
    """Give the page of the list; the state is chosen by the tabs above it."""
    rows = _rows(request, state)
    by_name = request.actor.vault.is_open
    return Listing(
        state=replace(state, filters={n: v for n, v in state.filters.items() if n == kinds.name}),
        columns=columns,
        rows=_named(rows[:PAGE], request.actor.vault),
        filters=[kinds],
        method="post",
        next=_place(state, rows[PAGE - 1]) if len(rows) > PAGE else "",
        search=_("Search by name or number") if by_name else _("Number of a request"),
    )


def _chosen(state: ListState) -> str:
    return state.filters.get("state", OPEN)


def _narrowing(request: OfficeRequest, state: ListState) -> Narrowing:
    chosen, kind = _chosen(state), state.filters.get("kind", "")
    number, uids = None, None
    terms = state.terms.removeprefix("#")
    if terms.isdecimal() and len(terms) < 10:
        number = int(terms)
    elif terms and request.actor.vault.is_open:
        hits = request.actor.vault.search(terms, limit=200).hits
        uids = uids_with_merged([card.uid for card in hits])
    elif terms:
        number = 0
    return Narrowing(
        state="" if chosen == EVERY or terms else chosen, kind=kind, number=number,
        customer_uids=uids,
    )  # fmt: skip


def _rows(request: OfficeRequest, state: ListState) -> list[RequestRow]:
    return request_rows(
        vault=request.actor.vault,
        today=timezone.localdate(),
        narrowing=_narrowing(request, state),
        after=key_of(state.after),
        limit=PAGE + 1,
    )


def _named(rows: list[RequestRow], vault: VaultSession) -> list[RequestRow]:
    """Complete the names of customers who said none: such as who unsubscribed with one click."""
    uids = [row.customer_uid for row in rows if row.customer_uid and not row.name]
    if not uids or not vault.is_open:
        return rows
    names = {each.uid: each.name for each in customer_rows(vault=vault, uids=uids).values()}
    return [
        replace(row, name=names[row.customer_uid]) if row.customer_uid in names else row
        for row in rows
    ]


def _place(state: ListState, last: RequestRow) -> str:
    newest_first = _chosen(state) in {CLOSED, EVERY} or state.terms
    return cursor(last.received_on if newest_first else last.clock.due_on, last.id)


def _tabs(state: ListState) -> list[tuple[str, str, int, bool]]:
    """Give the tabs above the list: value, name, how many (where that is known), chosen."""
    counts = desk_counts(today=timezone.localdate())
    known = _known(counts)
    tabs = [*((value, str(name)) for value, name in STATES.items()), (EVERY, _("All"))]
    return [(value, name, known.get(value, 0), value == _chosen(state)) for value, name in tabs]


def _known(counts: DeskCounts) -> dict[str, int]:
    return {
        "open": counts.running + counts.answered,
        "overdue": counts.overdue,
        "answered": counts.answered,
    }


@allow(Role.SALES)
@require_http_methods(["GET", "POST"])
@sent_once("privacy:request", by=ROW)
def new_request(request: OfficeRequest) -> HttpResponse:
    """Write down what somebody asks, of a customer or of somebody whom we do not know."""
    if not request.actor.vault.is_open:
        raise VaultLocked
    search = search_customers(request)
    sent = request.POST if {"register", INSIST} & request.POST.keys() else None
    form = RequestForm(sent, initial=_begun(request, search.chosen), asked=_asked(search.chosen))
    if form.is_valid():
        with form.refusals():
            pk = _received(request, form, search.chosen.uid if search.chosen else None)
            messages.success(request, _("The request is written down. Its clock runs."))
            return redirect("privacy:request", pk)
    context = {"form": form, "search": search, "explained": _explained()}
    return render(request, "office/privacy/new_request.html", context)


def _received(request: OfficeRequest, form: RequestForm, uid: UUID | None) -> int:
    now, data = timezone.now(), form.cleaned_data
    wanted = NewRequest(
        kind=data["kind"], channel=data["channel"], received_on=data["received_on"],
        language=data["language"], customer_uid=uid, fields=form.said, uid=data["uid"],
    )  # fmt: skip
    today = timezone.localdate(now)
    return receive_request(request=wanted, actor=request.actor, today=today, now=now)


def _asked(person: KnownPerson | None) -> Mapping[RequestKind, int]:
    """Give what somebody asked already and has no answer to, with the numbers of the requests."""
    if person is None:
        return {}
    today = timezone.localdate()
    rows = requests_of(customer_uids=person.uids, vault=LockedVault(), today=today)
    return {row.kind: row.number for row in rows if row.clock.ended_on is None}


def _begun(request: OfficeRequest, person: KnownPerson | None) -> dict[str, Any]:
    """Give what was typed already, and else what the card of the customer says."""
    begun: dict[str, Any] = {"received_on": timezone.localdate(), "language": "nl"}
    if person is not None:
        begun |= {name: getattr(person, name) for name in ("name", "email", "phone", "address")}
        begun["language"] = person.language
    typed = {name: text for name in RequestForm.base_fields if (text := request.POST.get(name))}
    kind = request.GET.get("kind", "")
    return begun | ({"kind": kind} if kind else {}) | typed


def _explained() -> list[tuple[str, str]]:
    return [(str(KINDS[kind]), str(words)) for kind, words in KINDS_EXPLAINED.items()]


def search_customers(request: OfficeRequest) -> Search:
    """Give what somebody looks for among the customers, and whom they chose."""
    vault, terms = request.actor.vault, request.POST.get("customer_terms", "").strip()[:200]
    if "other" in request.POST:
        return Search()
    asked = request.POST.get("choose") or request.POST.get("customer")
    number = asked or request.GET.get("customer", "")
    if number.isdigit() and len(number) < 10:
        rows = customer_rows(vault=LockedVault(), ids=[int(number)])
        uid = rows[int(number)].uid if int(number) in rows else None
        return Search(chosen=known_person(vault, uid))
    if terms:
        found = customers_page(ListState(terms=terms), request.actor).rows[:FOUND]
        return Search(terms, found, _kept_like(terms, request.actor))
    return Search()


def _kept_like(terms: str, actor: Actor) -> Sequence[CustomerRow]:
    """Give who was erased as far as could be and may be meant; to the owner, who decides."""
    if not isinstance(actor.vault, KeepingBack) or not actor.vault.is_open or not actor.may():
        return ()
    uids = actor.vault.kept_like(terms, limit=FOUND)
    return list(customer_rows(vault=LockedVault(), uids=uids).values()) if uids else ()
