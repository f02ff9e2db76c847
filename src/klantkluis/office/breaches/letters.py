"""Telling the people whom a breach hits, in plain words (GDPR art. 34)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST

from klantkluis.core.roles import Role
from klantkluis.customers.kept import kept_back
from klantkluis.customers.letters import LetterWithoutAddress, LetterWords, letter_pdf
from klantkluis.customers.queries import CustomerRow, customer_rows
from klantkluis.disclosures.rules import HandOver, What
from klantkluis.office.access.permissions import allow
from klantkluis.office.breaches.forms import LetterForm, ToldForm
from klantkluis.office.breaches.views import card_of
from klantkluis.office.handing_over import People, people_zip, to_whom
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.sent_once import sent_once
from klantkluis.privacy.breach_rules import ToldHow
from klantkluis.privacy.breaches.commands import record_told, write_breach_letter
from klantkluis.privacy.breaches.queries import LetterRow, letters_of, not_told
from klantkluis.vault.refusals import VaultLocked

AT_ONCE = 100
"""So many letters are printed and told of in one go."""


@allow(Role.OWNER)
@require_http_methods(["GET", "POST"])
@sent_once("breaches:breach", by="breach_id")
def letter(request: OfficeRequest, breach_id: int) -> HttpResponse:
    """Write what the people are told; a draft stands ready in both languages."""
    if not request.actor.vault.is_open:
        raise VaultLocked
    card, language = card_of(request, breach_id), request.GET.get("language", "nl")
    form = LetterForm(request.POST or None, initial=_begun(card, language))
    if form.is_valid():
        with form.refusals():
            typed = {**form.cleaned_data, "actor": request.actor, "at": timezone.now()}
            write_breach_letter(breach_id=breach_id, **typed)
            messages.success(request, _("Kept. You find it with the breach."))
            return redirect("breaches:breach", breach_id)
    context = {"form": form, "card": card, "title": _("What the people are told")}
    return render(request, "office/breaches/form.html", context)


def _begun(card: Any, language: str) -> dict[str, str]:
    """Give the last letter in a language, or a draft with all that art. 34(2) asks."""
    for row in card.letters:
        if row.language == language:
            return {"language": language, "subject": row.subject, "text": row.text}
    with override("en" if language == "en" else "nl"):
        return {
            "language": "en" if language == "en" else "nl",
            "subject": _("Something went wrong with your data"),
            "text": "\n\n".join(_draft(card.row.known_at)),
        }


def _draft(known_at: datetime) -> Sequence[str]:
    day = date_format(timezone.localtime(known_at), "DATE_FORMAT")
    return (
        _("On %(day)s we found out that something went wrong with data that we have of you. We"
          " are sorry, and we tell you here what happened and what you can do.") % {"day": day},
        _("What happened: [write it in plain words]."),
        _("Which of your data it is about: [name, address, ...]."),
        _("What this can mean for you: [for example mail or calls from somebody who pretends to"
          " be us]."),
        _("What we have done: [the measures]."),
        _("What you can do: be careful with mails, letters and calls that ask for your data or for"
          " money, also when they seem to come from us. We never ask for your password."),
        _("Do you have questions? Call or mail us; you find how at the foot of this letter. You can"
          " also complain to the data protection authority (in the Netherlands the Autoriteit"
          " Persoonsgegevens, autoriteitpersoonsgegevens.nl)."),
    )  # fmt: skip


def _needs_letters(request: OfficeRequest, breach_id: int) -> HttpResponse | None:
    if not request.actor.vault.is_open:
        raise VaultLocked
    written = letters_of(breach_id=breach_id, vault=request.actor.vault)
    if not written or not _to_tell(request, breach_id)[:1]:
        messages.warning(request, _("First write the letter, and work out who is hit."))
        return redirect("breaches:breach", breach_id)
    return None


@allow(Role.OWNER)
@require_POST
@to_whom(What.BREACH_LETTERS, needs=_needs_letters)
def papers(request: OfficeRequest, breach_id: int, *, to: HandOver) -> HttpResponse:
    """Give the letters to those who were not told yet, as PDFs on our own paper.

    Also to those whose data may be kept and not used: the law demands that they are told. Of whom
    the law alone keeps something a letter is made once the owner typed why they look.
    """
    rows = letters_of(breach_id=breach_id, vault=request.actor.vault)
    people = _next_people(request, breach_id)
    made = _papers(request, people, {row.language: row for row in rows})
    whom = People([row.uid for row in people])
    return people_zip(to, request, What.BREACH_LETTERS, papers=made, people=whom)


def _next_people(request: OfficeRequest, breach_id: int) -> list[CustomerRow]:
    uids = _to_tell(request, breach_id)
    rows = customer_rows(vault=request.actor.vault, uids=uids) if uids else {}
    return sorted(rows.values(), key=lambda row: row.number)


def _to_tell(request: OfficeRequest, breach_id: int) -> list[UUID]:
    """Give who is told next: nobody whom this person may not read at this moment."""
    kept = kept_back(request.actor.staff_id)
    return not_told(breach_id=breach_id, limit=AT_ONCE, but=kept)


def _papers(
    request: OfficeRequest, people: Sequence[CustomerRow], written: Mapping[str, LetterRow]
) -> Iterator[tuple[str, bytes]]:
    """Print them in the language of each, or the one that there is; who has no address is told
    otherwise, so the others go on without them."""
    now = timezone.now()
    for row in people:
        said = written.get(row.language) or next(iter(written.values()))
        with override(row.language):
            words = LetterWords(
                subject=said.subject,
                salutation=_("Dear customer,"),
                text=said.text,
                farewell=_("Kind regards,"),
                signatory=request.user.display_name,
            )
        try:
            made = letter_pdf(
                customer_id=row.id, words=words, vault=request.actor.vault,
                today=timezone.localdate(now), made_at=now,
            )  # fmt: skip
        except LetterWithoutAddress:
            continue
        if made is not None:
            yield f"{row.number}.pdf", made


@allow(Role.OWNER)
@require_POST
def told(request: OfficeRequest, breach_id: int) -> HttpResponse:
    """Note that those whose letters were printed last, or all in public, were told."""
    form = ToldForm(request.POST)
    if form.is_valid():
        how = ToldHow(form.cleaned_data["how"])
        uids = _to_tell(request, breach_id)
        now = timezone.now()
        record_told(breach_id=breach_id, subjects=uids, how=how, actor=request.actor, at=now)
        messages.success(request, _("Noted."))
    return redirect("breaches:breach", breach_id)
