"""The rows of the office itself: who works here, and files on their way to a room."""

from klantkluis.office.access.models import (
    FailedLogIns,
    Invitation,
    Staff,
    StaffRole,
    StaffSession,
)
from klantkluis.office.imports.models import ImportFile, ImportPart

__all__ = [
    "FailedLogIns",
    "ImportFile",
    "ImportPart",
    "Invitation",
    "Staff",
    "StaffRole",
    "StaffSession",
]
