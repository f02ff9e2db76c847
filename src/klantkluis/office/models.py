"""The rows of the office itself: who works here. Everything else belongs to the rooms."""

from klantkluis.office.access.models import (
    FailedLogIns,
    Invitation,
    Staff,
    StaffRole,
    StaffSession,
)

__all__ = ["FailedLogIns", "Invitation", "Staff", "StaffRole", "StaffSession"]
