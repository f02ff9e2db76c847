"""Rows of requests, erasures, retention, statements and breaches."""

from klantkluis.privacy.models.erasing import (
    ErasureLine,
    ErasurePerson,
    ErasurePlan,
    ErasureReturn,
    ErasureSigning,
    ErasureStep,
    ErasureUndoing,
    OpenErasure,
)
from klantkluis.privacy.models.retention import (
    ClassEnd,
    LegalHold,
    LegalHoldEnd,
    RelationOver,
    RelationToEnd,
    Sweep,
    SweepFinding,
    TermDecision,
)

__all__ = [
    "ClassEnd",
    "ErasureLine",
    "ErasurePerson",
    "ErasurePlan",
    "ErasureReturn",
    "ErasureSigning",
    "ErasureStep",
    "ErasureUndoing",
    "LegalHold",
    "LegalHoldEnd",
    "OpenErasure",
    "RelationOver",
    "RelationToEnd",
    "Sweep",
    "SweepFinding",
    "TermDecision",
]
