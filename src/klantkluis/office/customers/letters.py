"""Letters: write one on our own paper, look at it first, and find it back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from klantkluis.core.roles import Role
from klantkluis.customers.commands import write_letter
from klantkluis.customers.letters import LetterWords, letter_paper, letter_pdf, letters_to
from klantkluis.foundation.actors import Actor
from klantkluis.office.access.permissions import allow
from klantkluis.office.customers.forms import LetterForm
from klantkluis.office.customers.reading import card_for
from klantkluis.office.papers import pdf
from klantkluis.office.requests import OfficeRequest
from klantkluis.vault.refusals import VaultLocked

WRITERS = (Role.SALES, Role.BOOKKEEPER)


def letters_for(customer_id: int, actor: Actor) -> dict[str, Any]:
    """Give the letters on a card, to those whose work it is to write them."""
    if not actor.may(*WRITERS):
        return {"writes_letters": False}
    return {
        "writes_letters": True,
        "letters": letters_to(customer_id=customer_id, vault=actor.vault),
    }


@allow(*WRITERS)
@require_http_methods(["GET", "POST"])
def new_letter(request: OfficeRequest, customer_id: int) -> HttpResponse:
    """Write a letter; with the button for it, only look at its paper."""
    form = LetterForm(request.POST or None, initial=_begun(request, customer_id))
    if form.is_valid():
        with form.refusals():
            return _made(request, customer_id, LetterWords(**form.cleaned_data))
    context = {"form": form, "customer_id": customer_id}
    return render(request, "office/customers/letter_form.html", context)


def _made(request: OfficeRequest, customer_id: int, words: LetterWords) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    if "preview" in request.POST:
        vault = request.actor.vault
        shown = letter_pdf(
            customer_id=customer_id, words=words, vault=vault, today=today, made_at=now
        )
        assert shown is not None, "the form was begun for this customer"
        return pdf(request, shown, name="letter")
    write_letter(
        customer_id=customer_id, words=words, actor=request.actor, today=today, made_at=now
    )
    messages.success(request, _("The letter is written. It stands on the customer's card."))
    return redirect("customers:customer", customer_id)


def _begun(request: OfficeRequest, customer_id: int) -> dict[str, str]:
    """Give what most letters begin and end with, in the language of the customer."""
    if not request.actor.vault.is_open:
        raise VaultLocked
    card = card_for(customer_id, request.actor)
    if card is None or card.merged_into_id:
        raise Http404
    with override(card.language):
        name = _addressed(card.fields)
        begun = {
            "salutation": _("Dear %(name)s,") % {"name": name} if name else _("Dear customer,"),
            "farewell": _("Kind regards,"),
        }
        begun |= _ABOUT.get(request.GET.get("about", ""), dict)()
    return begun | {"signatory": request.user.display_name}


def _confirmation() -> dict[str, str]:
    """Give the letter that confirms a correction (GDPR art. 12(3) and 16)."""
    return {
        "subject": _("Your data have been corrected"),
        "text": "\n\n".join(
            [
                _(
                    "You told us that data which we have of you were not right. We have corrected"
                    " them, and use the corrected data from now on."
                ),
                _(
                    "Invoices and other documents that we sent you before stay as they are: the law"
                    " does not allow us to change them. If you need one with the corrected data,"
                    " tell us, and we send you a credit note and a new invoice."
                ),
                _(
                    "We tell the organisations that received these data from us that they were"
                    " corrected. If you want to know which those are, ask us."
                ),
                _(
                    "If you do not agree with how we handled this, tell us. You can also complain"
                    " to the data protection authority (in the Netherlands the Autoriteit"
                    " Persoonsgegevens, autoriteitpersoonsgegevens.nl)."
                ),
            ]
        ),
    }


def _announcement() -> dict[str, str]:
    """Give the letter that says that a restriction will be lifted (GDPR art. 18(3))."""
    return {
        "subject": _("We are going to use your data again"),
        "text": "\n\n".join(
            [
                _(
                    "You asked us to keep your data and not to use them for a while. The reason for"
                    " that is over, so we are going to lift the restriction."
                ),
                _(
                    "From then on we use your data again for your orders, for our invoices and to"
                    " keep in touch with you, as it stands in our privacy statement."
                ),
                _(
                    "If you do not agree, tell us before that. You can also complain to the data"
                    " protection authority (in the Netherlands the Autoriteit Persoonsgegevens,"
                    " autoriteitpersoonsgegevens.nl)."
                ),
            ]
        ),
    }


_ABOUT = {"correction": _confirmation, "lifting": _announcement}


def _addressed(fields: Any) -> str:
    if not fields.get("surname"):
        return ""
    parts = (fields.get("first_name"), fields.get("surname_prefix"), fields["surname"])
    return " ".join(part for part in parts if part)


@allow(*WRITERS)
@require_safe
def paper(request: OfficeRequest, customer_id: int, letter_id: int) -> HttpResponse:
    """Give a letter as it went out."""
    found = letter_paper(customer_id=customer_id, letter_id=letter_id, vault=request.actor.vault)
    if found is None:
        raise Http404
    return pdf(request, found, name=f"letter-{letter_id}")
