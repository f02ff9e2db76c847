"""Bringing customers in from a previewed file."""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import ngettext

from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Channel, Role
from klantkluis.customers.commands.addresses import checked_address
from klantkluis.customers.commands.registering import (
    NewCustomer,
    Registered,
    checked,
    register_rows,
    write_fields,
)
from klantkluis.customers.importing.completing import additions
from klantkluis.customers.importing.preview import ImportRow, Preview, Status
from klantkluis.customers.importing.references import customers_of, import_key, remember
from klantkluis.customers.models import Customer, CustomerChange, DeliveryAddress
from klantkluis.customers.stored import ADDRESS
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.tables.expecting import Progress, silence

BATCH = 500


class RowsWrong(Refusal):
    """Rows have errors, and it was asked to import all or nothing."""


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A new customer that looks like others: perhaps to be merged, which a human decides."""

    line: int
    customer_id: int
    others: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: numbers of rows, and the customers that look like others."""

    added: int = 0
    completed: int = 0
    unchanged: int = 0
    wrong: int = 0
    passed_over: int = 0
    lookalikes: tuple[Lookalike, ...] = field(default=())

    def plus(self, other: "Imported") -> "Imported":
        """Add up two parts of an import."""
        return Imported(
            self.added + other.added,
            self.completed + other.completed,
            self.unchanged + other.unchanged,
            self.wrong + other.wrong,
            self.passed_over + other.passed_over,
            self.lookalikes + other.lookalikes,
        )


def import_customers(
    *,
    preview: Preview,
    actor: Actor,
    today: date,
    good_rows_only: bool = False,
    complete_known: bool = False,
    language: str = "nl",
    progress: Progress = silence,
) -> Imported:
    """Bring the customers of a file in; the same file again makes no doubles.

    All rows or none, in one transaction; or, with `good_rows_only`, the rows without errors, a
    batch at a time: when it breaks off, importing the file again goes on where it stopped.

    Args:
        preview: what `importing.preview.preview` made of the file.
        actor: who imports; the changes say that they came through an import.
        today: the day of registration.
        good_rows_only: leave rows with errors out instead of refusing the file.
        complete_known: fill in, for customers of an earlier import, what we did not know yet.
            What we know is never overwritten: a human may have mended it since.
        language: the language of new customers ("nl" or "en").
        progress: called with the rows done and the rows in all.

    Raises:
        RowsWrong: a row has an error and `good_rows_only` was not asked; nothing was imported.
        VaultLocked: the vault is not open to the actor.
    """
    wrong = preview.count(Status.WRONG)
    if wrong and not good_rows_only:
        raise _rows_wrong(wrong)
    rows = [row for row in preview.rows if row.status is Status.GOOD]
    actor = replace(actor, channel=Channel.IMPORT)
    said = Imported(wrong=wrong, passed_over=preview.count(Status.PASSED_OVER))
    with nullcontext() if good_rows_only else transaction.atomic():
        for start in range(0, len(rows), BATCH):
            part = rows[start : start + BATCH]
            said = said.plus(
                import_batch(
                    rows=part, complete_known=complete_known, language=language, actor=actor,
                    today=today,
                )
            )  # fmt: skip
            progress(start + len(part), len(rows))
    return said


def _rows_wrong(count: int) -> RowsWrong:
    said = ngettext(
        "%(count)s row has an error, so nothing was imported. Mend the file, or import "
        "only the good rows.",
        "%(count)s rows have errors, so nothing was imported. Mend the file, or import "
        "only the good rows.",
        count,
    )
    return RowsWrong(said % {"count": count})


@command("customer.imported", Role.SALES)
def import_batch(
    *,
    rows: Sequence[ImportRow],
    complete_known: bool,
    language: str,
    actor: Actor,
    today: date,
) -> Imported:
    """Bring some rows in, in one act: new ones registered in bulk, known ones completed.

    Raises:
        VaultLocked: the vault is not open to the actor.
    """
    secret = import_key(actor.vault)
    known = list(zip(rows, customers_of(secret, rows), strict=True))
    new = [row for row, customer_id in known if customer_id is None]
    found = [(row, customer_id) for row, customer_id in known if customer_id is not None]
    registered = _register(new, language, actor, today) if new else []
    completed = _complete(found, actor) if found and complete_known else 0
    remember(secret, [(row, each.customer.pk) for row, each in zip(new, registered, strict=True)])
    remember(secret, found)
    return Imported(
        added=len(new),
        completed=completed,
        unchanged=len(found) - completed,
        lookalikes=_lookalikes(new, registered),
    )


def _register(
    rows: Sequence[ImportRow], language: str, actor: Actor, today: date
) -> list[Registered]:
    registered = register_rows([NewCustomer(row.fields, language) for row in rows], actor, today)
    _add_addresses(
        [
            (each.customer, address)
            for row, each in zip(rows, registered, strict=True)
            for address in row.addresses
        ],
        actor,
    )
    return registered


def _add_addresses(pairs: Sequence[tuple[Customer, Mapping[str, Any]]], actor: Actor) -> None:
    if not pairs:
        return
    rows = [
        (DeliveryAddress(customer=customer), checked_address(address))
        for customer, address in pairs
    ]
    ADDRESS.seal_new(actor.vault, rows)
    DeliveryAddress.objects.bulk_create([row for row, _fields in rows])


def _complete(found: Sequence[tuple[ImportRow, int]], actor: Actor) -> int:
    """Fill in what was empty, and add addresses that are new; count the customers changed."""
    changed = 0
    for each in additions(found, actor.vault):
        customer = each.customer
        if each.fields:
            write_fields(
                customer, checked({**each.ours, **each.fields}), rev=customer.rev, actor=actor
            )
            CustomerChange.objects.create(
                customer=customer,
                rev=customer.rev,
                staff_id=actor.staff_id,
                channel=actor.channel,
                fields=sorted(each.fields),
            )
        _add_addresses([(customer, address) for address in each.addresses], actor)
        changed += each.is_something
    return changed


def _lookalikes(
    rows: Sequence[ImportRow], registered: Sequence[Registered]
) -> tuple[Lookalike, ...]:
    uids = {uid for each in registered for uid in each.lookalikes}
    numbers = dict(Customer.objects.filter(uid__in=uids).values_list("uid", "number"))
    return tuple(
        Lookalike(row.line, each.customer.pk, others)
        for row, each in zip(rows, registered, strict=True)
        if (others := tuple(numbers[uid] for uid in each.lookalikes if uid in numbers))
    )
