"""The list of invoices, a page at a time."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from klantkluis.billing.models import Invoice, InvoiceLine, OpenInvoice
from klantkluis.billing.working_out import priced_line
from klantkluis.core.vat import PriceBasis, Totals, totals
from klantkluis.foundation.pages import Days, Sort, keyed

RECENT_YEARS = 10


NEWEST = Sort("sent_on")
BEFORE_ALL: dict[str, Any] = {"due_on": date.min, "gross_cents": 0}
"""Where a draft stands among sent invoices: it has no due date and no booked amount."""


class InvoiceState(StrEnum):
    """Where an invoice stands; worked out from facts, never stored."""

    DRAFT = "draft"
    OPEN = "open"
    OVERDUE = "overdue"
    PAID = "paid"


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """An invoice in a list. Amounts in cents; of a draft they are what it would be today."""

    id: int
    label: str
    customer_id: int
    drafted_on: date
    sent_on: date | None
    due_on: date | None
    net_cents: int
    gross_cents: int
    open_cents: int
    state: InvoiceState


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceNarrowing:
    """What the list of invoices is narrowed to; None and empty leave nothing out.

    Without a state or customers only sent invoices are meant.
    """

    state: InvoiceState | None = None
    ids: Collection[int] | None = None
    customer_ids: Collection[int] | None = field(default=None, repr=False)
    label: str = ""
    days: Days | None = None

    @property
    def has_drafts(self) -> bool:
        """Whether drafts are meant too, or only they."""
        among = self.state is None and (self.customer_ids is not None or self.ids is not None)
        return among or self.state is InvoiceState.DRAFT

    @property
    def is_all_open(self) -> bool:
        """Whether it is just everything that is open, or late; that has rows of its own."""
        narrowed = self.label or self.days or self.customer_ids is not None or self.ids is not None
        return self.state in {InvoiceState.OPEN, InvoiceState.OVERDUE} and not narrowed


ALL = InvoiceNarrowing()


def invoice_rows(
    *,
    today: date,
    narrowing: InvoiceNarrowing = ALL,
    sort: Sort = NEWEST,
    after: tuple[Any, int] | None = None,
    limit: int = 50,
) -> list[InvoiceRow]:
    """Give a page of invoices, sorted by `sent_on`, `due_on` or `gross_cents`, after a key.

    Drafts have no day on which they were sent: by that, lists with drafts go by age.
    """
    assert sort.by in {"sent_on", *BEFORE_ALL}
    if narrowing.is_all_open:
        return listed(_open_page(narrowing.state, today, sort, after, limit), today)
    rows = _invoices(narrowing, today)
    if narrowing.has_drafts and sort.by == "sent_on":
        sort = Sort("pk", sort.descending)
        after = (after[1], after[1]) if after else None
    elif narrowing.has_drafts:
        rows = rows.annotate(by=Coalesce(F(sort.by), Value(BEFORE_ALL[sort.by])))
        sort = Sort("by", sort.descending)
    return listed(keyed(rows, sort, after)[:limit], today)


def customers_of_invoices(*, narrowing: InvoiceNarrowing, today: date) -> list[int]:
    """Give the ids of the customers of these invoices, each once."""
    rows = _invoices(narrowing, today).order_by()
    return list(rows.values_list("customer", flat=True).distinct())


def _invoices(narrowing: InvoiceNarrowing, today: date) -> QuerySet[Invoice]:
    rows = Invoice.objects.all()
    if narrowing.ids is not None:
        rows = rows.filter(pk__in=narrowing.ids)
    if narrowing.customer_ids is not None:
        rows = rows.filter(customer__in=narrowing.customer_ids)
    if narrowing.label:
        rows = rows.filter(_called(narrowing.label, today))
    if narrowing.days is not None:
        rows = rows.filter(_within(narrowing.days))
    if narrowing.state is InvoiceState.DRAFT:
        return rows.filter(number=None)
    if not narrowing.has_drafts:
        rows = rows.filter(number__isnull=False)
    return _in_state(rows, narrowing.state, today)


def _within(days: Days) -> Q:
    """Find by the day on which an invoice was sent; a draft by that on which it was made."""
    span = (days.first, days.last)
    return Q(sent_on__range=span) | Q(sent_on=None, drafted_on__range=span)


def invoices_by_id(*, ids: Collection[int], today: date) -> list[InvoiceRow]:
    """Give these invoices, in no particular order; ids that are none are left out."""
    return listed(Invoice.objects.filter(pk__in=ids), today)


def _open_page(
    state: InvoiceState | None, today: date, sort: Sort, after: tuple[Any, int] | None, limit: int
) -> list[Invoice]:
    """Give a page of what is to be paid; there is far less of it than there are invoices."""
    rows = OpenInvoice.objects.select_related("invoice")
    if state is InvoiceState.OVERDUE:
        rows = rows.filter(due_on__lt=today)
    by = "invoice__gross_cents" if sort.by == "gross_cents" else sort.by
    page = keyed(rows, Sort(by, sort.descending), after, pk="invoice")
    return [row.invoice for row in page[:limit]]


def _called(label: str, today: date) -> Q:
    """Find an invoice by its whole number, or by the part behind the year in any recent year."""
    series, dash, number = label.strip().partition("-")
    if not dash:
        series, number = "", series
    if not (number.isdecimal() and len(number) < 10):
        return Q(pk=None)
    years = [series] if series else [str(today.year - back) for back in range(RECENT_YEARS)]
    return Q(series__in=years, number=int(number))


def listed(page: Iterable[Invoice], today: date) -> list[InvoiceRow]:
    """Give invoices as they stand in a list, in the same order."""
    invoices = list(page)
    ids = [invoice.pk for invoice in invoices]
    due = {each.pk: each for each in OpenInvoice.objects.filter(pk__in=ids)}
    drafts = [invoice.pk for invoice in invoices if invoice.number is None]
    by_draft: dict[int, list[InvoiceLine]] = {pk: [] for pk in drafts}
    if drafts:
        for line in InvoiceLine.objects.filter(invoice__in=drafts).order_by("position"):
            by_draft[line.invoice_id].append(line)
    sums = {each.pk: _sums(each, by_draft.get(each.pk, [])) for each in invoices}
    return [
        InvoiceRow(
            id=invoice.pk,
            label=invoice.label,
            customer_id=invoice.customer_id,
            drafted_on=invoice.drafted_on,
            sent_on=invoice.sent_on,
            due_on=invoice.due_on,
            net_cents=sums[invoice.pk][0],
            gross_cents=sums[invoice.pk][1],
            open_cents=due[invoice.pk].open_cents if invoice.pk in due else 0,
            state=state_of(invoice, due.get(invoice.pk), today),
        )
        for invoice in invoices
    ]


def _sums(invoice: Invoice, draft_lines: Collection[InvoiceLine]) -> tuple[int, int]:
    """Give what an invoice is without and with VAT: as booked, or what the draft would be."""
    if invoice.net_cents is not None and invoice.gross_cents is not None:
        return invoice.net_cents, invoice.gross_cents
    result = totals_of(invoice, draft_lines)
    return result.net_cents, result.gross_cents


def _in_state(
    rows: QuerySet[Invoice], state: InvoiceState | None, today: date
) -> QuerySet[Invoice]:
    due = OpenInvoice.objects.all()
    if state is InvoiceState.OPEN:
        return rows.filter(pk__in=due.values("pk"))
    if state is InvoiceState.OVERDUE:
        return rows.filter(pk__in=due.filter(due_on__lt=today).values("pk"))
    if state is InvoiceState.PAID:
        return rows.exclude(pk__in=due.values("pk"))
    return rows


def state_of(invoice: Invoice, due: OpenInvoice | None, today: date) -> InvoiceState:
    """Tell where an invoice stands, with what is open of it."""
    if invoice.number is None:
        return InvoiceState.DRAFT
    if due is None:
        return InvoiceState.PAID
    return InvoiceState.OVERDUE if due.due_on < today else InvoiceState.OPEN


def totals_of(invoice: Invoice, lines: Collection[InvoiceLine]) -> Totals:
    """Add up an invoice from its lines: a sent one gives the sums that were booked."""
    priced = [priced_line(line) for line in lines]
    return totals(priced, basis=PriceBasis(invoice.basis), discount_bp=invoice.discount_bp)
