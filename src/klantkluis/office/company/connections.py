"""The page of connections to the outside: all are off until the owner opens one."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from klantkluis.core.roles import Role
from klantkluis.customers.vat_checks import vies
from klantkluis.foundation.mail.box import mail_box_is_on
from klantkluis.foundation.mail.server import mail_is_on
from klantkluis.foundation.outgoing import open_service, opened_services, shut_service
from klantkluis.office.access.permissions import allow
from klantkluis.office.forms.base import Label, OfficeForm
from klantkluis.office.requests import OfficeRequest


@dataclass(frozen=True, slots=True)
class Service:
    """A connection that could be opened: what for, to whom, and what goes out."""

    name: str
    title: Label
    purpose: Label
    leaves: Label
    address: str


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
)


class AddressForm(OfficeForm):
    """Where a service is."""

    url = forms.URLField(label=gettext_lazy("Address"), max_length=200, assume_scheme="https")


@allow(Role.OWNER)
@require_http_methods(["GET", "POST"])
def connections(request: OfficeRequest) -> HttpResponse:
    """List what may leave the house; open a connection."""
    opened = {each.name: each.url for each in opened_services()}
    named = request.POST.get("service", "")
    shown = [(each, opened.get(each.name), _form(request, each, named)) for each in SERVICES]
    for service, _url, form in shown:
        if service.name == named and form.is_valid():
            with form.refusals():
                open_service(name=named, url=form.cleaned_data["url"], actor=request.actor)
                messages.success(request, _("The connection is open."))
                return redirect("company:connections")
    mail = {"mail_is_on": mail_is_on(), "mail_box_is_on": mail_box_is_on()}
    context = {"shown": shown, **mail}
    return render(request, "office/company/connections.html", context)


def _form(request: OfficeRequest, service: Service, named: str) -> AddressForm:
    data = request.POST if service.name == named else None
    return AddressForm(data, initial={"url": service.address})


@allow(Role.OWNER)
@require_POST
def shut(request: OfficeRequest, name: str) -> HttpResponse:
    """Close a connection."""
    if name not in {each.name for each in SERVICES}:
        raise Http404
    shut_service(name=name, actor=request.actor)
    messages.success(request, _("The connection is closed."))
    return redirect("company:connections")
