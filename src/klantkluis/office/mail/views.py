"""Where each mail stands, and what a person can do about one that failed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from klantkluis.core.mail import State
from klantkluis.customers.queries import customer_rows
from klantkluis.foundation.mail.commands import EVERY_SENDER, decide, kinds_of
from klantkluis.foundation.mail.queries import MailCard, MailRow, mail_card, mail_rows
from klantkluis.foundation.mail.server import mail_is_on
from klantkluis.foundation.mail.wording import MailKind
from klantkluis.foundation.models import MailDecision
from klantkluis.office.access.permissions import allow
from klantkluis.office.access.queries import staff_names
from klantkluis.office.jobs.worker import begin
from klantkluis.office.mail.documents import DOCUMENTS
from klantkluis.office.mail.jobs import kind_of_job
from klantkluis.office.mail.names import EXPLAINED, PROBLEMS, STATES, STEPS
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.tables import Column, Filter, Listing, ListState, number_cursor
from klantkluis.vault.refusals import VaultLocked

PAGE = 50


@allow(*EVERY_SENDER)
@require_safe
def mails(request: OfficeRequest) -> HttpResponse:
    """List mails, the newest first."""
    columns = [Column(_("Mail")), Column(_("Customer")), Column(_("Asked for")), Column(_("State"))]
    filters = [Filter("state", _("State"), [(x.value, str(name)) for x, name in STATES.items()])]
    state = ListState.of(request, columns=columns, filters=filters)
    chosen = state.filters.get("state", "")
    rows = mail_rows(
        now=timezone.now(),
        state=State(chosen) if chosen else None,
        below=number_cursor(state.after),
        limit=PAGE + 1,
        kinds=kinds_of(request.actor),
    )
    after = str(rows[PAGE - 1].id) if len(rows) > PAGE else ""
    shown = _shown(request, rows[:PAGE])
    listing = Listing(state=state, columns=columns, rows=shown, filters=filters, next=after)
    return render(request, "office/mail/mails.html", {"list": listing, "on": mail_is_on()})


def _shown(request: OfficeRequest, rows: list[MailRow]) -> list[dict[str, Any]]:
    """Give mails with the numbers of their documents and the names of their customers."""
    uids = list({row.customer_uid for row in rows})
    found = customer_rows(vault=request.actor.vault, uids=uids) if uids else {}
    people = {person.uid: person for person in found.values()}
    labels = {
        kind: DOCUMENTS[kind].labels({row.about_id for row in rows if row.kind is kind})
        for kind in MailKind
    }
    return [
        {
            "mail": row,
            "title": DOCUMENTS[row.kind].title,
            "label": labels[row.kind].get(row.about_id, ""),
            "customer": people.get(row.customer_uid),
            "document": reverse(DOCUMENTS[row.kind].view, args=[row.about_id]),
        }
        for row in rows
    ]


@allow(*EVERY_SENDER)
@require_safe
def mail(request: OfficeRequest, mail_id: int) -> HttpResponse:
    """Show one mail with every attempt and what the server said."""
    card = _card(request, mail_id)
    attempts = [
        (each, STEPS[each.step] if each.step else "", PROBLEMS.get(each.problem, ""))
        for each in card.attempts
    ]
    context = {
        "card": card,
        "attempts": attempts,
        "explained": EXPLAINED[card.row.state],
        "staff": staff_names(),
        **_shown(request, [card.row])[0],
    }
    return render(request, "office/mail/mail.html", context)


def _card(request: OfficeRequest, mail_id: int) -> MailCard:
    """Give a mail about a document that this person may mail."""
    card = mail_card(mail_id=mail_id, now=timezone.now(), vault=request.actor.vault)
    if card is None or card.row.kind not in kinds_of(request.actor):
        raise Http404
    return card


@allow(*EVERY_SENDER)
@require_POST
def send(request: OfficeRequest, mail_id: int) -> HttpResponse:
    """Let a mail go out: one in line, or again one that failed, because this person says so."""
    if not request.actor.vault.is_open:
        raise VaultLocked
    card = _card(request, mail_id)
    _decide(request, mail_id, MailDecision.What.AGAIN)
    begin(request, kind=kind_of_job(card.row.kind), about={"mail_ids": [mail_id]}, total=1)
    messages.success(request, _("The mail goes out. You can leave this page."))
    return redirect("mail:mail", mail_id)


@allow(*EVERY_SENDER)
@require_POST
def settle(request: OfficeRequest, mail_id: int) -> HttpResponse:
    """Say that a mail needs nobody any more: it was dealt with in another way."""
    _decide(request, mail_id, MailDecision.What.SETTLED)
    messages.success(request, _("Settled. This mail does not go out any more."))
    return redirect("mail:mail", mail_id)


def _decide(request: OfficeRequest, mail_id: int, what: MailDecision.What) -> None:
    seen = request.POST.get("attempts", "")
    decide(
        mail_id=mail_id,
        what=what,
        attempts=int(seen) if seen.isdecimal() and len(seen) < 6 else -1,
        actor=request.actor,
        at=timezone.now(),
    )
