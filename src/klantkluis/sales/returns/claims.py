"""How much of what was delivered returns are about already."""

from collections.abc import Collection

from django.db.models import DecimalField, Exists, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from klantkluis.sales.models import (
    ReturnCancellation,
    ReturnLine,
    ReturnReceipt,
    ReturnReceiptLine,
)
from klantkluis.sales.returns.rules import NOTHING, Claim


def claims_of(
    *, delivery_line_ids: Collection[int], but: int | None = None
) -> dict[int, list[Claim]]:
    """Give what returns that were not called off say of these delivery lines, but for one."""
    called_off = ReturnCancellation.objects.filter(returned=OuterRef("returned"))
    lines = ReturnReceiptLine.objects.filter(return_line=OuterRef("pk"))
    quantity: DecimalField[object, object] = DecimalField(max_digits=12, decimal_places=3)
    rows = (
        ReturnLine.objects.filter(~Exists(called_off), delivery_line__in=delivery_line_ids)
        .exclude(returned=but)
        .annotate(
            has_come=Exists(ReturnReceipt.objects.filter(returned=OuterRef("returned"))),
            came=Coalesce(
                Subquery(lines.values_list(F("restocked") + F("written_off"))[:1]),
                NOTHING,
                output_field=quantity,
            ),
        )
    )
    found: dict[int, list[Claim]] = {}
    for line_id, announced, has_come, came in rows.values_list(
        "delivery_line", "quantity", "has_come", "came"
    ):
        found.setdefault(line_id, []).append(Claim(announced, came if has_come else None))
    return found
