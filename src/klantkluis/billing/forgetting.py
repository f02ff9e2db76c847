"""Letting go of e-invoices when their term is over, with what is known of their way."""

from klantkluis.billing.e_delivery_rows import (
    EDelivery,
    EDeliveryAnswer,
    EDeliveryAttempt,
    EDeliveryDecision,
    OpenEDelivery,
)
from klantkluis.billing.e_invoice_rows import EInvoice
from klantkluis.foundation.records import Rows


def remove_e_invoices(rows: Rows) -> int:
    """Remove e-invoices and how they were delivered, inside an act; give how many there were.

    The database lets go of none whose book year is not over by its term (AWR art. 52(4)).
    """
    ids = list(rows.values_list("pk", flat=True))
    ways = list(EDelivery.objects.filter(e_invoice__in=ids).values_list("pk", flat=True))
    OpenEDelivery.objects.filter(delivery__in=ways).delete()
    EDeliveryAnswer.objects.filter(attempt__delivery__in=ways).delete()
    EDeliveryDecision.objects.filter(delivery__in=ways).delete()
    EDeliveryAttempt.objects.filter(delivery__in=ways).delete()
    EDelivery.objects.filter(pk__in=ways).delete()
    return EInvoice.objects.filter(pk__in=ids).delete()[0]
