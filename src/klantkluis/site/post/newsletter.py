"""The newsletter: a yes that is confirmed by mail, and a no that one click is enough for.

A pending address is stored nowhere: it travels sealed in the link. Reading a page changes
nothing, so that a mail scanner that follows links neither confirms nor unsubscribes.
"""

import base64
import hashlib
import os
from datetime import UTC, datetime

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from klantkluis.core.refusals import Refusal
from klantkluis.messages import letters
from klantkluis.messages.outbox import Kind
from klantkluis.messages.published import said_in
from klantkluis.site import guard, outbox, window
from klantkluis.site.account.mails import shop_name
from klantkluis.site.account.views.parts import (
    awake,
    carried,
    link,
    not_mailed,
    old_link,
)
from klantkluis.site.errors import not_found, sorry
from klantkluis.site.mail import Mail
from klantkluis.site.post.forms import NewsletterForm, UnsubscribeForm
from klantkluis.site.post.letters import head

both = require_http_methods(["GET", "HEAD", "POST"])
ONE_CLICK = "One-Click"


class Asked(msgspec.Struct, frozen=True, array_like=True):
    """What the link of a sign-up carries: who, to which words, and when."""

    email: str
    wording: int
    text: str
    at: datetime


@both
@awake
@guard.guarded("newsletter")
def subscribe(request: HttpRequest) -> HttpResponse:
    """Ask for a yes, and mail the link that confirms it."""
    settings = window.shop().settings
    if settings is None or not settings.newsletter_wording:
        return not_found(request)
    wording = said_in(settings.newsletter_text, getattr(request, "LANGUAGE_CODE", "nl"))
    form = NewsletterForm(request.POST or None, wording=wording)
    if not form.is_valid():
        return render(request, "site/post/newsletter.html", {"form": form})
    email = form.cleaned_data["email"]
    asked = Asked(email, settings.newsletter_wording, wording, datetime.now(UTC))
    if not _mail_link(email, link(request, "newsletter-confirm", "newsletter", asked)):
        form.add_error(None, not_mailed())
        return render(request, "site/post/newsletter.html", {"form": form})
    return redirect("newsletter-mailed")


def _mail_link(email: str, link: str) -> bool:
    text = _(
        "Somebody, we hope you, asked for the newsletter of %(shop)s at this e-mail address.\n\n"
        "Confirm it here, within 24 hours:\n%(link)s\n\n"
        "Was it not you? Then you need not do anything: nothing was kept."
    ) % {"shop": shop_name(), "link": link}
    subject = _("Confirm: the newsletter of %(shop)s") % {"shop": shop_name()}
    return guard.send(Mail(to=email, subject=subject, text=text))


@require_safe
def mailed(request: HttpRequest) -> HttpResponse:
    """Say that a mail is on its way."""
    return render(request, "site/post/newsletter_mailed.html")


@both
@awake
@guard.guarded("newsletter")
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is confirmed; the button confirms it."""
    asked = carried("newsletter", token, Asked)
    if asked is None:
        return old_link(request)
    if request.method != "POST":
        return render(request, "site/post/newsletter_confirm.html", {"asked": asked})
    try:
        _take(request, asked)
    except Refusal as refusal:
        return sorry(request, _("Not at the moment"), refusal.sentence, 503)
    return redirect("newsletter-done")


def _take(request: HttpRequest, asked: Asked) -> None:
    token = base64.urlsafe_b64encode(os.urandom(32)).rstrip(b"=").decode()
    parts = head(request)
    consent = letters.ConsentGiven(
        wording=asked.wording, text=asked.text, asked_at=asked.at.replace(microsecond=0),
        confirmed_at=parts["at"],
    )  # fmt: skip
    digest = hashlib.sha256(token.encode()).hexdigest()
    letter = letters.Subscribed(email=asked.email, consent=consent, unsubscribe=digest, **parts)
    if not outbox.send(Kind.SUBSCRIBE, letter):
        return
    stop = request.build_absolute_uri(reverse("unsubscribe", args=[token]))
    text = _(
        "From now on you get the newsletter of %(shop)s.\n\n"
        "Enough of it? Stop it with one click, without logging in:\n%(stop)s"
    ) % {"shop": shop_name(), "stop": stop}
    headers = [
        ("List-Unsubscribe", f"<{stop}>"),
        ("List-Unsubscribe-Post", f"List-Unsubscribe={ONE_CLICK}"),
    ]
    subject = _("You get the newsletter of %(shop)s") % {"shop": shop_name()}
    guard.send(Mail(to=asked.email, subject=subject, text=text, headers=headers))


@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """Say that the newsletter comes."""
    return render(request, "site/post/newsletter_done.html")


@csrf_exempt  # RFC 8058: a mail program posts without a cookie; all it can do is stop a newsletter
@both
@guard.guarded("unsubscribe")
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Show one button; the button, or the one click of a mail program, stops the newsletter."""
    if request.method != "POST":
        return render(request, "site/post/unsubscribe.html")
    by_program = request.POST.get("List-Unsubscribe") == ONE_CLICK
    letter = letters.Unsubscribed(token=_plain(token), one_click=by_program, **head(request))
    return _stop(request, letter, by_program=by_program)


@both
@guard.guarded("unsubscribe")
def unsubscribe_typed(request: HttpRequest) -> HttpResponse:
    """Stop the newsletter to an address that somebody types."""
    form = UnsubscribeForm(request.POST or None)
    if not form.is_valid():
        return render(request, "site/post/unsubscribe_typed.html", {"form": form})
    letter = letters.Unsubscribed(email=form.cleaned_data["email"], **head(request))
    return _stop(request, letter, by_program=False)


def _stop(request: HttpRequest, letter: letters.Unsubscribed, *, by_program: bool) -> HttpResponse:
    try:
        outbox.send(Kind.UNSUBSCRIBE, letter)
    except Refusal as refusal:
        return sorry(request, _("Not at the moment"), refusal.sentence, 503)
    return HttpResponse(status=204) if by_program else redirect("unsubscribed")


@require_safe
def unsubscribed(request: HttpRequest) -> HttpResponse:
    """Say that no newsletter comes any more."""
    return render(request, "site/post/unsubscribed.html")


def _plain(token: str) -> str:
    """Give a token that fits in a letter; what is none of ours is sent on as empty."""
    signs = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    return token if len(token) <= 100 and signs.issuperset(token) else ""
