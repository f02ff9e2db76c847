"""What tests of this room may ask for."""

import pytest

from klantkluis.vault.inprocess import InProcessVault
from rooms.privacy.keys import Keys


@pytest.fixture
def keys(in_process_vault: InProcessVault) -> Keys:
    return Keys(in_process_vault)
