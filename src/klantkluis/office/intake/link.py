"""The link with the shop: pairing, how it stands, and letting it go on when something was wrong."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from klantkluis.core.roles import Role
from klantkluis.office.access.permissions import allow
from klantkluis.office.forms.base import OfficeForm
from klantkluis.office.intake.names import PROBLEMS, WRONG
from klantkluis.office.place import PLAYING
from klantkluis.office.requests import OfficeRequest
from klantkluis.shop.commands.linking import (
    accept_certificate,
    record_pairing,
    resume_link,
    retry_messages,
)
from klantkluis.shop.link import link_state
from klantkluis.shop.linking.keys import link_keys
from klantkluis.shop.linking.pairing import CertificateUnknown, find_site


class PairingForm(OfficeForm):
    """Where the shop is, and the code that it shows to its owner."""

    url = forms.CharField(
        label=gettext_lazy("Address of the shop"),
        max_length=200,
        help_text=gettext_lazy("For example https://shop.example.org"),
    )
    code = forms.CharField(
        label=gettext_lazy("Pairing code"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy("On the machine of the shop: klantkluis-site pair"),
    )
    compared = forms.CharField(required=False, widget=forms.HiddenInput)


class ReasonForm(OfficeForm):
    """Why a link that was broken can go on."""

    reason = forms.CharField(
        label=gettext_lazy("What did you find, and why can it go on?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@allow(Role.OWNER)
@require_http_methods(["GET", "POST"])
def link(request: OfficeRequest) -> HttpResponse:
    """Show how the link stands, or pair with a shop."""
    form, unknown = PairingForm(request.POST or None), ""
    if form.is_valid():
        try:
            with form.refusals(CertificateUnknown):
                _pair(request, form)
                messages.success(request, _("Paired. The shop hears of it within a minute."))
                return redirect("intake:link")
        except CertificateUnknown as refusal:
            unknown = refusal.key.hex()
    return _page(request, form, ReasonForm(), unknown)


def _pair(request: OfficeRequest, form: PairingForm) -> None:
    said = form.cleaned_data
    found = find_site(
        url=said["url"],
        code=said["code"],
        compared=said["compared"],
        keys=link_keys(settings.PLACE.link, make=True),
        plain_here=settings.PLACE.mode in PLAYING,
    )
    record_pairing(found=found, actor=request.actor, now=timezone.now())


def _page(
    request: OfficeRequest, form: PairingForm, reason: ReasonForm, unknown: str = ""
) -> HttpResponse:
    now, state = timezone.now(), link_state()
    context = {
        "form": form,
        "reason": reason,
        "unknown": unknown,
        "state": state,
        "silent": state is not None and state.is_silent(now),
        "wrong": WRONG,
        "broken": WRONG.get(state.broken, "") if state else "",
        "problem": PROBLEMS.get(state.problem, "") if state else "",
    }
    return render(request, "office/intake/link.html", context)


@allow(Role.OWNER)
@require_POST
def certificate(request: OfficeRequest) -> HttpResponse:
    """Accept the certificate whose fingerprint the owner has compared."""
    seen = request.POST.get("seen", "")
    accept_certificate(seen=seen, actor=request.actor, now=timezone.now())
    messages.success(request, _("The shop is trusted with this certificate from now on."))
    return redirect("intake:link")


@allow(Role.OWNER)
@require_POST
def resume(request: OfficeRequest) -> HttpResponse:
    """Let the link go on, with the reason that the owner typed."""
    form = ReasonForm(request.POST)
    if form.is_valid():
        with form.refusals():
            resume_link(reason=form.cleaned_data["reason"], actor=request.actor, now=timezone.now())
            messages.success(request, _("The link goes on. The shop opens again in a minute."))
            return redirect("intake:link")
    return _page(request, PairingForm(), form)


@allow(Role.OWNER)
@require_POST
def retry(request: OfficeRequest) -> HttpResponse:
    """Let messages that were set aside be tried once more."""
    retry_messages(actor=request.actor)
    messages.success(request, _("They are tried once more in a minute."))
    return redirect("intake:link")
