"""Payments at a provider: begun after the order stands, and every change told to the office once.

A payment is believed because the provider was asked, never because somebody said so.
"""

import time
from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid5

from django.db import transaction

from klantkluis.messages.letters import PaymentSeen
from klantkluis.messages.outbox import Kind
from klantkluis.site import outbox
from klantkluis.site.models import OnlinePayment
from klantkluis.site.shop import clock
from klantkluis.site.shop.provided import provider
from klantkluis.site.shop.providers import (
    OVER,
    NoSuchPayment,
    Payment,
    PaymentProvider,
    ProviderDown,
    Wanted,
)
from klantkluis.site.shop.tokens import Thanks

_CHANGES: Final = UUID("6f0d5c1e-6d0f-4a43-9d2c-8f6f1b7f3f51")
"""Names each change of each payment, so that it is one message however often it is told."""


KEPT_SECONDS: Final = 400 * 86_400
"""A bank can take a payment back for thirteen months; after that nothing is told of it."""


@dataclass(frozen=True, slots=True)
class Way:
    """Where the provider sends people back to, and where it tells that something changed."""

    back: str
    webhook: str
    language: str


def status_of(order: UUID) -> str:
    """Say how the payment of an order stands; empty when none was begun."""
    row = OnlinePayment.objects.filter(order=order).values_list("status", flat=True).first()
    return row or ""


def fresh_status(order: UUID) -> str:
    """Say how the payment of an order stands, asking the provider while it is open.

    Raises:
        ProviderDown: the provider did not answer.
    """
    row = OnlinePayment.objects.filter(order=order).first()
    if row is None or row.status != "open":
        return row.status if row else ""
    payment = see(row.payment_id)
    return payment.status if payment else row.status


def begin(thanks: Thanks, way: Way) -> str:
    """Begin the payment of an order, or go on with the one that is open; give its page.

    Empty when it is paid already. Another payment is begun only when the last one is over, so
    that nobody pays twice.

    Raises:
        ProviderDown: the provider did not answer; the order stands all the same.
    """
    source = provider(thanks.payment)
    if source is None:
        raise ProviderDown
    row = OnlinePayment.objects.filter(order=thanks.uid).first()
    if row is not None:
        known = see(row.payment_id)
        if known is not None and known.status not in OVER:
            return known.page
    payment = source.begin(
        Wanted(
            key=f"{thanks.uid.hex}-{row.payment_id if row else ''}",
            reference=thanks.reference,
            amount_cents=thanks.total_cents,
            language=way.language,
            back=way.back,
            webhook=way.webhook,
        )
    )
    _keep(thanks, source, payment)
    return payment.page


def _keep(thanks: Thanks, source: PaymentProvider, payment: Payment) -> None:
    """Keep id, order, status and amount; the payment that is over makes place.

    What is older than anything that could still be told of it goes.
    """
    hour = int(time.time()) // outbox.HOUR * outbox.HOUR
    with transaction.atomic():
        outbox.locked_link()  # a form that is sent twice comes here once at a time
        OnlinePayment.objects.filter(hour__lt=hour - KEPT_SECONDS).delete()
        if OnlinePayment.objects.filter(pk=payment.payment_id).exists():
            return
        OnlinePayment.objects.filter(order=thanks.uid).delete()
        OnlinePayment.objects.create(
            payment_id=payment.payment_id, provider=source.name, order=thanks.uid,
            reference=thanks.reference, status="open", amount_cents=thanks.total_cents,
            hour=hour,
        )  # fmt: skip


def see(payment_id: str) -> Payment | None:
    """Ask the provider how a payment of ours stands, and tell the office when that is new.

    None when it is not ours, or the provider does not know it.

    Raises:
        ProviderDown: the provider did not answer.
    """
    row = OnlinePayment.objects.filter(pk=payment_id).first()
    source = provider(row.provider) if row is not None else None
    if row is None or source is None:
        return None
    try:
        payment = source.look(row.payment_id)
    except NoSuchPayment:
        return None
    if payment.payment_id != row.payment_id or payment.amount_cents != row.amount_cents:
        # Another amount than that of the order is no payment of the order.
        return None
    if payment.status != row.status:
        _tell(row, payment)
    return payment


def _tell(row: OnlinePayment, payment: Payment) -> None:
    """Keep the new status and tell the office, in one transaction: both or neither."""
    with transaction.atomic():
        outbox.locked_link()
        changed = OnlinePayment.objects.filter(pk=row.pk, status=row.status)
        if not changed.update(status=payment.status):
            return
        outbox.send(
            Kind.PAYMENT,
            PaymentSeen(
                uid=uuid5(_CHANGES, f"{row.payment_id} {payment.status}"), language="nl",
                at=clock.now(), order=row.order, provider=row.provider,
                payment_id=row.payment_id, status=payment.status,
                amount_cents=row.amount_cents,
            ),
        )  # fmt: skip
