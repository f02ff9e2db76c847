"""Saying who wrote a letter from the shop: a customer whom we have, or a new one."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from klantkluis.core.roles import Role
from klantkluis.customers.commands import register_customer
from klantkluis.customers.queries import CustomerRow, customer_rows
from klantkluis.office.access.permissions import allow
from klantkluis.office.customers.forms import CustomerForm
from klantkluis.office.customers.reading import customers_page
from klantkluis.office.intake.names import KINDS, said_in
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.tables import ListState
from klantkluis.shop.commands.attaching import attach_post
from klantkluis.shop.queries import PostRow, likely_writers, post_card
from klantkluis.vault.refusals import VaultLocked

FOUND = 8


@dataclass(frozen=True, slots=True)
class Search:
    """Whom somebody looks for, who was found, and who was chosen to be looked at once more."""

    terms: str = field(repr=False)
    found: Any = None
    chosen: CustomerRow | None = None
    likely: tuple[CustomerRow, ...] = ()


@allow(Role.SALES)
@require_http_methods(["GET", "POST"])
def writer(request: OfficeRequest, post_id: int) -> HttpResponse:
    """Find or register who wrote a letter, and put it with them."""
    letter = _letter(request, post_id)
    form = _new_customer(request, letter)
    if request.POST.get("attach", "").isdigit():
        return _attached(request, letter, int(request.POST["attach"]))
    if form.is_valid() and (customer_id := _registered(request, form)):
        return _attached(request, letter, customer_id)
    context = {
        "row": letter,
        "kind": KINDS[letter.kind],
        "said": said_in(letter.fields),
        "search": _search(request, letter),
        "form": form,
    }
    return render(request, "office/intake/writer.html", context)


def _letter(request: OfficeRequest, post_id: int) -> PostRow:
    if not request.actor.vault.is_open:
        raise VaultLocked
    letter = post_card(post_id=post_id, vault=request.actor.vault)
    if letter is None:
        raise Http404
    return letter


def _new_customer(request: OfficeRequest, letter: PostRow) -> CustomerForm:
    """Give the form of a new customer, begun with what the writer said of themselves."""
    sent = request.POST if {"register", "insist"} & set(request.POST) else None
    return CustomerForm(sent, initial=_begun(letter))


def _begun(letter: PostRow) -> dict[str, Any]:
    said = {
        name: letter.fields[name] for name in CustomerForm.base_fields if letter.fields.get(name)
    }
    if letter.fields.get("name"):
        said["surname"] = letter.fields["name"]
    return {"country": "NL", "payment_term_days": 14, "language": letter.language, **said}


def _search(request: OfficeRequest, letter: PostRow) -> Search:
    terms = request.POST.get("customer_terms", "").strip()[:200]
    vault, chosen = request.actor.vault, request.POST.get("choose", "")
    if chosen.isdigit():
        rows = customer_rows(vault=vault, ids=[int(chosen)])
        return Search(terms, chosen=rows.get(int(chosen)))
    if terms:
        return Search(terms, customers_page(ListState(terms=terms), request.actor).rows[:FOUND])
    likely = customer_rows(vault=vault, ids=likely_writers(letter=letter, vault=vault))
    return Search(terms, likely=tuple(likely.values()))


def _registered(request: OfficeRequest, form: CustomerForm) -> int | None:
    with form.refusals():
        return register_customer(
            fields=form.kept,
            language=form.cleaned_data["language"],
            payment_term_days=form.cleaned_data["payment_term_days"],
            actor=request.actor,
            today=timezone.localdate(),
        )
    return None


def _attached(request: OfficeRequest, letter: PostRow, customer_id: int) -> HttpResponse:
    attach_post(post_id=letter.id, customer_id=customer_id, actor=request.actor)
    messages.success(request, _("The letter lies with this customer now."))
    return redirect("intake:letter", letter.id)
