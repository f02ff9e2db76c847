"""Decisions about the shop, without a database."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

SILENT_AFTER: Final = timedelta(minutes=10)
"""When the site has not answered for so long, somebody is told."""
WITHOUT: Final = "without"
"""Under this name a proposed change lists the fields that are to be empty."""


def proposed_fields(said: Mapping[str, Any]) -> dict[str, str]:
    """Give what each field is to say by a proposed change, those that are to be empty last."""
    filled = {name: str(text) for name, text in said.items() if name != WITHOUT}
    return filled | dict.fromkeys(said.get(WITHOUT, ()), "")
