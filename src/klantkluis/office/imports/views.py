"""The pages of imports: the file, its columns, the preview, how far it is, and the result."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from klantkluis.core.roles import Role
from klantkluis.foundation.jobs import JobCard, job_card
from klantkluis.foundation.models import Job
from klantkluis.foundation.tables.writing import csv_stream
from klantkluis.office.access.permissions import allow
from klantkluis.office.imports import keeping, showing
from klantkluis.office.imports.forgetting import forget_later
from klantkluis.office.imports.forms import ColumnsForm, FileForm, WishForm
from klantkluis.office.imports.models import ImportFile, What
from klantkluis.office.jobs.kinds import sentence_for
from klantkluis.office.jobs.worker import begin, begin_again
from klantkluis.office.requests import OfficeRequest
from klantkluis.vault.refusals import VaultLocked

IMPORTERS = (Role.SALES, Role.WAREHOUSE)
SMALL_FILE = 200_000
"""Bytes of a file that is read while the person waits; a larger one is read by the worker."""
FEW_ROWS = 2000
"""Rows that are previewed while the person waits."""


@allow(*IMPORTERS)
@require_http_methods(["GET", "POST"])
def imports(request: OfficeRequest) -> HttpResponse:
    """Choose what to import and from which file; and see the imports of the last day."""
    actor, wanted = request.actor, request.GET.get("what", "")
    first = What.CUSTOMERS if actor.may(Role.SALES) else What.PRODUCTS
    initial = {"what": wanted if wanted in What else first}
    form = FileForm(request.POST or None, request.FILES or None, actor=actor, initial=initial)
    if form.is_valid():
        with form.refusals():
            row = _kept(request, form)
            if row is not None:
                return _to(request, row)
    rows = keeping.imports_of(actor, timezone.now())
    context = {"form": form, "rows": rows, "names": keeping.names_of(rows, actor.vault)}
    return render(request, "office/imports/imports.html", context)


def _to(request: OfficeRequest, row: ImportFile) -> HttpResponse:
    """Go to the page of an import; htmx has to be told to leave the page that it is on."""
    url = reverse("imports:file", args=[row.uid])
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def _kept(request: OfficeRequest, form: FileForm) -> ImportFile | None:
    """Keep the file sealed and read it; a small one that is refused is let go of at once."""
    file = form.cleaned_data["file"]
    contents = file.read()
    if not request.actor.vault.is_open:
        raise VaultLocked
    uid = keeping.keep_file(
        what=What(form.cleaned_data["what"]),
        name=file.name or "",
        contents=contents,
        actor=request.actor,
        now=timezone.now(),
    )
    forget_later()
    row = keeping.import_of(uid, request.actor)
    _work_on(request, row, "read", at_once=len(contents) <= SMALL_FILE)
    row = keeping.import_of(uid, request.actor)
    refused = keeping.head_of(_open(request, row)).refused if row.read_at else ""
    if refused:
        keeping.remove_file(import_uid=uid, actor=request.actor)
        form.refuse(refused, field="file")
        return None
    return row


def _open(request: OfficeRequest, row: ImportFile) -> keeping.Opened:
    return keeping.opened(row, request.actor.vault)


def _work_on(request: OfficeRequest, row: ImportFile, act: str, *, at_once: bool = False) -> None:
    """Let the worker read, preview or import a file, or do it at once."""
    uid = begin(
        request,
        kind=f"{row.what}.{act}",
        about={"import_id": [row.pk]},
        total=max(row.rows, 1),
        at_once=at_once,
    )
    keeping.follow(row, uid)


@allow(*IMPORTERS)
@require_http_methods(["GET", "POST"])
def file(request: OfficeRequest, import_uid: UUID) -> HttpResponse:
    """Show an import as far as it is: at work, refused, previewed or done."""
    row = keeping.import_of(import_uid, request.actor)
    card = _job(request, row)
    if card is not None and card.state != Job.State.DONE:
        return _progress(request, row, card)
    if request.htmx and request.method == "GET":
        return _to(request, row)
    if row.imported_at is not None:
        return _result(request, row)
    if row.previewed_at is not None:
        return _preview(request, row)
    refused = keeping.head_of(_open(request, row)).refused
    if refused:
        context = {"row": row, "refused": refused}
        return render(request, "office/imports/refused.html", context)
    return redirect("imports:columns", row.uid)


def _job(request: OfficeRequest, row: ImportFile) -> JobCard | None:
    if row.job_uid is None:
        return None
    return job_card(job_uid=row.job_uid, actor=request.actor, now=timezone.now())


def _progress(request: OfficeRequest, row: ImportFile, card: JobCard) -> HttpResponse:
    """Show how far the work is; it can be left."""
    problem = sentence_for(card.problem) if card.problem else ""
    context = {"row": row, "card": card, "problem": problem}
    part = "#stage" if request.htmx else ""
    return render(request, f"office/imports/progress.html{part}", context)


def _preview(request: OfficeRequest, row: ImportFile) -> HttpResponse:
    """Show what would become of each row, and ask what is to be done."""
    wrong = row.counts.get("wrong", 0)
    initial = {"which": "good" if wrong else "all", "language": "nl"}
    form = WishForm(request.POST or None, what=row.what, wrong=wrong, initial=initial)
    if form.is_valid():
        return _ask(request, row, form)
    found = _open(request, row)
    number = request.GET.get("page", "1")
    page = showing.preview_page(
        found, request.GET.get("show", ""), int(number) - 1 if number.isdigit() else 0
    )
    context = {"row": row, "name": found.name, "form": form, "figures": showing.figures(row)}
    return render(request, "office/imports/preview.html", context | page)


def _ask(request: OfficeRequest, row: ImportFile, form: WishForm) -> HttpResponse:
    """Begin the import, with what the person wants of it."""
    keeping.ask(
        row,
        good_rows_only=form.cleaned_data["which"] == "good",
        complete_known=form.cleaned_data["complete_known"],
        language=form.cleaned_data.get("language") or "nl",
        now=timezone.now(),
    )
    _work_on(request, row, "import")
    return redirect("imports:file", row.uid)


def _result(request: OfficeRequest, row: ImportFile) -> HttpResponse:
    """Show what the import did, and which new customers look like others."""
    context = {
        "row": row,
        "figures": showing.result_figures(row),
        "lookalikes": showing.lookalikes(row, request.actor),
        "has_wrong": bool(row.result.get("wrong")),
        "list": "customers:customers" if row.what == What.CUSTOMERS else "catalogue:products",
    }
    return render(request, "office/imports/result.html", context)


@allow(*IMPORTERS)
@require_http_methods(["GET", "POST"])
def columns(request: OfficeRequest, import_uid: UUID) -> HttpResponse:
    """Say which column becomes which field; a new choice makes a new preview."""
    row = keeping.import_of(import_uid, request.actor)
    if row.read_at is None or row.imported_at is not None or _is_busy(request, row):
        return redirect("imports:file", row.uid)
    found = _open(request, row)
    form = ColumnsForm(request.POST or None, what=row.what, head=keeping.head_of(found))
    if form.is_valid():
        keeping.begin_anew(row)
        keeping.keep_head(found, form.apply())
        _work_on(request, row, "preview", at_once=row.rows <= FEW_ROWS)
        return redirect("imports:file", row.uid)
    head = form.head
    context = {
        "row": row, "name": found.name, "form": form, "head": head,
        "notes": showing.notes(head), "left_out": showing.left_out(head),
    }  # fmt: skip
    return render(request, "office/imports/columns.html", context)


def _is_busy(request: OfficeRequest, row: ImportFile) -> bool:
    card = _job(request, row)
    return card is not None and card.state not in {Job.State.DONE, Job.State.FAILED}


@allow(*IMPORTERS)
@require_POST
def again(request: OfficeRequest, import_uid: UUID) -> HttpResponse:
    """Let the work go on, with this person's part in the vault."""
    row = keeping.import_of(import_uid, request.actor)
    if row.job_uid is not None:
        begin_again(request, row.job_uid)
    return redirect("imports:file", row.uid)


@allow(*IMPORTERS)
@require_safe
def wrong(request: OfficeRequest, import_uid: UUID) -> HttpResponseBase:
    """Give the wrong rows as a file that can be mended and imported again."""
    found = _open(request, keeping.import_of(import_uid, request.actor))
    head = keeping.head_of(found)
    stream = csv_stream([*head.header, _("What is wrong")], showing.wrong_file(found, head))
    response = StreamingHttpResponse(stream, content_type="text/csv; charset=utf-8")
    day = timezone.localdate().isoformat()
    name = _("wrong rows").replace(" ", "-")
    response["Content-Disposition"] = f'attachment; filename="{name}-{day}.csv"'
    return response


@allow(*IMPORTERS)
@require_POST
def remove(request: OfficeRequest, import_uid: UUID) -> HttpResponse:
    """Let go of an import; what was imported stays."""
    keeping.remove_file(import_uid=import_uid, actor=request.actor)
    messages.success(request, _("The file is removed. What was imported stays."))
    return redirect("imports:imports")
