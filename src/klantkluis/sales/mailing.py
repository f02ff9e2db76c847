"""Orders and delivery notes by mail: whom they are for, what they say, and the paper."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.customers.mailing import Recipient, recipient_of
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.company import company
from klantkluis.foundation.files import open_contents
from klantkluis.foundation.mail.composing import Attachment, Content
from klantkluis.foundation.mail.queries import MailRow
from klantkluis.foundation.paper.formatting import long_date, money
from klantkluis.foundation.paper.values import Language
from klantkluis.sales.commands import OrderUnknown
from klantkluis.sales.models import Delivery, DeliveryPaper, Order
from klantkluis.sales.paper import order_confirmation
from klantkluis.sales.queries import order_card
from klantkluis.sales.stored import PAPER
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose

ORDER_NAMES = {"nl": "bestelling", "en": "order"}
DELIVERY_NAMES = {"nl": "afleverbon", "en": "delivery-note"}


class NoDeliveryPaper(Refusal):
    """This delivery note was never put on paper."""


def order_recipient(*, order_id: int, vault: VaultSession) -> Recipient:
    """Give whom the confirmation of an order is mailed to.

    Raises:
        OrderUnknown: there is no such order.
        Refusal: see `recipient_of`.
    """
    return recipient_of(customer_id=_order(order_id).customer_id, vault=vault)


def order_content(mail: MailRow, actor: Actor, made_at: datetime) -> Content:
    """Write the mail that confirms an order as it stands now.

    Raises:
        OrderUnknown: there is no such order.
        Refusal: see `recipient_of`.
    """
    order = _order(mail.about_id)
    buyer = recipient_of(customer_id=order.customer_id, vault=actor.vault)
    card = order_card(order_id=order.pk, vault=actor.vault, purpose=Purpose.INVOICE)
    pdf = order_confirmation(order_id=order.pk, vault=actor.vault, made_at=made_at)
    assert card is not None
    assert pdf is not None
    language = Language(mail.language)
    return Content(
        address=buyer.address,
        values={
            "number": str(order.number),
            "amount": money(card.totals.gross_cents, "EUR", language),
            "ordered_on": long_date(order.ordered_on, language),
            "name": buyer.name,
            "company": company().name,
        },
        attachment=Attachment(f"{ORDER_NAMES[mail.language]}-{order.number}.pdf", pdf),
    )


def delivery_recipient(*, delivery_id: int, vault: VaultSession) -> Recipient:
    """Give whom a delivery note is mailed to.

    Raises:
        NoDeliveryPaper: there is no such note, or it has no paper.
        Refusal: see `recipient_of`.
    """
    delivery = _paper(delivery_id).delivery
    return recipient_of(
        customer_id=delivery.order.customer_id, vault=vault, purpose=Purpose.DELIVERY_MAIL
    )


def delivery_content(mail: MailRow, actor: Actor, made_at: datetime) -> Content:
    """Write the mail with a delivery note as it was issued.

    Raises:
        NoDeliveryPaper: there is no such note, or it has no paper.
        Refusal: see `recipient_of`.
    """
    paper = _paper(mail.about_id)
    delivery = paper.delivery
    buyer = recipient_of(
        customer_id=delivery.order.customer_id, vault=actor.vault, purpose=Purpose.DELIVERY_MAIL
    )
    fields = PAPER.open_one(actor.vault, Purpose.DELIVERY_MAIL, paper)
    language = Language(mail.language)
    return Content(
        address=buyer.address,
        values={
            "number": str(delivery.number),
            "order": str(delivery.order.number),
            "delivered_on": long_date(delivery.delivered_on, language),
            "name": buyer.name,
            "company": company().name,
        },
        attachment=Attachment(
            f"{DELIVERY_NAMES[mail.language]}-{delivery.number}.pdf",
            open_contents(fields, bytes(paper.contents)),
        ),
    )


def _order(order_id: int) -> Order:
    order = Order.objects.filter(pk=order_id).first()
    if order is None:
        raise OrderUnknown(_("There is no such order."))
    return order


def _paper(delivery_id: int) -> DeliveryPaper:
    rows = DeliveryPaper.objects.select_related("delivery__order__customer")
    paper = rows.filter(delivery=delivery_id).first()
    if paper is None:
        raise NoDeliveryPaper(_("Make the PDF of this delivery note first."))
    return paper


def order_labels(*, ids: Collection[int]) -> dict[int, str]:
    """Give the numbers of orders by id."""
    numbers = Order.objects.filter(pk__in=ids).values_list("pk", "number")
    return {pk: str(number) for pk, number in numbers}


def delivery_labels(*, ids: Collection[int]) -> dict[int, str]:
    """Give the numbers of delivery notes by id."""
    numbers = Delivery.objects.filter(pk__in=ids).values_list("pk", "number")
    return {pk: str(number) for pk, number in numbers}
