"""The request as pages see it; the log-in makes it what it is."""

from klantkluis.office.access.requests import OfficeRequest, VaultState

__all__ = ["OfficeRequest", "VaultState"]
