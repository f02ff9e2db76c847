"""What every test of the office may ask for."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from klantkluis.core.roles import Channel, Role
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.models import Company
from klantkluis.vault.client import VaultSession
from klantkluis.vault.inprocess import InProcessVault
from klantkluis.vault.slots import KdfCost

_STRETCH_ONCE = cache(KdfCost.stretch)
NO_LIMITS = {"subjects_per_10_minutes": 0, "subjects_per_day": 0, "cards_per_10_minutes": 0}


def _rows(query: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Let the vault read the customers and the books of the test's own transaction."""
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


@pytest.fixture
def in_process_vault() -> Iterator[InProcessVault]:
    """Give a real vault in this process, of this test alone: keys that one test destroys are there
    in the next. All are copies of the first, which took the time of a password."""
    vault = InProcessVault(source=_rows, settings=NO_LIMITS)
    yield vault
    vault.close()


@pytest.fixture
def vault(in_process_vault: InProcessVault, monkeypatch: pytest.MonkeyPatch) -> VaultSession:
    """Give an owner in the vault.

    The same password with the same salt is stretched once for all tests: a fifth of a second.
    """
    monkeypatch.setattr(KdfCost, "stretch", _STRETCH_ONCE)
    return in_process_vault.owner()


@pytest.fixture
def today() -> date:
    return date(2026, 11, 20)


@pytest.fixture
def owner(vault: VaultSession) -> Actor:
    return Actor(
        staff_id=uuid4(), roles=frozenset({Role.OWNER}), channel=Channel.OFFICE, vault=vault
    )


@pytest.fixture
def our_company(db: None) -> Company:
    return Company.objects.create(
        name="Voorbeeld BV", street="Marktstraat", house_number="1", postcode="3511 AB",
        town="Utrecht", coc_number="12345678", vat_number="NL000099998B57",
        iban="NL91ABNA0417164300",
    )  # fmt: skip


@pytest.fixture(autouse=True)
def _nobody_looks_for_waiting_work_by_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no page of a test lend the vault to waiting work just because some time went by."""
    from klantkluis.office.jobs import lending

    monkeypatch.setattr(lending.LOOKS, "next_at", float("inf"))
