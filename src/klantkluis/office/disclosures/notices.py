"""What recipients are to be told: corrected, erased or restricted (GDPR art. 19)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from klantkluis.core.roles import Role
from klantkluis.customers.queries import customer_rows, open_customer
from klantkluis.disclosures.commands import end_notice
from klantkluis.disclosures.queries import NoticeRow, notice_rows
from klantkluis.disclosures.queries import notice as notice_of
from klantkluis.disclosures.rules import NoticeEnd
from klantkluis.disclosures.telling import About, Words, notice_paper, words_for
from klantkluis.foundation.letterhead import address_lines
from klantkluis.office.access.permissions import allow
from klantkluis.office.access.queries import staff_names
from klantkluis.office.customers.forms import LABELS
from klantkluis.office.disclosure_names import CATEGORIES, RECIPIENTS, WHATS, named
from klantkluis.office.forms.base import OfficeForm
from klantkluis.office.papers import pdf
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.tables import Column, Filter, Listing, ListState, number_cursor
from klantkluis.privacy.rectifying import categories_of_fields
from klantkluis.vault.purposes import Purpose
from klantkluis.vault.refusals import VaultLocked

PAGE = 50
KINDS = {
    "rectification": gettext_lazy("Corrected"),
    "erasure": gettext_lazy("Erased"),
    "restriction": gettext_lazy("Restricted"),
}
ENDS = {
    "mailed": gettext_lazy("Told by e-mail"),
    "posted": gettext_lazy("Told by letter"),
    "phoned": gettext_lazy("Told by telephone"),
    "gone": gettext_lazy("They do not have the data any more"),
    "impossible": gettext_lazy("It cannot be done: they cannot be reached"),
    "disproportionate": gettext_lazy("It would take a disproportionate effort"),
}


class EndForm(OfficeForm):
    """How a notice ended."""

    how = forms.ChoiceField(label=gettext_lazy("What came of it?"), choices=[*ENDS.items()])


@allow(Role.SALES)
@require_safe
def notices(request: OfficeRequest) -> HttpResponse:
    """List what recipients are to be told, what waits first."""
    columns = [Column(_("To whom")), Column(_("About")), Column(_("What")), Column(_("State"))]
    filters = [Filter("state", _("State"), [("all", _("Those that are done too"))])]
    state = ListState.of(request, columns=columns, filters=filters)
    rows = notice_rows(
        waiting="state" not in state.filters, below=number_cursor(state.after), limit=PAGE + 1
    )
    after = str(rows[PAGE - 1].id) if len(rows) > PAGE else ""
    listing = Listing(state, columns, rows[:PAGE], filters=filters, next=after)
    context = {"list": listing, "people": _people(request, rows), **_names()}
    return render(request, "office/disclosures/notices.html", context)


def _people(request: OfficeRequest, rows: list[NoticeRow]) -> dict[Any, Any]:
    uids = {row.subject for row in rows}
    found = customer_rows(vault=request.actor.vault, uids=list(uids)) if uids else {}
    return {row.uid: row for row in found.values()}


def _names() -> dict[str, Any]:
    return {
        "recipients": RECIPIENTS, "whats": WHATS, "kinds": KINDS, "ends": ENDS,
        "staff": staff_names(),
    }  # fmt: skip


def _row(notice_id: int) -> NoticeRow:
    row = notice_of(notice_id=notice_id)
    if row is None:
        raise Http404
    return row


def _about(request: OfficeRequest, row: NoticeRow) -> About:
    """Give by what the recipient knows the person; who was erased has only a number, or none."""
    found = list(customer_rows(vault=request.actor.vault, uids=[row.subject]).values())
    if not found:
        return About(None)
    vault = request.actor.vault
    fields = open_customer(customer_id=found[0].id, purpose=Purpose.CONTACT, vault=vault)
    changed = categories_of_fields()
    now = tuple(
        (str(LABELS[name]), str(value))
        for name, value in fields.items()
        if name in LABELS and changed.get(name) in row.categories and name != "kind"
    )
    return About(found[0].number, found[0].name, address_lines(fields), now)


def _words(request: OfficeRequest, row: NoticeRow) -> Words:
    if not request.actor.vault.is_open:
        raise VaultLocked
    kinds = ", ".join(named(row.categories, CATEGORIES)).lower()
    with override(get_language() or "nl"):
        return words_for(row, _about(request, row), categories=kinds)


@allow(Role.SALES)
@require_http_methods(["GET", "POST"])
def notice(request: OfficeRequest, notice_id: int) -> HttpResponse:
    """Show what one recipient is to be told, ready to be sent; and note what came of it."""
    row, form = _row(notice_id), EndForm(request.POST or None)
    if form.is_valid():
        with form.refusals():
            how, now = NoticeEnd(form.cleaned_data["how"]), timezone.now()
            end_notice(notice_id=notice_id, how=how, actor=request.actor, at=now)
            messages.success(request, _("Noted."))
            return redirect("disclosures:notices")
    words = _words(request, row) if request.actor.vault.is_open else None
    context = {"row": row, "form": form, "words": words, **_names()}
    return render(request, "office/disclosures/notice.html", context)


@allow(Role.SALES)
@require_safe
def letter(request: OfficeRequest, notice_id: int) -> HttpResponse:
    """Give the letter to a recipient on our own paper."""
    row = _row(notice_id)
    made = notice_paper(
        row,
        _words(request, row),
        signatory=request.user.display_name,
        language=get_language() or "nl",
        made_at=timezone.now(),
    )
    return pdf(request, made, name=f"{_('notice')}-{row.id}")
