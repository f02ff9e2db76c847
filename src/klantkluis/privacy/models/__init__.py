"""Rows of requests, erasures, retention, statements, hand-overs and breaches."""

from klantkluis.privacy.models.breaches import (
    Breach,
    BreachClosure,
    BreachDecision,
    BreachedSubject,
    BreachHit,
    BreachLetter,
    BreachNote,
    BreachReport,
    BreachTold,
)
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
from klantkluis.privacy.models.hand_overs import (
    HandOver,
    HandOverEnd,
    HandOverRedaction,
    Redaction,
)
from klantkluis.privacy.models.proofs import ProofResult, ProofRun
from klantkluis.privacy.models.requests import PrivacyRequest, RequestLetter, RequestStep
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
from klantkluis.privacy.models.statement import (
    ActivityNote,
    ProcessorNote,
    SentenceConfirmation,
    StatementVersion,
)

__all__ = [
    "ActivityNote",
    "Breach",
    "BreachClosure",
    "BreachDecision",
    "BreachHit",
    "BreachLetter",
    "BreachNote",
    "BreachReport",
    "BreachTold",
    "BreachedSubject",
    "ClassEnd",
    "ErasureLine",
    "ErasurePerson",
    "ErasurePlan",
    "ErasureReturn",
    "ErasureSigning",
    "ErasureStep",
    "ErasureUndoing",
    "HandOver",
    "HandOverEnd",
    "HandOverRedaction",
    "LegalHold",
    "LegalHoldEnd",
    "OpenErasure",
    "PrivacyRequest",
    "ProcessorNote",
    "ProofResult",
    "ProofRun",
    "Redaction",
    "RelationOver",
    "RelationToEnd",
    "RequestLetter",
    "RequestStep",
    "SentenceConfirmation",
    "StatementVersion",
    "Sweep",
    "SweepFinding",
    "TermDecision",
]
