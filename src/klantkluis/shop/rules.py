"""Decisions about the shop, without a database."""

from datetime import timedelta
from typing import Final

SILENT_AFTER: Final = timedelta(minutes=10)
"""When the site has not answered for so long, somebody is told."""
