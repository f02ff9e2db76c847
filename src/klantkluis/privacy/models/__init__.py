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

__all__ = [
    "ErasureLine",
    "ErasurePerson",
    "ErasurePlan",
    "ErasureReturn",
    "ErasureSigning",
    "ErasureStep",
    "ErasureUndoing",
    "OpenErasure",
]
