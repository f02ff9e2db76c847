"""What every unit test may count on."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Let sentences be compared in the language that they are written in."""
    with translation.override("en"):
        yield
