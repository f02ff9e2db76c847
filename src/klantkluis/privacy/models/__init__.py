"""Rows of requests, erasures, retention, statements and breaches."""

from klantkluis.privacy.models.retention import (
    ClassEnd,
    LegalHold,
    LegalHoldEnd,
    RelationOver,
    Sweep,
    SweepFinding,
    TermDecision,
)

__all__ = [
    "ClassEnd",
    "LegalHold",
    "LegalHoldEnd",
    "RelationOver",
    "Sweep",
    "SweepFinding",
    "TermDecision",
]
