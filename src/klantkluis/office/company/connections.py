"""The page of connections to the outside: all are off until the owner opens one."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from klantkluis.billing.commands.delivering import (
    change_access_point_key,
    forget_access_point_key,
)
from klantkluis.billing.e_disclosing import SERVICE as ACCESS_POINT
from klantkluis.core.roles import Role
from klantkluis.customers.vat_checks import vies
from klantkluis.foundation.mail.box import mail_box_is_on
from klantkluis.foundation.mail.server import mail_is_on
from klantkluis.foundation.outgoing import open_service, opened_services, shut_service
from klantkluis.office.access.permissions import allow
from klantkluis.office.forms.base import Label, OfficeForm
from klantkluis.office.requests import OfficeRequest
from klantkluis.vault.refusals import VaultLocked


@dataclass(frozen=True, slots=True)
class Service:
    """A connection that could be opened: what for, to whom, and what goes out."""

    name: str
    title: Label
    purpose: Label
    leaves: Label
    address: str
    needs_key: bool = False


SERVICES = (
    Service(
        vies.SERVICE,
        gettext_lazy("VIES, the register of VAT numbers"),
        gettext_lazy(
            "To charge no VAT to a business elsewhere in the EU you need a number that was valid,"
            " and the proof of that. The European Commission answers."
        ),
        gettext_lazy("The VAT number of the business and your own. Nothing else."),
        vies.ADDRESS,
    ),
    Service(
        ACCESS_POINT,
        gettext_lazy("Access point of Peppol"),
        gettext_lazy(
            "A certified company that carries e-invoices over the Peppol network to the program of"
            " your customer. You need an agreement with one; it gives you an address and a key."
        ),
        gettext_lazy("The e-invoices that you choose to send over Peppol, and what they say."),
        "",
        needs_key=True,
    ),
)


class AddressForm(OfficeForm):
    """Where a service is."""

    url = forms.URLField(label=gettext_lazy("Address"), max_length=200, assume_scheme="https")


class KeyForm(AddressForm):
    """Where a service is, and the key that it gave us."""

    key = forms.CharField(
        label=gettext_lazy("Key"),
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Lies in the vault."),
    )


@allow(Role.OWNER)
@sensitive_post_parameters("key")
@require_http_methods(["GET", "POST"])
def connections(request: OfficeRequest) -> HttpResponse:
    """List what may leave the house; open a connection."""
    opened = {each.name: each.url for each in opened_services()}
    named = request.POST.get("service", "")
    shown = [(each, opened.get(each.name), _form(request, each, named)) for each in SERVICES]
    for service, _url, form in shown:
        if service.name == named and form.is_valid():
            with form.refusals():
                _keep_key(request, service, form)
                open_service(name=named, url=form.cleaned_data["url"], actor=request.actor)
                messages.success(request, _("The connection is open."))
                return redirect("company:connections")
    mail = {"mail_is_on": mail_is_on(), "mail_box_is_on": mail_box_is_on()}
    context = {"shown": shown, **mail}
    return render(request, "office/company/connections.html", context)


def _keep_key(request: OfficeRequest, service: Service, form: AddressForm) -> None:
    """Seal the key of a service that has one, before the connection is open."""
    if not service.needs_key:
        return
    if not request.actor.vault.is_open:
        raise VaultLocked
    key = form.cleaned_data["key"]
    change_access_point_key(key=key, actor=request.actor, at=timezone.now())


def _form(request: OfficeRequest, service: Service, named: str) -> AddressForm:
    data = request.POST if service.name == named else None
    kind = KeyForm if service.needs_key else AddressForm
    return kind(data, initial={"url": service.address})


@allow(Role.OWNER)
@require_POST
def shut(request: OfficeRequest, name: str) -> HttpResponse:
    """Close a connection."""
    if name not in {each.name for each in SERVICES}:
        raise Http404
    shut_service(name=name, actor=request.actor)
    if name == ACCESS_POINT:
        forget_access_point_key(actor=request.actor)
    messages.success(request, _("The connection is closed."))
    return redirect("company:connections")
