"""Whose data are only there still because the law wants them: erased as far as could be.

What had to stay is read by nobody but who reads for the law, with a typed reason (GDPR art. 17(3),
18(2)).
"""

from datetime import timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Now

from klantkluis.customers.blocking import CustomerRestricted, open_restrictions, sentence
from klantkluis.customers.models import Customer
from klantkluis.customers.restriction_rows import PermittedUse, Restriction
from klantkluis.customers.restriction_rules import PERMITTED_MINUTES, Cause, Use


def kept_back(staff_id: UUID) -> frozenset[UUID]:
    """Give the uids of those of whom this person may read nothing, in one query.

    Who typed why they look, reads for an hour; what the owner permitted to be used, opens for
    everybody as long.
    """
    mine = Q(use=Use.LOOK.value, staff_id=staff_id) | ~Q(use=Use.LOOK.value)
    shut = _kept().exclude(customer__in=_permitted().filter(mine).values("customer"))
    roots = shut.order_by().values("customer")
    rows = Customer.objects.filter(Q(pk__in=roots) | Q(merged_into__in=roots))
    return frozenset(rows.values_list("uid", flat=True))


def is_kept_back(customer_id: int) -> bool:
    """Tell whether documents of a customer are kept for the law alone, and not used now."""
    return Customer.objects.filter(of_kept_back(""), pk=customer_id).exists()


def refuse_kept_back(customer_id: int) -> None:
    """See that data of a customer are not there for the law alone.

    Raises:
        CustomerRestricted: they are, and nobody permitted to use them.
    """
    if is_kept_back(customer_id):
        raise CustomerRestricted(sentence(Use.LOOK))


def of_kept_back(customer: str) -> Q:
    """Give the condition on rows that their customer is one of these.

    Args:
        customer: the path to the customer, with `__` at its end; empty for customers themselves.
    """
    root = Coalesce(OuterRef(f"{customer}merged_into"), OuterRef(f"{customer}pk"))
    used = _permitted().exclude(use=Use.LOOK.value).filter(customer=root)
    return Q(Exists(_kept().filter(customer=root)), ~Exists(used))


def _kept() -> QuerySet[Restriction]:
    return open_restrictions().filter(cause=Cause.KEPT_BY_LAW.value)


def _permitted() -> QuerySet[PermittedUse]:
    return PermittedUse.objects.filter(at__gt=Now() - timedelta(minutes=PERMITTED_MINUTES))
