"""The rows of the office itself: who works here, files on their way to a room, and chores."""

from klantkluis.office.access.models import (
    FailedLogIns,
    Invitation,
    Staff,
    StaffRole,
    StaffSession,
)
from klantkluis.office.housekeeping.models import ChoreRun
from klantkluis.office.imports.models import ImportFile, ImportPart

__all__ = [
    "ChoreRun",
    "FailedLogIns",
    "ImportFile",
    "ImportPart",
    "Invitation",
    "Staff",
    "StaffRole",
    "StaffSession",
]
