"""Truths about e-invoices on their way that hold for all rows, always."""

from collections.abc import Iterator

from django.db.models import Count, Exists, F, Max, OuterRef

from klantkluis.billing.e_delivery_rows import (
    EDelivery,
    EDeliveryAnswer,
    EDeliveryAttempt,
    EDeliveryDecision,
    OpenEDelivery,
)
from klantkluis.billing.einvoice.access_point import Outcome

MOST = 100


def broken_deliveries() -> Iterator[str]:
    """Give one sentence for each row that breaks a rule of deliveries."""
    accepted = EDeliveryAnswer.objects.filter(
        attempt__delivery=OuterRef("pk"), outcome=Outcome.ACCEPTED.value
    )
    settled = EDeliveryDecision.objects.filter(delivery=OuterRef("pk"), what="settled")
    is_open = OpenEDelivery.objects.filter(pk=OuterRef("pk"), e_invoice=OuterRef("e_invoice"))
    rows = EDelivery.objects.annotate(over=Exists(accepted) | Exists(settled), open=Exists(is_open))
    for pk in rows.filter(over=F("open")).values_list("pk", flat=True)[:MOST]:
        yield f"whether delivery row {pk} is on its way differs from what happened to it"
    counted = EDeliveryAttempt.objects.values("delivery").annotate(
        n=Count("pk"), last=Max("number")
    )
    for row in counted.exclude(n=F("last")).order_by("delivery")[:MOST]:
        yield f"the attempts at delivery row {row['delivery']} have a gap"
    before = EDeliveryAnswer.objects.filter(
        attempt__delivery=OuterRef("delivery"), attempt__number=OuterRef("number") - 1, later=False
    )
    said = EDeliveryDecision.objects.filter(
        delivery=OuterRef("delivery"), what="again", attempts=OuterRef("number") - 1
    )
    again = EDeliveryAttempt.objects.filter(number__gt=1).exclude(
        Exists(before.filter(outcome=Outcome.POSTPONED.value)) | Exists(said)
    )
    for pk in again.values_list("delivery", flat=True)[:MOST]:
        yield f"delivery row {pk} was handed over again and nobody said so"
