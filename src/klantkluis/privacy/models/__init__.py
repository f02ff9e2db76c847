"""Rows of requests, erasures, retention, statements and breaches."""

from klantkluis.privacy.models.retention import LegalHold, LegalHoldEnd, TermDecision

__all__ = [
    "LegalHold",
    "LegalHoldEnd",
    "TermDecision",
]
