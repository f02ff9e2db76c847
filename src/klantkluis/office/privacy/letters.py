"""Letters about a request: chosen, looked at, changed, and let go."""

import secrets
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from klantkluis.core.roles import Role
from klantkluis.customers.letters import LetterWords
from klantkluis.foundation.mail.server import mail_is_on
from klantkluis.foundation.mail.wording import MailKind
from klantkluis.office.access.permissions import allow
from klantkluis.office.mail.sending import mail_document
from klantkluis.office.papers import pdf
from klantkluis.office.privacy.details import details_for
from klantkluis.office.privacy.forms import RequestLetterForm
from klantkluis.office.privacy.handling import opened_card
from klantkluis.office.privacy.names import GROUNDS, GROUNDS_EXPLAINED, LETTERS
from klantkluis.office.privacy.showing import person_of
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.sent_once import sent_once
from klantkluis.privacy.commands import write_request_letter
from klantkluis.privacy.commands.writing import NewLetter, preview_letter
from klantkluis.privacy.identity import SIGNS
from klantkluis.privacy.letters import About, Details, LetterKind, draft_letter
from klantkluis.privacy.letters.kinds import may_be_written
from klantkluis.privacy.queries import RequestCard, letter_paper
from klantkluis.privacy.rules import (
    ARTICLES,
    AnswerWay,
    Ground,
    IdentityMethod,
    grounds_for,
    pauses_the_clock,
)

_SAID = ("subject", "salutation", "text", "farewell", "signatory", "enclosures")


@allow(Role.OWNER)
@require_safe
def refusal(request: OfficeRequest, request_id: int) -> HttpResponse:
    """Choose on which ground a request is refused; each has its own letter."""
    card = opened_card(request, request_id)
    grounds = [
        (ground.value, GROUNDS[ground], GROUNDS_EXPLAINED[ground], ARTICLES[ground])
        for ground in grounds_for(card.row.kind)
    ]
    if not grounds:
        raise Http404
    return render(request, "office/privacy/refusal.html", {"card": card, "grounds": grounds})


@allow(Role.OWNER)
@require_http_methods(["GET", "POST"])
@sent_once("privacy:request", by="request_id")
def new_letter(request: OfficeRequest, request_id: int, kind: str) -> HttpResponse:
    """Show the draft of a letter, let a person change it, and let it go or only look at it."""
    card, what = opened_card(request, request_id), _kind(kind)
    if not may_be_written(what, card.row.kind):
        raise Http404
    draft = draft_letter(what, _about(request, card), _details(request, card, what))
    begun = {name: getattr(draft, name) for name in _SAID} | {"way": _way(request, card)}
    form = RequestLetterForm(
        request.POST or None, kind=what, text=draft.text, ways=_ways(), initial=begun
    )
    if form.is_valid():
        with form.refusals():
            return _done(request, card, _letter(request, what, form))
    context = {"card": card, "form": form, "title": LETTERS[what], "kind": what}
    return render(request, "office/privacy/letter_form.html", context)


@allow(Role.SALES)
@require_safe
def letter(request: OfficeRequest, letter_id: int) -> HttpResponse:
    """Give a letter as it went out."""
    found = letter_paper(letter_id=letter_id, vault=request.actor.vault)
    if found is None:
        raise Http404
    return pdf(request, found, name=f"letter-{letter_id}")


def _done(request: OfficeRequest, card: RequestCard, letter: NewLetter) -> HttpResponse:
    """Let a letter go, or show it when that was asked."""
    now = timezone.now()
    today, actor, pk = timezone.localdate(now), request.actor, card.row.id
    if "preview" in request.POST:
        shown = preview_letter(request_id=pk, letter=letter, actor=actor, today=today, now=now)
        return pdf(request, shown, name="letter")
    letter_id = write_request_letter(
        request_id=pk, letter=letter, code=_code(), actor=actor, today=today, now=now
    )
    if letter.way is AnswerWay.EMAIL:
        return mail_document(request, MailKind.REQUEST, letter_id)
    messages.success(request, _("The letter is written. Open it in the history to print it."))
    return redirect("privacy:request", pk)


def _code() -> str:
    signs = "".join(secrets.choice(SIGNS) for _n in range(8))
    return f"{signs[:4]}-{signs[4:]}"


def _kind(kind: str) -> LetterKind:
    if kind not in set(LetterKind):
        raise Http404
    return LetterKind(kind)


def _letter(request: OfficeRequest, kind: LetterKind, form: RequestLetterForm) -> NewLetter:
    data = form.cleaned_data
    return NewLetter(
        kind=kind,
        words=LetterWords(**{name: data[name] for name in _SAID}),
        way=data["way"],
        method=_method(request) if kind is LetterKind.IDENTITY else None,
        months=data.get("months") or 0,
        ground=_ground(request),
        reason=data.get("reason", ""),
        uid=data["uid"],
    )


def _about(request: OfficeRequest, card: RequestCard) -> About:
    return About(
        language=card.row.language,
        number=card.row.number,
        kind=card.row.kind,
        received_on=card.row.received_on,
        due_on=card.row.clock.due_on,
        name=_name(request, card),
        signatory=request.user.display_name,
    )


def _name(request: OfficeRequest, card: RequestCard) -> str:
    person = person_of(request, card) if _method(request) else None
    return person.name if person else str(card.fields.get("name", ""))


def _details(request: OfficeRequest, card: RequestCard, kind: LetterKind) -> Details:
    today = timezone.localdate()
    return replace(
        details_for(kind, card, request.actor.vault),
        method=_method(request),
        pauses=pauses_the_clock(card.row.received_on, card.facts.asked_on or today),
        ground=_ground(request),
    )


def _method(request: OfficeRequest) -> IdentityMethod | None:
    method = request.GET.get("method", "")
    return IdentityMethod(method) if method in set(IdentityMethod) else None


def _ground(request: OfficeRequest) -> Ground | None:
    ground = request.GET.get("ground", "")
    return Ground(ground) if ground in set(Ground) else None


def _ways() -> list[AnswerWay]:
    """Give how a letter can go; by mail only when mail goes out at all."""
    mail = [AnswerWay.EMAIL] if mail_is_on() else []
    return [*mail, AnswerWay.PAPER, AnswerWay.HANDED]


def _way(request: OfficeRequest, card: RequestCard) -> str:
    """Propose how a letter goes: as the request came, if that reaches the person."""
    method: Any = _method(request)
    if method is IdentityMethod.LETTER_CODE:
        return AnswerWay.PAPER
    email = bool(card.fields.get("email")) or method is IdentityMethod.EMAIL_CODE
    if mail_is_on() and email and card.row.channel != "letter":
        return AnswerWay.EMAIL
    return AnswerWay.PAPER if card.fields.get("address") else AnswerWay.HANDED
