"""Orders that wait because data of their customer may be kept and not used (GDPR art. 18)."""

from django.db.models import F
from django.db.models.functions import Coalesce

from klantkluis.customers.blocking import not_blocked
from klantkluis.customers.restriction_rules import Use
from klantkluis.sales.models import OpenOrder


def orders_on_hold(*, limit: int) -> list[tuple[int, int]]:
    """Give the orders that something is to be delivered of and nothing may be: id and number.

    An order from the shop is taken all the same: its customer placed it. What becomes of it is
    for a person to decide, with the customer.
    """
    kept = Coalesce(F("order__customer__merged_into"), F("order__customer"))
    rows = OpenOrder.objects.filter(to_deliver=True).annotate(kept=kept)
    held = rows.exclude(not_blocked(Use.DELIVERY, "kept")).order_by("pk")
    return list(held.values_list("order_id", "order__number")[:limit])
