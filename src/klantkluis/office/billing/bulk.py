"""With many invoices at once: send them, download their papers, export the list."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from klantkluis.billing.commands import file_paper
from klantkluis.billing.queries import (
    InvoiceNarrowing,
    InvoiceRow,
    customers_of_invoices,
    invoices_by_id,
    paper_of,
)
from klantkluis.core.money import from_cents
from klantkluis.disclosures.rules import HandOver, What
from klantkluis.foundation.tables.writing import Cell
from klantkluis.office.access.permissions import allow
from klantkluis.office.billing.reading import every_invoice, wanted
from klantkluis.office.billing.views import READERS, asked, state_names
from klantkluis.office.exporting import Named, amount_heads, picked
from klantkluis.office.handing_over import (
    People,
    people_file,
    people_zip,
    to_whom,
    without_restricted,
)
from klantkluis.office.jobs.kinds import SEND_INVOICES
from klantkluis.office.jobs.worker import begin
from klantkluis.office.requests import OfficeRequest
from klantkluis.vault.refusals import VaultLocked

MOST = 200


def _picked(request: OfficeRequest) -> list[InvoiceRow]:
    """Give the invoices that were picked, the oldest first."""
    rows = invoices_by_id(ids=picked(request, MOST), today=timezone.localdate())
    return sorted(rows, key=lambda row: row.id)


@allow(*READERS)
@require_POST
def sendings(request: OfficeRequest) -> HttpResponse:
    """Send the picked drafts, once the person has seen how many and how much."""
    if not request.actor.vault.is_open:
        raise VaultLocked
    drafts = [row for row in _picked(request) if not row.label]
    if not drafts:
        messages.warning(request, _("Pick drafts to send; the others have a number already."))
        return redirect("billing:invoices")
    if "sure" not in request.POST:
        total = sum(row.gross_cents for row in drafts)
        context = {"drafts": drafts, "total_cents": total}
        return render(request, "office/billing/sendings.html", context)
    ids = [row.id for row in drafts]
    uid = begin(request, kind=SEND_INVOICES, about={"invoice_ids": ids}, total=len(ids))
    return redirect("jobs:job", uid)


def _sent(request: OfficeRequest) -> list[InvoiceRow]:
    return [row for row in _picked(request) if row.label]


def _needs_sent(request: OfficeRequest) -> HttpResponse | None:
    if not request.actor.vault.is_open:
        raise VaultLocked
    if not _sent(request):
        messages.warning(request, _("A draft has no paper yet. Pick invoices that were sent."))
        return redirect("billing:invoices")
    return None


@allow(*READERS)
@require_POST
@to_whom(What.INVOICE_PAPERS, needs=_needs_sent)
def papers(request: OfficeRequest, *, to: HandOver) -> HttpResponse:
    """Give the papers of the picked invoices in one file, each as it was issued."""
    free, people = without_restricted(_sent(request))
    made = _papers(free, request)
    return people_zip(to, request, What.INVOICE_PAPERS, papers=made, people=people)


def _papers(rows: Iterable[InvoiceRow], request: OfficeRequest) -> Iterator[tuple[str, bytes]]:
    for row in rows:
        file_paper(invoice_id=row.id, actor=request.actor, made_at=timezone.now())
        contents = paper_of(invoice_id=row.id, vault=request.actor.vault)
        assert contents is not None, "it was filed just now"
        yield f"{row.label}.pdf", contents


@allow(*READERS)
@require_POST
@to_whom(What.INVOICES)
def export(request: OfficeRequest, *, to: HandOver) -> HttpResponseBase:
    """Give a file of what was picked, or of all that the list shows."""
    today = timezone.localdate()
    what = wanted(asked(request), request.actor, today)
    if ids := picked(request):
        what = replace(what, narrowing=InvoiceNarrowing(ids=ids))
    people = customers_of_invoices(narrowing=what.narrowing, today=today)
    named = Named(people, request.actor)
    header = [_("Invoice"), *named.header, _("Sent"), _("Due"), _("State"), *amount_heads()]
    rows = every_invoice(what, today=today)
    header, cells = [*header, _("Open")], _cells(rows, named)
    return people_file(
        to, request, What.INVOICES, header=header, rows=cells, people=People.of(named)
    )


def _cells(rows: Iterable[InvoiceRow], named: Named) -> Iterator[Sequence[Cell]]:
    states = state_names()
    for row in rows:
        sums = (row.net_cents, row.gross_cents - row.net_cents, row.gross_cents, row.open_cents)
        yield [
            row.label,
            *named.cells(row.customer_id),
            row.sent_on,
            row.due_on,
            states[row.state],
            *(from_cents(cents) for cents in sums),
        ]
