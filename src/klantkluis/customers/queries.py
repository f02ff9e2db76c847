"""Questions about customers. What is personal is opened through the vault, for a purpose."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from klantkluis.core.names import display_name
from klantkluis.customers.erasing import name_of_erased
from klantkluis.customers.models import (
    Consent,
    ContactNote,
    Customer,
    CustomerChange,
    DeliveryAddress,
    Subscriber,
)
from klantkluis.customers.stored import ADDRESS, CONSENT, CONTACT_NOTE, CUSTOMER
from klantkluis.foundation.sealing import Stored
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """A customer in a list. Name and town are empty while the vault is locked."""

    id: int
    uid: UUID
    number: int
    language: str
    registered_on: date
    restricted: bool
    name: str = field(default="", repr=False)
    town: str = field(default="", repr=False)
    is_erased: bool = False


@dataclass(frozen=True, slots=True)
class CustomerFile:
    """All fields of a customer, for an export."""

    number: int
    language: str
    payment_term_days: int
    fields: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class AddressCard:
    """A delivery address, opened."""

    id: int
    rev: int
    fields: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class NoteCard:
    """A contact note, opened."""

    id: int
    at: datetime
    staff_id: UUID
    fields: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class ConsentCard:
    """A yes or no to the newsletter, opened."""

    id: int
    given: bool
    at: datetime
    channel: str
    wording_version: int | None
    evidence: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ChangeCard:
    """Which fields were changed when, by whom, through which channel."""

    rev: int
    at: datetime
    staff_id: UUID
    channel: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CustomerCard:
    """Everything of one customer. `fields` is empty while the vault is locked."""

    id: int
    uid: UUID
    number: int
    rev: int
    language: str
    payment_term_days: int
    registered_on: date
    restricted: bool
    merged_into_id: int | None
    merged_ids: tuple[int, ...]
    merged_uids: tuple[UUID, ...] = ()
    is_erased: bool = False
    fields: Mapping[str, Any] = field(default_factory=dict, repr=False)
    addresses: tuple[AddressCard, ...] = field(default=(), repr=False)
    notes: tuple[NoteCard, ...] = field(default=(), repr=False)
    consents: tuple[ConsentCard, ...] = field(default=(), repr=False)
    changes: tuple[ChangeCard, ...] = ()

    @property
    def name(self) -> str:
        """The name as it stands in lists, or an empty text while the vault is locked."""
        if self.is_erased:
            return name_of_erased(self.number)
        return display_name(self.fields) if self.fields else ""

    @property
    def wants_newsletter(self) -> bool:
        """Whether the last word on the newsletter was yes."""
        return bool(self.consents) and self.consents[0].given

    @property
    def all_ids(self) -> tuple[int, ...]:
        """The ids under which documents of this customer may stand."""
        return (self.id, *self.merged_ids)

    @property
    def all_uids(self) -> tuple[UUID, ...]:
        """The uids under which this person was ever known."""
        return (self.uid, *self.merged_uids)


def customer_card(
    *, customer_id: int, vault: VaultSession, reason: str = ""
) -> CustomerCard | None:
    """Give everything of one customer, or None when there is no such row.

    Args:
        reason: why somebody looks at what may be kept and not used; the vault's log keeps it.
    """
    customer = Customer.objects.filter(pk=customer_id).first()
    if customer is None:
        return None
    merged = list(Customer.objects.filter(merged_into=customer).values_list("pk", "uid"))
    opened: dict[str, Any] = {}
    if vault.is_open:
        opened = {
            "fields": CUSTOMER.open_one(vault, Purpose.FILE, customer, reason=reason),
            "addresses": _addresses(customer, vault),
            "notes": _notes(customer, vault),
            "consents": _consents(customer, vault),
        }
    return CustomerCard(
        id=customer.pk,
        uid=customer.uid,
        number=customer.number,
        rev=customer.rev,
        language=customer.language,
        payment_term_days=customer.payment_term_days,
        registered_on=customer.registered_on,
        restricted=customer.restricted,
        merged_into_id=customer.merged_into_id,
        merged_ids=tuple(pk for pk, _uid in merged),
        merged_uids=tuple(uid for _pk, uid in merged),
        is_erased=customer.state == Customer.State.ERASED,
        changes=tuple(
            ChangeCard(each.rev, each.at, each.staff_id, each.channel, tuple(each.fields))
            for each in CustomerChange.objects.filter(customer=customer).order_by("-pk")[:100]
        ),
        **opened,
    )


def is_restricted(*, customer_id: int) -> bool:
    """Tell whether data of a customer may be kept and not used (GDPR art. 18)."""
    return Customer.objects.filter(pk=customer_id, restricted=True).exists()


def customer_rows(
    *, vault: VaultSession, ids: Collection[int] = (), uids: Sequence[UUID] = ()
) -> dict[int, CustomerRow]:
    """Give customers by id or uid for showing in a list, in one query and one call to the vault."""
    customers = list(
        Customer.objects.filter(uid__in=uids) if uids else Customer.objects.filter(pk__in=ids)
    )
    names = customer_names(vault, customers)
    return {
        customer.pk: CustomerRow(
            id=customer.pk,
            uid=customer.uid,
            number=customer.number,
            language=customer.language,
            registered_on=customer.registered_on,
            restricted=customer.restricted,
            name=names.get(customer.pk, ("", ""))[0],
            town=names.get(customer.pk, ("", ""))[1],
            is_erased=customer.state == Customer.State.ERASED,
        )
        for customer in customers
    }


def rows_of_person(*, uid: UUID) -> tuple[Customer, tuple[UUID, ...]] | None:
    """Give the customer in use under a uid, and every uid under which they were ever known."""
    row = Customer.objects.select_related("merged_into").filter(uid=uid).first()
    if row is None:
        return None
    kept = row.merged_into or row
    others = Customer.objects.filter(merged_into=kept).values_list("uid", flat=True)
    return kept, (kept.uid, *others)


def uids_with_merged(uids: Sequence[UUID]) -> list[UUID]:
    """Add the uids of the customers that were merged into these."""
    merged = Customer.objects.filter(merged_into__uid__in=uids).values_list("uid", flat=True)
    return [*uids, *merged]


def people_among(uids: Collection[UUID]) -> set[UUID]:
    """Give those uids that are of a customer or a subscriber, and not of something else."""
    found = set(Customer.objects.filter(uid__in=uids).values_list("uid", flat=True))
    return found | set(Subscriber.objects.filter(uid__in=uids).values_list("uid", flat=True))


def registered_on(*, customer_id: int) -> date | None:
    """Give the day on which a customer came to us; of one that was merged its own day."""
    rows = Customer.objects.filter(pk=customer_id)
    return rows.values_list("registered_on", flat=True).first()


def fields_changed(*, uid: UUID, since: datetime) -> frozenset[str]:
    """Give the names of the fields of a customer that were changed since a moment.

    What they were registered with is no change.
    """
    rows = CustomerChange.objects.filter(customer__uid=uid, at__gte=since, rev__gt=1)
    return frozenset(name for row in rows for name in row.fields)


def merged_ids(*, ids: Collection[int]) -> list[int]:
    """Give the ids of the customers that were merged into these."""
    return list(Customer.objects.filter(merged_into__in=ids).values_list("pk", flat=True))


def customer_by_number(*, number: int, vault: VaultSession) -> CustomerRow | None:
    """Give the customer in use with a number, or None."""
    found = Customer.objects.filter(number=number, state=Customer.State.ACTIVE)
    rows = customer_rows(vault=vault, ids=found.values_list("pk", flat=True))
    return next(iter(rows.values()), None)


def ids_by_number(numbers: Collection[int]) -> dict[int, int]:
    """Give the ids of customers in use by their numbers."""
    rows = Customer.objects.filter(number__in=numbers, state=Customer.State.ACTIVE)
    return dict(rows.values_list("number", "pk"))


def customers_by_number(*, numbers: Collection[int]) -> dict[int, UUID]:
    """Give the uids of customers in use by their numbers."""
    rows = Customer.objects.filter(number__in=numbers, state=Customer.State.ACTIVE)
    return dict(rows.values_list("number", "uid"))


def customer_names(
    vault: VaultSession, customers: Sequence[Customer]
) -> dict[int, tuple[str, str]]:
    """Give name and town by customer id; while the vault is locked only who was erased."""
    gone = {
        each.pk: (name_of_erased(each.number), "")
        for each in customers
        if each.state == Customer.State.ERASED
    }
    kept = [each for each in customers if each.state == Customer.State.ACTIVE]
    if not vault.is_open or not kept:
        return gone
    opened = CUSTOMER.open_all(vault, Purpose.LIST, kept)
    return gone | {
        customer.pk: (display_name(fields), str(fields.get("town", "")))
        for customer, fields in zip(kept, opened, strict=True)
    }


def recent_customers(*, vault: VaultSession, below: int | None, limit: int) -> list[CustomerRow]:
    """Give a page of customers by number, the newest first, from below a number."""
    rows = Customer.objects.filter(state=Customer.State.ACTIVE).order_by("-number")
    if below is not None:
        rows = rows.filter(number__lt=below)
    by_id = customer_rows(vault=vault, ids=rows.values_list("pk", flat=True)[:limit])
    return sorted(by_id.values(), key=lambda row: -row.number)


def customer_files(*, vault: VaultSession, uids: Sequence[UUID]) -> list[CustomerFile]:
    """Give all fields of customers in use, for an export, in one query and one call."""
    customers = list(Customer.objects.filter(uid__in=uids, state=Customer.State.ACTIVE))
    customers.sort(key=lambda each: each.number)
    opened = CUSTOMER.open_all(vault, Purpose.FILE, customers)
    return [
        CustomerFile(customer.number, customer.language, customer.payment_term_days, fields)
        for customer, fields in zip(customers, opened, strict=True)
    ]


def open_customer(
    *, customer_id: int, purpose: Purpose, vault: VaultSession, reason: str = ""
) -> dict[str, Any]:
    """Open one customer's fields as far as a purpose allows; `reason` is for the vault's log."""
    customer = Customer.objects.get(pk=customer_id)
    return CUSTOMER.open_one(vault, purpose, customer, reason=reason)


def in_use(customer: Customer) -> Customer:
    """Give the customer that this one was merged into, or itself."""
    if customer.merged_into_id is None:
        return customer
    return Customer.objects.get(pk=customer.merged_into_id)


def delivery_addresses(*, customer_id: int, vault: VaultSession) -> tuple[AddressCard, ...]:
    """Give where goods of a customer may go besides their own address; nothing while locked."""
    if not vault.is_open:
        return ()
    rows = list(
        DeliveryAddress.objects.filter(customer=customer_id)
        .select_related("customer")
        .order_by("pk")
    )
    opened = ADDRESS.open_all(vault, Purpose.SHIP, rows)
    return tuple(AddressCard(row.pk, row.rev, f) for row, f in zip(rows, opened, strict=True))


def _addresses(customer: Customer, vault: VaultSession) -> tuple[AddressCard, ...]:
    rows, contents = _opened(DeliveryAddress, ADDRESS, customer, vault)
    return tuple(AddressCard(row.pk, row.rev, f) for row, f in zip(rows, contents, strict=True))


def _notes(customer: Customer, vault: VaultSession) -> tuple[NoteCard, ...]:
    rows, contents = _opened(ContactNote, CONTACT_NOTE, customer, vault)
    return tuple(
        NoteCard(row.pk, row.at, row.staff_id, f) for row, f in zip(rows, contents, strict=True)
    )


def _consents(customer: Customer, vault: VaultSession) -> tuple[ConsentCard, ...]:
    """Give the consents, the newest first by the moment of the fact, not of its entry."""
    rows, contents = _opened(Consent, CONSENT, customer, vault)
    pairs = sorted(zip(rows, contents, strict=True), key=lambda x: (x[0].at, x[0].pk))
    return tuple(
        ConsentCard(
            id=row.pk,
            given=row.given,
            at=row.at,
            channel=row.channel,
            wording_version=row.wording.version if row.wording else None,
            evidence=str(f.get("evidence", "")),
        )
        for row, f in reversed(pairs)
    )


def _opened(
    model: type[Any], stored: Stored, customer: Customer, vault: VaultSession
) -> tuple[list[Any], list[dict[str, Any]]]:
    links = ("customer", "wording") if model is Consent else ("customer",)
    rows = list(
        model._default_manager.filter(customer=customer).select_related(*links).order_by("-pk")
    )
    return rows, stored.open_all(vault, Purpose.FILE, rows)
