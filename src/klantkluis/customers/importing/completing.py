"""What a file knows of our customers that we do not know yet."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import batched
from typing import Any

from klantkluis.customers.commands.addresses import ADDRESS_FIELDS
from klantkluis.customers.commands.registering import FIELDS
from klantkluis.customers.importing.preview import ImportRow
from klantkluis.customers.importing.references import customers_of, import_key
from klantkluis.customers.kept import of_kept_back
from klantkluis.customers.models import Customer, DeliveryAddress, ImportKey
from klantkluis.customers.stored import ADDRESS, CUSTOMER
from klantkluis.foundation.tables.expecting import Expected
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose

_PORTION = 500


@dataclass(frozen=True, slots=True)
class Addition:
    """What rows add to a customer: fields that were empty, and addresses that are new."""

    customer: Customer
    rows: Sequence[ImportRow] = field(repr=False)
    ours: Mapping[str, Any] = field(repr=False)
    fields: Mapping[str, str] = field(repr=False)
    addresses: Sequence[Mapping[str, str]] = field(repr=False)

    @property
    def is_something(self) -> bool:
        """Whether it adds anything at all."""
        return bool(self.fields or self.addresses)


def additions(found: Mapping[int, Sequence[ImportRow]], vault: VaultSession) -> Iterator[Addition]:
    """Compare rows with the customers (by id) that they are about; those no longer in use not.

    Of two rows about one customer, for it was merged since, the first one counts.

    Raises:
        VaultLocked: the vault is not open.
    """
    in_use = Customer.objects.filter(state=Customer.State.ACTIVE).exclude(of_kept_back(""))
    for ids in batched(found, _PORTION, strict=False):
        customers = list(in_use.filter(pk__in=ids))
        contents = CUSTOMER.open_all(vault, Purpose.FILE, customers)
        addresses = _addresses_of(customers, vault)
        for customer, ours in zip(customers, contents, strict=True):
            kept = addresses.get(customer.pk, [])
            yield _addition(customer, ours, kept, found[customer.pk])


def _addition(
    customer: Customer,
    ours: Mapping[str, Any],
    kept: Sequence[Mapping[str, Any]],
    rows: Sequence[ImportRow],
) -> Addition:
    fields: dict[str, str] = {}
    fresh: list[Mapping[str, str]] = []
    for row in rows:
        known = {**ours, **fields}
        fresh += _new_addresses(row, known, [*kept, *fresh])
        fields |= _added_fields(known, row.fields)
    return Addition(customer, rows, ours, fields, fresh)


def grouped(rows: Iterable[ImportRow], ids: Iterable[int | None]) -> dict[int, list[ImportRow]]:
    """Put the rows about each customer that is known together."""
    found: dict[int, list[ImportRow]] = {}
    for row, pk in zip(rows, ids, strict=True):
        if pk is not None:
            found.setdefault(pk, []).append(row)
    return found


def expected(*, rows: Sequence[ImportRow], vault: VaultSession) -> list[Expected]:
    """Tell for each good row whether its customer is new, or known and to be completed.

    Raises:
        VaultLocked: the vault is not open.
    """
    if not ImportKey.objects.exists():
        return [Expected.NEW] * len(rows)
    ids = customers_of(import_key(vault), rows)
    known = grouped(rows, ids)
    changed = {each.customer.pk for each in additions(known, vault) if each.is_something}
    return [
        Expected.NEW if pk is None else Expected.CHANGED if pk in changed else Expected.SAME
        for pk in ids
    ]


_ADDRESS_OF_A_CUSTOMER = frozenset(ADDRESS_FIELDS) - {"label", "name", "phone"}


def _added_fields(ours: Mapping[str, Any], theirs: Mapping[str, str]) -> dict[str, str]:
    """Give what they know and we do not; an address is taken whole, or not at all."""
    has_address = any(ours.get(name) for name in _ADDRESS_OF_A_CUSTOMER - {"country"})
    return {
        name: theirs[name]
        for name in FIELDS
        if theirs.get(name)
        and not ours.get(name)
        and not (has_address and name in _ADDRESS_OF_A_CUSTOMER)
        and name not in {"kind", "company"}
    }


def _place(fields: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(
        str(fields.get(name, "")).casefold()
        for name in ("street", "house_number", "house_number_addition", "postcode", "town")
    )


def _new_addresses(
    row: ImportRow, ours: Mapping[str, Any], kept: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, str]]:
    """Give the addresses of a row that we have neither as the first nor as a further one."""
    have = {_place(ours), *(_place(address) for address in kept)}
    fresh: list[Mapping[str, str]] = []
    main = {name: row.fields[name] for name in _ADDRESS_OF_A_CUSTOMER if row.fields.get(name)}
    usable = bool(main.get("town") and (main.get("street") or main.get("address_line_2")))
    has_address = any(ours.get(name) for name in ("street", "postcode", "town"))
    for address in ([main] if usable and has_address else []) + list(row.addresses):
        if _place(address) not in have:
            have.add(_place(address))
            fresh.append(address)
    return fresh


def _addresses_of(
    customers: Sequence[Customer], vault: VaultSession
) -> dict[int, list[dict[str, Any]]]:
    rows = list(DeliveryAddress.objects.filter(customer__in=customers).select_related("customer"))
    found: dict[int, list[dict[str, Any]]] = {}
    contents = ADDRESS.open_all(vault, Purpose.FILE, rows)
    for row, fields in zip(rows, contents, strict=True):
        found.setdefault(row.customer_id, []).append(fields)
    return found
