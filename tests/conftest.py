"""What every test may ask for."""

from datetime import date
from uuid import uuid4

import pytest

from klantkluis.core.roles import Channel, Role
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.models import Company
from klantkluis.vault.client import VaultSession
from support.plain_vault import PlainVault


@pytest.fixture
def vault() -> VaultSession:
    return PlainVault()


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
        pk=1, name="Voorbeeld BV", street="Marktstraat", house_number="1", postcode="3511 AB",
        town="Utrecht", coc_number="12345678", vat_number="NL000099998B57",
        iban="NL91ABNA0417164300",
    )  # fmt: skip
