"""Registering and changing customers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import batched
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from klantkluis.core.fields.checked import Code
from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.core.treatment import country_of_number
from klantkluis.customers.erasing import is_erased
from klantkluis.customers.models import Customer, CustomerChange
from klantkluis.customers.rules import has_name, kind_of
from klantkluis.customers.sentences import sentence
from klantkluis.customers.stored import CUSTOMER
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert, insert_many
from klantkluis.foundation.numbers import next_number, next_numbers_of
from klantkluis.foundation.prepared import Prepared
from klantkluis.vault.purposes import Purpose

FIELDS = (
    "kind",
    "company",
    "first_name",
    "surname_prefix",
    "surname",
    "street",
    "house_number",
    "house_number_addition",
    "address_line_2",
    "postcode",
    "town",
    "region",
    "country",
    "phone",
    "email",
    "vat_number",
    "coc_number",
    "oin",
    "e_invoice_address",
    "buyer_reference",
    "remarks",
)
MAY = (Role.SALES,)


class NameMissing(Refusal):
    """A customer needs a name; everything else may be unknown (P1)."""


class CustomerUnknown(Refusal):
    """There is no customer with this number, or it was merged into another."""


class CustomerErased(CustomerUnknown):
    """The customer was forgotten (GDPR art. 17): what is left of it is for the books alone."""


@dataclass(frozen=True, slots=True)
class NewCustomer:
    """What is known of a customer that comes in."""

    fields: Mapping[str, Any]
    language: str = "nl"
    payment_term_days: int = 14


@command("customer.registered", *MAY)
def register_customer(
    *,
    fields: Mapping[str, Any],
    actor: Actor,
    today: date,
    language: str = "nl",
    payment_term_days: int = 14,
) -> int:
    """Register a customer under a new number and a key of its own; give the row's id.

    Raises:
        NameMissing: there is nothing by which to call the customer.
        VaultLocked: the vault is not open to the actor.
    """
    (found,) = register_rows([NewCustomer(fields, language, payment_term_days)], actor, today)
    return found.customer.pk


@command("customer.registered_many", *MAY)
def register_customers(
    *, customers: Sequence[NewCustomer], actor: Actor, today: date
) -> tuple[int, ...]:
    """Register many customers in one act: all of them, or none.

    Raises:
        NameMissing: one of them has no name.
        VaultLocked: the vault is not open to the actor.
    """
    return tuple(found.customer.pk for found in register_rows(customers, actor, today))


@command("customer.changed", *MAY)
def change_customer(
    *,
    customer_id: int,
    rev: int,
    fields: Mapping[str, Any],
    language: str,
    payment_term_days: int,
    actor: Actor,
) -> None:
    """Change what we know of a customer that was read at revision `rev`.

    Fields that are left out stay as they are. Issued documents keep what they say.

    Raises:
        CustomerUnknown: there is no such customer.
        NameMissing: the name would be gone.
        RowChanged: somebody else changed the customer since revision `rev`.
    """
    customer = active_customer(customer_id)
    customer.language, customer.payment_term_days = language, payment_term_days
    change_row(customer, rev, fields, actor)


def change_row(customer: Customer, rev: int, fields: Mapping[str, Any], actor: Actor) -> None:
    """Change what we know of a customer within an act; see `change_customer`."""
    before = CUSTOMER.open_one(actor.vault, Purpose.FILE, customer)
    after = checked({**before, **fields})
    note_vat_number(customer, before, after, rev=rev + 1)
    write_fields(customer, after, rev=rev, actor=actor)
    changed = sorted(name for name in FIELDS if before.get(name, "") != after.get(name, ""))
    insert(
        CustomerChange(
            customer=customer,
            rev=customer.rev,
            staff_id=actor.staff_id,
            channel=actor.channel,
            fields=changed,
        )
    )


def active_customer(customer_id: int) -> Customer:
    """Give a customer that is in use, and keep others from changing it until the act ends.

    Acts on one customer follow each other, so that nothing is written under a customer that is
    being merged away, and a page that is sent twice finds what it made the first time.

    Raises:
        CustomerUnknown: there is none.
    """
    customer = _ACTIVE.first(customer_id)
    if customer is None:
        raise unknown(customer_id)
    return customer


def unknown(customer_id: int) -> "CustomerUnknown":
    """Say why a customer is not in use: it was erased, it was merged, or there was none."""
    if is_erased(customer_id=customer_id):
        return CustomerErased(_("This customer was erased. Nothing can be added or changed."))
    return CustomerUnknown(_("There is no such customer any more."))


_ACTIVE = Prepared(
    lambda pk: Customer.objects.select_for_update(no_key=True).filter(
        pk=pk, state=Customer.State.ACTIVE
    ),
    int,
)


def write_fields(customer: Customer, fields: Mapping[str, Any], *, rev: int, actor: Actor) -> None:
    """Seal new contents over a customer, and tell the search index after the commit.

    The change number is taken last: it keeps other writers waiting until the commit, so that
    the order of the numbers is the order of the commits.
    """
    CUSTOMER.replace(actor.vault, customer, fields, rev=rev)
    Customer.objects.filter(pk=customer.pk).update(
        language=customer.language,
        payment_term_days=customer.payment_term_days,
        state=customer.state,
        merged_into=customer.merged_into_id,
        vat_number_rev=customer.vat_number_rev,
        vat_country=customer.vat_country,
        change_seq=next_number("customer change"),
    )
    vault, uid = actor.vault, customer.uid
    transaction.on_commit(lambda: vault.index([uid]))


def note_vat_number(
    customer: Customer, before: Mapping[str, Any], after: Mapping[str, Any], *, rev: int
) -> None:
    """Note since which revision the VAT number is what it is: an older check says nothing of it."""
    number = after.get("vat_number") or ""
    if number != (before.get("vat_number") or ""):
        customer.vat_number_rev = rev if number else 0
        customer.vat_country = country_of_number(number)


def checked(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Keep the fields that we know, without empty ones.

    Raises:
        NameMissing: no name is left.
    """
    kept = {name: fields[name] for name in FIELDS if fields.get(name)}
    if not has_name(kept):
        raise NameMissing(sentence(Code.NAME_MISSING), field="surname")
    kept["kind"] = kind_of(kept)
    return kept


