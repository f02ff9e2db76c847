"""What an owner confirms: forgetting whose relation is over, and the end of a book year."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from klantkluis.core.declared import Term
from klantkluis.core.roles import Role
from klantkluis.customers.queries import customer_rows
from klantkluis.office.access.permissions import allow
from klantkluis.office.lock import door
from klantkluis.office.privacy.retention_forms import EndForm
from klantkluis.office.privacy.retention_names import law_of, term_sentence
from klantkluis.office.requests import OfficeRequest
from klantkluis.privacy.decided import months_of
from klantkluis.privacy.ending import MOST, end_relations
from klantkluis.privacy.retaining.queries import all_people_over, overview, people_over
from klantkluis.privacy.retaining.years import BookYear, book_years, end_year, held_documents

A_PAGE = 50


@allow(Role.OWNER)
@sensitive_post_parameters("vault_password")
@require_http_methods(["GET", "POST"])
def people(request: OfficeRequest) -> HttpResponse:
    """Show whose relation is over, and let all of them be forgotten at once."""
    form = EndForm(request.POST or None)
    if form.is_valid():
        with form.refusals():
            n = _end_relations(request, form)
            sentence = ngettext(
                "%(n)d customer is being erased. It takes a minute or more.",
                "%(n)d customers are being erased. It takes a minute or more.",
                n,
            )
            messages.success(request, sentence % {"n": n})
            return redirect("retention:retention")
    return render(request, "office/privacy/retention_people.html", _people_page(request, form))


def _end_relations(request: OfficeRequest, form: EndForm) -> int:
    session = door.open_session_of(request)
    return end_relations(
        customer_ids=all_people_over(limit=MOST),
        actor=request.actor,
        now=timezone.now(),
        vault=session,
        grant=form.grant(session, "shred"),
    )


def _people_page(request: OfficeRequest, form: EndForm) -> Mapping[str, Any]:
    after = request.GET.get("after", "")
    found = people_over(after=int(after) if after.isdecimal() else None, limit=A_PAGE + 1)
    shown = found[:A_PAGE]
    rows = customer_rows(vault=request.actor.vault, ids=[each.customer_id for each in shown])
    stands = overview(now=timezone.now())
    return {
        "form": form,
        "lines": [(rows[each.customer_id], each) for each in shown if each.customer_id in rows],
        "next": shown[-1].customer_id if len(found) > A_PAGE else None,
        "count": stands.people_over,
        "kept": stands.people,
        "term": term_sentence(Term.RELATION, months_of(Term.RELATION)),
        "most": MOST,
        "is_open": request.actor.vault.is_open,
    }


@allow(Role.OWNER)
@sensitive_post_parameters("vault_password")
@require_http_methods(["GET", "POST"])
def year(request: OfficeRequest, name: str) -> HttpResponse:
    """Destroy the key of a book year whose term is over."""
    found = _year_named(name)
    form = EndForm(request.POST or None)
    if form.is_valid():
        with form.refusals():
            session = door.open_session_of(request)
            grant = form.grant(session, "destroy_class")
            end_year(
                name=name, actor=request.actor, at=timezone.now(),
                destroy=lambda key: session.destroy_class(key, grant=grant),
            )  # fmt: skip
            messages.success(request, _("The key is destroyed. The documents go within minutes."))
            return redirect("retention:retention")
    context = {"form": form, "year": found, "held": held_documents(name), **_words(found)}
    return render(request, "office/privacy/retention_year.html", context)


def _words(found: BookYear) -> Mapping[str, Any]:
    return {
        "is_over": found.ends_on <= timezone.localdate(),
        "term": term_sentence(found.term, months_of(found.term)),
        "law": law_of(found.term),
    }


def _year_named(name: str) -> BookYear:
    """Give the book year of an address, or 404."""
    for each in book_years():
        if each.name == name:
            return each
    raise Http404
