"""With many invoices at once: send them, download their papers, export the list."""

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from itertools import batched
from zipfile import ZIP_STORED, ZipFile

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from klantkluis.billing.commands import file_paper
from klantkluis.billing.queries import InvoiceRow, invoices_by_id, paper_of
from klantkluis.core.money import from_cents
from klantkluis.customers.queries import customer_rows
from klantkluis.foundation.tables.writing import Cell
from klantkluis.office.access.permissions import allow
from klantkluis.office.billing.reading import every_invoice, wanted
from klantkluis.office.billing.views import READERS, asked, states
from klantkluis.office.downloads import table_file
from klantkluis.office.jobs.kinds import SEND_INVOICES
from klantkluis.office.jobs.worker import begin
from klantkluis.office.requests import OfficeRequest
from klantkluis.vault.client import LockedVault
from klantkluis.vault.refusals import VaultLocked

MOST = 200
CHUNK = 500


def _picked(request: OfficeRequest) -> list[InvoiceRow]:
    """Give the invoices that were picked, the oldest first."""
    ids = [int(pk) for pk in request.POST.getlist("pick") if pk.isdecimal() and len(pk) < 19]
    rows = invoices_by_id(ids=ids[:MOST], today=timezone.localdate())
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


@allow(*READERS)
@require_POST
def papers(request: OfficeRequest) -> HttpResponse:
    """Give the papers of the picked invoices in one file, each as it was issued."""
    if not request.actor.vault.is_open:
        raise VaultLocked
    sent = [row for row in _picked(request) if row.label]
    if not sent:
        messages.warning(request, _("A draft has no paper yet. Pick invoices that were sent."))
        return redirect("billing:invoices")
    response = HttpResponse(_zipped(sent, request), content_type="application/zip")
    name = f"{_('Invoices').lower()}-{timezone.localdate().isoformat()}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _zipped(rows: Iterable[InvoiceRow], request: OfficeRequest) -> bytes:
    """Put papers in a file, in memory: nothing personal is written to a disk."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_STORED) as file:
        for row in rows:
            file_paper(invoice_id=row.id, actor=request.actor, made_at=timezone.now())
            contents = paper_of(invoice_id=row.id, vault=request.actor.vault)
            assert contents is not None, "it was filed just now"
            file.writestr(f"{row.label}.pdf", contents)
    return packed.getvalue()


@allow(*READERS)
@require_POST
def export(request: OfficeRequest) -> HttpResponseBase:
    """Give a file of what was picked, or of all that the list shows; with customer numbers."""
    today = timezone.localdate()
    rows: Iterable[InvoiceRow] = _picked(request) or every_invoice(
        wanted(asked(request), request.actor), today=today
    )
    header = [_("Invoice"), _("Customer number"), _("Sent"), _("Due"), _("State")]
    header += [_("Excluding VAT"), _("VAT"), _("Total"), _("Open")]
    kind = "csv" if request.POST.get("file") == "csv" else "xlsx"
    return table_file(kind, header, _cells(rows), title=_("Invoices"), day=today)


def _cells(rows: Iterable[InvoiceRow]) -> Iterator[Sequence[Cell]]:
    named = dict(states())
    for some in batched(rows, CHUNK, strict=False):
        customers = customer_rows(vault=LockedVault(), ids={row.customer_id for row in some})
        for row in some:
            sums = (row.net_cents, row.gross_cents - row.net_cents, row.gross_cents, row.open_cents)
            yield [
                row.label,
                customers[row.customer_id].number,
                row.sent_on,
                row.due_on,
                named[row.state],
                *(from_cents(cents) for cents in sums),
            ]
