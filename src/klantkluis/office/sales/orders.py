"""Orders: the list, the card and what follows from it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from klantkluis.billing.queries import billed_quantities, invoices_of_order
from klantkluis.billing.queries.prepayments import prepayments_of
from klantkluis.core.roles import Role
from klantkluis.customers.blocking import blocked_among
from klantkluis.customers.restriction_rules import Use
from klantkluis.foundation.mail.queries import mails_about
from klantkluis.foundation.mail.server import mail_is_on
from klantkluis.foundation.mail.wording import MailKind
from klantkluis.office.access.permissions import allow
from klantkluis.office.customers.reading import names_of
from klantkluis.office.intake.names import STATUSES
from klantkluis.office.papers import pdf
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.sales.reading import READERS, card_of
from klantkluis.sales.backorders import availability
from klantkluis.sales.commands import cancel_order
from klantkluis.sales.paper import order_confirmation
from klantkluis.sales.queries import OrderCard
from klantkluis.sales.quotes.queries import quote_of_order
from klantkluis.sales.returns.queries import return_rows
from klantkluis.shop.queries import shop_side_of
from klantkluis.vault.refusals import VaultLocked


@allow(*READERS)
@require_safe
def order(request: OfficeRequest, order_id: int) -> HttpResponse:
    """Show one order with its lines, deliveries and invoices."""
    card = card_of(request, order_id)
    context = {**_around(request, card), "card": card, "language": get_language()}
    return render(request, "office/sales/order.html", context)


def _around(request: OfficeRequest, card: OrderCard) -> dict[str, Any]:
    """Give what the card shows besides the order, and what this person may do with it."""
    billed = billed_quantities(order_id=card.id)
    invoices = invoices_of_order(order_id=card.id, today=timezone.localdate())
    sells = request.actor.may(Role.SALES)
    there = availability(order_id=card.id, lines=card.lines) if card.to_deliver else {}
    return {
        "names": names_of([card.customer_id], request.actor),
        "on_hold": card.to_deliver and bool(blocked_among([card.customer_id], Use.DELIVERY)),
        "lines": [
            (line, cents, billed.get(line.id), there.get(line.id))
            for line, cents in zip(card.lines, card.totals.line_cents, strict=True)
        ],
        "short": any(each.short for each in there.values()),
        "returns": return_rows(order_id=card.id),
        "may_return": request.actor.may(Role.SALES, Role.WAREHOUSE) and bool(card.deliveries),
        "quote": quote_of_order(order_id=card.id) if sells else None,
        "deliveries": card.deliveries,
        "invoices": invoices,
        "may_change": sells and not (card.deliveries or invoices or card.cancelled_on),
        "may_bill": request.actor.may(Role.SALES, Role.BOOKKEEPER),
        "may_print": request.actor.may(Role.SALES, Role.BOOKKEEPER) and not card.words_gone,
        "may_bill_ahead": not card.cancelled_on
        and any(line.quantity > billed.get(line.id, 0) for line in card.lines),
        "may_ask_ahead": not card.cancelled_on and not any(billed.values()),
        "ahead": prepayments_of(card.id),
        "may_deliver": request.actor.may(Role.SALES, Role.WAREHOUSE) and card.to_deliver,
        "may_cancel": sells and card.to_deliver,
        "mails": mails_about(kind=MailKind.ORDER, about_id=card.id, now=timezone.now()),
        "mail_is_on": mail_is_on(),
        "shop": shop_side_of(order_id=card.id),
        "statuses": STATUSES,
    }


@allow(Role.SALES)
@require_POST
def cancel(request: OfficeRequest, order_id: int) -> HttpResponse:
    """Cancel what was not delivered."""
    cancel_order(order_id=order_id, actor=request.actor, today=timezone.localdate())
    messages.success(request, _("What was not delivered is cancelled."))
    return redirect("sales:order", order_id)


@allow(Role.SALES, Role.BOOKKEEPER)
@require_safe
def confirmation(request: OfficeRequest, order_id: int) -> HttpResponse:
    """Give the PDF that confirms the order as it stands now."""
    if not request.actor.vault.is_open:
        raise VaultLocked
    number = card_of(request, order_id).number
    contents = order_confirmation(
        order_id=order_id, vault=request.actor.vault, made_at=timezone.now()
    )
    if contents is None:
        raise Http404
    return pdf(request, contents, name=f"{_('order')}-{number}")
