"""The first screen: what needs a person, and how business goes."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from klantkluis.billing.queries import InvoiceState, invoice_rows, money_open, turnover_per_month
from klantkluis.core.roles import Role
from klantkluis.foundation.actors import Actor
from klantkluis.office.access.permissions import allow
from klantkluis.office.charts import Chart, month_chart, months
from klantkluis.office.customers.reading import names_of
from klantkluis.office.first_run import next_step
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.templatetags.kit import money
from klantkluis.sales.queries import open_counts, order_rows, orders_per_month

MONTHS = 12
ROWS = 6


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure that leads to what is behind it."""

    label: str
    figure: str
    url: str
    icon: str
    mood: str = ""
    note: str = ""


@allow()
@require_safe
def home(request: OfficeRequest) -> HttpResponse:
    """Show what needs a person. An owner of a new office is led to the next step first."""
    if Role.OWNER in request.user.roles and (step := next_step()) != request.path:
        return redirect(step)
    today = timezone.localdate()
    overdue = _overdue(request.actor, today)
    to_deliver = order_rows(only="to_deliver", limit=ROWS)
    people = [row.customer_id for row in (*overdue, *to_deliver)]
    context = {
        "tiles": _tiles(request.actor, today),
        "charts": _charts(request.actor, today),
        "overdue": overdue,
        "to_deliver": to_deliver,
        "names": names_of(people, request.actor),
    }
    return render(request, "office/home/home.html", context)


def _bills(actor: Actor) -> bool:
    return actor.may(Role.SALES, Role.BOOKKEEPER)


def _overdue(actor: Actor, today: date) -> list[Any]:
    if not _bills(actor):
        return []
    return list(invoice_rows(today=today, state=InvoiceState.OVERDUE, limit=ROWS))


def _tiles(actor: Actor, today: date) -> list[Tile]:
    counts = open_counts()
    orders = reverse("sales:orders")
    tiles = [
        Tile(
            _("Orders to deliver"),
            str(counts["to_deliver"]),
            f"{orders}?state=to_deliver",
            icon="truck-delivery",
            mood="wait" if counts["to_deliver"] else "good",
        )
    ]
    return tiles + (_money_tiles(counts["to_bill"], today) if _bills(actor) else [])


def _money_tiles(to_bill: int, today: date) -> list[Tile]:
    due = money_open(today=today)
    invoices = reverse("billing:invoices")
    late = _("%(n)d invoices") % {"n": due.overdue}
    return [
        Tile(
            _("Orders to bill"),
            str(to_bill),
            f"{reverse('sales:orders')}?state=to_bill",
            icon="file-invoice",
            mood="wait" if to_bill else "good",
            note=_("%(n)d drafts") % {"n": due.drafts} if due.drafts else "",
        ),
        Tile(
            _("To be paid by customers"),
            money(due.open_cents),
            f"{invoices}?state=open",
            icon="cash",
            note=_("%(n)d invoices") % {"n": due.invoices},
        ),
        Tile(
            _("Of which overdue"),
            money(due.overdue_cents),
            f"{invoices}?state=overdue",
            icon="clock-exclamation",
            mood="bad" if due.overdue else "good",
            note=late,
        ),
    ]


def _charts(actor: Actor, today: date) -> list[Chart]:
    since = months([], until=today, count=MONTHS)[0][0]
    orders = months(orders_per_month(since=since), until=today, count=MONTHS)
    charts = [month_chart(orders, title=_("Orders per month"), heading=_("Orders"))]
    if not _bills(actor):
        return charts
    turnover = months(turnover_per_month(since=since), until=today, count=MONTHS)
    title = _("Turnover per month, excluding VAT")
    return [month_chart(turnover, title=title, heading=_("Turnover"), cents=True), *charts]
