"""The request as pages see it; the log-in makes it what it is."""

from uuid import UUID

from klantkluis.office.access.requests import OfficeRequest, VaultState

__all__ = ["OfficeRequest", "VaultState", "uid_in"]


def uid_in(text: str) -> UUID | None:
    """Give the uid that stands in an address, or None when it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
