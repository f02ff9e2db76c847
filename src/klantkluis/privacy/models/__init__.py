"""Rows of requests, erasures, retention, statements and breaches."""

from klantkluis.privacy.models.proofs import ProofResult, ProofRun
from klantkluis.privacy.models.statement import (
    ActivityNote,
    ProcessorNote,
    SentenceConfirmation,
    StatementVersion,
)

__all__ = [
    "ActivityNote",
    "ProcessorNote",
    "ProofResult",
    "ProofRun",
    "SentenceConfirmation",
    "StatementVersion",
]
