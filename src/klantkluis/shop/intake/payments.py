"""What a payment provider said: each status once, and money that came in goes in the books."""

from collections.abc import Sequence
from uuid import UUID

from klantkluis.billing.commands.ahead import PaidAhead, record_ahead
from klantkluis.foundation.inserting import insert_many
from klantkluis.messages.letters import PaymentSeen
from klantkluis.shop.intake.reading import Came
from klantkluis.shop.models import OnlinePaymentSeen, ShopOrder

PAID = "paid"


def take_payments(came: Sequence[Came]) -> None:
    """Keep what was said of payments, inside an act; what was paid is credit of the customer.

    Money for an order that we do not have is kept for a person to look at.
    """
    news = _unknown(came)
    orders = _orders({each.letter.order for each in news})
    paid = [
        PaidAhead(
            uid=each.uid,
            order_id=orders[each.letter.order][0],
            customer_id=orders[each.letter.order][1],
            customer_uid=orders[each.letter.order][2],
            amount_cents=each.letter.amount_cents,
            paid_on=each.day,
        )
        for each in news
        if each.letter.status == PAID
        and each.letter.order in orders
        and each.letter.amount_cents > 0
    ]
    booked = record_ahead(paid)
    insert_many(_seen(each, booked.get(each.uid)) for each in news)


def _unknown(came: Sequence[Came]) -> list[Came]:
    """Leave out what was said before, and what is said twice in this very batch."""
    ids = {each.letter.payment_id for each in came}
    known = set(
        OnlinePaymentSeen.objects.filter(payment_id__in=ids).values_list(
            "provider", "payment_id", "status"
        )
    )
    news = []
    for each in came:
        letter: PaymentSeen = each.letter
        key = (letter.provider, letter.payment_id, letter.status)
        if key not in known:
            known.add(key)
            news.append(each)
    return news


def _orders(uids: set[UUID]) -> dict[UUID, tuple[int, int, UUID]]:
    rows = ShopOrder.objects.filter(order__uid__in=uids).values_list(
        "order__uid", "order_id", "order__customer_id", "order__customer__uid"
    )
    return {uid: (order_id, customer_id, owner) for uid, order_id, customer_id, owner in rows}


def _seen(came: Came, booked: int | None) -> OnlinePaymentSeen:
    letter: PaymentSeen = came.letter
    return OnlinePaymentSeen(
        uid=came.uid,
        order_uid=letter.order,
        provider=letter.provider,
        payment_id=letter.payment_id,
        status=letter.status,
        amount_cents=letter.amount_cents,
        seen_at=letter.at,
        booked_id=booked,
    )
