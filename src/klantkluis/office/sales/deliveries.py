"""Delivery notes: the list, the card, the paper, and delivering on an order."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from klantkluis.core.roles import Role
from klantkluis.foundation.mail.commands import EVERY_SENDER
from klantkluis.foundation.mail.queries import mails_about
from klantkluis.foundation.mail.server import mail_is_on
from klantkluis.foundation.mail.wording import MailKind
from klantkluis.office.access.permissions import allow
from klantkluis.office.customers.reading import names_of
from klantkluis.office.papers import pdf
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.sales.forms import DeliveryForm
from klantkluis.office.sales.reading import (
    READERS,
    card_of,
    delivery_of,
)
from klantkluis.sales.backorders import availability
from klantkluis.sales.carriers import carrier_name, is_link
from klantkluis.sales.commands import deliver, file_delivery_note
from klantkluis.sales.queries import delivery_paper_of
from klantkluis.sales.returns.queries import return_rows
from klantkluis.vault.refusals import VaultLocked


@allow(*READERS)
@require_http_methods(["GET"])
def delivery(request: OfficeRequest, delivery_id: int) -> HttpResponse:
    """Show one delivery note: what went where, without prices."""
    card = delivery_of(request, delivery_id)
    context = {
        "card": card,
        "names": names_of([card.customer_id], request.actor),
        "language": get_language(),
        "carrier": carrier_name(card.contents.get("carrier", "")),
        "is_link": is_link(card.contents.get("track_and_trace", "")),
        "returns": return_rows(order_id=card.order_id),
        "may_file": request.actor.may(Role.SALES, Role.WAREHOUSE),
        "may_mail": card.has_paper and request.actor.may(*EVERY_SENDER) and mail_is_on(),
        "mails": mails_about(kind=MailKind.DELIVERY_NOTE, about_id=card.id, now=timezone.now()),
    }
    return render(request, "office/sales/delivery.html", context)


@allow(*READERS)
@require_http_methods(["GET", "POST"])
def paper(request: OfficeRequest, delivery_id: int) -> HttpResponse:
    """Give the PDF as it went with the goods; a POST makes it when nobody has done that yet."""
    if not request.actor.vault.is_open:
        raise VaultLocked
    if request.method == "POST":
        file_delivery_note(delivery_id=delivery_id, actor=request.actor, made_at=timezone.now())
        return redirect("sales:delivery-paper", delivery_id)
    found = delivery_paper_of(delivery_id=delivery_id, vault=request.actor.vault)
    if found is None:
        raise Http404
    number, contents = found
    return pdf(request, contents, name=f"{_('delivery-note')}-{number}")


@allow(Role.SALES, Role.WAREHOUSE)
@require_http_methods(["GET", "POST"])
def new_delivery(request: OfficeRequest, order_id: int) -> HttpResponse:
    """Deliver on an order: everything that is left, or less of each line."""
    card = card_of(request, order_id)
    initial = {"delivered_on": timezone.localdate()}
    there = availability(order_id=order_id, lines=card.lines)
    form = DeliveryForm(request.POST or None, initial=initial, lines=card.lines, there=there)
    if form.is_valid():
        with form.refusals():
            delivery_id = _deliver(request, order_id, form)
            messages.success(request, _("The delivery note is made."))
            return redirect("sales:delivery", delivery_id)
    context = {
        "card": card,
        "form": form,
        "names": names_of([card.customer_id], request.actor),
        "language": get_language(),
    }
    return render(request, "office/sales/delivery_form.html", context)


def _deliver(request: OfficeRequest, order_id: int, form: DeliveryForm) -> int:
    """Deliver, and file the note that goes with the goods."""
    names = ("delivered_on", "carrier", "track_and_trace", "remarks")
    delivery_id = deliver(
        order_id=order_id,
        quantities=form.quantities,
        actor=request.actor,
        **{name: form.cleaned_data[name] for name in names},
    )
    file_delivery_note(delivery_id=delivery_id, actor=request.actor, made_at=timezone.now())
    return delivery_id
