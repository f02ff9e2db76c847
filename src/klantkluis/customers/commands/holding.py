"""Holding a customer together with all that were merged with it, for acts on what they share."""

from django.db import transaction
from django.utils.translation import gettext as _

from klantkluis.customers.commands.registering import CustomerUnknown
from klantkluis.customers.models import Customer
from klantkluis.foundation.prepared import Prepared


def hold_together(customer_id: int) -> list[int]:
    """Give the ids of all that are this customer now, and keep the next such act waiting.

    Only the row of the kept customer is locked: a merge locks the kept ones in the order of their
    ids and touches the merged ones after that, so whoever held a merged row and waited for a kept
    one would wait for a merge that waits for him. When the customer was merged on in the meantime,
    the lock is let go before the next is asked for. Who was erased is held as well: a payment that
    still comes in belongs to the books, and names nobody.

    Raises:
        CustomerUnknown: there is no such customer.
    """
    while True:
        kept = _KEPT_OF.first(customer_id)
        if kept is None:
            raise CustomerUnknown(_("There is no such customer."))
        pk, merged_into = kept
        mark = transaction.savepoint_create()
        if _LOCK.first(merged_into or pk):
            transaction.savepoint_commit(mark)
            return [merged_into or pk, *_MERGED.all(merged_into or pk)]
        transaction.savepoint_rollback(mark)


_KEPT_OF = Prepared(
    lambda pk: Customer.objects.filter(pk=pk).values_list("pk", "merged_into_id"), int
)
_LOCK = Prepared(
    lambda pk: (
        Customer.objects.select_for_update(no_key=True)
        .filter(pk=pk, state__in=[Customer.State.ACTIVE, Customer.State.ERASED])
        .values_list("pk", flat=True)
    ),
    int,
)
_MERGED = Prepared(
    lambda pk: Customer.objects.filter(merged_into=pk).order_by("pk").values_list("pk", flat=True),
    int,
)
