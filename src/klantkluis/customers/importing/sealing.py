"""What an import is going to write, sealed beforehand: the vault takes its time, a write must not.

Whoever seals inside a transaction keeps everybody else of an office waiting for it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import batched
from typing import Any
from uuid import UUID

from django.db.models import Max

from klantkluis.customers.commands.addresses import checked_address
from klantkluis.customers.commands.registering import NewCustomer, checked, new_row
from klantkluis.customers.importing.completing import additions, grouped
from klantkluis.customers.importing.preview import ImportRow
from klantkluis.customers.importing.references import (
    customers_of,
    digests_of,
    import_key,
    newest_reference,
)
from klantkluis.customers.models import Customer, DeliveryAddress
from klantkluis.customers.stored import ADDRESS, CUSTOMER
from klantkluis.foundation.actors import Actor
from klantkluis.vault.index.signs import MOST_LOOKALIKES, signs

PORTION = 500


@dataclass(frozen=True, slots=True)
class How:
    """Who imports, and what was asked for."""

    actor: Actor
    today: date
    language: str
    complete_known: bool


@dataclass(frozen=True, slots=True)
class Fresh:
    """A new customer, sealed; `others` are the uids of customers that look the same."""

    row: ImportRow = field(repr=False)
    digests: Sequence[bytes] = field(repr=False)
    customer: Customer
    names: Sequence[str]
    addresses: Sequence[DeliveryAddress]
    others: Sequence[UUID]


@dataclass(frozen=True, slots=True)
class Completed:
    """A known customer with what rows add, sealed: fields by their names, and addresses.

    `newest_address` was there when it was compared: later ones nobody has looked at.
    """

    rows: Sequence[ImportRow] = field(repr=False)
    customer: Customer
    names: Sequence[str]
    addresses: Sequence[DeliveryAddress]
    newest_address: int


class Alike:
    """The signs of the new customers of one file: the vault does not know these yet.

    A sign is remembered by its hash, for a file may be long; that one in 2^64 is another's is no
    harm, for a human looks at each look-alike.
    """

    def __init__(self) -> None:
        self._uids: dict[int, list[UUID]] = {}

    def before(self, uid: UUID, fields: Mapping[str, Any]) -> list[UUID]:
        """Give those met before that look like this one, and remember it."""
        found: dict[UUID, None] = {}
        for sign in signs(fields):
            known = self._uids.setdefault(hash(sign), [])
            found |= dict.fromkeys(known)
            if len(known) < MOST_LOOKALIKES:
                known.append(uid)
        return list(found)[:MOST_LOOKALIKES]


class Sealed:
    """All that one act is going to write."""

    def __init__(self, how: How) -> None:
        self.how = how
        self.secret = import_key(how.actor.vault)
        self.since = newest_reference()
        self.fresh: list[Fresh] = []
        self.completed: list[Completed] = []
        self.known: list[tuple[int, Sequence[bytes]]] = []
        self._alike = Alike()

    def take(self, rows: Sequence[ImportRow]) -> Iterator[int]:
        """Seal what rows bring, a portion at a time; give after each how many rows were done.

        Raises:
            VaultLocked: the vault is not open to the actor.
        """
        ids = customers_of(self.secret, rows)
        known = grouped(rows, ids)
        self.known += [
            (pk, digests_of(self.secret, row)) for pk, mine in known.items() for row in mine
        ]
        if self.how.complete_known:
            for pks in batched(known, PORTION, strict=False):
                self._complete({pk: known[pk] for pk in pks})
                yield sum(len(known[pk]) for pk in pks)
        elif known:
            yield sum(map(len, known.values()))
        new = [row for row, pk in zip(rows, ids, strict=True) if pk is None]
        for part in batched(new, PORTION, strict=False):
            self._seal(part)
            yield len(part)

    def leave_out(self, lines: set[int]) -> list[ImportRow]:
        """Take rows out, by their lines, because somebody was ahead of us; give them."""
        late = [each.row for each in self.fresh if each.row.line in lines]
        late += [row for each in self.completed for row in each.rows if row.line in lines]
        again = {bytes(each) for row in late for each in digests_of(self.secret, row)}
        self.fresh = [each for each in self.fresh if each.row.line not in lines]
        self.completed = [each for each in self.completed if each.rows[0].line not in lines]
        self.known = [pair for pair in self.known if not again.intersection(pair[1])]
        return late

    def _seal(self, rows: Sequence[ImportRow]) -> None:
        how = self.how
        pairs = [
            (new_row(NewCustomer(row.fields, how.language), how.today), checked(row.fields))
            for row in rows
        ]
        twins = CUSTOMER.seal_new(how.actor.vault, pairs)
        addresses = self._addresses(
            [
                (customer, address)
                for row, (customer, _fields) in zip(rows, pairs, strict=True)
                for address in row.addresses
            ]
        )
        for row, (customer, fields), others in zip(rows, pairs, twins, strict=True):
            among_us = self._alike.before(customer.uid, fields)
            self.fresh.append(
                Fresh(
                    row,
                    digests_of(self.secret, row),
                    customer,
                    sorted(fields),
                    addresses.get(customer.uid, ()),
                    tuple(dict.fromkeys([*others, *among_us])),
                )
            )

    def _complete(self, known: Mapping[int, Sequence[ImportRow]]) -> None:
        """Seal what was empty and is filled in now, and the addresses that are new."""
        newest = DeliveryAddress.objects.aggregate(newest=Max("pk"))["newest"] or 0
        found = [each for each in additions(known, self.how.actor.vault) if each.is_something]
        filled = [each for each in found if each.fields]
        for each in filled:
            each.customer.rev += 1
        CUSTOMER.seal_new(
            self.how.actor.vault,
            [(each.customer, checked({**each.ours, **each.fields})) for each in filled],
        )
        addresses = self._addresses(
            [(each.customer, address) for each in found for address in each.addresses]
        )
        self.completed += [
            Completed(
                each.rows,
                each.customer,
                sorted(each.fields),
                addresses.get(each.customer.uid, ()),
                newest,
            )
            for each in found
        ]

    def _addresses(
        self, pairs: Sequence[tuple[Customer, Mapping[str, Any]]]
    ) -> dict[UUID, list[DeliveryAddress]]:
        """Seal addresses of customers; give them by the uid of the customer."""
        rows = [
            (DeliveryAddress(customer=customer), checked_address(address))
            for customer, address in pairs
        ]
        if rows:
            ADDRESS.seal_new(self.how.actor.vault, rows)
        found: dict[UUID, list[DeliveryAddress]] = {}
        for row, _fields in rows:
            found.setdefault(row.customer.uid, []).append(row)
        return found