@dataclass(frozen=True, slots=True)
class Registered:
    """A customer that was just registered, and the uids of others that look the same."""

    customer: Customer
    lookalikes: tuple[UUID, ...]


def register_rows(news: Sequence[NewCustomer], actor: Actor, today: date) -> list[Registered]:
    """Register customers inside the act of a command; see `register_customers`."""
    rows = [(new_row(new, today), checked(new.fields)) for new in news]
    lookalikes = CUSTOMER.seal_new(actor.vault, rows)
    number_and_insert([(customer, sorted(fields)) for customer, fields in rows], actor)
    vault, uids = actor.vault, [customer.uid for customer, _fields in rows]
    transaction.on_commit(lambda: vault.index(uids))
    return [Registered(row[0], uids) for row, uids in zip(rows, lookalikes, strict=True)]


def new_row(new: NewCustomer, today: date) -> Customer:
    """Give the row of a new customer; it still has to be sealed and numbered."""
    row = Customer(
        uid=uuid4(),
        language=new.language,
        payment_term_days=new.payment_term_days,
        registered_on=today,
    )
    note_vat_number(row, {}, new.fields, rev=row.rev)
    return row


def number_and_insert(rows: Sequence[tuple[Customer, Sequence[str]]], actor: Actor) -> None:
    """Write sealed rows of new customers with the names of their fields, inside an act."""
    numbers, changes = next_numbers_of(["customer", "customer change"], len(rows))
    for (customer, _names), number, change in zip(rows, numbers, changes, strict=True):
        customer.number, customer.change_seq = number, change
    for part in batched(rows, _PORTION, strict=False):
        insert_many([customer for customer, _names in part])
        insert_many(
            CustomerChange(
                customer=customer,
                rev=1,
                staff_id=actor.staff_id,
                channel=actor.channel,
                fields=list(names),
            )
            for customer, names in part
        )


_PORTION = 500
