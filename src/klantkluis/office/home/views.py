"""The first screen: what needs a person, and how business goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from klantkluis.billing.queries import (
    InvoiceNarrowing,
    InvoiceState,
    MoneyOpen,
    invoice_rows,
    money_open,
    open_by_age,
)
from klantkluis.catalogue.queries import product_rows
from klantkluis.core.roles import Role
from klantkluis.customers.queries import recent_customers
from klantkluis.foundation.actors import Actor
from klantkluis.ledger.queries import turnover_per_month
from klantkluis.office.access.permissions import allow
from klantkluis.office.charts import Chart, bar_chart, month_chart, months
from klantkluis.office.customers.reading import names_of
from klantkluis.office.first_run import next_step
from klantkluis.office.home.attention import Step, Waiting, first_steps, notices, sells
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.templatetags.kit import money
from klantkluis.sales.lists import newest_orders
from klantkluis.sales.queries import orders_per_month
from klantkluis.sales.vat import DistanceWatch, distance_watch
from klantkluis.sales.waiting import SalesWait, sales_waits
from klantkluis.vault.client import LockedVault

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
    actor, today = request.actor, timezone.localdate()
    due, watch = _money(today) if _bills(actor) else (None, None)
    lists = _lists(actor, today)
    waits = sales_waits(today=today)
    people = {row.customer_id for rows in lists.values() for row in rows}
    context = {
        **lists,
        "notices": notices(actor, Waiting(due, watch, waits), timezone.now()),
        "steps": _steps(lists, today) if sells(actor) else (),
        "tiles": _tiles(waits, due),
        "charts": _charts(actor, today, watch),
        "names": names_of(list(people), actor),
    }
    return render(request, "office/home/home.html", context)


def _bills(actor: Actor) -> bool:
    return actor.may(Role.SALES, Role.BOOKKEEPER)


def _money(today: date) -> tuple[MoneyOpen, DistanceWatch | None]:
    """Give what is open, and how near distance sales are to their limit."""
    return money_open(today=today), distance_watch(today=today)


def _lists(actor: Actor, today: date) -> dict[str, list[Any]]:
    """Give the short lists: what to deliver, what is late, and the newest documents."""
    to_deliver, orders = newest_orders(limit=ROWS)
    found: dict[str, list[Any]] = {"to_deliver": to_deliver, "orders": orders}
    if _bills(actor):
        found["overdue"] = invoice_rows(
            today=today, narrowing=InvoiceNarrowing(state=InvoiceState.OVERDUE), limit=ROWS
        )
        found["invoices"] = invoice_rows(today=today, limit=ROWS)
    return found


def _steps(lists: Mapping[str, list[Any]], today: date) -> Sequence[Step]:
    """Give the first steps of a new office. An office with an invoice costs no more questions."""
    if lists.get("invoices"):
        return ()
    return first_steps(
        products=bool(product_rows(today=today, limit=1)),
        customers=bool(recent_customers(vault=LockedVault(), below=None, limit=1)),
        orders=bool(lists["orders"]),
        sent=False,
    )


def _tiles(waits: SalesWait, due: MoneyOpen | None) -> list[Tile]:
    orders = reverse("sales:orders")
    tiles = [
        Tile(
            _("Orders to deliver"),
            str(waits.to_deliver),
            f"{orders}?state=to_deliver",
            icon="truck-delivery",
            mood="wait" if waits.to_deliver else "good",
        )
    ]
    return tiles + (_money_tiles(waits.to_bill, due) if due else [])


def _money_tiles(to_bill: int, due: MoneyOpen) -> list[Tile]:
    invoices = reverse("billing:invoices")
    return [
        Tile(
            _("Deliveries to bill"),
            str(to_bill),
            f"{reverse('sales:orders')}?state=to_bill",
            icon="file-invoice",
            mood="wait" if to_bill else "good",
        ),
        Tile(
            _("To be paid by customers"),
            money(due.open_cents),
            f"{invoices}?state=open",
            icon="cash",
            note=_many(due.invoices),
        ),
        Tile(
            _("Of which overdue"),
            money(due.overdue_cents),
            f"{invoices}?state=overdue",
            icon="clock-exclamation",
            mood="bad" if due.overdue else "good",
            note=_many(due.overdue),
        ),
    ]


def _many(invoices: int) -> str:
    return ngettext("%(n)d invoice", "%(n)d invoices", invoices) % {"n": invoices}


def _charts(actor: Actor, today: date, watch: DistanceWatch | None) -> list[Chart]:
    since = months([], until=today, count=MONTHS)[0][0]
    if not _bills(actor):
        orders = months(orders_per_month(since=since), until=today, count=MONTHS)
        return [month_chart(orders, title=_("Orders per month"), heading=_("Orders"))]
    turnover = months(turnover_per_month(since=since), until=today, count=MONTHS)
    title = _("Turnover per month, excluding VAT")
    return [
        month_chart(turnover, title=title, heading=_("Turnover"), cents=True),
        _ages(today),
        *_limit(today, watch),
    ]


def _limit(today: date, watch: DistanceWatch | None) -> list[Chart]:
    """Draw distance sales beside the yearly limit, for who sells at a distance and is under it."""
    if watch is None or not watch.says_something:
        return []
    mood = "bad" if watch.is_passed else "second" if watch.is_near else ""
    bars = [
        (str(today.year - 1), watch.last_year_cents),
        (str(today.year), watch.this_year_cents),
        (_("Limit"), watch.limit_cents),
    ]
    return [
        bar_chart(
            bars,
            title=_("Sales to consumers elsewhere in the EU, and the limit for OSS"),
            headings=(_("Year"), _("Excluding VAT")),
            cents=True,
            moods=("", mood, "second"),
        )
    ]


def _ages(today: date) -> Chart:
    """Draw what is open by how late it is."""
    names = [_("in time"), _("1–30 days"), _("31–60 days"), _("longer")]
    return bar_chart(
        list(zip(names, open_by_age(today=today), strict=True)),
        title=_("What customers still have to pay, by how late it is"),
        headings=(_("Too late"), _("Open")),
        cents=True,
        moods=("", "second", "bad", "bad"),
    )
