"""Withdrawal from a purchase in two steps (Directive (EU) 2023/2673; CRD art. 11a; BW 6:230oa).

It is open to everybody, asks for no reason, and works whenever the office can be written to. The
receipt says what was sent and when, to the second, on the page and by mail.
"""

from typing import Final

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from klantkluis.core.refusals import Refusal
from klantkluis.messages import letters
from klantkluis.messages.outbox import Kind
from klantkluis.messages.references import reference
from klantkluis.site import guard, outbox, tokens
from klantkluis.site.account.current import current_profile
from klantkluis.site.account.mails import shop_name
from klantkluis.site.errors import bad_request
from klantkluis.site.mail import Mail
from klantkluis.site.people import as_typed
from klantkluis.site.post.forms import WithdrawalForm
from klantkluis.site.post.letters import head, in_words

RECEIPT_SECONDS: Final = 7 * 24 * 3600


class Receipt(msgspec.Struct, frozen=True, array_like=True):
    """A receipt as the page carries it, sealed so that nobody writes one in our name."""

    text: str


@require_http_methods(["GET", "HEAD", "POST"])
@guard.guarded("withdraw")
def withdraw(request: HttpRequest) -> HttpResponse:
    """Ask what is withdrawn from, show it, and take it when it is confirmed."""
    profile = current_profile(request)
    typed = as_typed(profile.who, None) if profile else None
    name = f"{typed['first_name']} {typed['surname']}" if typed else ""
    form = WithdrawalForm(request.POST or None, initial={"name": name})
    step = request.POST.get("step", "")
    if step in {"", "change"} or not form.is_valid():
        return render(request, "site/post/withdraw.html", {"form": form, "again": step == "change"})
    if step != "confirm":
        return render(request, "site/post/withdraw_confirm.html", {"form": form})
    try:
        text, mailed, number = _take(request, form)
    except Refusal:
        return render(request, "site/post/withdraw_elsewhere.html", {"form": form}, status=503)
    sealed = tokens.seal(tokens.form_key(), "receipt", Receipt(text), seconds=RECEIPT_SECONDS)
    shown = {"text": text, "mailed": mailed, "number": number, "sealed": sealed}
    return render(request, "site/post/withdrawn.html", shown)


def _take(request: HttpRequest, form: WithdrawalForm) -> tuple[str, bool, str]:
    """Send the withdrawal to the office and the receipt to the customer."""
    said, parts = form.cleaned_data, head(request)
    outbox.send(
        Kind.WITHDRAWAL,
        letters.Withdrawn(
            name=said["name"], email=said["email"], order=said["order"], goods=said["goods"],
            **parts,
        ),
    )  # fmt: skip
    number = reference(parts["uid"])
    text = _(
        "Confirmation of receipt: withdrawal from a purchase\n\n"
        "To: %(shop)s\nReceived: %(at)s\nReference: %(number)s\n\n"
        "Name: %(name)s\nOrder: %(order)s\nProducts: %(goods)s\nE-mail address: %(email)s\n\n"
        "You told us that you withdraw from this purchase. What you have to do now, and what we"
        " pay back, you hear from us as soon as we have looked at it."
    ) % {
        "shop": shop_name(), "at": in_words(parts["at"]), "number": number, "name": said["name"],
        "order": said["order"], "goods": said["goods"] or _("the whole order"),
        "email": said["email"],
    }  # fmt: skip
    mailed = True
    if guard.is_first(parts["uid"]):
        subject = _("Confirmation of receipt of your withdrawal: %(number)s") % {"number": number}
        mailed = guard.send(Mail(to=said["email"], subject=subject, text=text))
    return text, mailed, number


@require_POST
def receipt(request: HttpRequest) -> HttpResponse:
    """Give a receipt as a file of text."""
    try:
        sealed = request.POST.get("receipt", "")
        found = tokens.unseal(tokens.form_key(), "receipt", sealed, Receipt)
    except tokens.NoToken:
        return bad_request(request)
    response = HttpResponse(found.text + "\n", content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="withdrawal.txt"'
    return response
