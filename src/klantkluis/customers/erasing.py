"""What becomes of a customer who is forgotten, and what such a customer is called from then on."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext as _

from klantkluis.core.roles import Channel
from klantkluis.customers.blocking import open_restrictions
from klantkluis.customers.models import Consent, Customer, Subscriber, SubscriberConsent
from klantkluis.customers.restriction_rows import Restriction
from klantkluis.customers.restriction_rules import Against, Cause, Kind
from klantkluis.foundation.numbers import next_numbers
from klantkluis.foundation.records import Rows

_State = Customer.State


def name_of_erased(number: int) -> str:
    """Say which customer it was: the number is all that is left of them."""
    return _("erased customer %(number)s") % {"number": number}


def is_erased(*, customer_id: int) -> bool:
    """Tell whether a customer was forgotten."""
    return Customer.objects.filter(pk=customer_id, state=_State.ERASED).exists()


def all_uids(uid: UUID) -> tuple[UUID, ...]:
    """Give every uid under which something of a customer may lie: the one in use comes first.

    It is the same whichever of the merged is asked for. Who is no customer has this uid alone.
    """
    found = Customer.objects.filter(uid=uid).values_list("pk", "merged_into_id").first()
    if found is None:
        return (uid,)
    kept = found[1] or found[0]
    rows = Customer.objects.filter(merged_into=kept).order_by("pk").values_list("uid", flat=True)
    return (Customer.objects.values_list("uid", flat=True).get(pk=kept), *rows)


def number_of(uid: UUID) -> int | None:
    """Give the number of a customer, or None when it is no customer."""
    return Customer.objects.filter(uid=uid).values_list("number", flat=True).first()


def id_of(uid: UUID) -> int | None:
    """Give the id of the row of a customer, or None when it is no customer."""
    return Customer.objects.filter(uid=uid).values_list("pk", flat=True).first()


def numbers_of(uids: Collection[UUID]) -> dict[UUID, tuple[int, int]]:
    """Give the id and the number of those who are customers."""
    rows = Customer.objects.filter(uid__in=uids).values_list("uid", "pk", "number")
    return {uid: (pk, number) for uid, pk, number in rows}


def uid_of(customer_id: int) -> UUID | None:
    """Give the uid of a customer by the id of its row."""
    return Customer.objects.filter(pk=customer_id).values_list("uid", flat=True).first()


def erased_uids() -> Rows:
    """Give the uids of all customers who were erased, to be asked for in a query."""
    return Customer.objects.filter(state=_State.ERASED).values("uid")


def is_subscriber(uid: UUID) -> bool:
    """Tell whether this is an address that has the newsletter, and no customer."""
    return Subscriber.objects.filter(uid=uid).exists()


def withdrawn_subscribers() -> Rows:
    """Give the subscribers whose last word was no."""
    said = SubscriberConsent.objects.filter(subscriber=OuterRef("pk")).order_by("-at", "-pk")
    return Subscriber.objects.annotate(last=Subquery(said.values("given")[:1])).filter(last=False)


def withdrawn_customers() -> Rows:
    """Give the customers in use who once said yes to the newsletter, and whose last word is no."""
    said = Consent.objects.filter(customer=OuterRef("pk")).order_by("-at", "-pk")
    last = Subquery(said.values("given")[:1])
    return Customer.objects.annotate(last=last).filter(
        Exists(said.filter(given=True)), last=False, state=_State.ACTIVE
    )


def hold_all(uids: Collection[UUID]) -> list[tuple[int, str]]:
    """Lock the rows of customers until the transaction ends; give id and state of each."""
    rows = Customer.objects.select_for_update().filter(uid__in=uids).order_by("pk")
    return list(rows.values_list("pk", "state"))


def erase_customers(rows: Rows) -> int:
    """Leave a number and a uid of customers, and no word: from now on they are erased.

    The search index drops them at its next look, for they changed; and nobody edits them any more.
    """
    ids = list(rows.exclude(state=_State.ERASED).order_by("pk").values_list("pk", flat=True))
    Restriction.objects.filter(customer__in=ids, sealed=b"").delete()
    for pk, change in zip(ids, next_numbers("customer change", len(ids)), strict=True):
        Customer.objects.filter(pk=pk).update(
            state=_State.ERASED, sealed=b"", vat_number_rev=0, vat_country="", language="nl",
            restricted=False, change_seq=change,
        )  # fmt: skip
    return len(ids)


def restrict_customers(uids: Collection[UUID], *, staff_id: UUID, at: datetime) -> None:
    """Keep what has to stay of customers, and let nobody use it (GDPR art. 17(3), 18).

    No words go with it: why it has to stay stands in the plan of the erasure.
    """
    kept = open_restrictions().filter(cause=Cause.KEPT_BY_LAW.value).values("customer")
    rows = Customer.objects.filter(uid__in=uids, state=_State.ACTIVE).exclude(pk__in=kept)
    for pk in rows.values_list("pk", flat=True):
        Restriction.objects.create(
            customer_id=pk, kind=Kind.RESTRICTION.value, against=Against.ALL.value,
            cause=Cause.KEPT_BY_LAW.value, since=at, channel=Channel.JOB.value, staff_id=staff_id,
            sealed=b"",
        )  # fmt: skip
        Customer.objects.filter(pk=pk).update(restricted=True)
