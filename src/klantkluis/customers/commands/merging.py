"""Making one customer of two."""

from typing import Any

from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.customers.commands.registering import (
    FIELDS,
    active_customer,
    checked,
    note_vat_number,
    write_fields,
)
from klantkluis.customers.commands.restricting import follow
from klantkluis.customers.models import (
    Consent,
    ContactNote,
    Customer,
    CustomerChange,
    DeliveryAddress,
    Letter,
)
from klantkluis.customers.restriction_rows import PermittedUse, Restriction
from klantkluis.customers.stored import (
    ADDRESS,
    CONSENT,
    CONTACT_NOTE,
    CUSTOMER,
    LETTER,
    PERMITTED_USE,
    RESTRICTION,
)
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.sealing import Stored
from klantkluis.vault.purposes import Purpose

type Moved = DeliveryAddress | ContactNote | Letter | Consent | Restriction | PermittedUse

MOVED: tuple[tuple[type[Moved], Stored], ...] = (
    (DeliveryAddress, ADDRESS),
    (ContactNote, CONTACT_NOTE),
    (Letter, LETTER),
    (Consent, CONSENT),
    (Restriction, RESTRICTION),
    (PermittedUse, PERMITTED_USE),
)


class SameCustomer(Refusal):
    """A customer cannot be merged with itself."""


@command("customer.merged", Role.SALES)
def merge_customers(*, keep_id: int, duplicate_id: int, actor: Actor) -> None:
    """Make one customer of two: what the kept one misses comes from the duplicate.

    Addresses, contact notes, letters, consents and restrictions move to the kept customer, sealed
    anew under its key. Orders and invoices stay on the number under which they were made and are
    shown with both; an issued document never changes. A restriction of either holds (GDPR
    art. 18).

    Raises:
        SameCustomer: both are the same.
        CustomerUnknown: one of them is not in use.
    """
    if keep_id == duplicate_id:
        raise SameCustomer(_("Choose two different customers."))
    merge_rows(keep_id, duplicate_id, actor)


def merge_rows(keep_id: int, duplicate_id: int, actor: Actor) -> None:
    """Make one customer of two within an act; see `merge_customers`."""
    # In the order of their ids, so that two merges of the same two do not wait for each other;
    # those merged before come after these, see `holding`.
    locked = {pk: active_customer(pk) for pk in sorted((keep_id, duplicate_id))}
    keep, duplicate = locked[keep_id], locked[duplicate_id]
    ours, theirs = CUSTOMER.open_all(actor.vault, Purpose.FILE, [keep, duplicate])
    for model, stored in MOVED:
        _move(model, stored, keep, duplicate, actor)
    Customer.objects.filter(merged_into=duplicate).update(merged_into=keep)
    duplicate.state, duplicate.merged_into = Customer.State.MERGED, keep
    note_vat_number(duplicate, theirs, {}, rev=duplicate.rev + 1)
    write_fields(duplicate, {}, rev=duplicate.rev, actor=actor)
    for customer_id in (keep.pk, duplicate.pk):
        follow(customer_id)
    filled = sorted(name for name in FIELDS if theirs.get(name) and not ours.get(name))
    if filled:
        together = checked({**theirs, **ours})
        note_vat_number(keep, ours, together, rev=keep.rev + 1)
        write_fields(keep, together, rev=keep.rev, actor=actor)
        CustomerChange.objects.create(
            customer=keep,
            rev=keep.rev,
            staff_id=actor.staff_id,
            channel=actor.channel,
            fields=filled,
        )


def _move(
    model: type[Moved],
    stored: Stored,
    keep: Customer,
    duplicate: Customer,
    actor: Actor,
) -> None:
    rows: list[Any] = list(
        model._default_manager.select_for_update(of=("self",))
        .filter(customer=duplicate)
        .select_related("customer")
        .order_by("pk")
    )
    contents = stored.open_all(actor.vault, Purpose.FILE, rows)
    for row in rows:
        row.customer = keep
        row.rev += 1
    if rows:
        stored.seal_new(actor.vault, list(zip(rows, contents, strict=True)))
    for row in rows:
        row.save(force_update=True)
