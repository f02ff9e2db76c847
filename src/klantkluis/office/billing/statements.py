"""The statement of account of a customer: on the page, on paper, by mail and as a file."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from klantkluis.billing.queries.statements import Movement, Statement, usual_days
from klantkluis.billing.statement_paper import account_of, statement_paper
from klantkluis.core.money import from_cents
from klantkluis.customers.queries import customer_rows
from klantkluis.disclosures.rules import HandOver, What
from klantkluis.foundation.mail.queries import mails_about
from klantkluis.foundation.mail.server import mail_is_on
from klantkluis.foundation.mail.wording import MailKind
from klantkluis.foundation.pages import Days
from klantkluis.foundation.tables.writing import Cell
from klantkluis.office.access.permissions import allow
from klantkluis.office.billing.forms import StatementForm
from klantkluis.office.billing.views import READERS
from klantkluis.office.handing_over import about, people_file, to_whom
from klantkluis.office.papers import pdf
from klantkluis.office.requests import OfficeRequest
from klantkluis.vault.refusals import VaultLocked


def kinds() -> dict[Movement, str]:
    """Give what each movement is called."""
    return {
        Movement.INVOICE: _("Invoice"),
        Movement.CREDIT_NOTE: _("Credit note"),
        Movement.PAYMENT: _("Payment"),
        Movement.REFUND: _("Refund"),
    }


def ages() -> list[str]:
    """Give what each step of lateness is called."""
    return [_("Not due"), _("1–30 days"), _("31–60 days"), _("61–90 days"), _("Over 90 days")]


def _asked(request: OfficeRequest) -> tuple[StatementForm, Days]:
    """Give the form with the days, and those days: the usual ones when they cannot be."""
    usual = usual_days(timezone.localdate())
    sent = request.POST if request.method == "POST" else request.GET
    form = StatementForm(
        sent if "first" in sent else None,
        initial={"first": usual.first, "last": usual.last},
    )
    if form.is_valid():
        return form, Days(form.cleaned_data["first"], form.cleaned_data["last"])
    return form, usual


def _statement(customer_id: int, days: Days) -> Statement:
    found = account_of(customer_id, days)
    if found is None:
        raise Http404
    return found[1]


@allow(*READERS)
@require_safe
def statement(request: OfficeRequest, customer_id: int) -> HttpResponse:
    """Show what was billed, credited and paid, what is open, and how late it is."""
    form, days = _asked(request)
    found, named = _statement(customer_id, days), kinds()
    context = {
        "form": form,
        "days": days,
        "customer": customer_rows(vault=request.actor.vault, ids=[customer_id])[customer_id],
        "statement": found,
        "rows": [(row, named[row.kind]) for row in found.rows],
        "aged": list(zip(ages(), found.aged_cents, strict=True)),
        "mails": mails_about(kind=MailKind.STATEMENT, about_id=customer_id, now=timezone.now()),
        "mail_is_on": mail_is_on(),
    }
    return render(request, "office/billing/statement.html", context)


@allow(*READERS)
@require_safe
def paper(request: OfficeRequest, customer_id: int) -> HttpResponse:
    """Give the statement as a PDF."""
    if not request.actor.vault.is_open:
        raise VaultLocked
    _form, days = _asked(request)
    contents = statement_paper(
        customer_id=customer_id, vault=request.actor.vault, made_at=timezone.now(), days=days
    )
    if contents is None:
        raise Http404
    return pdf(request, contents, name=f"{_('statement')}-{days.last}")


@allow(*READERS)
@require_http_methods(["GET", "POST"])
@to_whom(What.STATEMENT)
def export(request: OfficeRequest, customer_id: int, *, to: HandOver) -> StreamingHttpResponse:
    """Give the movements as a file for a spreadsheet."""
    _form, days = _asked(request)
    header = [_("Day"), _("What"), _("Number"), _("Due"), _("Amount"), _("Balance")]
    cells = _cells(_statement(customer_id, days))
    people = about(customer_id)
    return people_file(to, request, What.STATEMENT, header=header, rows=cells, people=people)


def _cells(found: Statement) -> Iterator[Sequence[Cell]]:
    named, none = kinds(), ("", None)
    first: date = found.days.first
    opening = from_cents(found.opening_cents)
    yield [first, _("Opening balance"), *none, None, opening]
    for row in found.rows:
        amounts = (from_cents(row.amount_cents), from_cents(row.balance_cents))
        yield [row.day, named[row.kind], row.label, row.due_on, *amounts]
