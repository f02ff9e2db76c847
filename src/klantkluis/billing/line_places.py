"""Where a line of an invoice comes from, as the database keeps it."""

from django.db import models
from django.db.models import Q

SOLD = Q(prepays=None, settles=None, vat_cents=None)
ONE_PLACE = (
    SOLD & Q(order_line__isnull=False, subscription_line=None)
    | SOLD & Q(order_line=None, subscription_line__isnull=False)
    | Q(order_line=None, subscription_line=None)
    & (
        Q(prepays__isnull=False, settles=None, vat_cents__gte=0, amount_cents__gt=0)
        | Q(prepays=None, settles__isnull=False, vat_cents__lte=0, amount_cents__lte=0)
    )
)
INDEXES = [
    models.Index(
        fields=[name], name=f"invoice_line_{ended}", condition=Q(**{f"{name}__isnull": False})
    )
    for name, ended in (
        ("subscription_line", "subscription"),
        ("prepays", "prepays"),
        ("settles", "settles"),
    )
]
"""Few lines come from there, so an index of all would be mostly empty."""
