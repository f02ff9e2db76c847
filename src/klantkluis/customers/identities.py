"""Who is who: the uids under which rows of one person may stand, and how to speak to them."""

from dataclasses import dataclass
from uuid import UUID

from klantkluis.customers.models import Customer, Subscriber


@dataclass(frozen=True, slots=True)
class Identity:
    """One person or firm, with every uid that their rows may bear; it names nobody.

    Attributes:
        uids: the uid that holds now comes first, those of merged customers follow.
        language: "nl" or "en".
        customer_id: None for who is no customer.
        number: the customer number, None for who is no customer.
    """

    uids: tuple[UUID, ...]
    language: str
    customer_id: int | None = None
    number: int | None = None

    @property
    def uid(self) -> UUID:
        """The uid that holds now."""
        return self.uids[0]


def identity_of_customer(customer_id: int) -> Identity | None:
    """Give who a customer is; one that was merged is the one that it was merged into."""
    row = Customer.objects.filter(pk=customer_id).first()
    if row is None:
        return None
    kept_id = row.merged_into_id or row.pk
    kept = row if kept_id == row.pk else Customer.objects.get(pk=kept_id)
    merged = Customer.objects.filter(merged_into=kept_id).order_by("pk")
    uids = (kept.uid, *merged.values_list("uid", flat=True))
    return Identity(uids, kept.language, kept.pk, kept.number)


def identity_of_uid(uid: UUID) -> Identity | None:
    """Give who a uid belongs to: a customer, or somebody who has only the newsletter."""
    pk = Customer.objects.filter(uid=uid).values_list("pk", flat=True).first()
    if pk is not None:
        return identity_of_customer(pk)
    row = Subscriber.objects.filter(uid=uid).first()
    return None if row is None else Identity((row.uid,), row.language)
